"""``opads register verify-dump``."""

from __future__ import annotations

from pathlib import Path

import click

from opads.cli.exits import UNACCEPTABLE
from opads.cli.refusal import say
from opads.register.dumps import verify_dump
from opads.rendering.characters import shortened

__all__ = ("command",)


@click.command("verify-dump", short_help="Verify a dump by its own files.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def command(folder: Path) -> int:
    """Verify the dump in FOLDER: the digests of its files, the chain of its log, and that each disclosure is as the log has it.

    Nothing else is needed, neither a database nor the service.
    """
    found = verify_dump(folder)
    for text in found.wrong:
        say(shortened(text))
    if found.wrong:
        return UNACCEPTABLE
    say(f"the dump is sound: {found.entries:,} entries of the log, {found.disclosures:,} disclosures")
    return 0
