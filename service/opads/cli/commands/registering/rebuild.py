"""``opads register rebuild``."""

from __future__ import annotations

import click

from opads.cli import exits
from opads.cli.keeping import kept
from opads.cli.output import emit
from opads.cli.refusal import Refusal

__all__ = ("command",)


@click.command("rebuild", short_help="Make anew, from the log, how each disclosure stands.")
def command() -> int:
    """Make the table of disclosures from the log, in one transaction. The log itself is not touched."""
    with kept() as installation:
        from opads.register import RegisterError  # noqa: PLC0415 - installed only with the service
        from opads.register.rebuilding import rebuild  # noqa: PLC0415 - the same

        try:
            count = rebuild(installation.register.database)
        except RegisterError as error:
            raise Refusal(f"{error}; `opads register verify` says more") from error
    emit(f"{count} disclosures\n".encode())
    return exits.ACCEPTABLE
