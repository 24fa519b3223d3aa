"""Which language to answer in: the one the address begins with (``/fr/…``), else what the header Accept-Language prefers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from opads.speech.languages import Language

__all__ = ("chosen", "preferred")

MOST = 20
"""Ranges of an Accept-Language header that are looked at."""
RANGE = re.compile(r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?))?\s*")
PREFIX = re.compile(r"/([a-z]{2}(?:-[a-z]{2})?)(/.*|)")
PROGRAMS = ("/v1", "/health", "/schema", "/static", "/metrics", "/.well-known", "/openapi.json")
"""What no person reads has no language in its address."""


def chosen(path: str, offered: Mapping[str, Language]) -> tuple[str, str] | None:
    """Return the language that an address begins with, and the rest of it; None for an address without."""
    found = PREFIX.fullmatch(path)
    if found is None or found[1] not in offered or found[2].startswith(PROGRAMS):
        return None
    return found[1], found[2] or "/"


def preferred(header: str | None, offered: Mapping[str, Language]) -> str:
    """Return the tag of the best language offered (RFC 4647, section 3.4); English where none fits."""
    return _preferred(header, tuple(offered)) if header else "en"


@lru_cache(maxsize=256)
def _preferred(header: str, offered: tuple[str, ...]) -> str:
    best: tuple[float, str] = (0.0, "en")
    for part in header.split(",", MOST)[:MOST]:
        match = RANGE.fullmatch(part)
        if match is None:
            continue
        quality = float(match[2] or 1)
        tag = match[1].lower()
        while tag and tag not in offered and tag != "*":
            tag = tag.rpartition("-")[0]
        if tag and quality > best[0]:
            best = (quality, "en" if tag == "*" else tag)
    return best[1]
