"""The rows of a mapping that a list of fields gives, and what has no row and is kept with the record."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from opads.kit import samples, targets
from opads.kit.errors import KitError
from opads.kit.fields import Field, strptime_of
from opads.kit.parts import Described, nested
from opads.mapping import Lens, MappingError, MappingFile
from opads.standard import codelists
from opads.standard.schemas import SchemaSet

__all__ = ("Mapped", "map_fields")


@dataclass(slots=True)
class Mapped:
    """Rows for mapping.yaml, the fields that have none, and what the author may do about those."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    constants: list[dict[str, Any]] = field(default_factory=list)
    kept: list[Field] = field(default_factory=list)
    todo: list[str] = field(default_factory=list)


def map_fields(fields: Sequence[Field], described: Described, schemas: SchemaSet) -> Mapped:
    """Return the rows; raises KitError for canonical paths that the schema has not, or that a value cannot fill."""
    mapped, problems = Mapped(), []
    for item in fields:
        if not item.canonical:
            mapped.kept.append(item)
            mapped.todo.append(
                f"{item.name}: has no canonical path; its values are kept with the record, and lost to others"
            )
            continue
        wrong = targets.unknown(item.canonical)
        if wrong is not None:
            problems.append(f"row {item.row}, column canonical: {wrong}")
            continue
        codec, lacking = _codec(item, described.carrier)
        if lacking:
            mapped.kept.append(item)
            mapped.todo.append(f"{item.name}: {lacking}")
            continue
        row: dict[str, Any] = {"native": item.path, "canonical": item.canonical}
        if codec != "text":
            row["codec"] = codec
        if isinstance(codec, dict) and codec["name"] == "enum":
            row["unreadable"] = "info"  # the rule on the codes tells it, with its law
        row["source"] = _source(item, described)
        trouble = _tried(row, item, described, schemas)
        if trouble:
            problems.append(f"row {item.row}, column canonical: {trouble}")
        else:
            mapped.rows.append(row)
    if problems:
        raise KitError(problems)
    _country(mapped, described)
    return mapped


def _source(item: Field, described: Described) -> str:
    return ", ".join(filter(None, (described.basis, item.source or f"field {item.name}")))


def _country(mapped: Mapped, described: Described) -> None:
    country = described.country
    if not country or any(str(row["canonical"]).startswith("/jurisdictions") for row in mapped.rows):
        return
    if country in codelists.load("countries"):
        mapped.constants.append({"const": {"canonical": f"/jurisdictions[={country}]", "value": country}})
    else:
        mapped.todo.append(
            f"{country} is a code that ISO 3166-1 leaves to its users: it stands in format.yaml, and no disclosure can "
            "name it as its country"
        )


def _codec(item: Field, carrier: str) -> tuple[Any, str]:
    """Return the codec, or why there can be none yet."""
    text = samples.typed_as_text(carrier)
    kinds = targets.types_at(item.canonical)
    if item.type in ("integer", "decimal"):
        if item.type == "integer" and "integer" in kinds:
            return {"name": "integer", "native": "string" if text else "number"}, ""
        if item.type == "integer" and text and not _decimal(item.canonical):
            return "text", ""
        return {"name": "decimal", "native": "string" if text else "number"}, ""
    if item.type == "date":
        pattern = strptime_of(item.pattern) if item.pattern else None
        return {"name": "date", "pattern": pattern} if pattern else "date", ""
    if item.type == "boolean" and "boolean" in kinds:
        return ({"name": "boolean", "true": ["true"], "false": ["false"]} if text else "boolean"), ""
    if item.type == "code":
        return _codes(item)
    return "text", ""


def _decimal(path: str) -> bool:
    return path.endswith(("/exact", "/lower", "/upper", "/amount"))


def _codes(item: Field) -> tuple[Any, str]:
    allowed = targets.codes_at(item.canonical)
    if not allowed:
        if any(code.canonical for code in item.codes):
            return {
                "name": "enum",
                "map": [{"native": c.code, "canonical": c.canonical or c.code} for c in item.codes],
            }, ""
        return "text", ""
    pairs, lacking = [], []
    for code in item.codes:
        words = (code.canonical,) if code.canonical else (code.code, _kebab(code.code), _kebab(code.title))
        found = next((word for word in words if word in allowed), None)
        if found is None:
            lacking.append(code.canonical or code.code)
        else:
            pairs.append({"native": code.code, "canonical": found})
    if lacking:
        near = [n for code in lacking for n in difflib.get_close_matches(_kebab(code), allowed, n=1)]
        some = ", ".join(dict.fromkeys((*near, *allowed[:12])))
        return "", (
            f"{item.canonical} takes other codes than {', '.join(lacking)}; write the counterparts into the list as "
            f"code=Title->counterpart (such as {some}); till then its values are kept with the record"
        )
    if all(pair["native"] == pair["canonical"] for pair in pairs):
        return "text", ""
    return {"name": "enum", "map": pairs}, ""


def _kebab(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _tried(row: dict[str, Any], item: Field, described: Described, schemas: SchemaSet) -> str:
    """Return what an invented value shows to be wrong with a row, or nothing."""
    value = samples.invented(item, described.carrier, country=None, order=1)
    if value is None:
        return ""
    record = nested({item.at: value})
    try:
        lens = Lens(MappingFile.model_validate({"format": described.id, "rows": [row]}), version=schemas.version)
    except (MappingError, ValueError) as error:
        return str(error)
    reading = lens.read(record)
    if reading.unreadable:
        wanted = " or ".join(sorted(targets.types_at(item.canonical)))
        return f"{item.canonical} ({wanted}) cannot be filled by a field of type {item.type}"
    issues = schemas.disclosure.validate(reading.disclosure)
    if issues:
        issue = issues[0]
        allowed = issue.params.get("allowed") or issue.params.get("expected") or ""
        return f"{item.canonical} gives a disclosure that the schema refuses at {issue.pointer}: {issue.rule} {allowed}".strip()
    if lens.write(reading.disclosure, carry=False).native != record:
        return f"{item.canonical} does not give the value back when written"
    return ""
