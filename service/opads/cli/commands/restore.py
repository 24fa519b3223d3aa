"""``opads restore``."""

from __future__ import annotations

from pathlib import Path

import click

from opads.cli import exits
from opads.cli.keeping import kept
from opads.cli.output import emit
from opads.cli.refusal import Refusal
from opads.rendering.characters import visible

__all__ = ("command",)


@click.command("restore", short_help="Take a backup back into an empty service, and verify it.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> int:
    """Take the backup in DIR back into the empty service that OPADS_DATA and OPADS_DATABASE name; no service may run on it.

    Every digest is verified before anything is changed, and afterwards the log and every receipt. Exit codes: 0 restored and sound,
    1 restored, but not sound, 2 not restored.
    """
    from opads.backups import BackupError, restore  # noqa: PLC0415 - installed only with the service

    with kept(begin=True) as installation:
        try:
            done = restore(installation, folder)
        except BackupError as error:
            raise Refusal(str(error)) from error
    lines = [
        f"restored {done.rows} rows as of {done.manifest.taken_at}",
        f"verified {done.entries} entries of the log and {done.receipts} receipts",
        *(
            f"head {chain} {head}: what was acknowledged after it is not there"
            for chain, head in done.manifest.heads.items()
            if head != "0:"
        ),
        *(f"NOT SOUND: {visible(damage.told)}" for damage in done.damages),
    ]
    emit("".join(f"{line}\n" for line in lines).encode())
    return exits.UNACCEPTABLE if done.damages else exits.ACCEPTABLE
