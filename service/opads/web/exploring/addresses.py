"""Where what can be found in the standard stands among the pages."""

from __future__ import annotations

from urllib.parse import quote

__all__ = ("address_of", "field_address")


def field_address(anchor: str) -> str:
    """Return the address of a field of the disclosure by its anchor (``/parties/name``)."""
    return f"/explore/schema/{quote(anchor.split('/')[1])}#{quote(anchor)}"


def address_of(kind: str, key: str) -> str:
    """Return the address of an entry of the index; raises KeyError for a kind that it does not have."""
    if kind == "field":
        return field_address(key)
    if kind == "code":
        name, _, code = key.partition("/")
        return f"/explore/codes/{quote(name)}#{quote(code)}"
    folders = {"format": "/formats/", "term": "/explore/terms/", "rule": "/rules/", "codelist": "/explore/codes/"}
    return folders[kind] + quote(key)
