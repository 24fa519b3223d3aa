"""Jinja for all renderings in HTML and SVG: escaped by default, strict, the style sheet's hash for its policy."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from opads.notice.document import LabelLine
from opads.standard.jsonvalue import dumps

__all__ = ("fill", "style_sheet")

# What could end the block, and what could mislead whoever reads the source; JSON can say all of it by escapes.
_STEERING = re.compile("[<>&\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_TEMPLATES = Path(__file__).resolve().parent / "templates"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sentence"] = _sentence
    environment.filters["data"] = _data
    return environment


def fill(name: str, **values: Any) -> bytes:
    """Return a template filled in, in UTF-8."""
    return _environment().get_template(name).render(**values).encode("utf-8", "replace")


@lru_cache(maxsize=4)
def style_sheet(name: str) -> tuple[Markup, str]:
    """Return a style sheet and the hash by which a content security policy allows just that one."""
    text = (_TEMPLATES / name).read_text(encoding="utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), f"sha256-{digest}"  # noqa: S704 - a file of ours


def _sentence(line: LabelLine, shown: str = "") -> Markup:
    """Return a line of the label with its values, each kept from turning the direction of the rest."""
    inner = Markup(", ").join(Markup("<bdi>{}</bdi>").format(value.text) for value in line.values) or escape(shown)
    return Markup(inner).join(escape(part) for part in line.sentence.text.split("{value}"))  # noqa: S704 - escaped above


def _data(value: Any) -> Markup:
    """Return JSON text that can stand in a data block: no character in it can end the block."""
    text = _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", dumps(value).decode())
    return Markup(text)  # noqa: S704 - nothing in it is markup any more
