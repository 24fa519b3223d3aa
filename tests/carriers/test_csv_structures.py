"""Cells that hold lists: what is read by exchanging quotation marks is what the careful parser reads."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads.carriers import Limits
from opads.carriers.table import structure
from opads.carriers.table.literal import as_json
from opads.carriers.table.structure import Structure, read_structure

PIECES = st.lists(
    st.sampled_from(
        [
            *"'\"[]{}:,\\ -1.",
            "'a'",
            '"b"',
            "'a': ",
            "true",
            "None",
            "True",
            "12345678901234567890",
            "1e400",
            "é",
            "e\u0301",
        ]
    ),
    max_size=14,
).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.sampled_from("ab'\"\\é\n\x7f"), max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.sampled_from("ab'\""), max_size=3), inner),
    max_leaves=8,
)
CELLS = (
    PIECES.map("[{}]".format)
    | PIECES.map("{{{}}}".format)
    | VALUES.map(repr)
    | st.lists(VALUES, max_size=4).map(repr)
    | st.tuples(st.lists(VALUES, max_size=3).map(repr), st.integers(0, 40), PIECES).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] :]
    )
)


def carefully(cell: str, limits: Limits, *, single: bool) -> Structure:
    """Read a cell without the exchange of quotation marks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structure, "as_json", lambda _: None)
        return read_structure(cell, limits, single=single)


@settings(max_examples=800)
@given(CELLS, st.booleans(), st.sampled_from([Limits(), Limits(max_depth=2), Limits(max_string=2)]))
def test_exchanged_marks_change_nothing(cell: str, single: bool, limits: Limits) -> None:  # noqa: FBT001 - drawn
    found, careful = read_structure(cell, limits, single=single), carefully(cell, limits, single=single)
    assert repr(found) == repr(careful)


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("['a', 1]", '["a", 1]'),
        ("""['a', "it's"]""", """["a", "it's"]"""),
        ("""['say "b"']""", r'["say \"b\""]'),
        ("""["it's"]""", None),
        (r"['a\n']", None),
        ("['a', true]", None),
        ("[1]", None),
    ],
)
def test_which_texts_are_taken(text: str, swapped: str | None) -> None:
    assert as_json(text) == swapped
