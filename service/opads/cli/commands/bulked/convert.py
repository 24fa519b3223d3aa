"""``opads bulk convert``."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from opads.account import LOSSES
from opads.bulk.blocks import Options
from opads.bulk.checkpoint import State
from opads.bulk.errors import BulkError
from opads.bulk.written import SYNTAXES
from opads.cli import exits, options
from opads.cli.bulking import bulk_options, checked, interrupted, make, opened, paths
from opads.cli.engine import refusing, registry
from opads.cli.refusal import say
from opads.cli.writing import finish, output_of, syntax_of

__all__ = ("command",)

EPILOG = """\b
Examples:
  opads bulk convert archive.csv.gz --to FORMAT --to-carrier ndjson --jobs 4 -o out.ndjson
  opads bulk convert dump.ndjson --to FORMAT --to-carrier json -o out.json --checkpoint dump.checkpoint
  opads bulk convert archive.ndjson --to FORMAT -o lake.parquet

\b
Exit codes:
  0    converted
  1    nothing or not all of IN could be read, or a loss named by --fail-on-loss occurred
  2    could not try (usage, unknown format, unreadable file)
  4    internal error
  130  interrupted"""


@click.command("convert", short_help="Convert files of any size, in several processes.", epilog=EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="IN...")
@options.target_option
@click.option(
    "--to-carrier",
    type=click.Choice(SYNTAXES),
    help="The syntax to write; default: by the ending .csv or .parquet of FILE, else lines where the format has them.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="Write to FILE; with --checkpoint Parquet is a folder of parts.",
)
@bulk_options
@options.carry_option
@options.loss_option(LOSSES)
@options.quiet_option
@options.path_option
@refusing()
def command(
    *, files: tuple[str, ...], target: str, to_carrier: str | None, output: Path, source: str | None, carrier: str | None,
    jobs: int, block: int, checkpoint: Path | None, rejects: Path | None, no_carry: bool, kinds: tuple[str, ...], quiet: bool,
) -> int:  # fmt: skip
    """Convert the disclosures in all IN (paths, folders or patterns, or - for standard input) into one file.

    Records come in the order of the inputs. Losses are counted; the account of every value is the business of
    "opads convert".
    """
    written = syntax_of(target, to_carrier, output)
    if source is not None:
        registry().get(source)
    inputs, empty = checked(files)
    for argument in empty:
        say(f"{argument}: no file to convert")
    if not inputs:
        return exits.NOTHING
    wanted = Options(
        "", "", paths=paths(), rejects=rejects is not None, target=target, target_carrier=written, carry=not no_carry
    )
    job = make(inputs, wanted, checkpoint, source=source, carrier=carrier, jobs=jobs, size=block, quiet=quiet)
    done = job.begun()
    codes = []
    with (
        closing(job.checkpoint),
        closing(output_of(output, target, written, checkpoint, done[0])) as out,
        closing(opened(rejects, done[1])) as sink,
    ):
        for number, item in enumerate(inputs):
            try:
                codes.append(_code(item.name, job.convert(number, item, out, sink), kinds, quiet=quiet))
            except BulkError as error:
                say(f"{item.name}: {error}")
                codes.append(exits.UNCHECKABLE)
            except KeyboardInterrupt:
                return interrupted(checkpoint)
        finish(out)
    return exits.worst(codes)


def _code(name: str, state: State, kinds: tuple[str, ...], *, quiet: bool) -> int:
    if state.format is None:
        say(f"{name}: nothing was converted: the file is in no known format; name it with --from")
        return exits.UNACCEPTABLE
    if not quiet:
        losses = ", ".join(f"{count:,} {kind}" for kind, count in state.losses.items() if count) or "nothing lost"
        say(f"{name}: {state.part.records:,} records converted; values: {losses}")
    lost = any(state.losses.get(kind) for kind in (LOSSES if "any" in kinds else kinds))
    return exits.UNACCEPTABLE if lost or state.incomplete or not state.part.records else exits.ACCEPTABLE
