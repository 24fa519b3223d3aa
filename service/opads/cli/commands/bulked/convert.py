"""``opads bulk convert``."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from opads.account import LOSSES
from opads.bulk.blocks import Options
from opads.bulk.checkpoint import State
from opads.bulk.errors import BulkError
from opads.carriers.jsontext.writing import CLOSING
from opads.cli import exits, options
from opads.cli.bulking import bulk_options, checked, interrupted, make, opened, paths
from opads.cli.engine import refusing, registry
from opads.cli.refusal import Refusal, say

__all__ = ("command",)

WRITTEN = ("ndjson", "json")
EPILOG = """\b
Examples:
  opads bulk convert archive.csv.gz --to FORMAT --to-carrier ndjson --jobs 4 -o out.ndjson
  opads bulk convert dump.ndjson --to FORMAT -o out.json --checkpoint dump.checkpoint

\b
Exit codes:
  0    converted
  1    nothing or not all of IN could be read, or a loss named by --fail-on-loss occurred
  2    could not try (usage, unknown format, unreadable file)
  4    internal error
  130  interrupted"""


@click.command("convert", short_help="Convert files of any size, in several processes.", epilog=EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="IN...")
@click.option("--to", "target", type=options.FORMAT, metavar="FORMAT", required=True, help="The format to write.")
@click.option(
    "--to-carrier",
    type=click.Choice(WRITTEN),
    help="The syntax to write: lines, or one array; default: lines where the format has them.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    required=True,
    help="Write to FILE.",
)
@click.option(
    "--account",
    "account_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the account of every value to FILE, a line of JSON for each record.",
)
@bulk_options
@click.option(
    "--no-carry", is_flag=True, help="Do not let the source travel in the extension point of the target format."
)
@click.option(
    "--fail-on-loss",
    "kinds",
    type=click.Choice([*LOSSES, "any"]),
    multiple=True,
    help="Exit with 1 where such a loss occurs; may be repeated.",
)
@options.quiet_option
@options.path_option
@refusing()
def command(
    *, files: tuple[str, ...], target: str, to_carrier: str | None, output: Path, source: str | None, carrier: str | None,
    jobs: int, block: int, checkpoint: Path | None, rejects: Path | None, account_file: Path | None, no_carry: bool,
    kinds: tuple[str, ...], quiet: bool,
) -> int:  # fmt: skip
    """Convert the disclosures in all IN (paths, folders or patterns, or - for standard input) into one file.

    Records come in the order of the inputs, and so do their accounts with --account. Losses are counted in any case.
    """
    written = _written(target, to_carrier)
    if source is not None:
        registry().get(source)
    inputs, empty = checked(files)
    for argument in empty:
        say(f"{argument}: no file to convert")
    if not inputs:
        return exits.NOTHING
    wanted = Options(
        "", "", paths=paths(), rejects=rejects is not None, target=target, target_carrier=written, carry=not no_carry,
        account=account_file is not None,
    )  # fmt: skip
    job = make(inputs, wanted, checkpoint, source=source, carrier=carrier, jobs=jobs, size=block, quiet=quiet)
    done = job.begun()
    codes = []
    with (
        closing(job.checkpoint),
        closing(opened(output, done[0])) as out,
        closing(opened(rejects, done[1])) as sink,
        closing(opened(account_file, done[2])) as accounts,
    ):
        for number, item in enumerate(inputs):
            try:
                codes.append(_code(item.name, job.convert(number, item, out, sink, accounts), kinds, quiet=quiet))
            except BulkError as error:
                say(f"{item.name}: {error}")
                codes.append(exits.UNCHECKABLE)
            except KeyboardInterrupt:
                return interrupted(checkpoint)
        if written == "json":
            out.write(CLOSING if out.length else b"[]\n")
    return exits.worst(codes)


def _written(target: str, carrier: str | None) -> str:
    use = registry().get(target)
    offered = [entry.carrier for entry in use.file.carriers if entry.carrier in WRITTEN]
    if carrier is None and offered:
        return "ndjson" if "ndjson" in offered else offered[0]
    if carrier is None or (carrier == "json" and carrier not in offered):
        raise Refusal(
            f"format {target!r} is not written as one JSON array, and only lines and arrays can be written in bulk; "
            "--to-carrier ndjson writes its records as lines"
        )
    if carrier == "json" and (use.carrier_options(carrier) or {}).get("single"):
        raise Refusal(f"format {target!r} holds one record a document; --to-carrier ndjson writes its records as lines")
    return carrier


def _code(name: str, state: State, kinds: tuple[str, ...], *, quiet: bool) -> int:
    if state.format is None:
        say(f"{name}: nothing was converted: the file is in no known format; name it with --from")
        return exits.UNACCEPTABLE
    if not quiet:
        losses = ", ".join(f"{count:,} {kind}" for kind, count in state.losses.items() if count) or "nothing lost"
        say(f"{name}: {state.part.records:,} records converted; values: {losses}")
    lost = any(state.losses.get(kind) for kind in (LOSSES if "any" in kinds else kinds))
    return exits.UNACCEPTABLE if lost or state.incomplete or not state.part.records else exits.ACCEPTABLE
