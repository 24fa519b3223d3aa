"""What the register refuses, as answers to a client, and the rows that its answers have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import anyio
import msgspec

from opads.access.caller import Caller, Role
from opads.api.again import reused
from opads.api.problem import Fault, Refusal
from opads.catalogue import Catalogue
from opads.register import (
    PUBLIC,
    SANDBOX,
    ConflictError,
    NotAcceptedError,
    Outcome,
    RegisterError,
    StaleVersionError,
    Submission,
    UnfitError,
    UnknownDisclosureError,
)
from opads.register.model import Chain, Disclosure
from opads.rendering.characters import shortened
from opads.replays import KeyReusedError
from opads.settings import Settings

__all__ = ("STORED", "RecordRow", "SubmissionAnswer", "asked", "chain_of", "may_read", "refusal", "submission_answer")

T = TypeVar("T")
STORED = ("no-storage", "storage-unavailable", "unauthenticated", "forbidden", "not-acceptable")
"""Problems that whatever asks the register can answer with."""
MOST = 100
"""Findings that a refusal quotes beside the report."""


class RecordRow(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """What became of a record, by its number from 0; ``outcome`` is accepted, amended, corrected or unchanged.

    ``status`` and ``newest`` say where the disclosure stands now, where that is asked for; ``url`` is its address.
    """

    record: int
    outcome: str
    disclosure: str
    version: int
    sequence: int
    hash: str
    canonical: str
    url: str
    publisher_id: str | None = None
    status: str | None = None
    newest: int | None = None


class SubmissionAnswer(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A document that was accepted: ``document`` and ``report`` are SHA-256, the receipt is a JWS in compact form."""

    id: str
    url: str
    chain: str
    account: str
    received_at: str
    document: str
    media_type: str
    format: str
    carrier: str
    verdict: str
    report: str
    records: tuple[RecordRow, ...]
    receipt: str


def chain_of(caller: Caller) -> Chain:
    """Return the chain of a caller."""
    return SANDBOX if caller.sandbox else PUBLIC


def submission_answer(
    found: Submission, settings: Settings, standing: dict[str, Disclosure] | None = None
) -> SubmissionAnswer:
    """Return what is told of a submission, with where its disclosures stand now if that is given."""
    return SubmissionAnswer(
        found.id,
        settings.link(f"/v1/submissions/{found.id}"),
        found.chain,
        found.account,
        found.received_at,
        found.document,
        found.media_type,
        found.format,
        found.carrier,
        found.verdict,
        found.report,
        tuple(_row(outcome, settings, (standing or {}).get(outcome.disclosure)) for outcome in found.outcomes),
        found.receipt,
    )


def _row(outcome: Outcome, settings: Settings, standing: Disclosure | None) -> RecordRow:
    return RecordRow(
        outcome.record,
        outcome.outcome,
        outcome.disclosure,
        outcome.version,
        outcome.sequence,
        outcome.hash,
        outcome.canonical,
        settings.link(f"/v1/disclosures/{outcome.disclosure}"),
        outcome.publisher_id,
        standing.status if standing else None,
        standing.version if standing else None,
    )


async def asked(job: Callable[[], T]) -> T:
    """Return what a job of the register returns, off the loop; raises Refusal for what it refuses."""
    try:
        return await anyio.to_thread.run_sync(job)
    except KeyReusedError as error:
        raise reused(error) from None
    except RegisterError as error:
        raise refusal(error) from None


def refusal(error: RegisterError, catalogue: Catalogue | None = None) -> Refusal:
    """Return the refusal that an error of the register is."""
    if isinstance(error, NotAcceptedError) and catalogue is not None:
        return _not_accepted(error, catalogue)
    if isinstance(error, ConflictError):
        faults = tuple(
            Fault(
                shortened(clash.message, 500),
                record=clash.record,
                disclosure=clash.disclosure,
                version=clash.version,
                status=clash.status,
                allowed=clash.allowed,
            )
            for clash in error.clashes
        )
        return Refusal("conflict", _sentence(error), errors=faults)
    if isinstance(error, StaleVersionError):
        fault = Fault("names another version", header="If-Match", disclosure=error.disclosure, version=error.version)
        return Refusal("changed-meanwhile", _sentence(error), errors=(fault,), headers={"ETag": f'"{error.version}"'})
    if isinstance(error, UnknownDisclosureError):
        # The same words for what is not there and for what is another's.
        return Refusal("not-found", "The register has nothing of this account by that name.")
    if isinstance(error, UnfitError):
        named = {"header": error.parameter} if error.parameter == "If-Match" else {"parameter": error.parameter}
        return Refusal(
            "bad-parameter" if error.parameter else "not-accepted",
            _sentence(error),
            errors=(Fault(shortened(str(error), 500), **named),) if error.parameter else (),
        )
    return Refusal("conflict", _sentence(error))


def _not_accepted(error: NotAcceptedError, catalogue: Catalogue) -> Refusal:
    found = [finding for group in error.report.groups for finding in group.samples if finding.severity == "error"]
    faults = tuple(
        Fault(
            catalogue.text(finding.rule, finding.params),
            rule=finding.rule,
            severity=finding.severity,
            record=finding.record,
            pointer=finding.pointer,
            native=finding.native,
            place=finding.place,
        )
        for finding in found[:MOST]
    )
    report: dict[str, Any] = msgspec.to_builtins(error.report, enc_hook=str)
    return Refusal("not-accepted", _sentence(error), errors=faults, report=report)


def _sentence(error: Exception) -> str:
    text = shortened(str(error), 500)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "…")) else ".")


def may_read(caller: Caller) -> str | None:
    """Return the account whose submissions a caller may see, None for a regulator who sees all; raises AccessError."""
    if "read" in caller.scopes and caller.has(Role.REGULATOR):
        return None
    caller.need("submit" if "submit" in caller.scopes else "read", Role.SUBMITTER)
    return caller.account
