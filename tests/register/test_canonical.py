"""Canonical bytes: one form for each disclosure, and none without."""

import json
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from opads.register.accepting import publisher_id_of
from opads.register.canonical import canonical_disclosure

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
)


@given(st.dictionaries(st.sampled_from(["a", "é", "𐀀", "\uffff"]), VALUES))
def test_every_disclosure_has_canonical_bytes_that_say_the_same(value: dict[str, Any]) -> None:
    data = canonical_disclosure(value)
    assert rfc8785.dumps(json.loads(data, parse_int=float, parse_float=float)) == data
    assert canonical_disclosure(dict(reversed(value.items()))) == data


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1.50"), b"1.5"),
        (Decimal("0.1"), b"0.1"),
        (2**53, b"9007199254740992"),
        (2**53 + 1, b'"9007199254740993"'),
        (10**20, b"100000000000000000000"),
        (Decimal("0.1000000000000000000000000001"), b'"0.1000000000000000000000000001"'),
        (Decimal("1e400"), b'"1E+400"'),
        (10**400, b'"1' + b"0" * 400 + b'"'),
        (2**53 - 1, b"9007199254740991"),
        (True, b"true"),
    ],
)
def test_numbers_are_exact_or_texts(value: Any, written: bytes) -> None:
    assert canonical_disclosure({"extensions": {"x": value}}) == b'{"extensions":{"x":' + written + b"}}"


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}])
def test_what_is_no_text_has_none(value: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical_disclosure({"a": value})


@pytest.mark.parametrize(
    ("identifiers", "found"),
    [
        (
            [
                {"value": "A", "scope": "ad"},
                {"value": "B", "scope": "disclosure"},
                {"value": "C", "scope": "disclosure"},
            ],
            "B",
        ),
        ([{"value": "A", "scope": "register"}, {"value": "B"}], None),
        ([{"value": "", "scope": "disclosure"}], None),
        ([{"scope": "disclosure"}, 5, None], None),
        ("B", None),
        (None, None),
    ],
)
def test_the_publishers_identifier_is_that_of_the_disclosure(identifiers: Any, found: str | None) -> None:
    assert publisher_id_of({"identity": {"identifiers": identifiers}}) == found
    assert publisher_id_of({"identity": identifiers}) is None
    assert publisher_id_of({}) is None
