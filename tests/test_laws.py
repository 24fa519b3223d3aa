"""The laws of the lenses, for every format, on records generated from its own schema and from the standard's."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.account import account_of
from opads.formats import Format, default_registry
from opads.standard.jsonvalue import leaves
from tests.native_strategies import native_records
from tests.strategies import disclosures

REGISTRY = default_registry()
FORMATS = [format_ for format_ in REGISTRY if not format_.lens.identity]
each_format = pytest.mark.parametrize("format_", FORMATS, ids=lambda f: f.id)


@each_format
@given(data=st.data())
def test_native_to_canonical_to_native_is_identity(format_: Format, data: st.DataObject) -> None:
    record = data.draw(native_records(format_.record_schema))
    disclosure = format_.lens.read(record).disclosure
    assert _without_constants(format_.lens.write(disclosure, carry=False).native, record) == record


def _without_constants(written: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the format always writes (its constants) where the record did not have it."""
    return {key: _pruned(value, record.get(key)) for key, value in written.items() if key in record}


def _pruned(written: Any, original: Any) -> Any:
    if isinstance(written, dict) and isinstance(original, dict):
        return {key: _pruned(value, original[key]) for key, value in written.items() if key in original}
    return written


@each_format
@given(data=st.data())
def test_every_native_leaf_stands_once_in_the_account_of_any_target(format_: Format, data: st.DataObject) -> None:
    record = data.draw(native_records(format_.record_schema))
    target = REGISTRY.get(data.draw(st.sampled_from(REGISTRY.ids)))
    reading = format_.lens.read(record)
    writing = target.lens.write(reading.disclosure)
    account = account_of(0, record, reading, writing, missing=[], source=format_.id)
    assert [row.source for row in account.leaves] == [pointer for pointer, _ in leaves(record)]
    written = {pointer for pointer, _ in leaves(writing.native)}
    for row in account.leaves:
        assert row.status in ("written", "narrowed", "carried", "dropped")
        assert set(row.target) <= written or row.status == "dropped" or not record


@each_format
@given(disclosure=disclosures())
def test_every_canonical_leaf_is_accounted_for_once(format_: Format, disclosure: dict[str, Any]) -> None:
    writing = format_.lens.write(disclosure, carry=False)
    assert list(writing.account) == [pointer for pointer, _ in leaves(disclosure)] or set(writing.account) == {
        pointer for pointer, _ in leaves(disclosure)
    }
    present = {pointer for pointer, _ in leaves(writing.native)}
    for entry in writing.account.values():
        assert entry.status in ("written", "narrowed", "dropped")
        assert entry.status != "dropped" or entry.reason
        assert set(entry.targets) <= present


@each_format
@given(disclosure=disclosures())
def test_what_was_written_exactly_is_read_again(format_: Format, disclosure: dict[str, Any]) -> None:
    """A native value written from a canonical text or amount reads as the same text or amount, wherever it stands."""
    writing = format_.lens.write({k: v for k, v in disclosure.items() if k != "extensions"}, carry=False)
    back = format_.lens.read(writing.native)
    kept = [p for p in back.kept if p not in {t for e in writing.account.values() for t in e.targets}]
    assert kept == [] or all(REGISTRY.get(format_.id).declared.unknown(p) is None for p in kept)


@each_format
@given(seed=st.integers(0, 2**32), data=st.data())
def test_an_edit_of_the_disclosure_is_never_undone_by_the_residue(
    format_: Format, seed: int, data: st.DataObject
) -> None:
    record = data.draw(native_records(format_.record_schema))
    reading = format_.lens.read(record)
    disclosure = reading.disclosure
    sourced = {pointer for pointers in reading.mapped.values() for pointer in pointers} - set(reading.constants)
    places = [p for p, v in leaves(disclosure) if isinstance(v, str) and v and p in sourced]
    if not places:
        return
    chance = random.Random(seed)  # noqa: S311 - reproducible test data
    pointer = chance.choice(places)
    holder: Any = disclosure
    *path, last = pointer.split("/")[1:]
    for token in path:
        holder = holder[int(token)] if isinstance(holder, list) else holder[token.replace("~1", "/").replace("~0", "~")]
    holder[int(last) if isinstance(holder, list) else last] = "edited"
    read_again = format_.lens.read(format_.lens.write(disclosure, carry=False).native)
    again = read_again.disclosure
    plain = {k: v for k, v in disclosure.items() if k != "extensions"}
    said = {repr(v) for _, v in leaves(plain)}
    for place, value in leaves({k: v for k, v in again.items() if k != "extensions"}):
        if place in read_again.constants:
            continue
        assert repr(value) in said, f"{place} came back as {value!r}"
