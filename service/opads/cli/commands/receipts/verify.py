"""``opads receipt verify``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec

from opads.cli import exits, options
from opads.cli.commands.receipts import bytes_of, signing
from opads.cli.output import emit, pretty
from opads.rendering.characters import visible

if TYPE_CHECKING:
    from opads.receipts import Verified

__all__ = ("command",)


@click.command("verify", short_help="Verify a receipt by pinned keys, and compare the document with it.")
@click.argument("receipt", metavar="RECEIPT")
@click.argument("document", required=False, metavar="[DOCUMENT]")
@click.option(
    "--keys",
    "pinned",
    required=True,
    metavar="JWKS",
    help="The keys that are trusted: a file kept since /.well-known/jwks.json of the register was first read.",
)
@options.rendering_option("text", "json")
@options.output_option
@signing()
def command(receipt: str, document: str | None, pinned: str, rendering: str, output: str | None) -> int:
    """Verify RECEIPT (a file, or - for the standard input) and, where given, that it is on DOCUMENT, byte by byte.

    Nothing is asked over the network. Exit codes: 0 verified, 1 not verified, 2 the files cannot be read.
    """
    from opads.receipts import ReceiptError, read_key_set, verify  # noqa: PLC0415 - installed only with receipts

    if [receipt, document, pinned].count("-") > 1:
        raise click.UsageError("the standard input can be one of the files only")
    keys = read_key_set(bytes_of(pinned))
    data = bytes_of(document) if document is not None else None
    try:
        text = bytes_of(receipt).decode("ascii")
    except UnicodeDecodeError:
        text = ""  # no receipt, and refused as such below
    try:
        found = verify(text, keys, data)
    except ReceiptError as error:
        told: dict[str, Any] = {"verified": False, "fault": error.fault, "detail": str(error)}
        emit(pretty(told) if rendering == "json" else f"NOT VERIFIED: {visible(str(error))}\n".encode(), output)
        return exits.UNACCEPTABLE
    emit(pretty(_value(found)) if rendering == "json" else _text(found).encode(), output)
    return exits.ACCEPTABLE


def _value(found: Verified) -> dict[str, Any]:
    return {
        "verified": True,
        "documentCompared": found.compared,
        "cautions": list(found.cautions),
        "key": found.key.jwk(),
        "claims": msgspec.to_builtins(found.claims),
    }


def _text(found: Verified) -> str:
    from opads.receipts import Claims  # noqa: PLC0415 - installed only with receipts

    claims = found.claims
    lines = ["VERIFIED"]
    if isinstance(claims, Claims):
        document, totals = claims.document, claims.totals
        lines += [
            f"the document is the one handed in, {document.bytes} bytes"
            if found.compared
            else f"no document was compared; it must have the SHA-256 {document.sha256}",
            f"verdict {claims.verdict}, {totals.errors} errors, {totals.warnings} warnings in {totals.records} records",
        ]
    else:
        lines.append(
            f"a step, after which the disclosure is {visible(claims.status)}: {visible(claims.reason) or 'no reason given'}"
        )
    by = f" by {visible(claims.register)}" if isinstance(claims, Claims) and claims.register else ""
    lines.append(f"given {claims.issued_at}{by}, key {found.key.kid}")
    if claims.chain == "sandbox":
        lines.append("handed in to the sandbox: nothing of it is in the register")
    lines += [
        f"{entry.kind} {entry.disclosure} version {entry.version}, entry {entry.sequence} of the log"
        for entry in claims.entries
    ]
    lines += [f"CAUTION: {visible(caution)}" for caution in found.cautions]
    return "".join(f"{line}\n" for line in lines)
