"""Lists in pages, by key and not by number: what is added or removed meanwhile neither repeats nor hides a row.

A handler reads ``limit`` and ``cursor`` with ``wished``, asks its store for ``Wished.fetch`` rows after ``Wished.after``, and gives
the rows to ``paged``. A cursor is a place in a search, not a permission: the store asks in every query who may see what.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeAlias, TypeVar
from urllib.parse import parse_qsl, quote, urlencode

import msgspec
from litestar import Request
from litestar.params import QueryParameter

from opads.api.problem import Fault, Refusal
from opads.settings import Settings

__all__ = ("DEFAULT", "MOST", "Cursor", "Key", "Limit", "Page", "Paged", "Wished", "paged", "wished")

T = TypeVar("T")
Key: TypeAlias = str | int
"""A value that a list is sorted by: a text, or a whole number of at most 64 bits."""

DEFAULT = 50
MOST = 500
LONGEST = 2048
"""Characters of a cursor."""
EDITION = 1
"""Changes when what a cursor holds changes; older ones are then refused like any that is not ours."""

Limit: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="limit",
        description=f"Rows of a page, 1 to {MOST}; {DEFAULT} when left out.",
        schema_extra={"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT},
    ),
]
Cursor: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="cursor",
        description="Where the page begins: `next` of the page before, for the same search; the first page when left out.",
        schema_extra={"pattern": "^[A-Za-z0-9_-]+$", "maxLength": LONGEST},
    ),
]


class Page(msgspec.Struct, Generic[T], frozen=True):
    """A page of a list; ``next`` is the cursor of the page after it, null on the last one."""

    items: tuple[T, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Wished:
    """The page that is asked for."""

    limit: int
    """Rows that it may have."""
    after: tuple[Key, ...] | None
    """Sort keys of the last row before it; None for the first page."""
    search: str
    """Digest of what the list is a list of: path, parameters, who asks."""

    @property
    def fetch(self) -> int:
        """Rows to ask the store for: one more than are shown tells whether there are further ones."""
        return self.limit + 1


@dataclass(frozen=True, slots=True)
class Paged:
    """The body of the answer and the headers that it needs."""

    body: bytes
    headers: dict[str, str]


def wished(
    request: Request[Any, Any, Any], limit: str | None, cursor: str | None, *keys: type[str | int], owner: str = ""
) -> Wished:
    """Return what page is asked for; raises Refusal (400) for a limit or a cursor that cannot be.

    ``keys`` are the types of the sort keys, in their order. ``owner`` is the account where the list is that account's own: a cursor of
    another account is then foreign.
    """
    search = _search(request, owner)
    after = None if cursor is None else _read(cursor, search, keys)
    return Wished(_limit(limit), after, search)


def paged(
    request: Request[Any, Any, Any],
    settings: Settings,
    wish: Wished,
    rows: Sequence[T],
    key: Callable[[T], tuple[Key, ...]],
    item: Callable[[T], Any] | None = None,
) -> Paged:
    """Return a page of rows that a store gave for ``wish.fetch``: ``key`` has the sort keys of a row, ``item`` what is shown of it.

    The header Link (RFC 8288) leads to the first and to the next page with the same parameters.
    """
    shown = rows[: wish.limit]
    cursor = _written(key(shown[-1]), wish.search) if shown and len(rows) > wish.limit else None
    items = tuple(shown if item is None else map(item, shown))
    links = [_link(request, settings, "first", None)]
    if cursor is not None:
        links.append(_link(request, settings, "next", cursor))
    return Paged(msgspec.json.encode(Page(items, cursor)), {"Link": ", ".join(links)})


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT
    if re.fullmatch(r"[1-9][0-9]{0,2}", text) and int(text) <= MOST:
        return int(text)
    detail = f"is not a whole number from 1 to {MOST}"
    raise Refusal("bad-parameter", f"The parameter 'limit' {detail}.", errors=(Fault(detail, parameter="limit"),))


def _search(request: Request[Any, Any, Any], owner: str) -> str:
    """Return the digest of what is listed. The size of a page may change on the way, and the order of parameters says nothing."""
    named = sorted(_parameters(request, "cursor", "limit"))
    return _digest([_path(request), named, owner])


def _parameters(request: Request[Any, Any, Any], *without: str) -> list[tuple[str, str]]:
    query = request.scope.get("query_string", b"").decode("latin-1")
    return [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name not in without]


def _path(request: Request[Any, Any, Any]) -> str:
    """Return the path asked for. Two slashes at its beginning would make a link that leads to another host."""
    return "/" + request.scope["path"].strip("/")


def _link(request: Request[Any, Any, Any], settings: Settings, relation: str, cursor: str | None) -> str:
    query = _parameters(request, "cursor") + ([("cursor", cursor)] if cursor else [])
    address = settings.link(quote(_path(request))) + ("?" + urlencode(query) if query else "")
    return f'<{address}>; rel="{relation}"'


def _written(keys: tuple[Key, ...], search: str) -> str:
    return base64.urlsafe_b64encode(_text([EDITION, _digest([search, keys]), *keys])).decode().rstrip("=")


def _read(cursor: str, search: str, types: tuple[type[str | int], ...]) -> tuple[Key, ...]:
    """Return the sort keys in a cursor. Written again they must give the same cursor, so nothing else can be in it."""
    keys = _held(cursor)
    if keys is None or len(keys) != len(types) or not all(map(_fits, keys, types)) or _written(keys, search) != cursor:
        raise Refusal(
            "bad-cursor",
            "The cursor is not one that this search has given; begin again without it.",
            errors=(Fault("not a cursor of this search", parameter="cursor"),),
        )
    return keys


def _held(cursor: str) -> tuple[Any, ...] | None:
    """Return what stands in a cursor where the sort keys do; None for what is none."""
    if len(cursor) > LONGEST:
        return None
    try:
        _, _, *keys = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
    except (ValueError, TypeError, RecursionError):
        return None
    return tuple(keys)


def _fits(value: Any, kind: type[str | int]) -> bool:
    """Whether a value is of a type, and one that every database takes."""
    if kind is int:
        return type(value) is int and -(2**63) <= value < 2**63
    return isinstance(value, str) and not re.search("[\0\ud800-\udfff]", value)


def _digest(value: Any) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(_text(value)).digest()[:12]).decode()


def _text(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True).encode()
