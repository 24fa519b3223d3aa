"""Cells that hold a list or an object as text: JSON, or the notation of Python that some exporters leave."""

from typing import Any, NamedTuple

from opads.carriers.jsontext.count import excess
from opads.carriers.jsontext.fault import Fault
from opads.carriers.jsontext.grammar import PYTHON
from opads.carriers.jsontext.parser import parse
from opads.carriers.jsontext.quick import NotPlain, quick
from opads.carriers.model import Limits
from opads.carriers.table.literal import as_json

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
        pass
    swapped = as_json(text)
    if swapped is not None:
        try:
            return Structure(quick(swapped, limits), [("carrier-csv/python-literal", {})])
        except NotPlain:
            pass
    parsed = parse(text, limits)
    if all(fault.harmless for fault in parsed.faults):
        return Structure(parsed.value, _worth_telling(parsed.faults))
    python = parse(text, limits, PYTHON)
    if all(fault.harmless for fault in python.faults):
        return Structure(python.value, [("carrier-csv/python-literal", {}), *_worth_telling(python.faults)])
    worst = next(fault for fault in parsed.faults if not fault.harmless)
    fault = worst.rule.partition("/")[2].replace("-", " ")
    return _unreadable(cell, f"as JSON it has a fault at character {worst.offset + 1} ({fault})")


def _worth_telling(faults: list[Fault]) -> list[tuple[str, dict[str, Any]]]:
    """Give the faults that are of one place; two places within a cell cannot be told apart in the file."""
    return [(fault.rule, fault.params) for fault in faults if fault.also is None]


def _unreadable(cell: str, reason: str) -> Structure:
    return Structure(cell, [("carrier-csv/unreadable-cell", {"reason": reason})])
