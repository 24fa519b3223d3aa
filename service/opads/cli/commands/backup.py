"""``opads backup``."""

from __future__ import annotations

from pathlib import Path

import click

from opads.cli import exits
from opads.cli.keeping import kept
from opads.cli.output import emit
from opads.cli.refusal import Refusal

__all__ = ("command",)


@click.command("backup", short_help="Take a backup of all that a service keeps, while it goes on.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--with-keys",
    is_flag=True,
    help="Take the private keys in as well. Whoever has the backup can then sign; without them a restored service makes a new one.",
)
@click.option("--without-files", is_flag=True, help="Leave out the files of batches and dumps.")
def command(folder: Path, *, with_keys: bool, without_files: bool) -> int:
    """Take a backup of the service that OPADS_DATA and OPADS_DATABASE name into DIR, which must be empty or not there.

    All tables are as they were at one moment, whoever writes meanwhile; either database is restored from it. Keep the lines that are printed:
    they tell later whether a copy is older than what was acknowledged.
    """
    from opads.backups import BackupError, back_up  # noqa: PLC0415 - installed only with the service
    from opads.backups.writing import digest_of  # noqa: PLC0415 - the same

    with kept() as installation:
        try:
            manifest = back_up(installation, folder, keys=with_keys, files=not without_files)
        except BackupError as error:
            raise Refusal(str(error)) from error
    rows = sum(table.rows for table in manifest.tables)
    lines = [
        f"{rows} rows of {len(manifest.tables)} tables and {len(manifest.stored) - len(manifest.tables)} files, as of {manifest.taken_at}",
        f"private keys {'included' if manifest.keys else 'not included'}, files of batches and dumps {'included' if manifest.files else 'not included'}",
        *(f"head {chain} {head}" for chain, head in manifest.heads.items()),
        *(f"removed meanwhile: {name}" for name in manifest.vanished),
        f"{digest_of(folder / 'manifest.json')}  manifest.json",
    ]
    emit("".join(f"{line}\n" for line in lines).encode())
    return exits.ACCEPTABLE
