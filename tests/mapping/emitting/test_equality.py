"""What is emitted from rows reads as the rows do, one after the other."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import event, given, reject, settings
from hypothesis import strategies as st

from opads.mapping import Reading
from opads.mapping.compile import Node, compile_rows
from opads.mapping.emitting import compiled
from opads.mapping.model import MappingFile
from opads.mapping.stepwise import Stepwise
from tests.mapping.emitting.mappings import MAPPINGS, RECORDS


def outcome(read: Any, native: dict[str, Any]) -> Any:
    """Return what reading gives, or the kind of mistake that stops it."""
    before = copy.deepcopy(native)
    try:
        found = read(native)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as mistake:
        return type(mistake)
    finally:
        assert native == before
    return found


def nodes_of(rows: list[dict[str, Any]]) -> tuple[Node, ...]:
    """Return compiled rows; mappings that are refused are not looked at."""
    try:
        return compile_rows(MappingFile.model_validate({"format": "any", "rows": rows}).rows, "any")
    except ValueError:
        return reject()


@given(MAPPINGS, st.lists(RECORDS, min_size=1, max_size=4))
@settings(max_examples=400)
def test_any_mapping_reads_alike(rows: list[dict[str, Any]], records: list[dict[str, Any]]) -> None:
    nodes = nodes_of(rows)
    whole = compiled(nodes, "any", "1.0", account=True)
    part = compiled(nodes, "any", "1.0", account=False)
    event(f"emitted: {whole is not None}")
    assert (whole is None) or (part is not None)
    if whole is None or part is None:
        return
    stepwise = Stepwise("any", nodes, "1.0")
    for native in records:
        expected = outcome(stepwise.read, native)
        event("a mistake" if isinstance(expected, type) else "a reading")
        given_back = outcome(whole, native)
        judged = outcome(part, native)
        if isinstance(expected, type):
            assert isinstance(given_back, type)
            assert isinstance(judged, type)
        else:
            disclosure, kept, unreadable, mapped, constants, relations = given_back
            assert repr(Reading(disclosure, mapped, kept, constants, unreadable, relations)) == repr(expected)
            assert repr(judged) == repr((expected.disclosure, expected.kept, expected.unreadable))
