"""Finds the question that a finding is about, by its place in the disclosure."""

from __future__ import annotations

from opads.mapping.path import compile_path
from opads.writing.building import ALL, Written

__all__ = ("field_of",)


def field_of(pointer: str | None, done: Written) -> str | None:
    """Return the name of the field whose answer stands, or would stand, at a place; None where no question fits.

    The nearest one counts: the leaf itself, else what is within the place (first of all what is demanded and not
    answered), else what the place is within.
    """
    if pointer is None:
        return None
    near: list[tuple[int, bool, int, int, str]] = []
    order = list(_places(done))
    for number, (place, key) in enumerate(order):
        if place == pointer:
            near.append((0, False, 0, number, key))
        elif pointer and place.startswith(f"{pointer}/"):
            near.append((1, key not in done.wanting, place.count("/"), number, key))
        elif place and pointer.startswith(f"{place}/"):
            near.append((2, False, -place.count("/"), number, key))
    return min(near)[-1] if near else None


def _places(done: Written) -> list[tuple[str, str]]:
    asked = [(where, key) for key, path in done.places.items() if path for where in _expected(path, done)]
    given = [(where, key.removesuffix(".currency").removesuffix(".open")) for where, key in done.origins.items()]
    return [*asked, *((where, key) for where, key in given if key != ALL)]


def _expected(path: str, done: Written) -> list[str]:
    found = compile_path(path).blame(done.disclosure)
    return found if found and found[0] else []
