"""Which addresses of the Internet Protocol are public, so that a stranger may have them called.

What Python calls global is narrowed by what leads elsewhere than it says: addresses that hold another one (IPv4-mapped, NAT64, 6to4,
Teredo), and the addresses at which clouds tell machines their secrets. Sources: the IANA special-purpose address registries, RFC 6890,
RFC 6052, RFC 8215, RFC 3056, RFC 4380.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

__all__ = ("Address", "Network", "is_public", "networks", "parsed_address")

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

UNICAST = ip_network("2000::/3")
"""All that is given out of IPv6 so far."""
ELSEWHERE = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # protocol assignments, at one of which a cloud tells its secrets
            "192.88.99.0/24",  # relays of 6to4, given up (RFC 7526)
            "168.63.129.16/32",  # a cloud's own services, at a public address
            "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
            "2001:db8::/32",
            "2002::/16",  # 6to4
            "3fff::/20",  # documentation (RFC 9637)
            "5f00::/16",  # segment routing (RFC 9602)
        ),
    )
)


def parsed_address(text: str) -> Address | None:
    """Return the address that a text is in its one strict form; None for what is none."""
    try:
        return ip_address(text)
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Say whether an address belongs to the public Internet and to nothing nearer."""
    if isinstance(address, IPv6Address) and (address.scope_id is not None or address not in UNICAST):
        return False
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address in network for network in ELSEWHERE if network.version == address.version)


def networks(text: str) -> Sequence[Network]:
    """Return the networks that a text lists with commas between; raises ValueError."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
