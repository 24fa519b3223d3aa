"""The fields that a record lacks, each as a question: what it is called, what it means, which values it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from opads.formats import Format
from opads.standard.jsonvalue import escape, get, is_index

__all__ = ("KINDS", "Asked", "asked_for", "question")

KINDS = ("text", "long", "date", "whole", "decimal", "choice", "choices", "yes-no", "lines", "address")
"""A text; one of several lines; a calendar date; a whole number; a number; one or several of a list; yes or no; several
texts; an address of the web."""
DEEPEST = 4
"""Containers within a missing one that are opened."""
WIDEST = 16
"""Fields that are asked for in the place of one missing container of which none is demanded."""
LONG = re.compile(r"\b(description|explanation|statement|text|summary|reasons?|method)\b", re.IGNORECASE)


class Asked(NamedTuple):
    """A question for one field at a pointer; ``missing`` is the pointer at which the field or what holds it is missing."""

    pointer: str
    kind: str
    title: str
    description: str = ""
    within: tuple[str, ...] = ()
    """Titles of what holds the field, from outside."""
    choices: tuple[str, ...] = ()
    form: str = ""
    """How the value is to be written, in words."""
    source: str = ""
    """The provision or document that asks for it."""
    missing: str = ""


def asked_for(format_: Format, missing: Iterable[str], record: dict[str, Any]) -> list[Asked]:
    """Return the questions for what a record lacks at some pointers; fields that the record has are not asked for."""
    found: dict[str, Asked] = {}
    for pointer in missing:
        if not format_.declared.at(pointer):
            continue  # nothing is known of it but that it is demanded
        for inner in _below(format_, pointer, 0):
            if inner not in found and get(record, inner) is None:
                found[inner] = question(format_, inner)._replace(missing=pointer)
    return list(found.values())


def question(format_: Format, pointer: str) -> Asked:
    """Return the question for the field at a pointer."""
    schemas = format_.declared.at(pointer)
    kind = _kind(schemas, pointer)
    items = format_.declared.at(f"{pointer}/0") if kind in ("choices", "lines") else schemas
    return Asked(
        pointer,
        kind,
        _said(schemas, "title") or pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~"),
        _said(schemas, "description"),
        tuple(_titles(format_, pointer)),
        _choices(items) if kind in ("choice", "choices") else (),
        _said(items, "x-form"),
        _said(schemas, "x-source"),
        pointer,
    )


def _below(format_: Format, pointer: str, depth: int) -> Iterator[str]:
    """Yield the pointers of the single fields at and below a missing node: those demanded, else those there may be."""
    schemas = format_.declared.at(pointer)
    names = list(dict.fromkeys(name for schema in schemas for name in schema.get("properties") or {}))
    if names and depth < DEEPEST:
        always = format_.declared.demands(pointer)
        if always != [pointer]:
            for inner in always:
                yield from _below(format_, inner, depth + 1)
            return
        demanded = {name for s in schemas if s.get("properties") for name in s.get("required", ())}
        for name in [name for name in names if name in demanded] or names[:WIDEST]:
            yield from _below(format_, f"{pointer}/{escape(name)}", depth + 1)
        return
    items = format_.declared.at(f"{pointer}/0")
    if any(schema.get("properties") for schema in items) and depth < DEEPEST:
        yield from _below(format_, f"{pointer}/0", depth + 1)
    elif "object" not in types_of(schemas) or types_of(schemas) & {"string", "number"}:
        yield pointer


def types_of(schemas: Sequence[dict[str, Any]]) -> set[str]:
    """Return the types that schemas name, without null."""
    named: set[str] = set()
    for schema in schemas:
        given = schema.get("type", ())
        named |= {given} if isinstance(given, str) else set(given)
    return named - {"null"}


def _kind(schemas: Sequence[dict[str, Any]], pointer: str) -> str:
    types = types_of(schemas)
    if "array" in types and "string" not in types:
        listed = any(isinstance(s.get("items"), dict) and s["items"].get("enum") for s in schemas)
        return "choices" if listed else "lines"
    if _choices(schemas):
        return "choice"
    if types == {"boolean"}:
        return "yes-no"
    forms = {schema.get("format") for schema in schemas}
    if "date" in forms:
        return "date"
    if forms & {"uri", "iri"}:
        return "address"
    if types == {"integer"}:
        return "whole"
    patterns = [re.compile(schema["pattern"]) for schema in schemas if isinstance(schema.get("pattern"), str)]
    if patterns and not any(p.search("abc") for p in patterns):
        if all(p.search("2026-03-01") for p in patterns) and not any(p.search("20260301") for p in patterns):
            return "date"
        if all(p.search("12.50") for p in patterns):
            return "decimal"
        if all(p.search("12") for p in patterns) and not any(p.search("1") is None for p in patterns):
            return "whole"
    if "number" in types:
        return "decimal"
    name = f"{pointer.rpartition('/')[2]} {_said(schemas, 'title')}"
    return "long" if LONG.search(name) and not patterns else "text"


def _choices(schemas: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Return the values of a list, where each is a text or a whole number."""
    listed = next((schema["enum"] for schema in schemas if isinstance(schema.get("enum"), list)), ())
    values = [value for value in listed if value is not None]
    if any(isinstance(value, bool) or not isinstance(value, str | int) for value in values):
        return ()
    return tuple(map(str, values))


def _said(schemas: Sequence[dict[str, Any]], keyword: str) -> str:
    return next((str(schema[keyword]) for schema in schemas if schema.get(keyword)), "")


def _titles(format_: Format, pointer: str) -> Iterator[str]:
    tokens = pointer.split("/")[1:-1]
    for count in range(1, len(tokens) + 1):
        if not is_index(tokens[count - 1]):
            yield format_.declared.title("".join(f"/{t}" for t in tokens[:count])) or tokens[count - 1]
