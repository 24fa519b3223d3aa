"""Texts of elements and attributes in XML: those that stand there plainly, without entities or markup in them."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape

from opads.carriers import Place
from opads.carriers.xmltext.scalars import spelled
from opads.fixing.model import Edit

__all__ = ("XmlSpans",)

ELEMENT = re.compile(rb"""<([^\s/>!?]+)(?:[^"'<>/]|"[^"<]*"|'[^'<]*')*+>([^<&]*+)</\1\s*>""")
ATTRIBUTE = re.compile(rb"""[^\s=<>"'/]+\s*=\s*(?:"([^"<&]*)"|'([^'<&]*)')""")


class XmlSpans:
    """The texts of an XML document."""

    encoding = "utf-8"

    def __init__(self, data: bytes) -> None:
        self._data = data

    def replaced(self, place: Place, before: Any, after: Any) -> Edit | None:
        """Return the edit of the text of an element or attribute; its tags stay as they are."""
        if place.offset is None or after is None or isinstance(after, dict | list):
            return None
        found = (ELEMENT if self._data.startswith(b"<", place.offset) else ATTRIBUTE).match(self._data, place.offset)
        if found is None:
            return None
        group = 2 if found.re is ELEMENT or found[1] is None else 1
        try:
            text = found[group].decode()
        except UnicodeDecodeError:
            return None
        if text.replace("\r\n", "\n") != before:
            return None
        written = escape(after if isinstance(after, str) else spelled(after), {'"': "&quot;", "'": "&apos;"})
        return Edit(found.start(group), found.end(group) - found.start(group), written)

    def removed(self, place: Place, name: str) -> Edit | None:
        """Return nothing: what an absent element would mean is not known here."""
        del place, name
        return None

    def renamed(self, place: Place, before: str, after: str) -> Edit | None:
        """Return nothing: a name stands in two tags, and in the schema of the format."""
        del place, before, after
        return None
