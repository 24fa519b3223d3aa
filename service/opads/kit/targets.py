"""What stands at a canonical path: whether the schema has it, what type it is, which codes it takes."""

from __future__ import annotations

from functools import lru_cache

from opads.formats.declared import Declared
from opads.mapping.path import Key, OneOf, Path, compile_path
from opads.standard.bundling import bundle
from opads.standard.jsonvalue import escape, is_index

__all__ = ("codes_at", "pointer_of", "types_at", "unknown")


@lru_cache(maxsize=1)
def _declared() -> Declared:
    return Declared(bundle())


def pointer_of(path: str) -> str:
    """Return a pointer to the first node that a path may select."""
    compiled: Path = compile_path(path)
    steps = [step for step in compiled.steps if not isinstance(step, OneOf)]
    return "".join(f"/{escape(step.name)}" if isinstance(step, Key) else "/0" for step in steps)


def unknown(path: str) -> str | None:
    """Return what is wrong with a path in words, or None where the schema of the disclosure has it."""
    found = _declared().unknown(pointer_of(path))
    if found is not None:
        above, _, name = found[0].rpartition("/")
        if not is_index(name) and "array" in _types(above):
            return f"{above} is a list: write [] or a selector such as [kind=total] after it"
        where = "".join(f"/{part}" if not is_index(part) else "[]" for part in found[0].split("/")[1:])
        return f"the disclosure has no {where}" + (f"; did you mean {found[1]!r}?" if found[1] else "")
    types = types_at(path)
    if types and not types & {"string", "integer", "number", "boolean"}:
        kind = "a list: add [] or a selector such as [kind=total]" if "array" in types else "an object: name a member"
        return f"{path} is {kind}"
    return None


def types_at(path: str) -> set[str]:
    """Return the JSON types that the schema allows at a path."""
    return _types(pointer_of(path))


def _types(pointer: str) -> set[str]:
    found: set[str] = set()
    for schema in _declared().at(pointer):
        kinds = schema.get("type")
        found |= {kinds} if isinstance(kinds, str) else set(kinds or ())
    return found


def codes_at(path: str) -> tuple[str, ...]:
    """Return the codes of the closed list at a path, none where anything goes."""
    return next((tuple(s["enum"]) for s in _declared().at(pointer_of(path)) if "enum" in s), ())
