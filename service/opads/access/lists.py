"""Settings that are lists, parted by commas."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network

__all__ = ("networks", "pairs", "parsed_networks", "parts", "sites")

SITE = re.compile(r"https?://[a-z0-9.\-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:.]+\](:[0-9]{1,5})?")


@lru_cache(maxsize=64)
def parts(text: str) -> tuple[str, ...]:
    """Return the elements of a list, without what is empty."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


@lru_cache(maxsize=64)
def pairs(text: str) -> dict[str, str]:
    """Return the pairs of a list such as ``one=1, two=2``; raises ValueError for an element that is none."""
    found = {}
    for part in parts(text):
        name, equals, value = part.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise ValueError(f"{part!r} is not name=value")
        found[name.strip()] = value.strip()
    return found


def networks(text: str) -> str:
    """Return a list of addresses and networks; raises ValueError for what is none."""
    parsed_networks(text)
    return text


@lru_cache(maxsize=64)
def parsed_networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks of a list."""
    return tuple(ip_network(part, strict=False) for part in parts(text))


def sites(text: str) -> str:
    """Return a list of origins (RFC 6454); raises ValueError for what is none, and for ``*``, which would be anybody."""
    for part in parts(text):
        if not SITE.fullmatch(part):
            raise ValueError(f"{part!r} is no origin such as https://app.example, in lower case and without a path")
    return text
