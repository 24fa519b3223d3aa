"""A receipt with every claim that there is."""

from functools import cache
from hashlib import sha256

from opads.formats import default_registry
from opads.receipts import Claims, Entry, Head, StepClaims, claims_of
from opads.report import canonical_report
from opads.storage.moments import now
from opads.validation import validate

DOCUMENT = b'{"opads": "1.0", "parties": []}'


@cache
def report() -> tuple[object, str]:
    registry = default_registry()
    made = validate(DOCUMENT, registry, targets=registry.ids[:1])
    return made, sha256(canonical_report(made)).hexdigest()


def claims(issued_at: str | None = None) -> Claims:
    """Return claims of which no optional one is missing."""
    made, digest = report()
    entry = Entry(
        sequence=7,
        hash="ab" * 32,
        kind="accepted",
        disclosure="01936d2e-0000-7000-8000-000000000001",
        version=1,
        publisher_id="ad-1",
        record=0,
        canonical="cd" * 32,
    )
    return claims_of(
        made,  # type: ignore[arg-type] # as the library takes it
        id="01936d2e-0000-7000-8000-000000000000",
        chain="public",
        issued_at=issued_at or now(),
        account="01936d2e-0000-7000-8000-00000000000a",
        media_type="application/json",
        report_sha256=digest,
        entries=[entry],
        head=Head(sequence=7, hash="ab" * 32),
        register="https://register.example",
    )


def step(issued_at: str | None = None) -> StepClaims:
    """Return what the receipt of a withdrawal says."""
    return StepClaims(
        receipt="step-1.0",
        id="01936d2e-0000-7000-8000-00000000000b",
        chain="public",
        issued_at=issued_at or now(),
        account="01936d2e-0000-7000-8000-00000000000a",
        status="withdrawn",
        reason="placed by mistake",
        entries=(
            Entry(
                sequence=8,
                hash="ef" * 32,
                kind="withdrawn",
                disclosure="01936d2e-0000-7000-8000-000000000001",
                version=1,
            ),
        ),
        head=Head(sequence=8, hash="ef" * 32),
    )
