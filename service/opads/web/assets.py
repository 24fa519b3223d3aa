"""The files that pages load, under names that change with their content; scripts name each other by these names."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from litestar import Request, Response, get
from litestar.params import FromPath

from opads import theming
from opads.api.answers import stored
from opads.api.problem import Refusal

__all__ = ("asset", "serve_asset", "serve_theme", "theme_asset")

FOLDER = Path(__file__).resolve().parent / "static"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".js": "text/javascript; charset=utf-8",
}
_IMPORT = re.compile(r"""(?<=from )"\./([a-z-]+\.js)"(?=;)""")


class Asset(NamedTuple):
    """A file: its name with the digest of its content, the content, its media type."""

    name: str
    content: bytes
    media_type: str


@lru_cache(maxsize=1)
def _assets() -> dict[str, Asset]:
    """Return the files by their plain names."""
    found: dict[str, Asset] = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in MEDIA_TYPES:
            _add(path.name, found)
    return found


def _add(name: str, found: dict[str, Asset]) -> Asset:
    """Add a file, after the scripts that it names; raises KeyError where scripts name each other in a circle."""
    if name in found:
        return found[name]
    path = FOLDER / name
    content = path.read_bytes()
    if path.suffix == ".js":
        text = content.decode()
        content = _IMPORT.sub(lambda match: f'"/static/{_add(match[1], found).name}"', text).encode()
    found[name] = _asset(path, content)
    return found[name]


def _asset(path: Path, content: bytes) -> Asset:
    digest = hashlib.sha256(content).hexdigest()[:16]
    return Asset(f"{path.stem}.{digest}{path.suffix}", content, MEDIA_TYPES[path.suffix])


@lru_cache(maxsize=8)
def _theme(folder: str) -> dict[str, Asset]:
    """Return the files of the operator's design, as they were when they were first asked for."""
    paths = [Path(folder) / name for name in theming.FILES if folder]
    return {path.name: _asset(path, path.read_bytes()) for path in paths if path.is_file()}


def asset(name: str) -> str:
    """Return the address of a file; raises KeyError if there is none of that name."""
    return f"/static/{_assets()[name].name}"


def theme_asset(folder: str, name: str) -> str:
    """Return the address of a file of the operator's design; nothing where it has none of that name."""
    found = _theme(folder).get(name)
    return f"/static/theme/{found.name}" if found else ""


@get("/static/{name:str}", include_in_schema=False)
async def serve_asset(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """Return a file, which never changes under this name."""
    return _served(request, _assets(), name)


@get("/static/theme/{name:str}", include_in_schema=False)
async def serve_theme(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """Return a file of the operator's design."""
    return _served(request, _theme(request.app.settings.theme), name)  # type: ignore[attr-defined]  # set in create_app


def _served(request: Request[Any, Any, Any], assets: dict[str, Asset], name: str) -> Response[bytes]:
    for hashed, content, media_type in assets.values():
        if name == hashed:
            return stored(request, content, media_type, cache="public, max-age=31536000, immutable")
    raise Refusal("not-found", "There is no such file.")
