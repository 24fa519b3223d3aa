"""The reader: row after row at first, then by an emitted function; an account that is found out when it is asked for."""

from __future__ import annotations

import copy
import pickle
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from opads.mapping import Reading, reading
from opads.mapping.compile import compile_rows
from opads.mapping.emitting import compiled
from opads.mapping.model import Row
from opads.mapping.reading import Reader
from opads.mapping.stepwise import Stepwise
from tests.mapping.demo import lens, records

NODES = lens().nodes
STEPWISE = Stepwise("demo", NODES, "1.0")
NATIVE = {"kind": "ad", "id": "7", "who": "A", "languages": ["en", "mt"], "extra": 1, "start": "soon"}


def warm() -> Reader:
    """Return a reader that has read enough to emit its functions."""
    found = Reader("demo", NODES, "1.0")
    for _ in range(reading.FEW + 1):
        found.read({})
        found.read({}, account=False)
    return found


WARM = warm()


@given(st.lists(records, min_size=1, max_size=3), st.booleans())
@settings(max_examples=60)
def test_a_reader_gives_what_the_rows_say(natives: list[dict[str, Any]], account: bool) -> None:  # noqa: FBT001 - drawn
    for native in natives:
        expected = STEPWISE.read(native)
        assert repr(WARM.read(native, account=account)) == repr(expected)
        assert repr(Reader("demo", NODES, "1.0").read(native, account=account)) == repr(expected)
        assert repr(WARM.disclosure(native)) == repr(expected.disclosure)


def test_an_account_put_off_is_the_same() -> None:
    for asked in ("mapped", "constants", "relations"):
        found, expected = warm().read(NATIVE, account=False), STEPWISE.read(NATIVE)
        assert repr(getattr(found, asked)) == repr(getattr(expected, asked))
        assert found == expected
    assert copy.deepcopy(WARM.read(NATIVE, account=False)) == STEPWISE.read(NATIVE)
    assert warm().read(NATIVE, account=False).origin("/parties/0/name") == "/who"
    assert not hasattr(WARM.read(NATIVE, account=False), "other")


def test_an_account_is_found_out_once_and_only_if_asked_for() -> None:
    calls: list[int] = []

    def whole() -> Reading:
        calls.append(1)
        return STEPWISE.read(NATIVE)

    found = Reading.later({}, {}, [], whole)
    assert not calls
    assert found.disclosure == found.kept == {}
    assert found.mapped
    assert found.constants
    assert found.mapped == STEPWISE.read(NATIVE).mapped
    assert calls == [1]


def test_where_the_account_is_always_asked_for_it_comes_at_once() -> None:
    asked = Reader("demo", NODES, "1.0")
    for _ in range(reading.FEW):
        assert asked.read(NATIVE, account=False).mapped
    assert list(asked._functions) == []
    assert asked.read(NATIVE, account=False) == STEPWISE.read(NATIVE)
    assert list(asked._functions) == [True]


def test_where_the_account_is_not_asked_for_it_is_not_kept() -> None:
    quiet = Reader("demo", NODES, "1.0")
    for _ in range(reading.FEW + 1):
        assert quiet.read(NATIVE, account=False).disclosure
    assert list(quiet._functions) == [False]


def test_a_reader_travels_without_its_functions() -> None:
    again = pickle.loads(pickle.dumps(Reader("demo", compile_rows((), "demo"), "1.0")))  # noqa: S301 - made here
    assert again.read({"a": 1}).disclosure == {"opads": "1.0", "extensions": {"demo": {"/a": 1}}}


def test_rows_that_the_emitter_does_not_know_are_read_one_after_the_other() -> None:
    rows = (
        {"native": "/a", "canonical": "/p"},
        {"native": "/b", "canonical": "/l[kind=a]/v"},
        {"native": "/c", "canonical": "/l[0]"},
    )
    nodes = compile_rows(tuple(Row.model_validate(row) for row in rows), "demo")
    found = Reader("demo", nodes, "1.0")
    for _ in range(reading.FEW + 3):
        assert found.read({"a": "x"}) == Stepwise("demo", nodes, "1.0").read({"a": "x"})
    assert found.disclosure({"a": "x"}) == {"opads": "1.0", "p": "x"}


def test_rows_deeper_than_python_takes_are_read_one_after_the_other() -> None:
    for depth, known in ((8, True), (30, False)):
        row: dict[str, Any] = {"native": "/a", "canonical": "/p"}
        native: dict[str, Any] = {"a": "x"}
        for _ in range(depth):
            row, native = {"each": "/e", "rows": [row]}, {"e": [native]}
        nodes = compile_rows((Row.model_validate(row),), "demo")
        assert (compiled(nodes, "demo", "1.0", account=True) is not None) is known
        found = Reader("demo", nodes, "1.0")
        for _ in range(reading.FEW + 1):
            assert found.read(native).disclosure == {"opads": "1.0", "p": "x"}
