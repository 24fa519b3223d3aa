"""Server-sent events, as the HTML standard has them (section 9.2.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ("Event", "events_in")

END = re.compile(rb"\r\n|\n|\r")
"""Ends of lines; no other character ends one here."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event; ``data`` is usually JSON."""

    event: str
    data: str
    id: str


def events_in(pieces: Iterable[bytes]) -> Iterator[Event]:
    """Yield the events of a stream; one that is not complete at its end is none."""
    kind, data, last = "", list[str](), ""
    for line in _lines(pieces):
        if not line:
            if data:
                yield Event(kind or "message", "\n".join(data), last)
            kind, data = "", []
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            data.append(value)
        elif name == "event":
            kind = value
        elif name == "id" and "\0" not in value:
            last = value


def _lines(pieces: Iterable[bytes]) -> Iterator[str]:
    """Yield complete lines. A CR at the end of a piece may be half of CR LF, so it waits for the next piece."""
    held = b""
    for piece in pieces:
        held += piece
        whole, rest = (held[:-1], held[-1:]) if held.endswith(b"\r") else (held, b"")
        *lines, unfinished = END.split(whole)
        yield from (line.decode("utf-8", "replace") for line in lines)
        held = unfinished + rest
    if held.endswith(b"\r"):
        yield held[:-1].decode("utf-8", "replace")
