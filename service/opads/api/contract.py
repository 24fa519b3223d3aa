"""What the OpenAPI document says of an operation beyond its signature: body, further media types, links, problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import (
    Example,
    Link,
    OpenAPIHeader,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    RequestBody,
    Schema,
)

from opads.api.body import DOCUMENT_TYPES
from opads.api.problem import KINDS, MEDIA_TYPE, Problem, Refusal

__all__ = ("ANYTHING", "BEARER", "OPTIONAL", "PACKED", "TEXT", "operation", "problems", "success")

BEARER: list[dict[str, list[str]]] = [{"key": []}, {"token": []}]
"""What an operation states as its security where it answers nobody who does not say who asks."""

OPTIONAL: list[dict[str, list[str]]] = [{}]
"""What an operation states where anybody may ask, and who says who they are may see more."""

ANYTHING = Schema(description="Any JSON text or lines of it, read strictly as they stand.")
TEXT = Schema(min_length=1, description="The bytes of the document as they stand, text in UTF-8.")
PACKED = Schema(min_length=1, description="The document, packed.")
PAGE_LINKS = OpenAPIHeader(
    name="",
    param_in="header",
    schema=Schema(type=OpenAPIType.STRING),
    description='Where the first page is (`rel="first"`), and the next one where there is one (`rel="next"`), by RFC 8288.',
)
ALWAYS = (
    "unknown-parameter",
    "bad-request",
    "key-in-address",
    "unauthenticated",
    "address-too-long",
    "too-many-requests",
    "too-many-headers",
)
DOCUMENT = ("empty-body", "body-too-slow", "too-large", "unsupported-media-type", "unsupported-encoding", "busy")


def success(
    container: Any, description: str, media_type: str = "application/json", *, status: int = 200
) -> dict[int, ResponseSpec]:
    """Return the specification of the answer that is hoped for."""
    return {status: ResponseSpec(container, description=description, media_type=media_type, generate_examples=False)}


def problems(*names: str, body: bool = False) -> dict[int, ResponseSpec]:
    """Return the specifications of the problems an operation can answer with, besides those that any can."""
    by_status: dict[int, dict[str, str]] = {}
    for name in (*names, *(DOCUMENT if body else ()), *ALWAYS):
        kind = KINDS[name]
        by_status.setdefault(kind.status, {})[name] = f"{kind.title} (`{name}`)."
    return {
        status: ResponseSpec(
            Problem,
            description=" ".join(told.values()),
            media_type=MEDIA_TYPE,
            generate_examples=False,
            examples=[_example(name) for name in told],
        )
        for status, told in sorted(by_status.items())
    }


def _example(name: str) -> Example:
    kind = KINDS[name]
    body = Refusal(name, kind.description).problem(f"/problems/{name}")
    return Example(id=name, summary=kind.title, value=msgspec.to_builtins(body))


def operation(
    *,
    body: bool = False,
    takes: Mapping[str, Schema] | None = None,
    also: Mapping[str, str] | None = None,
    links: Mapping[str, Link] | None = None,
    pages: bool = False,
    taken: str = "The document, as it is. It is never stored.",
) -> type[Operation]:
    """Return an operation class that takes a document, answers in further media types, and has links.

    The body is any document (``body``), or what ``takes`` has by media type. ``pages`` is for lists by ``opads.api.paging``.
    ``taken`` says what the body is.
    """

    @dataclass
    class Described(Operation):
        """An operation with what its signature cannot say."""

        def __post_init__(self) -> None:
            if body or takes:
                kinds = takes or {kind: ANYTHING if "json" in kind else TEXT for kind in DOCUMENT_TYPES}
                content = {kind: OpenAPIMediaType(schema=schema) for kind, schema in kinds.items()}
                self.request_body = RequestBody(content=content, required=True, description=taken)
            answers = self.responses or {}
            answer = answers.get("200") or answers.get("201") or answers.get("202")
            if isinstance(answer, OpenAPIResponse):
                for media_type, description in (also or {}).items():
                    answer.content = answer.content or {}
                    kind = OpenAPIType.OBJECT if media_type.endswith("+json") else OpenAPIType.STRING
                    answer.content[media_type] = OpenAPIMediaType(schema=Schema(type=kind, description=description))
                answer.links = dict(links) if links else None
                if pages:
                    answer.headers = {**(answer.headers or {}), "Link": PAGE_LINKS}

    return Described
