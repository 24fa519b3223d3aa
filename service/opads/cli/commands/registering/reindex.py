"""``opads register reindex``."""

from __future__ import annotations

import click

from opads.cli.keeping import kept
from opads.cli.refusal import say
from opads.register.reading import reindex

__all__ = ("command",)


@click.command("reindex", short_help="Make anew what the register is searched by.")
@click.option("--all", "everything", is_flag=True, help="Of every disclosure; else of those that need it.")
def command(*, everything: bool) -> int:
    """Make anew what the register is searched by, after the tables of the standard or of the public view changed.

    The service may go on meanwhile. What stops on the way goes on when it is called again.
    """
    with kept() as installation:
        say(f"{reindex(installation.database, everything=everything):,} disclosures were done anew")
    return 0
