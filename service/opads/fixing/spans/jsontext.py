"""Values in JSON texts (RFC 8259): one token, or a member with its name and comma."""

from __future__ import annotations

import json
import re
from typing import Any

from opads.carriers import Place
from opads.fixing.model import Edit
from opads.standard.jsonvalue import dumps

__all__ = ("JsonSpans",)

TOKEN = re.compile(
    rb'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+"|-?[0-9][0-9.eE+-]*+|true|false|null'
)
SPACE = b" \t\r\n"
AFTER = re.compile(rb"[ \t\r\n]*+,[ \t\r\n]*+")


class JsonSpans:
    """The tokens of a JSON text or of lines of it."""

    encoding = "utf-8"

    def __init__(self, data: bytes) -> None:
        self._data = data

    def replaced(self, place: Place, before: Any, after: Any) -> Edit | None:
        """Return the edit of the token of a scalar."""
        found = self._token(place.offset, before)
        return (
            None if found is None else Edit(found[0], found[1] - found[0], _written(after, self._data[slice(*found)]))
        )

    def removed(self, place: Place, name: str) -> Edit | None:
        """Return the edit that takes a member away which is null, with the one comma that goes with it."""
        found, named = self._token(place.offset, None), self._name(place.offset, name)
        if found is None or named is None:
            return None
        start, end = named[0], found[1]
        if comma := AFTER.match(self._data, end):
            end = comma.end()
        else:
            before = self._data[:start].rstrip(SPACE)
            start = len(before) - 1 if before.endswith(b",") else start
        return Edit(start, end - start, "")

    def renamed(self, place: Place, before: str, after: str) -> Edit | None:
        """Return the edit of a member's name."""
        named = self._name(place.offset, before)
        return (
            None if named is None else Edit(named[0], named[1] - named[0], _written(after, self._data[slice(*named)]))
        )

    def _token(self, offset: int | None, value: Any) -> tuple[int, int] | None:
        found = None if offset is None else TOKEN.match(self._data, offset)
        if found is None:
            return None
        try:
            read = json.loads(found[0], parse_float=str)
        except ValueError:
            return None
        same = str(value) == read if isinstance(read, str) and not isinstance(value, str) else read == value
        return (found.start(), found.end()) if same and isinstance(read, bool) == isinstance(value, bool) else None

    def _name(self, offset: int | None, name: str) -> tuple[int, int] | None:
        """Return where the name before a value stands."""
        head = self._data[: offset or 0].rstrip(SPACE)
        head = head[:-1].rstrip(SPACE) if head.endswith(b":") else b""
        for escaped in (False, True):
            token = json.dumps(name, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
            if head.endswith(token):
                return len(head) - len(token), len(head)
        return None


def _written(value: Any, token: bytes) -> str:
    """Return a value as JSON; a text with escapes where the token that it replaces has them."""
    return json.dumps(value, ensure_ascii=b"\\u" in token) if isinstance(value, str) else dumps(value).decode()
