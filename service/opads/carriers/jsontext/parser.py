"""The careful parser: iterative, names every fault and its place, and reads as much as can be read.

The quick reader (``quick.py``) takes the plain texts; this parser runs where something may be wrong.
"""

import unicodedata
from typing import Any, NoReturn

from opads.carriers.jsontext.complaint import complain
from opads.carriers.jsontext.fault import Fault, Parsed
from opads.carriers.jsontext.grammar import JSON, SPACE, Dialect
from opads.carriers.jsontext.number import number
from opads.carriers.jsontext.strings import string_rule
from opads.carriers.model import Limits
from opads.carriers.pointer import join

__all__ = ("parse",)

LONGEST_POINTER = 4096
SHOWN = 200


class _Broken(Exception):  # noqa: N818 - it ends a parse, it is no error of ours
    """The text cannot be followed any further."""


class _Frame:
    """A container that is open: its value, its names with their offsets, and the member being read."""

    __slots__ = ("close", "names", "token", "value")

    def __init__(self, value: list[Any] | dict[str, Any]) -> None:
        self.value = value
        self.close = "]" if isinstance(value, list) else "}"
        self.names: dict[str, int] = {}
        self.token: str | int | None = 0 if isinstance(value, list) else None

    def put(self, value: Any, *, doubled: bool) -> None:
        """Store a member; of two members of one name only the first."""
        if isinstance(self.value, list):
            self.value.append(value)
        elif not doubled:
            self.value[str(self.token)] = value

    def next(self) -> None:
        """Go on to the next member."""
        self.token = self.token + 1 if isinstance(self.token, int) else None


class _Parser:
    def __init__(self, text: str, limits: Limits, dialect: Dialect) -> None:
        self.text = text
        self.limits = limits
        self.dialect = dialect
        self.position = 0
        self.faults: list[Fault] = []
        self.stack: list[_Frame] = []
        self.doubled = False
        self.root: Any = None

    def run(self) -> Parsed:
        try:
            self._document()
        except _Broken:
            return Parsed(self.root, self.faults, self._pointer(max(len(self.stack) - 1, 0)))
        return Parsed(self.root, self.faults)

    def _document(self) -> None:
        self._space()
        while True:
            character = self.text[self.position : self.position + 1]
            if character in {"{", "["} and character:
                if not self._open(character):
                    continue
            else:
                self._give(self._scalar())
            if not self._after_value():
                break
        self._end()

    def _open(self, character: str) -> bool:
        """Open a container; say whether it is closed again at once."""
        value: list[Any] | dict[str, Any] = [] if character == "[" else {}
        if len(self.stack) >= self.limits.max_depth:
            self._break("carrier-json/too-deep", self.position, {"limit": self.limits.max_depth})
        self._give(value)
        frame = _Frame(value)
        self.stack.append(frame)
        self.position += 1
        self._space()
        if self.text.startswith(frame.close, self.position):
            self._shut()
            return True
        if character == "{":
            self._name()
        return False

    def _give(self, value: Any) -> None:
        if self.stack:
            self.stack[-1].put(value, doubled=self.doubled)
        else:
            self.root = value

    def _shut(self) -> None:
        frame = self.stack.pop()
        self.position += 1
        if frame.close == "}":
            self._similar(frame)

    def _after_value(self) -> bool:
        """Go to the beginning of the next value; False at the end of the document."""
        while self.stack:
            frame = self.stack[-1]
            self._space()
            if self.text.startswith(",", self.position):
                comma = self.position
                self.position += 1
                self._space()
                if self.text[self.position : self.position + 1] in {"]", "}"}:
                    self._break("carrier-json/trailing-comma", comma, {"found": self.text[self.position]}, between=True)
                frame.next()
                if frame.close == "}":
                    self._name()
                return True
            if not self.text.startswith(frame.close, self.position):
                self._complain(f"a comma or {frame.close}", between=True)
            self._shut()
        return False

    def _name(self) -> None:
        frame, start = self.stack[-1], self.position
        name = self._string("a name")
        frame.token = name
        first = frame.names.setdefault(name, start)
        self.doubled = first != start
        if self.doubled:
            self._fault("carrier-json/duplicate-key", start, {"name": name[:SHOWN]}, also=first)
        self._space()
        if not self.text.startswith(":", self.position):
            self._complain("a colon")
        self.position += 1
        self._space()

    def _scalar(self) -> Any:
        start = self.position
        if self.text[start : start + 1] in self.dialect.quotes and start < len(self.text):
            return self._string("a value")
        if found := self.dialect.number.match(self.text, start):
            self.position = found.end()
            integer = found[1] is None and found[2] is None
            value, rule = number(found[0], integer=integer, max_digits=self.limits.max_digits)
            if rule is not None:
                params = {"number": found[0][:40], "digits": len(found[0].strip("-"))}
                self._fault(rule, start, params | {"limit": self.limits.max_digits})
            return value
        for word, value in self.dialect.words.items():
            if self.text.startswith(word, start) and not self.text[start + len(word) : start + len(word) + 1].isalnum():
                self.position = start + len(word)
                return value
        self._complain("a value")
        return None

    def _string(self, expected: str) -> str:
        start = self.position
        found = self.dialect.string.match(self.text, start)
        if found is None:
            self._complain(expected)
            return ""
        self.position = found.end()
        token = found[0]
        if len(token) - 2 > self.limits.max_string:
            params = {"characters": len(token) - 2, "limit": self.limits.max_string}
            self._fault("carrier-json/string-too-long", start, params)
            return ""
        try:
            value = self.dialect.text(token)
        except ValueError:
            self._break("carrier-json/escape", start, {"found": token[:40]})
        rule = string_rule(value)
        if rule is not None:
            self._fault(rule[0], start, rule[1])
        return value

    def _complain(self, expected: str, *, between: bool = False) -> None:
        """Report what stands here in place of what was expected; go on only behind a not-a-number."""
        rule, at, params = complain(self.text, self.position, expected, self.dialect)
        if rule == "carrier-json/not-a-number" and expected == "a value":
            self._fault(rule, at, params)
            self.position = at + len(params["found"])
            return
        self._break(rule, at, params, between=between)

    def _similar(self, frame: _Frame) -> None:
        """Warn of names that differ only in how their characters are composed (Unicode NFC)."""
        if "".join(frame.names).isascii():
            return
        seen: dict[str, str] = {}
        for name, offset in frame.names.items():
            other = seen.setdefault(unicodedata.normalize("NFC", name), name)
            if other != name:
                self._fault("carrier-json/similar-keys", offset, {"name": name[:SHOWN]}, also=frame.names[other])

    def _end(self) -> None:
        self._space()
        if self.position >= len(self.text):
            return
        if self.text[self.position] in "{[":
            self._fault("carrier-json/several-documents", self.position, {})
        else:
            found = complain(self.text, self.position, "the end", self.dialect)
            comment = found[0] == "carrier-json/comment"
            self._fault(found[0] if comment else "carrier-json/trailing-content", self.position, found[2])

    def _space(self) -> None:
        found = SPACE.match(self.text, self.position)
        if found is not None:
            self.position = found.end()

    def _pointer(self, depth: int | None = None) -> str:
        """Name the member being read; an ancestor of it where the pointer would be very long."""
        tokens: list[str | int] = []
        length = 0
        for frame in self.stack[:depth]:
            length += len(frame.token) if isinstance(frame.token, str) else 1
            if frame.token is None or length > LONGEST_POINTER:
                break
            tokens.append(frame.token)
        return join(tokens)

    def _fault(self, rule: str, offset: int, params: dict[str, Any], *, also: int | None = None) -> None:
        self.faults.append(Fault(rule, offset, self._pointer(), params, also))
        if len(self.faults) >= self.limits.max_troubles:
            limit = {"limit": self.limits.max_troubles}
            self.faults.append(Fault("carrier/too-many-troubles", offset, self._pointer(), limit))
            raise _Broken

    def _break(self, rule: str, offset: int, params: dict[str, Any], *, between: bool = False) -> NoReturn:
        """Report a syntax fault and end; ``between`` two members it is the container's, not a member's."""
        self.faults.append(Fault(rule, offset, self._pointer(max(len(self.stack) - between, 0)), params))
        raise _Broken


def parse(text: str, limits: Limits, dialect: Dialect = JSON) -> Parsed:
    """Read a text carefully; a syntax fault ends the reading, all others are collected.

    Of two members of one name the first is in the value, and the fault forbids using it.
    """
    return _Parser(text, limits, dialect).run()
