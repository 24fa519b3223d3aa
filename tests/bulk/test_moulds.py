"""Records that a mould converts are converted as each would be for itself: output, account and losses, to the byte."""

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads.bulk import blocks
from opads.bulk.blocks import Options, Result, convert_block
from opads.carriers import Block
from opads.moulds import Press, Pressed
from opads.standard.jsonvalue import dumps
from tests.bulk.helpers import REGISTRY, natives
from tests.native_strategies import native_records

PRESSED = Press.pressed

MOULDED = ("meta-ad-library", "eu-dsa-39")
"""Some formats whose records are known to be alike."""
TARGETS = ("eu-ttpa", "opads-disclosure", "us-openfec", "eu-repository", "meta-ad-library", "sdaf")
SOURCES = [f.id for f in REGISTRY if not f.lens.identity and f.carrier_options("json") is not None and natives(f.id)]
TEXTS = [
    "", " ", "x", "0", "-1", "1.5", "007", "1e3", "true", "DE", "2026-11-27", "2026-02-30", "2026-11-27T10:00:00+01:00",
    "é", "\u2028", 'a"b\\', "a/b~c", "\U0001f600", "x" * 300, "sponsor", "null", "http://example.org/ä?x=1",
]  # fmt: skip
VALUES = [None, True, False, 0, 1, -3, 2**53, 10**17, [], {}, [""], ["a", "b"], {"a": "b"}, *TEXTS]


def both(
    monkeypatch: pytest.MonkeyPatch, source: str, target: str, records: list[dict[str, Any]], *, carry: bool
) -> int:
    """Convert with and without moulds; return how many records a mould converted."""
    data = b"".join(dumps(record) + b"\n" for record in records)
    options = Options(source, "ndjson", target=target, target_carrier="ndjson", account=True, carry=carry)
    found: list[Result] = []
    pressed = 0

    def counting(press: Press, native: dict[str, Any]) -> Pressed | None:
        nonlocal pressed
        done = PRESSED(press, native)
        pressed += done is not None
        return done

    for moulds in (True, False):
        blocks._press.cache_clear()
        with monkeypatch.context() as patch:
            patch.setattr(Press, "pressed", counting if moulds else lambda *_: None)
            found.append(convert_block(Block(0, data, whole=True), options))
    for one, other in zip(found[0].account.splitlines(), found[1].account.splitlines(), strict=True):
        assert one == other
    assert found[0].output == found[1].output
    assert found[0] == found[1]
    return pressed


def varied(value: Any, chance: random.Random) -> Any:
    """Give a value with another one somewhere in it."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        name = chance.choice(list(value))
        return {**value, name: varied(value[name], chance)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        at = chance.randrange(len(value))
        return [*value[:at], varied(value[at], chance), *value[at + 1 :]]
    return copy.deepcopy(chance.choice(TEXTS if isinstance(value, str) and chance.random() < 0.7 else VALUES))


def alike(records: list[dict[str, Any]], chance: random.Random) -> Iterator[dict[str, Any]]:
    """Yield records several times, with other values and as they were."""
    for record in records:
        for _ in range(4):
            yield record
        for _ in range(6):
            other = varied(record, chance)
            yield from (other, other, varied(other, chance), other)


@pytest.mark.parametrize("source", SOURCES)
def test_examples_and_records_like_them(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    chance = random.Random(source)  # noqa: S311 - reproducible test data
    for target in chance.sample(TARGETS, 2):
        if target != source:
            records = list(alike(natives(source)[:6], chance))
            pressed = both(monkeypatch, source, target, records, carry=chance.random() < 0.7)
            assert pressed or source not in MOULDED


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_any_records(source: str, data: st.DataObject) -> None:
    record = native_records(REGISTRY.get(source).record_schema)
    records = data.draw(st.lists(record, min_size=1, max_size=4))
    with pytest.MonkeyPatch.context() as patch:
        both(patch, source, "eu-ttpa" if source != "eu-ttpa" else "us-openfec", records * 3, carry=True)
