"""The matrix says of every pair what the engine then does: all valid examples into all formats, every value in the account."""

import re
from pathlib import Path
from typing import Any

import pytest

from opads import carriers
from opads.account import LeafRow, account_of
from opads.carriers import Limits
from opads.formats import Format, FormatError, default_registry
from opads.matrix import FieldFate, matrix, pair
from opads.standard.jsonvalue import leaves
from opads.validation import resolve

REGISTRY = default_registry()
each_format = pytest.mark.parametrize("format_", list(REGISTRY), ids=lambda f: f.id)


def records(format_: Format) -> list[dict[str, Any]]:
    found = []
    for path in sorted((format_.folder / "examples" / "valid").iterdir()):
        data = path.read_bytes()
        _, carrier, _ = resolve(data, REGISTRY, format_.id, None)
        assert carrier is not None
        reading = carriers.get(carrier).read(data, format_.carrier_options(carrier) or {}, Limits())
        found += [record.value for record in list(reading.records)[:4]]
    return found


def fates(source: str, target: str) -> list[tuple[re.Pattern[str], FieldFate]]:
    found = []
    for fate in pair(REGISTRY, source, target).fields:
        pattern = re.escape(fate.field).replace(r"\[\]", "/[0-9]+")
        pattern = re.sub(r"\\\[([0-9]+)\\\]", r"/\1", pattern)
        pattern = re.sub(r"\\\[.*?\\\]", "/[0-9]+", pattern)
        found.append((re.compile(pattern + "(/.*)?"), fate))
    return found


def of_leaf(pointer: str, known: list[tuple[re.Pattern[str], FieldFate]]) -> list[FieldFate]:
    return [fate for pattern, fate in known if pattern.fullmatch(pointer)]


@each_format
def test_the_engine_does_what_the_matrix_says(format_: Format) -> None:
    natives = [(native, format_.lens.read(native)) for native in records(format_)]
    compared = 0
    for target in REGISTRY:
        known = fates(format_.id, target.id)
        for native, reading in natives:
            writing = target.lens.write(reading.disclosure, carry=False)
            account = account_of(0, native, reading, writing, missing=[], source=format_.id)
            assert [leaf.source for leaf in account.leaves] == [pointer for pointer, _ in leaves(native)]
            for leaf in account.leaves:
                compared += agrees(leaf, of_leaf(leaf.source, known), f"{format_.id} to {target.id}: {leaf}")
    assert compared


def agrees(leaf: LeafRow, found: list[FieldFate], where: str) -> int:
    """Fail where no fate of the field allows what became of the leaf; count what was compared."""
    unread = any(place.startswith("/extensions/") for place in leaf.canonical)  # null, or a value the codec refused
    if not found or unread or leaf.reason == "constant-of-format":
        return 0
    kinds = {fate.fate for fate in found}
    if leaf.status in ("written", "narrowed"):
        assert kinds - {"drops", "carried"}, where
    elif leaf.reason == "no-field":
        assert kinds - {"survives", "narrows"} or leaf.status == "narrowed", where
    return 1


@each_format
def test_a_format_into_itself_loses_nothing(format_: Format) -> None:
    counts = pair(REGISTRY, format_.id, format_.id).counts
    assert counts.fields == counts.survives > 0
    assert counts.missing == 0


def test_every_pair_is_there_and_adds_up() -> None:
    whole = matrix(REGISTRY)
    assert [(cell.source, cell.target) for cell in whole.pairs] == [
        (s, t) for s in whole.formats for t in whole.formats
    ]
    for cell in whole.pairs:
        assert cell.fields == cell.survives + cell.narrows + cell.depends + cell.carried + cell.drops


def test_what_is_known_of_a_range_and_a_total() -> None:
    found = pair(REGISTRY, "meta-ad-library", "eu-ttpa")
    fate = {field.field: field.fate for field in found.fields}
    assert fate["/spend/lower_bound"] == "carried"
    assert fate["/ad_creative_bodies[]"] == "survives"
    assert {"/adAmount/total", "/amountMethodology", "/funding/nature"} <= set(found.missing)


def test_a_dsa_entry_lacks_what_only_the_notice_asks() -> None:
    missing = set(pair(REGISTRY, "eu-dsa-39", "eu-ttpa").missing)
    assert {"/adAmount/total", "/funding/nature", "/funding/geoOrigin", "/amountMethodology"} <= missing


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(FormatError, match="eu-ttpa"):
        pair(REGISTRY, "eu-tpa", "us-fec")


def test_the_real_conversion_of_a_field_that_drops(real_data: Path) -> None:
    """A real filing, every leaf of it, agrees with the matrix."""
    data = (real_data / "us" / "fec-real-ads" / "1238409.fec").read_bytes()
    source, target = REGISTRY.get("us-fec"), REGISTRY.get("eu-ttpa")
    known = fates(source.id, target.id)
    reading = carriers.get("fec").read(data, source.carrier_options("fec") or {}, Limits())
    for record in reading.records:
        read = source.lens.read(record.value)
        account = account_of(
            0, record.value, read, target.lens.write(read.disclosure, carry=False), missing=[], source=source.id
        )
        assert sum(agrees(leaf, of_leaf(leaf.source, known), str(leaf)) for leaf in account.leaves)
