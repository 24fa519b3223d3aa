"""Renders the templates; everything is escaped, and what cannot be seen in a value is made visible."""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import opads
from opads.rendering import wording
from opads.rendering.characters import shortened, visible
from opads.standard.resources import VERSION
from opads.web.assets import asset

__all__ = ("HTML", "page")

HTML = "text/html"
_HERE = Path(__file__).resolve().parent


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([_HERE / "templates", _HERE.parent / "kit" / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        asset=asset, version=opads.__version__, standard=VERSION, wording=wording, count=wording.count
    )
    environment.filters.update(
        visible=visible, shortened=shortened, safe_url=safe_url, data_url=data_url, spoken=spoken, breakable=breakable
    )
    return environment


def page(name: str, **values: Any) -> bytes:
    """Return a template filled in, in UTF-8."""
    return _environment().get_template(name).render(**values).encode("utf-8", "replace")


def safe_url(url: str | None) -> str:
    """Return a web address as it is, nothing for any other scheme."""
    return url if url and url.lower().startswith(("https://", "http://")) else ""


def data_url(content: bytes, media_type: str) -> str:
    """Return the address of content that the page carries in itself: nothing is kept here to be fetched later."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def spoken(token: str) -> str:
    """Return a kebab-case word as words."""
    return token.replace("-", " ")


def breakable(pointer: str) -> Markup:
    """Return a pointer that may be broken before each of its tokens."""
    return Markup("<wbr>/").join(visible(pointer).split("/"))
