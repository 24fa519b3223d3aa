"""Changing only what was seen: If-Match (RFC 9110, section 13.1.1) for what can be changed through the interface."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from litestar import Request

from opads.api.problem import Fault, Refusal

__all__ = ("tag_of", "unless_changed")

TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


def tag_of(*state: str | int | None) -> str:
    """Return the strong entity tag of a thing in a state: its id, its version, whatever changes when it does."""
    text = "\0".join("" if part is None else f"{type(part).__name__}:{part}" for part in state)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def unless_changed(request: Request[Any, Any, Any], tag: str) -> None:
    """Go on if the request does not say what it saw, or saw the thing as it is; raises Refusal (412) otherwise.

    The comparison is strong: a weak tag never matches. Call it within the transaction that makes the change, with the tag of what was
    read there, so that nothing can come between. A thing that is not there is 404 before this is asked.
    """
    header = request.headers.get("if-match")
    if header is None or header.strip() == "*" or tag in TAG.findall(header):
        return
    raise Refusal(
        "changed-meanwhile",
        "It is not, or is no longer, what If-Match names; read it again, and decide again.",
        errors=(Fault("names another version", header="If-Match"),),
        headers={"ETag": tag},
    )
