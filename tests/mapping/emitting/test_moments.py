"""Dates and times that are read quickly are what their codec makes of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.mapping.compile import ValueRow, compile_rows
from opads.mapping.emitting.moments import moment
from opads.mapping.model import Row
from opads.mapping.remembered import through_codec

CODECS: list[tuple[Any, str, str]] = [
    ("date", "%Y-%m-%d", "2024-02-29"),
    ({"name": "date", "pattern": "%d/%m/%Y"}, "%d/%m/%Y", "29/02/2024"),
    ({"name": "date", "native": "number", "pattern": "%Y.%m.%d"}, "%Y.%m.%d", "2024.02.29"),
    ({"name": "date", "patterns": ["%m/%d/%Y", "%Y-%m-%d"]}, "%m/%d/%Y", "02/29/2024"),
    ("datetime", "%Y-%m-%dT%H:%M:%S%z", "2024-02-29T12:30:00+0000"),
    (
        {"name": "datetime", "patterns": ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d"]},
        "%Y-%m-%dT%H:%M:%S%z",
        "2024-02-29T12:30:00-0300",
    ),
    (
        {"name": "datetime", "pattern": "%Y/%m/%d %H:%M:%SZ", "assume": "Z"},
        "%Y/%m/%d %H:%M:%SZ",
        "2024/02/29 12:30:00Z",
    ),
    ({"name": "datetime", "pattern": "%Y-%m-%d %H:%M"}, "%Y-%m-%d %H:%M", "2024-02-29 12:30"),
    ({"name": "datetime", "pattern": "%d.%m.%Y"}, "%d.%m.%Y", "29.02.2024"),
    ({"name": "datetime", "pattern": "%Y-%m-%d %H:%M:%S UTC"}, "%Y-%m-%d %H:%M:%S UTC", "2024-02-29 12:30:00 UTC"),
]
"""Each with its first pattern and a text of that pattern."""
NUMBERS = st.one_of(st.integers(0, 99).map("{:02d}".format), st.sampled_from(["1", "00", "31", "29", "12", "60", "24"]))
YEARS = st.sampled_from(["2024", "2023", "0999", "1000", "9999", "24", "0000"])
OFFSETS = st.sampled_from(["+0000", "-0000", "Z", "+0530", "-1200", "+2400", "+0060", "+0030", "-0030", "+00:00", ""])


def row(codec: Any, direction: str = "both") -> ValueRow:
    """Return a row with a codec."""
    given_reason = {} if direction == "both" else {"reason": "a test"}
    native = {"native": "/a", "canonical": "/b", "codec": codec, "direction": direction, **given_reason}
    (node,) = compile_rows((Row.model_validate(native),), "demo")
    assert isinstance(node, ValueRow)
    return node


@pytest.mark.parametrize(("codec", "pattern", "good"), CODECS, ids=str)
@given(data=st.data(), direction=st.sampled_from(["both", "read"]))
def test_a_text_read_quickly_means_what_its_codec_says(
    codec: Any, pattern: str, good: str, data: st.DataObject, direction: str
) -> None:
    node = row(codec, direction)
    quick = moment(node)
    assert quick is not None
    text = data.draw(st.sampled_from([pattern, pattern, pattern, good]))
    for directive in ("%m", "%d", "%H", "%M", "%S"):
        text = text.replace(directive, data.draw(NUMBERS))
    text = text.replace("%Y", data.draw(YEARS)).replace("%z", data.draw(OFFSETS))
    text += data.draw(st.sampled_from(["", "", "", " ", "\n", "Z", "٣"]))
    found = quick(text)
    node.known.clear()
    assert found is None or found == through_codec(node, text)


@pytest.mark.parametrize(("codec", "pattern", "good"), CODECS, ids=str)
def test_the_first_spelling_of_a_day_is_read_quickly(codec: Any, pattern: str, good: str) -> None:
    node = row(codec)
    quick = moment(node)
    assert quick is not None
    found = quick(good)
    assert found is not None
    node.known.clear()
    assert found == through_codec(node, good)
    assert quick(pattern.replace("%Y", "2023").replace("%m", "02").replace("%d", "29")) is None


@pytest.mark.parametrize("pattern", ["%Y%m%d", "%d %b %Y", "%y-%m-%d", "%Y-%m-%d%%", "%m/%Y", "%Y-%m-%d %I:%M"])
def test_other_spellings_are_left_to_the_codec(pattern: str) -> None:
    assert moment(row({"name": "datetime", "pattern": pattern})) is None
    assert moment(row("text")) is None
