"""Keeps webhooks from being aimed at what only this machine can reach (OWASP API7:2023, server-side request forgery).

An address is looked at when it is saved and again whenever it is called; the connection goes to the very address of the Internet
Protocol that was looked at, so that a name cannot mean something else a moment later.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from opads.settings import Settings
from opads.webhooks.addresses import Address, Network, is_public, networks, parsed_address
from opads.webhooks.errors import GuardError

__all__ = ("Guard", "Resolver", "Rules", "Target", "resolve")

Resolver: TypeAlias = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a name; raises OSError."""

LONGEST = 2000
"""Characters of an address."""
PLAIN = re.compile(r"[\x21-\x7e]+")
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
NEAR = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "onion", "arpa", "test", "invalid")
"""Last labels of names that are no public ones (RFC 6761, RFC 6762, RFC 7686, RFC 8375, ICANN's reserved ones)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is taken; by default public addresses by https on its usual ports."""

    schemes: frozenset[str] = frozenset({"https"})
    ports: frozenset[int] = frozenset({443, 8443})
    allowed: tuple[Network, ...] = ()
    """Networks that are called though they are not public: an operator's own."""

    @staticmethod
    def of(settings: Settings) -> Rules:
        """Return those that an operator has set."""
        schemes = frozenset({"https", "http"} if settings.webhook_http else {"https"})
        return Rules(schemes, frozenset(settings.webhook_ports), tuple(networks(settings.webhook_networks)))


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: the address as it was given, and what it is made of."""

    url: str
    scheme: str
    host: str
    """A name in lower case, or an address of the Internet Protocol without brackets."""
    port: int
    path: str
    """With the query."""
    addresses: tuple[str, ...] = ()
    """What the name means, looked at; empty until then."""

    @property
    def authority(self) -> str:
        """The value of the header Host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == {"https": 443, "http": 80}[self.scheme] else f"{host}:{self.port}"


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a name, as the system knows them; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


class Guard:
    """Looks at addresses by some rules."""

    def __init__(self, rules: Rules, resolver: Resolver = resolve) -> None:
        self.rules = rules
        self._resolve = resolver

    def look(self, url: str) -> Target:
        """Return the target of an address, its name resolved and every address of it looked at; raises GuardError."""
        target = self.parse(url)
        literal = parsed_address(target.host)
        if literal is not None:
            found: list[Address | None] = [literal]
        else:
            try:
                found = [parsed_address(text) for text in self._resolve(target.host, target.port)]
            except (OSError, UnicodeError):
                raise GuardError(f"the name {target.host} is not known") from None
        if not found:
            raise GuardError(f"the name {target.host} is not known")
        for address in found:
            if address is None or not self._may(address):
                raise GuardError(
                    f"{target.host} is not on the public Internet: private, local and reserved addresses are not called"
                )
        addresses = tuple(str(address) for address in found)
        return Target(target.url, target.scheme, target.host, target.port, target.path, addresses)

    def _may(self, address: Address) -> bool:
        if any(address in network for network in self.rules.allowed if network.version == address.version):
            return True
        return is_public(address)

    def parse(self, url: str) -> Target:
        """Return the target of an address, its name not looked up; raises GuardError for all but one plain form of writing it."""
        if len(url) > LONGEST or not PLAIN.fullmatch(url) or "\\" in url:
            raise GuardError(
                f"write the address in at most {LONGEST} visible ASCII characters; names of other scripts in their form xn--"
            )
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise GuardError("the address cannot be read") from None
        if parts.scheme not in self.rules.schemes or not url.startswith(f"{parts.scheme}://"):
            raise GuardError(
                f"the address must begin with {' or '.join(sorted(f'{scheme}://' for scheme in self.rules.schemes))}"
            )
        if "@" in parts.netloc:
            raise GuardError("the address must hold no user name and no password")
        if "#" in url:
            raise GuardError("the address must hold no fragment")
        port = {"https": 443, "http": 80}[parts.scheme] if port is None else port
        if parts.netloc.endswith(":") or (port not in self.rules.ports and not (port == 80 and parts.scheme == "http")):
            raise GuardError(
                f"the port {port} is not called; those that are: {', '.join(map(str, sorted(self.rules.ports)))}"
            )
        host = self._host(parts.netloc, (parts.hostname or "").lower())
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Target(url, parts.scheme, host, port, path)

    def _host(self, netloc: str, host: str) -> str:
        """Return the host in its one form: a strict literal, or a name whose last label is no number."""
        literal = parsed_address(host)
        if literal is not None and netloc.startswith("[") == (literal.version == 6) and "%" not in host:
            return str(literal)
        labels = host.split(".")
        if "[" in netloc or len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels):
            raise GuardError(
                "the host must be a name of the Domain Name System, or an address of the Internet Protocol in its usual form"
            )
        if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):
            # So numbers in other forms (2130706433, 0x7f.1, 017700000001, 127.1) are no hosts; some resolvers take them.
            raise GuardError("write an address of the Internet Protocol as four numbers from 0 to 255")
        near = len(labels) == 1 or labels[-1] in NEAR
        if near and not self.rules.allowed:
            raise GuardError(f"{host} is no name of the public Internet")
        return host
