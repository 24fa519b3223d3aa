"""The beginning of a filing: when it stands for all of it, and that recognition says the same of both."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads import carriers
from opads.carriers import Limits
from opads.formats import default_registry, detect

REGISTRY = default_registry()
FILING = b"HDR\x1cFEC\x1c8.5\nF24N\x1cC00000001\x1c48\n"
LINES = FILING + b"SE\x1cC00000001\x1cSE.1\n" * 9
SIZE = 64


@pytest.mark.parametrize(
    ("data", "limits"),
    [
        (FILING, Limits()),
        (LINES, Limits(max_bytes=100)),
        (LINES, Limits(max_nodes=20)),
        (LINES.replace(b"8.5", "8.5é".encode()), Limits()),
        (b"\n" * SIZE + LINES, Limits()),
        (b"x" * SIZE + LINES, Limits()),
    ],
)
def test_where_all_bytes_are_needed(data: bytes, limits: Limits) -> None:
    assert carriers.beginning("fec", data, limits, SIZE) is data


def test_whole_lines_of_filings_alone() -> None:
    assert carriers.beginning("fec", LINES, Limits(), SIZE) == FILING + b"SE\x1cC00000001\x1cSE.1\n"
    assert carriers.beginning("csv", LINES, Limits(), SIZE) is LINES


PIECES = st.lists(
    st.sampled_from(
        [
            b"HDR\x1cFEC\x1c8.5\n",
            b"F24N\x1cC1\n",
            b"F7N\x1c\n",
            b"SE\x1cC1\n",
            b"\n",
            b"\r",
            b"HDR",
            b"\x1c",
            b"a,b\n",
            b"\xe9",
        ]
    ),
    max_size=9,
).map(b"".join)


@settings(max_examples=300)
@given(PIECES, st.sampled_from([Limits(), Limits(max_nodes=9), Limits(max_bytes=40), Limits(max_troubles=2)]))
def test_recognition_is_that_by_all_bytes(data: bytes, limits: Limits) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(detect, "FIRST", 12)
        by_beginning = detect.detect(data, REGISTRY, limits=limits, carrier="fec")
        patch.setattr(detect, "FIRST", 10_000)
        assert by_beginning == detect.detect(data, REGISTRY, limits=limits, carrier="fec")
