"""Rendering ``ndjson``: a line for each finding quoted, then a summary line for each input."""

from __future__ import annotations

from typing import Any

import msgspec

from opads.catalogue import Catalogue
from opads.rendering.characters import visible
from opads.rendering.model import NamedReport, RenderOptions
from opads.rendering.quoting import Quoted, quoted, unquoted

__all__ = ("render",)


def render(reports: list[NamedReport], catalogue: Catalogue, options: RenderOptions) -> bytes:
    """Return one JSON object a line; member ``line`` tells findings from summaries."""
    del options
    rows: list[dict[str, Any]] = []
    for named in reports:
        rows += [_finding(item) for item in quoted([named], catalogue)]
        rows.append(_summary(named))
    return b"".join(msgspec.json.encode(row, enc_hook=str) + b"\n" for row in rows)


def _finding(item: Quoted) -> dict[str, Any]:
    return {
        "line": "finding",
        "input": visible(item.name),
        **msgspec.to_builtins(item.finding, enc_hook=str),
        "title": item.group.title,
        "text": item.text,
        "fix": item.fix,
        "citations": msgspec.to_builtins(item.group.citations),
    }


def _summary(named: NamedReport) -> dict[str, Any]:
    report = named.report
    whole = msgspec.to_builtins(report, enc_hook=str)
    kept = ("verdict", "engine", "standard", "formats", "judgedFor", "input", "asOf", "totals")
    return {
        "line": "summary",
        "input": visible(named.name),
        **{("read" if key == "input" else key): whole[key] for key in kept if key in whole},
        "ledger": {key: value for key, value in whole["ledger"].items() if key != "rules"},
        "unquoted": unquoted(named),
    }
