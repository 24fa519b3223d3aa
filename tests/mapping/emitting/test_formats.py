"""The emitted functions of all formats read as their rows do: examples, damaged examples, records of any kind."""

from __future__ import annotations

import copy
import random
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads import carriers
from opads.carriers import Limits
from opads.formats import Format, default_registry
from opads.mapping import Reading
from opads.mapping.emitting import Compiled, compiled
from opads.mapping.stepwise import Stepwise
from tests.native_strategies import native_records
from tests.strategies import mutate

FORMATS = [format_ for format_ in default_registry() if not format_.lens.identity]
each_format = pytest.mark.parametrize("format_", FORMATS, ids=lambda f: str(f.id))


@cache
def examples(format_: Format) -> tuple[dict[str, Any], ...]:
    """Return the records of all examples of a format."""
    found: list[dict[str, Any]] = []
    for path in sorted((format_.folder / "examples").rglob("*.*")):
        data = path.read_bytes()
        fitting = ((name, format_.carrier_options(name)) for name in carriers.sniff(data))
        carrier = next(((name, options) for name, options in fitting if options is not None), None)
        if carrier is not None:
            records = carriers.get(carrier[0]).read(data, carrier[1], Limits()).records
            found += [record.value for record in records if isinstance(record.value, dict)]
    return tuple(found)


@cache
def functions(format_: Format) -> tuple[Stepwise, Compiled, Compiled]:
    """Return what reads row after row, and the emitted functions with and without the account."""
    nodes = format_.lens.nodes
    whole = compiled(nodes, format_.id, "1.0", account=True)
    part = compiled(nodes, format_.id, "1.0", account=False)
    assert whole is not None, "every format of ours is emitted"
    assert part is not None
    return Stepwise(format_.id, nodes, "1.0"), whole, part


def check(format_: Format, native: dict[str, Any]) -> None:
    """Compare all that reading gives, with the order of all members."""
    stepwise, whole, part = functions(format_)
    before = copy.deepcopy(native)
    expected = stepwise.read(native)
    disclosure, kept, unreadable, mapped, constants, relations = whole(native)
    assert repr(Reading(disclosure, mapped, kept, constants, unreadable, relations)) == repr(expected)
    assert repr(part(native)) == repr((expected.disclosure, expected.kept, expected.unreadable))
    assert native == before


@each_format
def test_examples_read_alike(format_: Format) -> None:
    records = examples(format_)
    assert records
    for native in records:
        check(format_, native)


@each_format
@given(seed=st.integers(0, 2**32), times=st.integers(1, 5))
@settings(max_examples=25)
def test_damaged_examples_read_alike(format_: Format, seed: int, times: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - reproducible test data
    native = chance.choice(examples(format_))
    for _ in range(times):
        native = mutate(native, chance)
    check(format_, native)


@each_format
@given(data=st.data())
@settings(max_examples=10)
def test_records_of_any_kind_read_alike(format_: Format, data: st.DataObject) -> None:
    check(format_, data.draw(native_records(format_.record_schema)))
