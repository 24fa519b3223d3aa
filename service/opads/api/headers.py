"""Headers that every answer has: what a browser may do with it, and who may read it."""

from __future__ import annotations

from functools import lru_cache

__all__ = ("RENDERED_POLICY", "headers_for")

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types opads"
)
"""Pages load our scripts, style sheets and pictures, ask and send forms to us, and nothing else; no text becomes
a script, and none becomes markup but by our own policy (``page.js``)."""

RENDERED_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""A report rendered as a page brings its style sheet in itself, and narrows this to its hash."""

DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

COMMON = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)

PUBLIC = ("/v1/", "/schema/", "/formats/", "/problems", "/openapi.json", "/.well-known/")
"""Answers that hold no secret and depend on no cookie: any site may read them."""

OPEN = (
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"ETag, Idempotent-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Opads-Account, Opads-Gaps, Opads-Verdict",
    ),
    (b"cross-origin-resource-policy", b"cross-origin"),
)


def headers_for(path: str, content_type: str) -> list[tuple[bytes, bytes]]:
    """Return the headers for an answer at a path with a content type."""
    html = content_type.startswith("text/html")
    return _headers(html=html, interface=path.startswith("/v1/"), public=path.startswith(PUBLIC))


@lru_cache(maxsize=8)
def _headers(*, html: bool, interface: bool, public: bool) -> list[tuple[bytes, bytes]]:
    policy = DATA_POLICY
    if html:
        policy = RENDERED_POLICY if interface else PAGE_POLICY
    found = [*COMMON, (b"content-security-policy", policy.encode())]
    return [*found, *OPEN] if public else [*found, (b"cross-origin-resource-policy", b"same-origin")]
