"""What a page of documentation says of a format or pack: fields, mapping, rules, examples, and what is lost on the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from opads.catalogue import RuleInfo, catalogue_of
from opads.conversion import convert
from opads.findings import SEVERITIES
from opads.formats import Format, Pack, Registry
from opads.formats.check import expected_rule
from opads.mapping import MappingFile
from opads.mapping.compile import unfold
from opads.mapping.model import Row
from opads.standard import resources
from opads.standard.jsonvalue import escape, get
from opads.standard.yamlfile import read_yaml_file

__all__ = (
    "Documentation", "Example", "FieldRow", "LossRow", "Losses", "MapRow", "document", "fields_of", "losses_of", "mapping_of",
    "towards_of",
)  # fmt: skip

MOST_EXAMPLES = 5
"""Valid examples by whose conversion losses are shown."""
EXCERPT = 4_000
"""Characters of an example that are shown."""
_DEEPEST = 8
_GRAVITY = ("dropped", "narrowed", "carried", "written")
REASONS = {
    "no-field": "the target has no field for it",
    "only-one": "the target holds one such value, and another was written",
    "in-part": "the target holds a part of it",
    "constant-of-format": "the format itself says it",
    "stale": "it belonged to an earlier state of the record",
}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of a record."""

    at: str
    title: str
    description: str
    type: str
    required: str
    """``yes``, or that a rule asks for it, or nothing."""
    codes: tuple[tuple[str, str], ...]
    form: str
    source: str


@dataclass(frozen=True, slots=True)
class MapRow:
    """A correspondence; ``way`` says in which directions it holds."""

    native: str
    canonical: str
    codec: str
    relation: str
    way: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class LossRow:
    """What becomes of a field in another format, as the examples show."""

    at: str
    status: str
    reason: str
    target: str


@dataclass(frozen=True, slots=True)
class Losses:
    """What is lost towards one format."""

    format: Format
    rows: tuple[LossRow, ...]
    missing: tuple[tuple[str, str, bool], ...]
    """Place, title, and whether it is missing in every example."""


@dataclass(frozen=True, slots=True)
class Example:
    """An example; ``rule`` is what a faulty one breaks."""

    name: str
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Documentation:
    """All of a page."""

    judge: Format | Pack
    fields: tuple[FieldRow, ...]
    mapping: tuple[MapRow, ...]
    rules: tuple[RuleInfo, ...]
    valid: tuple[Example, ...]
    invalid: tuple[Example, ...]
    losses: tuple[Losses, ...]


def document(judge: Format | Pack, registry: Registry, towards: Sequence[str] | None = None) -> Documentation:
    """Return what there is to say of a format or pack; raises FormatError for a target that is no format."""
    infos = [info for info in catalogue_of(registry, (judge.id,)) if info.format == judge.id]
    infos.sort(key=lambda info: (SEVERITIES.index(info.severity), info.id))
    wanted = towards_of(judge, registry) if towards is None else towards
    return Documentation(
        judge,
        tuple(fields_of(judge)) if isinstance(judge, Format) else (),
        tuple(mapping_of(judge)) if isinstance(judge, Format) else (),
        tuple(infos),
        tuple(_examples(judge, "valid")),
        tuple(_examples(judge, "invalid")),
        tuple(losses_of(judge, registry, target) for target in wanted) if isinstance(judge, Format) else (),
    )


def towards_of(judge: Format | Pack, registry: Registry) -> list[str]:
    """Return the formats towards which losses are shown unless others are asked for: those that people read as notices."""
    folder = resources.root() / "notices"
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    return [name for name in names if name in registry.ids and name != judge.id]


def fields_of(format_: Format) -> Iterator[FieldRow]:
    """Yield the fields of a record in the order of its schema, those of objects and lists below them."""
    yield from _fields(format_.record_schema, format_.record_schema, "", 0)


def _fields(root: dict[str, Any], schema: dict[str, Any], at: str, depth: int) -> Iterator[FieldRow]:
    if depth > _DEEPEST:
        return
    required = set(schema.get("required") or ())
    for name, given in (schema.get("properties") or {}).items():
        node = _resolved(root, given)
        place = f"{at}/{escape(name)}"
        inner = _resolved(root, node["items"]) if isinstance(node.get("items"), dict) else {}
        codes = node.get("enum") or inner.get("enum") or ()
        titles = node.get("x-codes") or inner.get("x-codes") or {}
        yield FieldRow(
            place, str(node.get("title", name)), str(node.get("description", "")), _type(node, inner), "yes" if name in required else "by a rule" if node.get("x-required") else "",
            tuple((str(code), str(titles.get(code, ""))) for code in (codes or titles)),
            str(node.get("x-form") or inner.get("x-form") or node.get("format", "")), _words(node.get("x-source")),
        )  # fmt: skip
        yield from _fields(root, node, place, depth + 1)
        yield from _fields(root, inner, f"{place}[]", depth + 1)
    for branch in schema.get("allOf") or ():
        yield from _fields(root, _resolved(root, branch), at, depth + 1)


def _resolved(root: dict[str, Any], node: Any) -> dict[str, Any]:
    for _ in range(_DEEPEST):
        reference = node.get("$ref") if isinstance(node, dict) else None
        if not isinstance(reference, str) or not reference.startswith("#"):
            break
        node = {**(get(root, reference[1:]) or {}), **{k: v for k, v in node.items() if k != "$ref"}}
    return node if isinstance(node, dict) else {}


def _type(node: dict[str, Any], inner: dict[str, Any]) -> str:
    kinds = node.get("type", "anything")
    words = [kinds] if isinstance(kinds, str) else list(kinds)
    shown = " or ".join({"string": "text", "array": "list", "null": "null"}.get(word, word) for word in words)
    return f"{shown} of {_type(inner, {})}" if inner and "array" in words else shown


def _words(source: Any) -> str:
    return "; ".join(map(str, source)) if isinstance(source, list) else str(source or "")


def mapping_of(format_: Format) -> Iterator[MapRow]:
    """Yield the correspondences, nested ones with the whole of their paths."""
    mapping = MappingFile.model_validate(read_yaml_file(format_.folder / "mapping.yaml") or {})
    yield from _mapping(mapping.rows, "", "")


def _mapping(rows: Sequence[Row], native: str, canonical: str) -> Iterator[MapRow]:
    for row in (unfolded for given in rows for unfolded in unfold(given)):
        if row.const is not None:
            const = row.const
            yield MapRow(
                f"{native}{const.native}" if const.native is not None else "(always)",
                f"{canonical}{const.canonical}" if const.canonical is not None else "(always)",
                f"is {const.value}", "", "both", row.source or "", row.note or "",
            )  # fmt: skip
        elif row.implied is not None:
            yield MapRow(
                "(by saying nothing)", f"{canonical}{row.implied}", "", "", "both", row.source or "", row.reason or ""
            )
        elif row.native is not None:
            codec = row.codec if isinstance(row.codec, str) else str(row.codec.get("name"))
            yield MapRow(
                _joined(native, row.native), _canonical(canonical, row.canonical), _codec(row, codec), row.relation,
                row.direction, row.source or "", "; ".join(filter(None, (row.note, row.reason))),
            )  # fmt: skip
        else:
            into = row.into or ""
            if row.into is not None and not row.into.endswith("]"):
                into += "[]"
            yield from _mapping(row.rows, native + (f"{row.each}[]" if row.each else ""), canonical + into)


def _joined(above: str, native: str) -> str:
    return native if native.startswith("^") else above + native


def _canonical(above: str, given: str | list[str] | dict[str, str] | None) -> str:
    if isinstance(given, dict):
        return ", ".join(f"{above}{path} ({name})" for name, path in given.items())
    return ", ".join(above + path for path in ([given] if isinstance(given, str) else given or []))


def _codec(row: Row, name: str) -> str:
    pairs = row.codec.get("map") if isinstance(row.codec, dict) else None
    if not isinstance(pairs, list):
        return name
    shown = [
        f"{p.get('native')} = {p.get('canonical')}" + (f" ({p['relation']})" if "relation" in p else "")
        for p in pairs[:40]
    ]
    return f"{name}: {', '.join(shown)}{', ...' if len(pairs) > 40 else ''}"


def _examples(judge: Format | Pack, kind: str) -> Iterator[Example]:
    folder = judge.folder / "examples" / kind
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file():
            rule = expected_rule(judge.id, path) if kind == "invalid" else ""
            yield Example(path.name, rule, _excerpt(path) if kind == "valid" else "")


def _excerpt(path: Path) -> str:
    with path.open("rb") as stream:
        text = stream.read(EXCERPT * 4).decode("utf-8", "replace")
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}\n..."


@lru_cache(maxsize=64)
def losses_of(format_: Format, registry: Registry, target: str) -> Losses:
    """Return what becomes of the values of the valid examples in another format, field by field, the gravest first told."""
    found: dict[str, tuple[str, str, str]] = {}
    missing: dict[str, tuple[str, int]] = {}
    records = 0
    folder = format_.folder / "examples" / "valid"
    paths = sorted(p for p in folder.iterdir() if p.is_file())[:MOST_EXAMPLES] if folder.is_dir() else []
    for path in paths:
        done = convert(path.read_bytes(), registry, target=target, source=format_.id)
        for record in done.account.records:
            for leaf in record.leaves:
                at = _pattern(leaf.source)
                row = (
                    leaf.status,
                    REASONS.get(leaf.reason or "", leaf.reason or ""),
                    ", ".join(map(_pattern, leaf.target)),
                )
                if at not in found or _GRAVITY.index(row[0]) < _GRAVITY.index(found[at][0]):
                    found[at] = row
            records += 1
            for at, title in {_pattern(row.target): row.title or "" for row in record.missing}.items():
                missing[at] = (title, missing.get(at, ("", 0))[1] + 1)
    rows = [LossRow(at, *row) for at, row in found.items()]
    rows.sort(key=lambda row: _GRAVITY.index(row.status))
    return Losses(
        registry.get(target),
        tuple(rows),
        tuple((at, title, count == records) for at, (title, count) in missing.items()),
    )


def _pattern(pointer: str) -> str:
    return re.sub(r"/[0-9]+(?=/|$)", "[]", pointer)
