"""Writes the files of a format's folder."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from opads.formats import Registry
from opads.kit.fields import Field, strptime_of
from opads.mapping.path import compile_path
from opads.standard.jsonvalue import unescape

if TYPE_CHECKING:
    from opads.kit.mapped import Mapped
    from opads.kit.rules import Draft

__all__ = (
    "ENDINGS", "UNSTATED", "Described", "nested", "slug", "write_format", "write_mapping", "write_notes", "write_record", "write_rules",
)  # fmt: skip

ENDINGS = {"csv": ("csv",), "json": ("json",), "ndjson": ("ndjson", "jsonl"), "xml": ("xml",)}
_MEDIA = {"csv": "text/csv", "json": "application/json", "ndjson": "application/x-ndjson", "xml": "application/xml"}
_BESIDE = {"csv": (), "json": ("ndjson",), "ndjson": ("json",), "xml": ()}
_DISTINCT = 4
UNSTATED = "not stated"
"""The authority of a format of which nobody said whose it is."""
_DAYS = ("/periods/intended/start", "/periods/actual/start", "/notice/publishedAt", "/events[kind=first-shown]/at")


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of a format beside its fields; ``read`` is the day on which the law at ``url`` was read."""

    id: str
    name: str
    authority: str
    carrier: str = "csv"
    country: str | None = None
    instrument: str | None = None
    url: str | None = None
    read: date | None = None
    kind: str = "law"
    listed: str = "the list of fields"
    """Name of the file with the fields."""

    @property
    def basis(self) -> str:
        """What the fields come from, by name."""
        return self.instrument or (f"{self.authority}: {self.name}" if self.authority != UNSTATED else self.name)

    @property
    def whose(self) -> str:
        """The format and who issues it, in words."""
        return f"{self.name}, as {self.authority} lists its fields" if self.authority != UNSTATED else self.name


def slug(name: str) -> str:
    """Return a name as lower-case words joined by hyphens, beginning with a letter."""
    plain = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name))
    text = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
    return text if re.match("[a-z]", text) else f"field-{text}".rstrip("-")


def nested(values: dict[str, Any]) -> dict[str, Any]:
    """Return the record that has some values at some pointers."""
    record: dict[str, Any] = {}
    for pointer, value in values.items():
        *above, last = [unescape(token) for token in pointer.split("/")[1:]]
        node = record
        for name in above:
            node = node.setdefault(name, {})
        node[last] = value
    return record


class _Dumper(yaml.SafeDumper):
    """Writes lists within their keys' indentation, and no aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  # the signature of the base
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # the same
        return True


def _yaml(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=116)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_format(
    folder: Path, described: Described, fields: Sequence[Field], mapped: Mapped, registry: Registry
) -> None:
    """Write format.yaml."""
    instrument: dict[str, Any] = {"name": described.basis}
    if described.url:
        instrument["url"] = described.url
    if described.read:
        instrument["retrieved"] = described.read
    else:
        instrument["verified"] = False
    data: dict[str, Any] = {
        "id": described.id,
        "name": described.name,
        "description": f"{described.whose}.",
        "authority": described.authority,
        "kind": described.kind,
        "jurisdiction": [described.country] if described.country else [],
        "instruments": [instrument],
        "versions": ["1"],
        "media_type": _MEDIA[described.carrier],
        "carriers": [_carrier(name, fields) for name in (described.carrier, *_BESIDE[described.carrier])],
        "detect": [
            {"carrier": name, "has": list(has), "weight": weight}
            for name in (described.carrier, *_BESIDE[described.carrier])
            for has, weight in _features(fields, registry)
        ],
        "as_of": [p for p in _DAYS if any(row["canonical"] == p for row in mapped.rows)],
    }
    title = next((f.path for f in fields if f.canonical.endswith("/name")), None)
    if title:
        data["record_title"] = title
    _write(
        folder / "format.yaml",
        f"# What the format is, in which syntax it occurs, and by what it is recognised.\n{_yaml(data)}",
    )


def _carrier(name: str, fields: Sequence[Field]) -> dict[str, Any]:
    use: dict[str, Any] = {
        "carrier": name, "extensions": [f".{ending}" for ending in ENDINGS[name]], "media_type": _MEDIA[name],
    }  # fmt: skip
    if name == "csv":
        use["options"] = {"columns": [unescape(f.at[1:]) for f in fields]}
    if name == "xml":
        use["options"] = {"records": ["/records/record", "/record"]}
    return use


def _features(fields: Sequence[Field], registry: Registry) -> list[tuple[tuple[str, ...], float]]:
    """Return fields that no other format has, required ones first: two of them, or the one that is sure to be there, are enough."""
    others = [format_.declared for format_ in registry if not format_.lens.identity]
    own = [f for f in fields if all(declared.unknown(f.at) is not None for declared in others)]
    own.sort(key=lambda f: not f.required)
    alone = sum(f.required for f in own) == 1
    if len(own) > 1:
        return [((f.path,), 1.0 if alone and f.required else 0.5) for f in own[:_DISTINCT]]
    if own:
        return [((own[0].path,), 1.0)]
    return [(tuple(f.path for f in fields if f.required) or tuple(f.path for f in fields), 1.0)]


def write_record(folder: Path, described: Described, fields: Sequence[Field]) -> None:
    """Write record.json: exact names and types, every object closed."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://opads.org/formats/{described.id}/record.json",
        "title": f"{described.name}: one record",
        "description": f"One record of {described.whose}.",
        "x-source": described.instrument or described.listed,
    }
    root = _object(schema)
    for item in fields:
        *above, last = [unescape(token) for token in item.at.split("/")[1:]]
        node = root
        for name in above:
            if item.required and described.read:
                _require(node, name)
            inner = node["properties"].setdefault(
                name,
                {
                    "title": name[:1].upper() + name[1:],
                    "description": f"What belongs to {name}.",
                    "x-source": described.instrument or described.listed,
                },
            )
            node = _object(inner)
        node["properties"][last] = _property(item, described)
        if item.required and described.read:
            _require(node, last)
    _write(folder / "record.json", json.dumps(schema, indent=2, ensure_ascii=False) + "\n")


def _object(schema: dict[str, Any]) -> dict[str, Any]:
    schema.setdefault("type", "object")
    schema.setdefault("required", [])
    schema.setdefault("properties", {})
    schema.setdefault("additionalProperties", False)
    return schema


def _require(node: dict[str, Any], name: str) -> None:
    if name not in node["required"]:
        node["required"].append(name)


def _property(item: Field, described: Described) -> dict[str, Any]:
    about = item.description + (f" Unit: {item.unit}." if item.unit else "")
    found: dict[str, Any] = {
        "title": item.title,
        "description": about,
        "x-source": ", ".join(filter(None, (described.instrument or described.listed, item.source))),
    }
    text = described.carrier in ("csv", "xml")
    forms = {
        "integer": ("^-?[0-9]{1,18}$", "a whole number in digits"),
        "decimal": (r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$", "a number such as 1234.50, without thousands separators"),
        "boolean": ("^(true|false)$", "true or false"),
    }
    if item.type in forms and text:
        found |= {"type": "string", "pattern": forms[item.type][0], "x-form": forms[item.type][1]}
    elif item.type in forms:
        found["type"] = {"decimal": "number"}.get(item.type, item.type)
    elif item.type == "date" and not item.pattern:
        found |= {"type": "string", "format": "date"}
    elif item.type == "date":
        form = re.escape(strptime_of(item.pattern) or "").replace("%Y", "[0-9]{4}")
        pattern = form.replace("%m", "(0[1-9]|1[0-2])").replace("%d", "(0[1-9]|[12][0-9]|3[01])").replace("\\-", "-")
        shown = (strptime_of(item.pattern) or "").replace("%Y", "YYYY").replace("%m", "MM").replace("%d", "DD")
        found |= {"type": "string", "pattern": f"^{pattern}$", "x-form": f"a date as {shown}"}
    else:
        found["type"] = "string"
        if item.pattern:
            found |= {
                "pattern": f"^(?:{item.pattern.removeprefix('^').removesuffix('$')})$",
                "x-form": f"of the form {item.pattern}",
            }
        if item.codes:
            found["x-codes"] = {code.code: code.title for code in item.codes}
    if item.required and not described.read:
        found["x-required"] = True
    return found


def write_mapping(folder: Path, described: Described, mapped: Mapped) -> None:
    """Write mapping.yaml; what has no row yet stands at its end as a remark."""
    rows = [*mapped.constants, *mapped.rows]
    lines = [
        f"# Fields of {described.name} and their places in the canonical disclosure, read in both directions.",
        f"format: {described.id}",
        "rows:" if rows else "rows: []",
    ]
    for row in rows:
        block = _yaml([row]).rstrip("\n")
        lines += [f"  {line}" for line in block.splitlines()]
    if mapped.kept:
        lines += [
            "",
            "# Kept with the record as they are, since no row says what they mean. Write a row for each that has a place:",
        ]
        for item in mapped.kept:
            path = item.canonical or "/..."
            lines.append(f"#  - {{native: {item.path}, canonical: {path}, source: ...}}  # {item.title}")
    text = "\n".join(lines) + "\n"
    for row in mapped.rows:
        compile_path(str(row["native"]))
    _write(folder / "mapping.yaml", text)


def write_rules(folder: Path, rules: Sequence[Draft]) -> None:
    """Write rules.yaml and messages/en.yaml."""
    data = "rules:\n" + "".join(
        "\n".join(
            f"  {line}" for line in _yaml([rule.rule]).replace("\n  'on': ", "\n  on: ").rstrip("\n").splitlines()
        )
        + "\n"
        for rule in rules
    )
    _write(
        folder / "rules.yaml",
        "# What the law or the list of fields demands beyond types.\n" + (data if rules else "rules: []\n"),
    )
    words = {rule.id: {"text": rule.text, "fix": rule.fix} for rule in rules}
    _write(folder / "messages" / "en.yaml", "# Texts of the rules.\n" + (_yaml(words) if words else "{}\n"))


def write_notes(
    folder: Path,
    described: Described,
    fields: Sequence[Field],
    mapped: Mapped,
    rules: Sequence[Draft],
    todo: Sequence[str],
) -> None:
    """Write notes.md: what the folder rests on, what was chosen, what is open."""
    lines = [
        f"# {described.id}: {described.name}", "",
        (f"Made from {described.listed}: {len(fields)} fields, {len(mapped.rows)} with a place in the canonical "
        f"disclosure, {len(rules)} rules. All values in the examples are invented."), "",
        "## What is verified", "",
    ]  # fmt: skip
    source = described.instrument or "A law or specification"
    if described.read:
        lines.append(f"{source} was read at {described.url} on {described.read}; rules by it are errors.")
    else:
        lines.append(f"{source} was not read for these rules yet, so they warn and say so.")
    lines += ["", "## Choices", ""]
    lines += [f"- `{row['native']}` is {row['canonical']}" for row in mapped.rows] or ["- none yet"]
    lines += ["", "## Open", ""]
    lines += [f"- {text}" for text in todo] or ["- nothing"]
    _write(folder / "notes.md", "\n".join(lines) + "\n")
