"""The options of a reading or writing, and the names of members that elements and attributes have by them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ("NIL", "SCHEMA_PLACES", "XINCLUDE", "Naming", "naming")

XML = "http://www.w3.org/XML/1998/namespace"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
XINCLUDE = "{http://www.w3.org/2001/XInclude}"
NIL = f"{{{INSTANCE}}}nil"
SCHEMA_PLACES = frozenset({f"{{{INSTANCE}}}schemaLocation", f"{{{INSTANCE}}}noNamespaceSchemaLocation"})
START = "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
NAME = re.compile(rf"[{START}][{START}0-9.\u00b7\u0300-\u036f\u203f\u2040-]*")
"""A name without colon (Namespaces in XML, production 4), of the Basic Multilingual Plane."""


@dataclass(frozen=True, slots=True)
class Naming:
    """The options, made ready; ``records`` are paths of element names from the root, one of them the records'."""

    records: tuple[tuple[str, ...], ...]
    prefixes: Mapping[str, str]
    uris: Mapping[str, str]
    arrays: frozenset[str]
    numbers: frozenset[str]
    booleans: frozenset[str]
    attribute: str
    text: str

    def element(self, tag: str) -> str:
        """Return the member name of an element; one of no declared namespace keeps its Clark notation."""
        uri, name = _split(tag)
        prefix = self.prefixes.get(uri)
        if prefix is None:
            return name if not uri and "" not in self.uris else f"{{{uri}}}{name}"
        return f"{prefix}:{name}" if prefix else name

    def member(self, tag: str) -> str:
        """Return the member name of an attribute; without prefix an attribute is in no namespace."""
        uri, name = _split(tag)
        prefix = self.prefixes.get(uri)
        if not uri:
            return f"{self.attribute}{name}"
        return f"{self.attribute}{prefix}:{name}" if prefix else f"{self.attribute}{{{uri}}}{name}"

    def is_name(self, name: str, *, attribute: bool = False) -> bool:
        """Say whether a member name can be written as the name of an element or an attribute."""
        prefix, colon, local = name.rpartition(":")
        if colon and (not prefix or prefix not in self.uris):
            return False
        reserved = attribute and (name == "xmlns" or self.uris.get(prefix) == INSTANCE)
        return NAME.fullmatch(local) is not None and not reserved

    @staticmethod
    def fits(path: str, name: str, places: frozenset[str]) -> bool:
        """Say whether an option lists a path, or the name of its last member wherever it stands."""
        return path in places or name in places


def naming(options: Mapping[str, Any]) -> Naming:
    """Make the options of a ``format.yaml`` ready."""
    records = options.get("records") or ()
    paths = (records,) if isinstance(records, str) else tuple(str(path) for path in records)
    uris = {"xml": XML, **{str(k): str(v) for k, v in (options.get("namespaces") or {}).items()}}
    return Naming(
        tuple(tuple(step for step in path.split("/") if step) for path in paths),
        {uri: prefix for prefix, uri in uris.items()},
        uris,
        _places(options, "arrays"),
        _places(options, "numbers"),
        _places(options, "booleans"),
        str(options.get("attributes", "@")),
        str(options.get("text", "#")),
    )


def _places(options: Mapping[str, Any], name: str) -> frozenset[str]:
    return frozenset(str(place) for place in options.get(name) or ())


def _split(tag: str) -> tuple[str, str]:
    if tag.startswith("{"):
        uri, _, name = tag[1:].partition("}")
        return uri, name
    return "", tag
