"""Which addresses of issuers are called at all."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

__all__ = ("IssuerError", "checked")


class IssuerError(ValueError):
    """The issuer cannot be called, or does not answer as it should; the text says how."""


def checked(address: str, *, loopback: bool = False) -> str:
    """Return the address of an issuer or of its keys; raises IssuerError for one that is not https.

    With ``loopback``, http is taken too, on this machine: for tests.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        plain = bool(host) and parts.port != 0 and not (parts.username or parts.password or parts.fragment)
    except ValueError:
        raise IssuerError("an address that cannot be understood") from None
    if plain and (parts.scheme == "https" or (loopback and parts.scheme == "http" and _is_loopback(host))):
        return address
    raise IssuerError(f"{address!r} is not an address of https")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
