"""The files that pages load, under names that change with their content."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from opads.api.answers import stored
from opads.api.problem import Refusal

__all__ = ("asset", "serve_asset")

FOLDER = Path(__file__).resolve().parent / "static"
MEDIA_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@lru_cache(maxsize=1)
def _assets() -> dict[str, tuple[str, bytes, str]]:
    """Return hashed name, content and media type by file name."""
    found = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in MEDIA_TYPES:
            content = path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:16]
            found[path.name] = (f"{path.stem}.{digest}{path.suffix}", content, MEDIA_TYPES[path.suffix])
    return found


def asset(name: str) -> str:
    """Return the address of a file; raises KeyError if there is none of that name."""
    return f"/static/{_assets()[name][0]}"


@get("/static/{name:str}", include_in_schema=False)
async def serve_asset(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """Return a file, which never changes under this name."""
    for hashed, content, media_type in _assets().values():
        if name == hashed:
            return stored(request, content, media_type, cache="public, max-age=31536000, immutable")
    raise Refusal("not-found", "There is no such file.")
