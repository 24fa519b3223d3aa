"""Strictness about the query: unknown names, repeated names and bytes that are no text are refused, never ignored."""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from opads.api.problem import Fault, Refusal

__all__ = ("check_query",)

MOST = 200
"""Names and values of a query that are read at all."""


async def check_query(request: Request[Any, Any, Any]) -> None:
    """Refuse a query that the handler does not know; run before every handler of the interface for programs."""
    _check(request.route_handler, request.scope.get("query_string", b""))


@lru_cache(maxsize=1024)
def _check(handler: HTTPRouteHandler, query: bytes) -> None:
    """Refuse a query; what was found good once is good."""
    known = _parameters(handler)
    seen: set[str] = set()
    for name in _names(query):
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            takes = f"it takes {', '.join(sorted(known))}" if known else "it takes none"
            shown = name[:60]
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise Refusal(
                "unknown-parameter",
                f"The endpoint knows no parameter {shown!r}{hint} ({takes}).",
                errors=(Fault("unknown parameter", parameter=shown, nearest=near[0] if near else None),),
            )
        if name in seen and not known[name]:
            raise Refusal(
                "repeated-parameter",
                f"The parameter {name!r} has one value but is given more than once.",
                errors=(Fault("given more than once", parameter=name),),
            )
        seen.add(name)


def _names(query: bytes) -> list[str]:
    try:
        pairs = parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(query),
            errors="strict",
            max_num_fields=MOST,
        )
    except ValueError:
        raise Refusal("bad-request", "The query is not name=value pairs in percent-encoded UTF-8.") from None
    return [name for name, _ in pairs]


@lru_cache(maxsize=256)
def _parameters(handler: HTTPRouteHandler) -> dict[str, bool]:
    """Return the names that a handler's query may hold, and whether each may be repeated."""
    found = {}
    for name, field in handler.parsed_fn_signature.parameters.items():
        if isinstance(field.kwarg_definition, QueryParameter):
            repeatable = field.is_non_string_sequence or any(a.is_non_string_sequence for a in field.inner_types)
            found[field.kwarg_definition.name or name] = repeatable
    return found
