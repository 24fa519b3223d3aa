"""``opads rules``."""

from __future__ import annotations

import csv
import io

import click
import msgspec

from opads.catalogue import RuleInfo
from opads.cli import options
from opads.cli.engine import refusing, registry, words_of
from opads.cli.output import emit, pretty
from opads.findings import SEVERITIES
from opads.rendering.table import cell
from opads.rendering.wording import law

__all__ = ("command",)

COLUMNS = ("rule", "severity", "title", "law", "url", "executability", "verified", "valid_from", "valid_until")


@click.command("rules", short_help="List the rules and other findings.")
@click.option(
    "--from",
    "--format-id",
    "format_id",
    type=options.FORMAT,
    metavar="FORMAT",
    help="Only the rules of FORMAT; default: all rules and the findings of the engine.",
)
@click.option("--severity", type=click.Choice(SEVERITIES), help="Only those of this severity.")
@options.rendering_option("text", "json", "csv")
@options.output_option
@options.lang_option("the titles")
@options.path_option
@refusing()
def command(format_id: str | None, severity: str | None, rendering: str, output: str | None, lang: str) -> int:
    """List the rules with severity, title and law; opads explain RULE tells more of one."""
    if format_id is not None:
        registry().judging(format_id)
    infos = [
        info
        for info in words_of(None if format_id is None else (format_id,), lang)
        if (format_id is None or info.format == format_id) and (severity is None or info.severity == severity)
    ]
    infos.sort(key=lambda info: (info.format or "", info.id))
    if rendering == "json":
        emit(pretty([msgspec.to_builtins(info) for info in infos]), output)
    elif rendering == "csv":
        emit(_csv(infos), output)
    else:
        emit(_text(infos), output)
    return 0


def _csv(infos: list[RuleInfo]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for info in infos:
        url = next((c.url for c in info.citations if c.url), None)
        row = (info.id, info.severity, info.title, law(info.citations), url, info.executability,
               "yes" if info.verified else "no", info.valid_from, info.valid_until)  # fmt: skip
        writer.writerow([cell(value) for value in row])
    return out.getvalue().encode()


def _text(infos: list[RuleInfo]) -> bytes:
    wide = max((len(info.id) for info in infos), default=0)
    lines = [
        f"{info.id:<{wide}}  {info.severity:<7}  {info.title}{'' if info.verified else ' (not verified)'}"
        for info in infos
    ]
    return "".join(f"{line}\n" for line in lines).encode()
