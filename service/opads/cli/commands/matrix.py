"""``opads matrix``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import click
import msgspec

from opads.cli import options
from opads.cli.engine import refusing, registry
from opads.cli.output import emit, pretty
from opads.matrix import FATES, Pair, PairCounts, matrix, pair
from opads.rendering.table import cell

__all__ = ("command",)

COUNTS = ("fields", *FATES, "missing")


@click.command("matrix", short_help="Show what survives between the formats, field by field.")
@click.option("--from", "source", type=options.FORMAT, metavar="FORMAT", help="Only from this format.")
@click.option("--to", "target", type=options.FORMAT, metavar="FORMAT", help="Only into this format.")
@options.rendering_option("text", "json", "csv")
@options.output_option
@refusing()
def command(source: str | None, target: str | None, rendering: str, output: str | None) -> int:
    """Show for each pair of formats how many fields survive, and which ones where --from and --to name one pair.

    It is computed from the mappings, without any file. A field survives; narrows (said in part); depends (on what else
    the record says); is carried (in the target's extension point only) or drops. Missing is what the target always demands
    and the source has nothing for.
    """
    if source is not None and target is not None:
        found = pair(registry(), source, target)
        if rendering == "json":
            emit(pretty(msgspec.to_builtins(found)), output)
        else:
            emit(_text(found) if rendering == "text" else _rows(found), output)
        return 0
    for format_id in filter(None, (source, target)):
        registry().get(format_id)
    whole = matrix(registry())
    cells = [c for c in whole.pairs if source in (None, c.source) and target in (None, c.target)]
    if rendering == "json":
        emit(pretty([msgspec.to_builtins(c) for c in cells]), output)
    else:
        emit(_table(cells) if rendering == "text" else _csv(("source", "target", *COUNTS), map(_counts, cells)), output)
    return 0


def _counts(found: PairCounts) -> list[str | int]:
    return [found.source, found.target, *(getattr(found, name) for name in COUNTS)]


def _table(cells: list[PairCounts]) -> bytes:
    wide = max((len(name) for c in cells for name in (c.source, c.target)), default=6)
    lines = [f"{'from':<{wide}}  {'to':<{wide}}" + "".join(f"{name:>9}" for name in COUNTS)]
    for found in cells:
        if found.source != found.target:
            numbers = "".join(f"{getattr(found, name):>9}" for name in COUNTS)
            lines.append(f"{found.source:<{wide}}  {found.target:<{wide}}{numbers}")
    return "".join(f"{line}\n" for line in lines).encode()


def _text(found: Pair) -> bytes:
    counts = found.counts
    said = ", ".join(f"{getattr(counts, name)} {name}" for name in FATES if getattr(counts, name))
    lines = [f"{counts.source} to {counts.target}: {counts.fields} fields: {said}"]
    wide = max((len(fate.field) for fate in found.fields), default=0)
    for name in FATES:
        for fate in (fate for fate in found.fields if fate.fate == name):
            relation = f" ({fate.relation})" if fate.relation else ""
            lines.append(f"  {name:<8}  {fate.field:<{wide}}  {', '.join(fate.targets)}{relation}".rstrip())
    lines += [f"  missing   {field}" for field in found.missing]
    return "".join(f"{line}\n" for line in lines).encode()


def _rows(found: Pair) -> bytes:
    rows: list[list[str | int]] = [
        [fate.field, fate.fate, " ".join(fate.canonical), " ".join(fate.targets), fate.relation or ""]
        for fate in found.fields
    ]
    rows += [["", "missing", "", field, ""] for field in found.missing]
    return _csv(("field", "fate", "canonical", "targets", "relation"), rows)


def _csv(header: tuple[str, ...], rows: Iterable[list[str | int]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode()
