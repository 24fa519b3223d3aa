"""From where a request comes, as far as that can be believed."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from opads.access.lists import parsed_networks

__all__ = ("address_of",)


def address_of(scope: Any, proxies: str) -> str:
    """Return the address of a client: of IPv6 the network of 64 bits, since whoever has one address has that many.

    What X-Forwarded-For says is believed from the proxies of the settings alone, from the right: the first address that is not one of
    theirs is the client, whatever stands before it.
    """
    client = scope.get("client")
    found = _parsed(client[0] if client else "")
    if found is None:
        return "unknown"
    trusted = parsed_networks(proxies)
    if trusted and any(found in network for network in trusted):
        sent = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")
        for text in reversed(sent.decode("latin-1").split(",") if sent else ()):
            told = _parsed(text.strip())
            if told is None:
                break
            found = told
            if not any(told in network for network in trusted):
                break
    return str(IPv6Network((int(found), 64), strict=False)) if isinstance(found, IPv6Address) else str(found)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """Return an address; an IPv4 address within an IPv6 one is itself."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
