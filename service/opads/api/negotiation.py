"""Which media type to answer in (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from opads.api.problem import Fault, Refusal

__all__ = ("choose", "negotiate", "prefers_html")

MOST = 50
"""Ranges of an Accept header that are looked at; the rest is taken as not said."""
QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
"""RFC 9110, section 12.4.2."""


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the best of the offered types, the first of equals, or None; without a header the first."""
    return _choose(accept, tuple(offered))


@lru_cache(maxsize=256)
def _choose(accept: str | None, offered: tuple[str, ...]) -> str | None:
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [parsed for part in accept.split(",", MOST)[:MOST] if (parsed := _range(part)) is not None]
    best: tuple[float, str] | None = None
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, media_type)
    return best[1] if best else None


def negotiate(accept: str | None, offered: Sequence[str]) -> str:
    """Return the best of the offered types; raises Refusal (406) when none will do."""
    chosen = choose(accept, offered)
    if chosen is None:
        raise Refusal(
            "not-acceptable",
            f"The answer can be given as {', '.join(offered)}.",
            errors=(Fault("no offered media type is accepted", header="Accept"),),
        )
    return chosen


def prefers_html(accept: str | None) -> bool:
    """Whether a person at a browser asks."""
    return choose(accept, ("application/json", "text/html")) == "text/html"


def _range(part: str) -> tuple[str, float] | None:
    """Return a media range and its quality; None where it is malformed, which is as if it were not said."""
    media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
    kind, slash, subtype = media_range.partition("/")
    if not slash or not kind or not subtype or (kind == "*" and subtype != "*"):
        return None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return (media_range, float(value)) if QUALITY.fullmatch(value.strip()) else None
    return media_range, 1.0


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """Return the quality of a type: that of the most specific range that covers it."""
    bare = media_type.partition(";")[0].strip()
    for wanted in (bare, bare.partition("/")[0] + "/*", "*/*"):
        found = [quality for media_range, quality in ranges if media_range == wanted]
        if found:
            return max(found)
    return 0.0
