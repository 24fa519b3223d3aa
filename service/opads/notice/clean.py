"""Makes what a disclosure says safe to show: text, addresses of the web and of mail."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from opads.rendering.characters import level, visible
from opads.standard.jsonvalue import dumps

__all__ = ("LONGEST_LINK", "language_tag", "mail_link", "shown", "web_link")

LONGEST_LINK = 2000
"""Characters of an address that is made a link; no browser is sure to follow a longer one."""

_BREAK = re.compile("\r\n|\r|\n")
_WEB = re.compile(r"https?://[^\s/?#\"'<>\\]+[^\s\"<>\\]*", re.IGNORECASE)
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,5}")


def language_tag(value: Any) -> str | None:
    """Return what has the form of a language tag (BCP 47), or None."""
    return value if isinstance(value, str) and _TAG.fullmatch(value) else None


def shown(value: Any) -> str:
    """Return a JSON value as text without characters that cannot be seen; line breaks stay, nothing else steers."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else dumps(value).decode()
    lines = (level(visible(line.replace("\t", " "))).strip() for line in _BREAK.split(text))
    return "\n".join(lines).strip()


def web_link(value: Any) -> str | None:
    """Return an http or https address that may be made a link, or None."""
    if not isinstance(value, str) or len(value) > LONGEST_LINK or value != visible(value):
        return None
    return value if _WEB.fullmatch(value) else None


def mail_link(value: Any) -> str | None:
    """Return a mailto address, or None for what is no plain address of mail."""
    if not isinstance(value, str) or len(value) > 254 or not _MAIL.fullmatch(value):
        return None
    return "mailto:" + quote(value, safe="@")
