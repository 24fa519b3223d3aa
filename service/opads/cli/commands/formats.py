"""``opads formats``."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import Any

import click
import msgspec

from opads.cli import options
from opads.cli.engine import refusing, registry
from opads.cli.output import emit, pretty
from opads.formats import Format
from opads.formats.pack import Pack

__all__ = ("command",)


@click.command("formats", short_help="List the formats, or describe one.")
@click.argument("format_id", required=False, type=options.FORMAT, metavar="[ID]")
@options.rendering_option("text", "json")
@options.output_option
@options.path_option
@refusing()
def command(format_id: str | None, rendering: str, output: str | None) -> int:
    """List the formats that can be read and written, or describe the one named ID."""
    if format_id is None:
        rows = [_row(format_) for format_ in registry()]
        listing = _listing(rows) + _packs(registry().packs)
        emit(pretty(rows) if rendering == "json" else listing.encode(), output)
        return 0
    format_ = registry().get(format_id)
    if rendering == "json":
        emit(pretty(_whole(format_)), output)
    else:
        emit("".join(f"{line}\n" for line in _lines(format_)).encode(), output)
    return 0


def _row(format_: Format) -> dict[str, Any]:
    file = format_.file
    return {
        "id": file.id,
        "name": file.name,
        "kind": file.kind,
        "authority": file.authority,
        "jurisdiction": list(file.jurisdiction),
        "carriers": [use.carrier for use in file.carriers],
        "versions": list(file.versions),
    }


def _listing(rows: list[dict[str, Any]]) -> str:
    wide = max((len(row["id"]) for row in rows), default=0)
    return "".join(
        f"{row['id']:<{wide}}  {row['kind']:<8}  {'/'.join(row['carriers']):<15}  {row['name']} ({row['authority']})\n"
        for row in rows
    )


def _packs(packs: tuple[Pack, ...]) -> str:
    if not packs:
        return ""
    wide = max(len(pack.id) for pack in packs)
    lines = [f"{pack.id:<{wide}}  tightens {pack.file.extends}: {pack.file.title}\n" for pack in packs]
    return "\nrule packs, for validate --for:\n" + "".join(lines)


def _whole(format_: Format) -> dict[str, Any]:
    return {
        **_said(msgspec.to_builtins(format_.file)),
        "digest": format_.digest,
        "rules": [compiled.rule.id for compiled in format_.rules],
    }


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a description says, and nothing of what it leaves out."""
    return {
        name: [_said(item) if isinstance(item, dict) else item for item in value]
        if isinstance(value, list | tuple)
        else value
        for name, value in row.items()
        if value is not None
    }


def _lines(format_: Format) -> Iterator[str]:
    file = format_.file
    yield file.id
    yield file.name
    yield from textwrap.wrap(file.description, 98)
    yield ""
    yield f"kind          {file.kind}"
    yield f"authority     {file.authority}"
    if file.jurisdiction:
        yield f"jurisdiction  {', '.join(file.jurisdiction)}"
    if file.versions:
        yield f"versions      {', '.join(file.versions)}"
    if file.valid_from or file.valid_until:
        span = (
            f"from {file.valid_from}" if file.valid_from else "",
            f"until {file.valid_until}" if file.valid_until else "",
        )
        yield f"in force      {' '.join(filter(None, span))}"
    for use in file.carriers:
        yield f"syntax        {use.carrier} ({', '.join(use.extensions) or 'no usual ending'}; {use.media_type or file.media_type})"
    severities = Counter(compiled.rule.severity for compiled in format_.rules)
    counts = ", ".join(f"{severities[name]} {name}" for name in ("error", "warning", "info") if severities[name])
    yield f"rules         {counts or 'none'} (opads rules --from {file.id})"
    yield f"digest        {format_.digest}"
    yield from ("", "Sources")
    for instrument in file.instruments:
        words = ", ".join(filter(None, (instrument.name, instrument.provision)))
        yield f"  {words}{'' if instrument.verified else ' (not verified)'}"
        if instrument.url:
            yield f"    {instrument.url}{f' (read {instrument.retrieved})' if instrument.retrieved else ''}"
