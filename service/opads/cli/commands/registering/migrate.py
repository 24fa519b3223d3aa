"""``opads register migrate``."""

from __future__ import annotations

import click

from opads.cli import exits
from opads.cli.keeping import kept
from opads.cli.output import emit
from opads.cli.refusal import Refusal

__all__ = ("command",)


@click.command("migrate", short_help="Bring the tables to the newest version, or back to an older one.")
@click.option(
    "--to",
    type=click.IntRange(0),
    default=None,
    metavar="N",
    help="Bring the part to this version; what newer versions added is lost.",
)
@click.option("--part", default=None, metavar="PART", help="The part that --to is about, such as `register`.")
@click.option("--yes", is_flag=True, help="Go back without being asked.")
def command(to: int | None, part: str | None, *, yes: bool) -> int:
    """Bring the tables of all parts to the newest version, as the service does when it starts; or one part to another version."""
    if (to is None) != (part is None):
        raise click.UsageError("--to and --part go together")
    with kept() as installation:
        from opads.storage.migrations import PARTS, applied, migrate, migrations_of  # noqa: PLC0415 - see keeping

        database = installation.opened
        done: list[str] = []
        if to is None or part is None:
            done = migrate(database)
        else:
            name = f"opads.{part.removeprefix('opads.')}"
            if name not in PARTS:
                raise Refusal(
                    f"there is no part {part!r}; the parts are {', '.join(p.removeprefix('opads.') for p in PARTS)}"
                )
            if to > len(migrations_of(name)):
                raise Refusal(f"the newest version of {part} is {len(migrations_of(name))}")
            if to < len(applied(database, name)) and not yes:
                click.confirm("What newer versions keep is lost. Go back?", abort=True, err=True)
            done = migrate(database, [name], to)
    emit("".join(f"{line}\n" for line in done or ["nothing to do"]).encode())
    return exits.ACCEPTABLE
