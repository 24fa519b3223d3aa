"""What is on its way out: Deprecation (RFC 9745), Sunset (RFC 8594) and what comes instead, declared here and told in every answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

__all__ = ("RETIRED", "Lifecycle", "Retirement")

Header = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Retirement:
    """The end of a route, or of a version of the standard: paths that serve it are declared as routes are."""

    path: str
    """Path as in the OpenAPI document; a parameter may be filled in: ``/v1/schemas/0.9/{path}`` is one version alone."""
    deprecated: datetime
    """From when on nobody should begin to use it; an aware time, which may be in the future."""
    why: str
    """Path of a page, or an address, that says what to do."""
    sunset: datetime | None = None
    """When it stops to answer; None while that is not decided."""
    successor: str | None = None
    """Path of what comes instead."""


RETIRED: tuple[Retirement, ...] = ()
"""All that is on its way out, one entry each. Nothing is so far: there is one version of the interface and one of the standard."""


class Lifecycle:
    """Retirements as the headers that tell of them, by path.

    Raises ValueError for a retirement that cannot be: a sunset before the deprecation (RFC 9745, section 4), a time without a zone.
    """

    def __init__(self, retired: Iterable[Retirement] = RETIRED, base_url: str = "") -> None:
        self.retired = tuple(retired)
        for one in self.retired:
            _check(one)
        self._told = [(_pattern(one.path), _headers(one, base_url)) for one in self.retired]

    def headers(self, path: str) -> tuple[Header, ...]:
        """Return the headers for an answer at a path; none where nothing is retired."""
        return next((headers for pattern, headers in self._told if pattern.fullmatch(path.rstrip("/"))), ())

    def paths(self) -> list[str]:
        """Return a path of each retirement that a request could have: routes answer at all of them, or the entry is stale."""
        return [re.sub(r"\{[^}]*\}", "x", one.path) for one in self.retired]

    def describe(self, document: dict[str, Any]) -> None:
        """Mark the operations of an OpenAPI document that are retired as a whole, and declare the headers of their answers."""
        for one in self.retired:
            for operation in document["paths"].get(one.path, {}).values():
                operation["deprecated"] = True
                operation["description"] = " ".join(filter(None, (operation.get("description"), _sentence(one))))
                for status, answer in operation["responses"].items():
                    if status.startswith("2"):
                        answer["headers"] = {**answer.get("headers", {}), **_declared(one)}


def _check(one: Retirement) -> None:
    for moment in (one.deprecated, one.sunset):
        if moment is not None and moment.tzinfo is None:
            raise ValueError(f"{one.path}: a time of its retirement has no zone")
    if one.sunset is not None and one.sunset < one.deprecated:
        raise ValueError(f"{one.path}: it cannot end ({one.sunset}) before it is deprecated ({one.deprecated})")


def _pattern(path: str) -> re.Pattern[str]:
    pieces = re.split(r"(\{[^}]*\})", path.rstrip("/"))
    return re.compile("".join(_piece(piece) if piece.startswith("{") else re.escape(piece) for piece in pieces))


def _piece(parameter: str) -> str:
    """Return the pattern of a parameter; one called path takes the rest of the address, slashes and all."""
    return ".+" if parameter in ("{path}", "{path:path}") else "[^/]+"


def _headers(one: Retirement, base_url: str) -> tuple[Header, ...]:
    def link(target: str, relation: str) -> Header:
        address = target if target.startswith(("https:", "http:")) else base_url + target
        return b"link", f'<{address}>; rel="{relation}"'.encode("ascii")

    found = [(b"deprecation", f"@{int(one.deprecated.timestamp())}".encode()), link(one.why, "deprecation")]
    if one.sunset is not None:
        found += [(b"sunset", _http_date(one.sunset).encode()), link(one.why, "sunset")]
    if one.successor is not None:
        found.append(link(one.successor, "successor-version"))
    return tuple(found)


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _sentence(one: Retirement) -> str:
    said = f"Deprecated from {one.deprecated:%Y-%m-%d} on"
    if one.sunset is not None:
        said += f", and gone from {one.sunset:%Y-%m-%d} on"
    return said + (f"; use `{one.successor}` instead." if one.successor else ".")


def _declared(one: Retirement) -> dict[str, Any]:
    text = {"type": "string"}
    found = {
        "Deprecation": {
            "description": "From when on it is deprecated (RFC 9745).",
            "schema": {**text, "pattern": "^@-?[0-9]+$"},
        },
        "Link": {"description": "What to do, and what comes instead (RFC 8288).", "schema": text},
    }
    if one.sunset is not None:
        found["Sunset"] = {"description": "When it stops to answer (RFC 8594).", "schema": text}
    return found
