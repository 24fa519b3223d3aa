"""The header Idempotency-Key: a request that is sent again is answered again, and done once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, TypeAlias
from urllib.parse import parse_qsl

from litestar import Request, Response
from litestar.params import HeaderParameter

from opads.access.caller import Caller
from opads.api.problem import Fault, Refusal
from opads.replays import Answer, KeyReusedError, digest_of, is_key
from opads.replays import Request as Sent

__all__ = ("REPLAYED", "IdempotencyKey", "OptionalKey", "answered", "key_of", "reused", "sent")

REPLAYED = "Idempotent-Replayed"
SCHEMA = {"pattern": "^[\\x21-\\x7e]+$", "minLength": 1, "maxLength": 255}
TOLD = "Chosen by the client, the same when the request is sent again; the answer is then the same, and nothing is done twice."

IdempotencyKey: TypeAlias = Annotated[
    str | None, HeaderParameter(name="Idempotency-Key", description=TOLD, schema_extra=SCHEMA, required=True)
]
OptionalKey: TypeAlias = Annotated[
    str | None, HeaderParameter(name="Idempotency-Key", description=TOLD, schema_extra=SCHEMA)
]
COUNTING = ("content-type", "if-match")
"""Headers that belong to what a request says."""


def key_of(request: Request[Any, Any, Any], *, required: bool) -> str | None:
    """Return the key of a request; raises Refusal (400) for one that cannot be, and for none where it is required."""
    given = [value for name, value in request.scope["headers"] if name.lower() == b"idempotency-key"]
    if not given and not required:
        return None
    key = given[0].decode("latin-1") if len(given) == 1 else ""
    if not is_key(key):
        told = "is missing" if not given else "is given more than once" if len(given) > 1 else "is malformed"
        raise Refusal(
            "no-idempotency-key",
            f"The header Idempotency-Key {told}: send 1 to 255 visible ASCII characters, such as a UUID.",
            errors=(Fault(told, header="Idempotency-Key"),),
        )
    return key


def sent(
    request: Request[Any, Any, Any], caller: Caller, endpoint: str, key: str | None, body: bytes | str
) -> Sent | None:
    """Return what is remembered of a request, None without a key. ``body`` is the bytes, or their SHA-256 in hexadecimal.

    ``endpoint`` is method and path; two of different paths under one key are two requests.
    """
    if key is None:
        return None
    query = request.scope.get("query_string", b"").decode("latin-1")
    headers = [(name, request.headers.get(name, "")) for name in COUNTING]
    digest = digest_of(body, parse_qsl(query, keep_blank_values=True), headers)
    # Another sandbox flag is another chain: what was done in one is not done in the other.
    return Sent(caller.account + ("/sandbox" if caller.sandbox else ""), endpoint, key, digest)


def answered(answer: Answer, *, again: bool, headers: Sequence[tuple[str, str]] = ()) -> Response[bytes]:
    """Return an answer that is given, or given again."""
    more = {REPLAYED: "true"} if again else {}
    return Response(
        answer.body,
        status_code=answer.status,
        media_type="application/json",
        headers={"Cache-Control": "no-store", **answer.headers, **dict(headers), **more},
    )


def reused(error: KeyReusedError) -> Refusal:
    """Return the refusal (422) of a key that came with another request before."""
    return Refusal(
        "key-reused",
        f"{str(error)[:1].upper()}{str(error)[1:]}.",
        errors=(Fault("was used for another request", header="Idempotency-Key"),),
    )
