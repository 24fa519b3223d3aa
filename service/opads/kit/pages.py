"""Renders documentation: one HTML file with nothing to fetch, or Markdown."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import opads
from opads.kit.documentation import Documentation
from opads.rendering.characters import visible
from opads.rendering.wording import law
from opads.standard.resources import VERSION

__all__ = ("RENDERERS", "html", "markdown")

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_CHECKED = {"full": "fully", "partial": "in part", "human": "by a person"}


@lru_cache(maxsize=2)
def _environment(*, escaped: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=escaped,  # noqa: S701 - Markdown is escaped by filters of its own
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        visible=visible, lines=lines, safe_url=_safe_url, cell=_cell, law=law, fenced=_fenced, told=_told, code=_code
    )
    environment.globals.update(checked=_CHECKED, version=opads.__version__, standard=VERSION)
    return environment


def html(page: Documentation) -> bytes:
    """Return one self-contained HTML page."""
    style = (_TEMPLATES / "documentation.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = _environment(escaped=True).get_template("documentation.html")
    return template.render(page=page, style=style, style_hash=f"sha256-{digest}").encode("utf-8", "replace")


def markdown(page: Documentation) -> bytes:
    """Return the same as Markdown."""
    text = _environment(escaped=False).get_template("documentation.md").render(page=page)
    return (re.sub(r"\n{3,}", "\n\n", text).strip() + "\n").encode("utf-8", "replace")


RENDERERS = {"html": html, "md": markdown}


def lines(text: str) -> str:
    """Return lines in which every character that cannot be seen is written as its escape."""
    return "\n".join(visible(line.rstrip("\r")) for line in text.split("\n"))


def _safe_url(url: str | None) -> str:
    return url if url and re.match(r"https?://[^\s<>\"()]+$", url) else ""


def _told(text: str) -> str:
    """Return a text in which Markdown sees no sign of its own."""
    return re.sub(r"([\\`*_{}\[\]<>#|&~!])", r"\\\1", visible(text))


def _cell(text: str) -> str:
    return _told(" ".join(text.split()))


def _code(text: str) -> str:
    """Return a text as code within a table's cell."""
    shown = visible(text).replace("|", "\\|")
    fence = "``" if "`" in shown else "`"
    return f"{fence} {shown} {fence}" if "`" in shown else f"{fence}{shown}{fence}" if shown else ""


def _fenced(text: str) -> str:
    """Return a text between fences that it does not have itself."""
    longest = max((len(found) for found in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{lines(text).rstrip()}\n{fence}"
