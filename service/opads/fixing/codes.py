"""The codes that a native field allows: those of its record schema and of its row in the mapping."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from opads.formats import Format
from opads.mapping.codecs import Codec
from opads.mapping.codecs.codes import EnumCodec
from opads.mapping.codecs.composite import ArrayCodec, ListCodec
from opads.mapping.codecs.scalars import BooleanCodec
from opads.mapping.compile import Block, Node, ValueRow
from opads.standard.jsonvalue import is_index

__all__ = ("codes_of", "near", "same_code")

LONGEST = 64
MOST = 2_000
"""Codes among which a near one is looked for."""


def codes_of(format_: Format, native: str) -> tuple[str, ...]:
    """Return the codes of a field that is a text, in the order of the files; none where the field is free."""
    found: dict[str, None] = {}
    for schema in format_.declared.at(native):
        found |= dict.fromkeys(code for code in schema.get("enum", ()) if isinstance(code, str))
        if isinstance(schema.get("const"), str):
            found[schema["const"]] = None
    field = _field(native)
    for codec in _codecs(format_.lens.nodes, field):
        found |= dict.fromkeys(_codes(codec))
    return tuple(found)


def same_code(text: str, codes: Iterable[str]) -> str | None:
    """Return the one code that is the text but for letter case and white space about it."""
    found = [code for code in codes if code.casefold() == text.strip().casefold()]
    return found[0] if len(found) == 1 else None


def near(text: str, names: Iterable[str]) -> str | None:
    """Return the one code or name that a text is near to; None where there are several, or none."""
    known = list(names)[:MOST]
    if not 2 < len(text) <= LONGEST:
        return None
    folded = {_folded(name): name for name in known}
    if len(folded) < len(known):
        return None
    if _folded(text) in folded:
        return folded[_folded(text)]
    found = difflib.get_close_matches(_folded(text), folded, n=2, cutoff=0.8)
    if len(found) == 2 and _likeness(text, found[0]) - _likeness(text, found[1]) < 0.08:
        return None
    return folded[found[0]] if found else None


def _likeness(text: str, name: str) -> float:
    return difflib.SequenceMatcher(None, _folded(text), name).ratio()


def _folded(name: str) -> str:
    """Return a name without what people spell differently: letter case, blanks, hyphens and underscores."""
    return re.sub(r"[\s_-]+", "", name).casefold()


def _field(pointer: str) -> str:
    return "/".join(token for token in pointer.split("/") if not is_index(token))


def _codecs(nodes: tuple[Node, ...], field: str, base: str = "") -> Iterator[Codec]:
    for node in nodes:
        if isinstance(node, ValueRow) and not node.scope and not node.name:
            if base + _plain(node.native.text) == field:
                yield node.codec
        elif isinstance(node, Block) and not node.members:
            yield from _codecs(node.nodes, field, base + (_plain(node.each.text) if node.each else ""))


def _plain(path: str) -> str:
    """Return a path without its selectors."""
    return _field(re.sub(r"\[[^\]]*\]", "", path))


def _codes(codec: Codec) -> Iterator[str]:
    if isinstance(codec, ListCodec | ArrayCodec):
        yield from _codes(codec.item)
    elif isinstance(codec, EnumCodec):
        yield from (pair.native for pair in codec.map if isinstance(pair.native, str))
    elif isinstance(codec, BooleanCodec):
        yield from (token for token in (*codec.true, *codec.false) if isinstance(token, str))
