"""Pointers, positions, decoding, and the registry of carriers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads import carriers
from opads.carriers import Limits, Place
from opads.carriers.decoding import Text, decode, wide_encoding
from opads.carriers.pointer import join, split, within
from opads.carriers.position import Positions
from tests.carriers.helpers import FINDINGS, MESSAGES


@given(st.lists(st.text(), max_size=5))
def test_pointers_split_into_what_was_joined(tokens: list[str]) -> None:
    assert split(join(list(tokens))) == tokens


def test_pointers_follow_rfc_6901_section_5() -> None:
    assert split("/a~1b/m~0n/ /~01") == ["a/b", "m~n", " ", "~1"]
    assert join(["a/b", "m~n", 0]) == "/a~1b/m~0n/0"
    assert within("/a/b", "/a")
    assert within("/a", "")
    assert not within("/ab", "/a")


@given(st.text(alphabet=st.sampled_from("aé€😀\n\r"), max_size=60), st.integers(0, 60), st.integers(0, 9))
def test_positions_agree_with_counting(text: str, offset: int, skipped: int) -> None:
    offset = min(offset, len(text))
    before = text[:offset]
    ends = before.replace("\r\n", "\n").replace("\r", "\n")
    if before.endswith("\r") and text[offset : offset + 1] == "\n":
        ends = ends[:-1] + "x"
    place = Positions(text, first_byte=skipped).place(offset)
    assert place.line == ends.count("\n") + 1
    assert place.column == len(ends) - (ends.rfind("\n") + 1) + 1
    assert place.offset == skipped + len(before.encode())


def test_positions_cross_blocks_of_many_characters() -> None:
    text = "é" * 10_000 + "\n" + "x" * 10
    assert Positions(text).place(10_005) == Place(line=2, column=5, offset=20_005)


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("marked", [True, False])
def test_wide_encodings_are_named(name: str, *, marked: bool) -> None:
    data = (("\ufeff" if marked else "") + '{"a": 1}').encode(name)
    assert wide_encoding(data) == name.upper().replace("-LE", "LE").replace("-BE", "BE")


@given(st.binary(max_size=40) | st.text().map(str.encode))
def test_decoding_agrees_with_the_codec(data: bytes) -> None:
    found = decode(data)
    good = data.decode("utf-8", "ignore").removeprefix("\ufeff")
    if isinstance(found, Text):
        assert found.text == good
        assert found.text.encode() == data[found.skipped :]
    else:
        assert found.place is not None
        offset = found.place.offset or 0
        assert data[:offset].decode("utf-8-sig") == good[: len(data[:offset].decode("utf-8-sig"))]
        assert found.params["byte"] == f"0x{data[offset]:02X}"
        with pytest.raises(UnicodeDecodeError):
            data.decode()


def test_carriers_are_known_by_their_ids() -> None:
    assert carriers.IDS == ("json", "ndjson", "jsonld", "csv", "fec", "xml")
    assert [carriers.get(name).id for name in carriers.IDS] == list(carriers.IDS)
    with pytest.raises(KeyError):
        carriers.get("yaml")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b" \n", []),
        (b'{"a": 1}', ["json", "ndjson"]),
        (b'\xef\xbb\xbf{\n"a": 1}', ["json", "ndjson"]),
        (b'{"a": 1}\n{"a": 2}\n', ["ndjson", "json"]),
        (b'{"a": 1}\n\n', ["json", "ndjson"]),
        (b'{"a": {}\n}', ["json", "ndjson"]),
        (b"[1]", ["json", "ndjson", "csv"]),
        (b'{"@context": {}, "a": 1}', ["jsonld", "json", "ndjson"]),
        (b'[{"a": 1, "@context" : null}]', ["jsonld", "json", "ndjson"]),
        (b'{"a": "@context"}', ["json", "ndjson"]),
        (b"a,b\n1,2\n", ["csv"]),
        (b"HDR\x1cFEC\x1c8.5\n", ["fec", "csv"]),
        (b"\xef\xbb\xbf \n<a/>", ["xml", "csv"]),
        (b"HDR,FEC,5.3\n", ["fec", "csv"]),
        (b"/* Header\n", ["fec", "csv"]),
        ('{"a": 1}'.encode("utf-16"), ["json", "ndjson"]),
    ],
)
def test_sniffing(data: bytes, expected: list[str]) -> None:
    assert carriers.sniff(data) == expected


def test_every_finding_has_words_and_a_citation() -> None:
    assert list(FINDINGS) == list(MESSAGES)
    for name, finding in FINDINGS.items():
        assert finding["severity"] in {"error", "warning", "info"}, name
        assert finding["title"], name
        assert finding["description"].endswith("."), name
        assert finding["citation"]["instrument"], name
        assert set(MESSAGES[name]) == {"text", "fix"}, name


def test_limits_have_the_documented_defaults() -> None:
    limits = Limits()
    assert (limits.max_bytes, limits.max_depth, limits.max_nodes) == (64 * 2**20, 64, 5_000_000)
    assert (limits.max_digits, limits.max_string, limits.max_troubles) == (1000, 10 * 2**20, 10_000)
