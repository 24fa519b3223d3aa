"""House rules of a folder's data: titled, described, sourced, closed, cited."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from opads.formats.folder import Format
from opads.formats.model import Instrument
from opads.formats.pack import Pack
from opads.formats.problem import Problem, line_of
from opads.mapping import MappingFile
from opads.mapping.compile import unfold
from opads.mapping.model import Row
from opads.standard.jsonvalue import escape
from opads.standard.yamlfile import read_yaml_file

__all__ = ("lint_format", "lint_instruments", "lint_words")

_BRANCHES = ("allOf", "anyOf", "oneOf")


def lint_format(format_: Format) -> Iterator[Problem]:
    """Yield what a format's description, record schema and mapping lack."""
    yield from lint_instruments(format_)
    yield from _record(format_)
    yield from _mapping(format_)


def lint_instruments(judge: Format | Pack) -> Iterator[Problem]:
    """Yield instruments that say to be verified without saying where and when."""
    file = "format.yaml" if isinstance(judge, Format) else "pack.yaml"
    found: Iterable[Instrument] = judge.file.instruments
    if not judge.file.instruments:
        yield Problem(
            "remark", file, "instruments: no law or specification is named", "Name it with url and retrieved."
        )
    for instrument in found:
        if instrument.verified and not (instrument.url and instrument.retrieved):
            yield Problem(
                "remark", file, f"instruments: {instrument.name!r} is said to be verified without url and retrieved",
                "Give the address and the day on which it was read, or verified: false.",
                line_of(judge.folder / file, instrument.name[:40]),
            )  # fmt: skip


def lint_words(judge: Format | Pack, rules: set[str]) -> Iterator[Problem]:
    """Yield rules without words and words without a rule."""
    file = judge.folder / "messages" / "en.yaml"
    for rule in sorted(rules):
        words = judge.messages.get(rule, {})
        if not words.get("text") or not words.get("fix"):
            yield Problem(
                "problem", "messages/en.yaml", f"{rule} lacks text or fix", "Write both.", line_of(file, rule)
            )
    for key in sorted(set(judge.messages) - rules):
        yield Problem(
            "problem", "messages/en.yaml", f"{key} is no rule", "Remove it, or write the rule.", line_of(file, key)
        )


def _record(format_: Format) -> Iterator[Problem]:
    schema = format_.record_schema
    if not schema.get("$id") or not schema.get("title"):
        yield Problem("problem", "record.json", "$id or title is missing", "Give both at the top.")
    opened: list[str] = []
    for pointer, node in _nodes("", schema):
        line = line_of(format_.folder / "record.json", f"{json.dumps(pointer.rpartition('/')[2])}: {{")
        if "/properties/" in pointer and "/" not in pointer.rpartition("/properties/")[2]:
            lacking = [word for word in ("title", "description", "x-source") if not node.get(word)]
            if lacking and "$ref" not in node:
                yield Problem(
                    "remark", "record.json", f"{pointer} has no {' and no '.join(lacking)}",
                    "Say what the field is called and means, and where that is written.", line,
                )  # fmt: skip
        if node.get("pattern") and not node.get("x-form"):
            yield Problem(
                "remark", "record.json", f"{pointer} has a pattern and no x-form",
                "Say the form in words, such as `a date as YYYYMMDD`: findings quote it.", line,
            )  # fmt: skip
        if node.get("properties") and node.get("type") == "object" and "additionalProperties" not in node:
            opened.append(pointer or "the record")
    if opened:
        yield Problem(
            "remark", "record.json", f"open objects: {', '.join(opened[:3])}{' and others' if len(opened) > 3 else ''}",
            "Add additionalProperties: false, so that every validator refuses a misspelt field.",
        )  # fmt: skip


def _nodes(pointer: str, node: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield pointer, node
    for keyword in ("properties", "$defs", "patternProperties"):
        for name, child in (node.get(keyword) or {}).items():
            if isinstance(child, dict):
                yield from _nodes(f"{pointer}/{keyword}/{name}", child)
    for keyword in ("items", "additionalProperties"):
        if isinstance(node.get(keyword), dict):
            yield from _nodes(f"{pointer}/{keyword}", node[keyword])
    for keyword in _BRANCHES:
        for number, child in enumerate(node.get(keyword) or ()):
            if isinstance(child, dict):
                yield from _nodes(f"{pointer}/{keyword}/{number}", child)


def _mapping(format_: Format) -> Iterator[Problem]:
    path = format_.folder / "mapping.yaml"
    mapping = MappingFile.model_validate(read_yaml_file(path) or {})
    natives: set[str] = set()
    for row in _rows(mapping.rows):
        if row.native is not None:
            natives.add(row.native)
            if not row.source:
                yield Problem(
                    "remark", "mapping.yaml", f"the row of {row.native or 'the element'} names no source",
                    "Say where the correspondence comes from: source: section and field.", line_of(path, f"native: {row.native}"),
                )  # fmt: skip
    if mapping.identity:
        return
    for name, schema in (format_.record_schema.get("properties") or {}).items():
        pointer = f"/{escape(name)}"
        known = format_.lens.places_of(pointer, {}) | format_.lens.places_below(pointer, {})
        if not known and pointer != format_.file.carry and not any(native.startswith(pointer) for native in natives):
            title = schema.get("title", name) if isinstance(schema, dict) else name
            yield Problem(
                "to-do", "mapping.yaml", f"no row says what {pointer} ({title}) means: it is kept, and lost to others",
                "Write a row if the disclosure has a place for it (opads schema NAME shows the places).",
            )  # fmt: skip


def _rows(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        for unfolded in unfold(row):
            yield unfolded
            yield from _rows(unfolded.rows)
