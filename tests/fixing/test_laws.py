"""The laws of safe fixes, on spoilt examples of every format."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads import carriers
from opads.fixing import Fix, Fixes, RecordPatch, applied, fixes_of, mended, patched
from opads.fixing.trial import counts_of, grown
from opads.formats import Format, default_registry
from opads.standard.jsonvalue import get
from tests.fixing.damage import damaged

REGISTRY = default_registry()
each_format = pytest.mark.parametrize("format_", list(REGISTRY), ids=lambda format_: format_.id)


def examples(format_: Format) -> list[Path]:
    return sorted(path for path in (format_.folder / "examples").glob("*/*") if path.suffix != ".parquet")


@each_format
@settings(max_examples=4)
@given(data=st.data())
def test_safe_fixes_keep_their_promise(format_: Format, data: st.DataObject) -> None:
    example = data.draw(st.sampled_from(examples(format_)))
    document = damaged(example.read_bytes(), data.draw(st.integers(0, 2**32)))
    found = fixes_of(document, REGISTRY)
    safe = found.safe
    after = applied(document, safe, found.encoding)
    assert document == found_again(document, safe, after, found.encoding), "all other bytes stay as they are"
    report = mended(document, REGISTRY).report
    assert not grown(counts_of(found.report), counts_of(report)), "no rule has more findings"
    once = mended(document, REGISTRY).data
    assert mended(once, REGISTRY).data == once, "with all of them put in none is left"
    if found.report.input.format and found.report.input.carrier:
        keeps_values(document, after, found)


def found_again(document: bytes, fixes: tuple[Fix, ...], after: bytes, encoding: str) -> bytes:
    """Take fixes out of the mended document again."""
    for fix in sorted(fixes, key=lambda fix: fix.edit.offset):
        text = fix.edit.text.encode(encoding)
        at = fix.edit.offset
        assert after[at : at + len(text)] == text
        after = after[:at] + document[at : fix.edit.end] + after[at + len(text) :]
    return after


def keeps_values(document: bytes, after: bytes, found: Fixes) -> None:
    """Check that the records say what the patches say, and nothing else."""
    before, now = (records(data, found) for data in (document, after))
    assert len(before) == len(now)
    for fix in found.safe:
        for patch in fix.patches:
            before = [(number, changed(value, number, patch)) for number, value in before]
    assert before == now


def records(data: bytes, found: Fixes) -> list[Any]:
    carrier = str(found.report.input.carrier)
    options = REGISTRY.get(str(found.report.input.format)).carrier_options(carrier) or {}
    return [(record.index, record.value) for record in carriers.get(carrier).read(data, options).records]


def changed(value: Any, number: int, patch: RecordPatch) -> Any:
    if patch.record is None and get(value, str(patch.operations[0].origin)) is None:
        return value
    return patched(value, patch.operations) if patch.record in (None, number) else value


@each_format
def test_sound_examples_have_nothing_to_fix(format_: Format) -> None:
    for example in examples(format_):
        if example.parent.name == "valid":
            assert fixes_of(example.read_bytes(), REGISTRY).safe == (), example
