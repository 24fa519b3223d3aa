"""Filings: what must hold of every filing and of all bytes."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from opads import carriers
from opads.standard.jsonvalue import leaves
from tests.carriers.fec_options import COLLECTED, COVER, LINE, LINKED, OPTIONS
from tests.carriers.helpers import read

VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1c\r\n"), min_size=1, max_size=8)


def fields(layout: str, **fixed: str) -> st.SearchStrategy[dict[str, str]]:
    """Draw some fields of a layout, the fixed ones always."""
    names = [field.partition(":")[0] for field in layout.split()]
    free = [name for name in names if name not in {*fixed, "form_type", "transaction_id", "transaction_id_number"}]
    return st.dictionaries(st.sampled_from(free), VALUES).map(lambda found: fixed | found)


@st.composite
def filings(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw the records of one filing."""
    header = draw(
        fields("soft_name:20", record_type="HDR", ef_type="FEC", fec_version=draw(st.sampled_from(["1.0", "2.0"])))
    )
    cover = draw(fields(COVER, form_type=draw(st.sampled_from(["F1N", "F1A", "F2"]))))
    common = draw(st.lists(fields(COLLECTED, form_type="XC"), max_size=3))
    made: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 4))):
        line = draw(fields(LINE, form_type="XE", transaction_id_number=f"T.{number}"))
        record: dict[str, Any] = {"header": header, "cover": cover, "line": line}
        linked = draw(st.lists(fields(LINKED, form_type="XL", back_reference_tran_id_number=f"T.{number}"), max_size=2))
        record |= {name: lines for name, lines in (("XC", common), ("XL", linked)) if lines}
        made.append(record)
    return made


@settings(max_examples=150)
@given(filings())
def test_what_is_written_is_read_back(records: list[dict[str, Any]]) -> None:
    written = carriers.get("fec").write(records, OPTIONS)
    found = read("fec", written, OPTIONS)
    assert found.values == records
    lines = written.decode().split("\n")
    for record in found.records:
        for pointer, leaf in leaves(record.value):
            place = record.locate(pointer)
            assert place.line is not None
            assert place.column is not None
            assert place.field_number is not None
            line = lines[place.line - 1].removesuffix("\r")
            raw = line.split("\x1c")[place.field_number - 1]
            assert leaf in (raw, raw[1:-1])
            assert line[place.column - 1 :].startswith(raw)
            assert written[place.offset :].startswith(raw.encode())


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "HDR\x1cFEC\x1c2.0\n",
            "HDR\x1cFEC\x1c1.0 \r\n",
            "F1N\x1cC1\n",
            "F2\x1c\n",
            "XE\x1cC1\x1cT.1\x1ca\n",
            "XL\x1cL\x1cT.1\n",
            "XC\x1cD\n",
            "TEXT\x1cN\x1cT.1\x1cnote\n",
            "SA11\x1c\n",
            "\x1c",
            "\n",
            "\r",
            '"',
            "é",
            "\x7f",
            "XE",
            "HDR",
            "/* Header",
            "\x00",
        ]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=500)
@given(
    st.binary(max_size=60)
    | FRAGMENTS.map(str.encode)
    | st.binary(max_size=30).map(b"HDR\x1cFEC\x1c2.0\nF1N\nXE\x1c".__add__)
)
def test_no_bytes_make_it_raise(data: bytes) -> None:
    for options in ({}, OPTIONS):
        found = read("fec", data, options)
        assert found.records or found.troubles
        for record in found.records:
            for pointer, _ in leaves(record.value):
                assert record.locate(pointer).field_number
        if found.reading.document is not None:
            for pointer, _ in leaves(found.reading.document):
                place = found.reading.locate(pointer)
                assert place is not None
                assert place.line is not None
