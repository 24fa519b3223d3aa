"""A look at all values of a record that was decoded without a type: how deep it is, which integers are worth a word."""

from collections.abc import Iterator
from typing import Any

from opads.carriers.jsontext.fault import Fault
from opads.carriers.jsontext.number import LARGEST_INTEGER, SAFE_INTEGER, SMALLEST_INTEGER
from opads.carriers.model import Limits
from opads.carriers.pointer import escape

__all__ = ("large_integers", "survey")

LONGEST_POINTER = 1000


def survey(value: dict[str, Any], deepest: int) -> bool | None:
    """Say whether there are integers beyond 2^53.

    None where containers stand too deep, numbers are beyond 64 bits, or names are not of ASCII alone: they might look
    the same and differ (Unicode NFC).
    """
    level: list[Any] = [value]
    large = False
    for _ in range(deepest):
        below: list[Any] = []
        for container in level:
            if type(container) is dict and not "".join(container).isascii():
                return None
            for member in container.values() if type(container) is dict else container:
                kind = type(member)
                if kind is dict or kind is list:
                    below.append(member)
                elif kind is int and not -SAFE_INTEGER <= member <= SAFE_INTEGER:
                    if not SMALLEST_INTEGER <= member <= LARGEST_INTEGER:
                        return None
                    large = True
        if not below:
            return large
        level = below
    return None


def large_integers(text: str, value: Any, limits: Limits) -> list[Fault] | None:
    """Return the faults that the integers beyond 2^53 are, in order; None where one cannot be told from other text."""
    faults = []
    for pointer, number in _integers(value, ""):
        token = str(number)
        if text.count(token) != 1 or len(pointer) > LONGEST_POINTER:
            return None
        params = {"number": token, "digits": len(token.strip("-")), "limit": limits.max_digits}
        faults.append(Fault("carrier-json/unsafe-integer", text.index(token), pointer, params))
    return faults if len(faults) < limits.max_troubles else None


def _integers(value: Any, pointer: str) -> Iterator[tuple[str, int]]:
    members = value.items() if type(value) is dict else enumerate(value)
    for name, member in members:
        kind = type(member)
        if kind is dict or kind is list:
            yield from _integers(member, f"{pointer}/{escape(str(name))}")
        elif kind is int and not -SAFE_INTEGER <= member <= SAFE_INTEGER:
            yield f"{pointer}/{escape(str(name))}", member
