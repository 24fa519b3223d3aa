"""What can be wrong with what is asked of accounts and keys."""

from __future__ import annotations

__all__ = ("AccountError", "CredentialError", "NameTakenError", "NotThereError")


class AccountError(Exception):
    """What was asked for cannot be: a name, role, scope or time is not possible. The text says which, and what is."""


class NotThereError(AccountError):
    """There is no such account or key, or none that the caller may see."""


class NameTakenError(AccountError):
    """Another account has the name, or is known to the issuer by the same subject."""


class CredentialError(Exception):
    """A key or token is not valid now. The text is for the log of the operator, and holds nothing of a secret."""
