"""Cells that hold a list or an object as text: JSON, or the notation of Python that some exporters leave."""

from typing import Any, NamedTuple

from opads.carriers.jsontext.count import excess
from opads.carriers.jsontext.grammar import PYTHON
from opads.carriers.jsontext.parser import parse
from opads.carriers.jsontext.quick import NotPlain, quick
from opads.carriers.model import Limits

__all__ = ("Structure", "read_structure")


class Structure(NamedTuple):
    """The value of a cell and the rules it offends, with their parameters."""

    value: Any
    troubles: list[tuple[str, dict[str, Any]]]


def read_structure(cell: str, limits: Limits, *, single: bool) -> Structure:
    """Read a cell; ``single`` says that a plain text there is the one element of a list.

    A cell that can be read in no way keeps its text, with the trouble ``carrier-csv/unreadable-cell``.
    """
    text = cell.strip()
    framed = text[:1] + text[-1:] in {"[]", "{}"}
    if not framed and single:
        return Structure([cell], [("carrier-csv/unwrapped-list", {})])
    if not framed or excess(text, limits.max_nodes) is not None:
        return _unreadable(cell, "it is neither a list nor an object")
    try:
        return Structure(quick(text, limits), [])
    except NotPlain:
        parsed = parse(text, limits)
    if all(fault.harmless for fault in parsed.faults):
        return Structure(parsed.value, [(fault.rule, fault.params) for fault in parsed.faults])
    python = parse(text, limits, PYTHON)
    if all(fault.harmless for fault in python.faults):
        named = [(fault.rule, fault.params) for fault in python.faults]
        return Structure(python.value, [("carrier-csv/python-literal", {}), *named])
    if parsed.broken is None:
        worst = next(fault for fault in parsed.faults if not fault.harmless)
        return Structure(cell, [(worst.rule, worst.params), *_unreadable(cell, "its JSON has a fault").troubles])
    return _unreadable(cell, f"it breaks off being a list or an object at character {parsed.faults[-1].offset + 1}")


def _unreadable(cell: str, reason: str) -> Structure:
    return Structure(cell, [("carrier-csv/unreadable-cell", {"reason": reason})])
