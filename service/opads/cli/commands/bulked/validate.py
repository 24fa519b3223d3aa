"""``opads bulk validate``."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import click

from opads.bulk.blocks import Options
from opads.bulk.errors import BulkError
from opads.cli import exits, options
from opads.cli.bulking import bulk_options, checked, interrupted, make, opened, paths
from opads.cli.engine import catalogue_for, refusing, registry
from opads.cli.output import emit, use_color, width
from opads.cli.refusal import say
from opads.rendering import RENDERINGS, NamedReport, RenderOptions, render
from opads.speech import speech_in

__all__ = ("command",)

SHOWN = 5
"""Places of each rule that the text shows."""

EPILOG = """\b
Examples:
  opads bulk validate archive.ndjson.gz --jobs 8 --rejects rejected.ndjson
  opads bulk validate dump.csv --jobs 4 --checkpoint dump.checkpoint -f json -o report.json

\b
Exit codes: 0 acceptable, 1 not acceptable, 2 could not check, 3 nothing checked, 4 internal error, 130 interrupted.
With several files the worst counts, in the order 4, 2, 1, 3, 0."""


@click.command("validate", short_help="Check files of any size, in several processes.", epilog=EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="IN...")
@bulk_options
@options.laws_option
@options.date_option
@options.report_option(RENDERINGS)
@options.output_option
@options.fail_on_option(exits.FAIL_ON)
@options.empty_option
@options.quiet_option
@options.color_option
@options.lang_option("the report, where people read it (text, html, csv, github)")
@options.path_option
@refusing()
def command(
    *, files: tuple[str, ...], source: str | None, carrier: str | None, jobs: int, block: int, checkpoint: Path | None,
    rejects: Path | None, targets: tuple[str, ...], as_of: date | None, rendering: str, output: str | None, fail_on: str,
    allow_empty: bool, quiet: bool, color: str, lang: str,
) -> int:  # fmt: skip
    """Check the disclosures in each IN (a path, folder or pattern, or - for standard input), whatever its size.

    The report is the one that "opads validate" gives. Rules on the document as a whole are not evaluated where a JSON
    array is read in blocks.
    """
    if source is not None:
        registry().get(source)
    registry().wanted(targets)
    inputs, empty = checked(files)
    for argument in empty:
        say(f"{argument}: no file to check")
    codes = [exits.ACCEPTABLE if allow_empty else exits.NOTHING for _ in empty]
    wanted = Options("", "", tuple(targets), as_of, paths=paths(), rejects=rejects is not None)
    job = make(inputs, wanted, checkpoint, source=source, carrier=carrier, jobs=jobs, size=block, quiet=quiet)
    reports: list[NamedReport] = []
    with closing(job.checkpoint), closing(opened(rejects, job.begun()[1])) as sink:
        for number, item in enumerate(inputs):
            try:
                reports.append(NamedReport(item.name, job.validate(number, item, sink)))
            except BulkError as error:
                say(f"{item.name}: {error}")
                codes.append(exits.UNCHECKABLE)
            except KeyboardInterrupt:
                return interrupted(checkpoint)
    codes += [exits.of_report(named.report, fail_on, allow_empty=allow_empty) for named in reports]
    if reports:
        shown = RenderOptions(color=use_color(color, output), width=width(), limit=SHOWN, speech=speech_in(lang))
        emit(render(rendering, reports, catalogue_for((named.report for named in reports), lang), shown), output)
    return exits.worst(codes)
