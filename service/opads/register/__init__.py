"""The register: what was handed in and accepted, as a log that nobody can change unnoticed."""

from opads.register.errors import (
    ConflictError,
    NotAcceptedError,
    RegisterError,
    StaleVersionError,
    UnfitError,
    UnknownDisclosureError,
)
from opads.register.model import (
    CHAINS,
    PUBLIC,
    SANDBOX,
    Document,
    Entry,
    Head,
    Intent,
    Outcome,
    Step,
    Submission,
    Submitted,
)
from opads.register.receipting import Signer
from opads.register.store import Register

__all__ = (
    "CHAINS",
    "PUBLIC",
    "SANDBOX",
    "ConflictError",
    "Document",
    "Entry",
    "Head",
    "Intent",
    "NotAcceptedError",
    "Outcome",
    "Register",
    "RegisterError",
    "Signer",
    "StaleVersionError",
    "Step",
    "Submission",
    "Submitted",
    "UnfitError",
    "UnknownDisclosureError",
)
