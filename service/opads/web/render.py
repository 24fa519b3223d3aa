"""Renders the templates; everything is escaped, and what cannot be seen in a value is made visible."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import opads
from opads.rendering import wording
from opads.rendering.characters import shortened, visible
from opads.speech import speech_in
from opads.speech.languages import offered
from opads.standard.resources import VERSION
from opads.web.assets import asset, theme_asset

__all__ = ("HTML", "PLAIN", "Look", "environment", "page")

HTML = "text/html"
_HERE = Path(__file__).resolve().parent


class Look(NamedTuple):
    """How a page looks: its language, what the addresses of its links begin with, the operator's design."""

    tag: str = "en"
    prefix: str = ""
    theme: str = ""
    site_name: str = ""
    pseudo: bool = False


PLAIN = Look()
"""In English, in our own design."""


@lru_cache(maxsize=32)
def environment(look: Look) -> Environment:
    """Return the templates as they are filled in for a look."""
    speech = speech_in(look.tag)
    environment = Environment(
        loader=FileSystemLoader([_HERE / "templates", _HERE.parent / "kit" / "templates"]),
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
    environment.globals.update(
        asset=asset,
        theme=theme_of(look.theme),
        site_name=look.site_name,
        languages=list(offered(pseudo=look.pseudo).values()),
        speech=speech,
        link=link_maker(look.prefix),
        version=opads.__version__,
        standard=VERSION,
        wording=wording,
        count=wording.count,
        counted=speech.counted,
    )
    environment.filters.update(
        visible=visible,
        shortened=shortened,
        safe_url=safe_url,
        data_url=data_url,
        spoken=spoken,
        breakable=breakable,
        number=speech.number,
        percent=speech.percent,
        day=speech.day,
        moment=speech.moment,
    )
    return environment


def page(name: str, look: Look = PLAIN, at: str = "/", **values: Any) -> bytes:
    """Return a template filled in, in UTF-8; ``at`` is the address of the page without its language.

    Templates say ``_("…")`` and ``ngettext("%(num)s record", "%(num)s records", n)`` or ``counted`` for words,
    ``link("/formats")`` for addresses of pages, ``speech`` for all else that a language has.
    """
    return environment(look).get_template(name).render(at=at, **values).encode("utf-8", "replace")


def link_maker(prefix: str) -> Callable[[str], str]:
    """Return what makes the address of a page in the language of the page it stands on."""

    def link(path: str) -> str:
        return (prefix + path) if path != "/" or not prefix else prefix + "/"

    return link


def theme_of(folder: str) -> Callable[[str], str]:
    """Return what gives the address of a file of the operator's design, nothing where there is none."""
    return lambda name: theme_asset(folder, name)


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
