"""Where the values of a JSON text stand, found by walking down to them; nothing is kept but offsets.

A container is walked once, as far as the places that are asked for, and only its own members are remembered: many
questions about one text stay linear in its length.
"""

import re
from json import JSONDecoder

from opads.carriers.jsontext.grammar import JSON, SPACE
from opads.carriers.model import Place
from opads.carriers.pointer import split
from opads.carriers.position import Positions

__all__ = ("Locator",)

BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.DOTALL)
PLAIN = re.compile(r"[^,\]}\s]*+")
INDEX = re.compile(r"0|[1-9][0-9]*")
COMMA = re.compile(rf"{SPACE.pattern},{SPACE.pattern}")
NAME = re.compile(rf"({JSON.string.pattern}){SPACE.pattern}:{SPACE.pattern}")

SOUND = JSONDecoder(parse_int=len, parse_float=len)
"""Finds the ends of arrays and objects in which there is no fault, faster than they can be looked for."""
SHORT = 256 * 1024
"""Characters of a text of which parts may be built for that."""


class _Walk:
    """How far a container has been walked."""

    __slots__ = ("at", "begun", "elements", "goes_on", "names", "opening")

    def __init__(self, opening: str, at: int) -> None:
        self.opening = opening
        self.at = at
        """Where the first member stands, or the value of the last one found."""
        self.begun = False
        self.goes_on = opening in ("{", "[")
        self.names: dict[str, int] = {}
        self.elements: list[int] = []


class Locator:
    """The places of one text; also of a text that is broken, as far as it can be followed."""

    def __init__(self, text: str, positions: Positions) -> None:
        self._text = text
        self._positions = positions
        self._walks: dict[int, _Walk] = {}
        self._sound = len(text) <= SHORT

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
            walk = self._walks.get(at)
            if walk is None:
                walk = self._walks[at] = _Walk(self._text[at : at + 1], self._skip_space(at + 1))
            below = self._element(walk, token) if walk.opening == "[" else self._member(walk, token)
            if below is None:
                break
            at = below
        return at

    def _member(self, walk: "_Walk", name: str) -> int | None:
        while name not in walk.names and walk.goes_on:
            self._further(walk)
        return walk.names.get(name)

    def _element(self, walk: "_Walk", token: str) -> int | None:
        if INDEX.fullmatch(token) is None or len(token) >= 10:
            return None
        while int(token) >= len(walk.elements) and walk.goes_on:
            self._further(walk)
        return walk.elements[int(token)] if int(token) < len(walk.elements) else None

    def _further(self, walk: "_Walk") -> None:
        """Take in one more member of a container; of two of one name the first counts."""
        text, at, walk.goes_on = self._text, walk.at, False
        if walk.begun:
            comma = COMMA.match(text, self._skip_value(at))
            if comma is None:
                return
            at = comma.end()
        if at >= len(text) or text[at] in "]}":
            return
        if walk.opening == "{":
            name = NAME.match(text, at)
            if name is None:
                return
            at = name.end()
            walk.names.setdefault(JSON.text(name[1]), at)
        else:
            walk.elements.append(at)
        walk.at = at
        walk.begun = walk.goes_on = True

    def _skip_value(self, at: int) -> int:
        text = self._text
        first = text[at : at + 1]
        if first not in ('"', "[", "{"):
            found = PLAIN.match(text, at)
            return found.end() if found else at
        if self._sound and first != '"':
            try:
                return SOUND.raw_decode(text, at)[1]
            except (ValueError, RecursionError):
                self._sound = False
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
