"""``opads receipt show``."""

from __future__ import annotations

import click
import msgspec

from opads.cli import exits, options
from opads.cli.commands.receipts import bytes_of, signing
from opads.cli.output import emit, pretty

__all__ = ("command",)


@click.command("show", short_help="Show what a receipt says, unverified.")
@click.argument("receipt", metavar="RECEIPT")
@options.output_option
@signing()
def command(receipt: str, output: str | None) -> int:
    """Show the claims of RECEIPT and the key that it names. Nothing of it is verified: anybody could have written it."""
    from opads.receipts.verifying import read  # noqa: PLC0415 - installed only with receipts

    parsed, claims = read(bytes_of(receipt).decode("ascii", "replace"))
    emit(pretty({"verified": None, "kid": parsed.kid, "claims": msgspec.to_builtins(claims)}), output)
    return exits.ACCEPTABLE
