"""Where the values of a JSON text stand, found by walking down to them; nothing is built but offsets.

A container is walked once, when a place inside it is first asked for, and only its own members are
remembered: many questions about one text stay linear in its length.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from opads.carriers.jsontext.grammar import JSON, SPACE
from opads.carriers.model import Place
from opads.carriers.pointer import split
from opads.carriers.position import Positions

__all__ = ("Locator",)

BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.DOTALL)
PLAIN = re.compile(r"[^,\]}\s]*+")
NESTED = 8
"""How many containers within each other are passed over at once."""
FEW = 20
"""Containers that are walked before the patterns are made that pass over others at once."""
INDEX = re.compile(r"0|[1-9][0-9]*")


class _Steps(NamedTuple):
    """One value, one member of an object, one element of an array, as far as they are no deeper than usual."""

    value: re.Pattern[str]
    member: re.Pattern[str]
    element: re.Pattern[str]


@lru_cache(maxsize=1)
def _steps() -> _Steps:
    """Make the patterns when a place is first asked for."""
    string = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
    container = rf"[\[{{](?:[^\"\[\]{{}}]++|{string})*+[\]}}]"
    for _ in range(NESTED - 1):
        container = rf"[\[{{](?:[^\"\[\]{{}}]++|{string}|{container})*+[\]}}]"
    value = rf"(?:{string}|{container}|(?=[^\"\[{{]){PLAIN.pattern})"
    space = SPACE.pattern
    behind = rf"{space}(?:(,){space})?+"
    return _Steps(
        re.compile(value, re.DOTALL),
        re.compile(rf"({JSON.string.pattern}){space}:{space}(){value}{behind}", re.DOTALL),
        re.compile(rf"()(){value}{behind}", re.DOTALL),
    )


class Locator:
    """The places of one text; also of a text that is broken, as far as it can be followed."""

    walked = 0
    """Containers walked so far, in all texts; it decides how, not what is found."""

    def __init__(self, text: str, positions: Positions) -> None:
        self._text = text
        self._positions = positions
        self._members: dict[int, dict[str, int] | list[int]] = {}

    def locate(self, pointer: str) -> Place:
        """Give the place of the value at a pointer, or of its nearest existing parent."""
        return self._positions.place(self.offset(pointer))

    def place(self, offset: int) -> Place:
        """Give the place of a character offset."""
        return self._positions.place(offset)

    def offset(self, pointer: str) -> int:
        """Give the character offset of the value at a pointer, or of its nearest existing parent."""
        at = self._skip_space(0)
        for token in split(pointer):
            members = self._members.get(at)
            if members is None:
                members = self._members[at] = self._walk(at)
            below: int | None
            if isinstance(members, list):
                known = INDEX.fullmatch(token) is not None and len(token) < 10 and int(token) < len(members)
                below = members[int(token)] if known else None
            else:
                below = members.get(token)
            if below is None:
                break
            at = below
        return at

    def _walk(self, at: int) -> dict[str, int] | list[int]:
        """Give the offsets of the members of the container at an offset; of two of one name the first."""
        text = self._text
        names: dict[str, int] = {}
        elements: list[int] = []
        opening = text[at : at + 1]
        if opening not in ("{", "["):
            return names
        at = self._skip_space(at + 1)
        Locator.walked += 1
        step = None if Locator.walked < FEW else _steps().member if opening == "{" else _steps().element
        while at < len(text) and text[at] not in "]}":
            if step is not None and (found := step.match(text, at)):
                if opening == "{":
                    names.setdefault(JSON.text(found[1]), found.start(2))
                else:
                    elements.append(at)
                at = found.end()
                if found[3] is None:
                    break
                continue
            if opening == "{":
                name = JSON.string.match(text, at)
                if name is None:
                    break
                at = self._skip_space(name.end())
                if not text.startswith(":", at):
                    break
                at = self._skip_space(at + 1)
                names.setdefault(JSON.text(name[0]), at)
            else:
                elements.append(at)
            at = self._skip_space(self._skip_value(at))
            if not text.startswith(",", at):
                break
            at = self._skip_space(at + 1)
        return names if opening == "{" else elements

    def _skip_value(self, at: int) -> int:
        text = self._text
        if Locator.walked >= FEW and (whole := _steps().value.match(text, at)):
            return whole.end()
        first = text[at : at + 1]
        if first not in ('"', "[", "{"):
            found = PLAIN.match(text, at)
            return found.end() if found else at
        depth = 0
        for match in BRACKET.finditer(text, at):
            token = match[0]
            if token in ("[", "{"):
                depth += 1
            elif token in ("]", "}"):
                depth -= 1
            if depth == 0:
                return match.end()
        return len(text)

    def _skip_space(self, at: int) -> int:
        found = SPACE.match(self._text, at)
        return found.end() if found else at
