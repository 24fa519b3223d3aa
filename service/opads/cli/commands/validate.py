"""``opads validate``."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from opads.carriers import Limits
from opads.cli import exits, options
from opads.cli.engine import catalogue_for, extensions, local_paths, refusing, registry
from opads.cli.group import internal
from opads.cli.inputs import ROWS, Input, UnreadableError, expand
from opads.cli.output import emit, use_color, width
from opads.cli.progress import followed
from opads.cli.refusal import say
from opads.cli.since import judge_since, read_since
from opads.formats import FormatError
from opads.rendering import RENDERINGS, NamedReport, RenderOptions, render
from opads.rendering.characters import visible
from opads.rendering.wording import verdict
from opads.report import SAMPLES, Report
from opads.speech import Speech, speech_in
from opads.validation import Named, validate, validate_together

__all__ = ("command",)

SHOWN = 5
"""Places of each rule that the text shows."""
LAWS = 12
"""Laws that the hint names."""

EPILOG = """\b
Examples:
  opads validate notice.json
  opads validate exports/ --format sarif -o opads.sarif
  curl -s https://example.org/ads.ndjson | opads validate - --from FORMAT --fail-on warning
  opads validate archive.csv --for FORMAT --date 2026-10-05
  opads validate --together notice.fec report.fec
  opads validate exports/*.csv --since accepted.json

\b
Exit codes: 0 acceptable, 1 not acceptable, 2 could not check, 3 nothing checked, 4 internal error.
With several files the worst counts, in the order 4, 2, 1, 3, 0."""


@click.command("validate", short_help="Check disclosures: what is wrong, where, by which law.", epilog=EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@options.source_option("the files")
@options.laws_option
@options.carrier_option("the files")
@options.date_option
@options.report_option(RENDERINGS)
@options.output_option
@options.fail_on_option(exits.FAIL_ON)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Quote every finding, not only the first of each rule; totals are always true.",
)
@click.option(
    "--together",
    is_flag=True,
    help="Judge the files as one set: copies, amendments and double reports are found across files.",
)
@click.option(
    "--since",
    type=click.Path(dir_okay=False),
    metavar="REPORT",
    help="Fail only for what is new since REPORT, an earlier answer of --format json on the same files.",
)
@options.empty_option
@options.quiet_option
@options.color_option
@options.lang_option("the report, where people read it (text, html, csv, github)")
@options.path_option
@refusing()
def command(
    *, files: tuple[str, ...], source: str | None, targets: tuple[str, ...], carrier: str | None, as_of: date | None,
    rendering: str, output: str | None, fail_on: str, everything: bool, together: bool, allow_empty: bool, quiet: bool, color: str,
    lang: str, since: str | None,
) -> int:  # fmt: skip
    """Check the disclosures in each FILE and report what is wrong, where, and by which law.

    FILE is a path, a folder (searched for files of known formats), a pattern such as "exports/*.csv", or - for
    standard input. The format is recognised by its own fields unless --from names it. A format's own rules always
    apply; --for adds the law of another, or of a pack.
    """
    if source is not None:
        registry().get(source)
    registry().wanted(targets)
    earlier = None if since is None else read_since(since)
    inputs, empty = expand(files, extensions() | ROWS)
    for argument in empty:
        say(f"{argument}: no file to check")
    codes = [exits.ACCEPTABLE if allow_empty else exits.NOTHING for _ in empty]
    limits, reports = Limits(), list[NamedReport]()
    samples = None if everything else SAMPLES
    common: dict[str, Any] = {
        "source": source, "targets": targets, "carrier": carrier, "as_of": as_of, "limits": limits, "samples": samples
    }  # fmt: skip
    waiting: list[Named] = []
    for item in followed(inputs, quiet=quiet):
        try:
            if item.is_parquet:
                reports.append(NamedReport(item.name, _rows(item, together=together, **common)))
                continue
            named = Named(item.name, item.read(limits.max_bytes))
            if together:
                waiting.append(named)
            else:
                reports.append(NamedReport(item.name, validate(named.data, registry(), **common)))
        except UnreadableError as error:
            say(str(error))
            codes.append(exits.UNCHECKABLE)
        except FormatError:
            raise
        except Exception as error:  # noqa: BLE001 - the other files are checked all the same
            codes.append(internal(error, item.name))
    if waiting:
        found = validate_together(waiting, registry(), **common)
        reports = [NamedReport(named.name, report) for named, report in zip(waiting, found, strict=True)]
    if since is None or earlier is None:
        codes += [exits.of_report(named.report, fail_on, allow_empty=allow_empty) for named in reports]
    else:
        codes += judge_since(since, earlier, reports, fail_on, allow_empty=allow_empty, quiet=quiet)
    if reports:
        limit = None if everything else SHOWN
        shown = RenderOptions(color=use_color(color, output), width=width(), limit=limit, speech=speech_in(lang))
        emit(
            _verdicts(reports, shown.speech) if quiet and rendering == "text" else _rendered(rendering, reports, shown),
            output,
        )
    if rendering == "text" and not quiet:
        _hint(reports, targets, everything=everything)
    return exits.worst(codes)


def _rows(item: Input, *, together: bool, **common: Any) -> Report:
    """Return the report on a Parquet file, which is read as bulk work is; raises UnreadableError."""
    from opads.bulk.errors import BulkError  # noqa: PLC0415 - only such files need it
    from opads.bulk.job import report_on  # noqa: PLC0415 - the same

    if together:
        raise UnreadableError(f"{item.name}: is a Parquet file, which is not judged together with others")
    try:
        return report_on(item.name, item.path, registry(), local_paths(), **common)
    except BulkError as error:
        raise UnreadableError(f"{item.name}: {error}") from error


def _rendered(rendering: str, reports: list[NamedReport], shown: RenderOptions) -> bytes:
    return render(rendering, reports, catalogue_for((named.report for named in reports), shown.speech.tag), shown)


def _verdicts(reports: list[NamedReport], speech: Speech) -> bytes:
    return "".join(f"{visible(named.name)}: {verdict(named.report, speech)}\n" for named in reports).encode()


def _hint(reports: list[NamedReport], targets: tuple[str, ...], *, everything: bool) -> None:
    """Say what the reader might miss: places not shown, and that a platform's own rules are no country's law."""
    kinds = {format_.id: format_.file.kind for format_ in registry()}
    read = {named.report.input.format for named in reports}
    platforms = sorted(name for name in read if name and kinds[name] == "platform")
    laws = [f.id for f in registry() if f.file.kind == "law" and f.file.valid_until is None]
    if not everything and any(
        group.total > min(SHOWN, len(group.samples)) for named in reports for group in named.report.groups
    ):
        say("not every place is shown; --all shows all")
    if platforms and laws and not targets:
        named_laws = f"one of {', '.join(laws[:LAWS])}" + (", …" if len(laws) > LAWS else "")
        say(
            f"{', '.join(platforms)}: judged by the platform's own rules only; --for LAW applies a law, {named_laws}"
            " (opads formats lists all)"
        )
