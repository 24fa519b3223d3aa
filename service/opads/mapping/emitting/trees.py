"""Marks of the leaves that were read: dictionaries in the shape of the record, and what they leave over.

True stands at a leaf that the disclosure gives back as it is, False at one whose spelling gets lost.
"""

from __future__ import annotations

from typing import Any

from opads.standard.jsonvalue import escape, get, leaves, unescape

__all__ = ("cover", "cover_at", "mark", "mark_at", "residue")

Marks = dict[Any, Any]


def mark(marks: Marks, key: str | int, read: bool) -> None:  # noqa: FBT001 - called by emitted code
    """Mark a leaf as read: once its spelling got lost, that is so."""
    if read:
        marks.setdefault(key, True)
    else:
        marks[key] = False


def cover(marks: Marks, key: str | int, native: Any, read: bool) -> None:  # noqa: FBT001 - as above
    """Mark the leaves of a native value."""
    if native and isinstance(native, dict | list):
        inner = marks.setdefault(key, {})
        for name, value in native.items() if isinstance(native, dict) else enumerate(native):
            cover(inner, name, value, read)
    else:
        mark(marks, key, read)


def _holder(native: Any, marks: Marks, pointer: str) -> tuple[Marks, str | int]:
    tokens = pointer.split("/")[1:]
    keys: list[str | int] = []
    for token in tokens:
        keys.append(int(token) if isinstance(native, list) else unescape(token))
        native = native[keys[-1]]
    for key in keys[:-1]:
        marks = marks.setdefault(key, {})
    return marks, keys[-1]


def mark_at(native: Any, marks: Marks, pointer: str, read: bool) -> None:  # noqa: FBT001 - as above
    """Mark the leaf at a pointer."""
    if pointer:
        mark(*_holder(native, marks, pointer), read)


def cover_at(native: Any, marks: Marks, pointer: str, value: Any, read: bool) -> None:  # noqa: FBT001 - as above
    """Mark the leaves of the value at a pointer."""
    cover(*_holder(native, marks, pointer), value, read)


def residue(native: dict[str, Any], marks: Marks, verbatim: list[str]) -> dict[str, Any]:
    """Collect what the canonical disclosure alone would not give back."""
    kept: dict[str, Any] = {}
    for array in sorted(set(verbatim)) if verbatim else ():
        kept[array] = get(native, array)
    _unread(native, marks, "", tuple(kept), kept)
    return kept


def _unread(native: Any, marks: Marks, base: str, whole: tuple[str, ...], kept: dict[str, Any]) -> None:
    """Add the leaves that were not read as they are, but for those below the pointers ``whole``."""
    members = native.items() if native.__class__ is dict else enumerate(native)
    for name, value in members:
        mark = marks.get(name)
        if mark is True:
            continue
        pointer = f"{base}/{escape(name) if name.__class__ is str else name}"
        if value and (value.__class__ is dict or value.__class__ is list):
            if whole and pointer in whole:
                continue
            if mark:
                if [*mark.values()].count(True) < len(value):
                    _unread(value, mark, pointer, whole, kept)
            elif whole and any(array.startswith(pointer + "/") for array in whole):
                _unread(value, {}, pointer, whole, kept)
            else:
                kept.update(leaves(value, pointer))
        else:
            kept[pointer] = value
