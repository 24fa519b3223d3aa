"""Server-sent events, however they are cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.client.events import Event, events_in

STREAM = ':hello\n\nid: 1\nevent: progress\r\ndata: {"a":\r\ndata: "\u2028"}\r\n\r\ndata:x\r\rretry: 5\nid: a\0b\nid\ndata\n\nevent: lost\n\ndata: cut'
EVENTS = [Event("progress", '{"a":\n"\u2028"}', "1"), Event("message", "x", "1"), Event("message", "", "")]


@given(st.lists(st.integers(0, 130), max_size=12))
def test_pieces_do_not_matter(cuts: list[int]) -> None:
    raw, places = STREAM.encode(), [0, *sorted(cuts), len(STREAM.encode())]
    assert list(events_in(raw[a:b] for a, b in pairwise(places))) == EVENTS


@pytest.mark.parametrize(
    ("raw", "count"),
    [(b"", 0), (b"\n\n\n", 0), (b"data: a", 0), (b"data: a\n", 0), (b"data: \xff\n\n", 1), (b"data: a\r\r", 1)],
)
def test_ends(raw: bytes, count: int) -> None:
    assert len(list(events_in([raw]))) == count
