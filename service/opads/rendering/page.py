"""Rendering ``html``: one self-contained page, no script, nothing fetched; light and dark; made to be mailed and printed."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from opads.catalogue import Catalogue
from opads.rendering import wording
from opads.rendering.characters import shortened, visible
from opads.rendering.model import NamedReport, RenderOptions
from opads.rendering.quoting import group_title, quoted_group
from opads.speech import Speech

__all__ = ("render",)

_TEMPLATES = Path(__file__).resolve().parent / "templates"


@lru_cache(maxsize=32)
def _template(speech: Speech) -> tuple[Template, str, str]:
    """Return the template, its style sheet and the hash by which the content security policy allows just that one."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        speech.gettext, speech.ngettext, newstyle=True
    )
    environment.globals.update(speech=speech, counted=speech.counted, wording=wording)
    environment.filters["number"] = speech.number
    environment.filters["visible"] = visible
    environment.filters["shortened"] = shortened
    environment.filters["safe_url"] = _safe_url
    style = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    if speech.direction == "rtl":
        style += (_TEMPLATES / "right.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("report.html"), style, f"sha256-{digest}"


def render(reports: list[NamedReport], catalogue: Catalogue, options: RenderOptions) -> bytes:
    """Return the page; every finding that the reports quote is in it."""
    template, style, digest = _template(options.speech)
    return template.render(
        sections=[_section(number, named, catalogue, options.speech) for number, named in enumerate(reports, 1)],
        style=style,
        style_hash=digest,
    ).encode()


def _section(number: int, named: NamedReport, catalogue: Catalogue, speech: Speech) -> dict[str, Any]:
    groups = [
        {
            "group": group,
            "title": group_title(group, catalogue),
            "tongue": catalogue.tongue(group.rule),
            "items": list(quoted_group(named, group, catalogue)),
        }
        for group in named.report.groups
    ]
    return {
        "number": number,
        "name": named.name,
        "report": named.report,
        "groups": groups,
        "unchecked": list(wording.unchecked(named.report, catalogue, speech)),
    }


def _safe_url(url: str | None) -> str:
    """Return a web address as it is, nothing for any other scheme."""
    return url if url and url.lower().startswith(("https://", "http://")) else ""
