"""Keys sort as the numbers do, at any length."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.register.reading.numbers import BELOW_ALL, BEYOND_ALL, key

numbers = st.from_regex(r"\A-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,12})?\Z")


@given(numbers, numbers)
def test_keys_sort_as_the_numbers_do(one: str, other: str) -> None:
    with localcontext(prec=100):
        first, second = Decimal(one), Decimal(other)
    expected = (first > second) - (first < second)
    left, right = key(one).encode(), key(other).encode()
    assert (left > right) - (left < right) == expected


@given(numbers)
def test_open_ends_are_outside_all_numbers(one: str) -> None:
    assert BELOW_ALL.encode() < key(one).encode() < BEYOND_ALL.encode()


def test_a_number_longer_than_any_amount_is_the_largest() -> None:
    assert key("9" * 998) < key("1" * 5000) < BEYOND_ALL
    assert key("-" + "1" * 5000) < key("-" + "9" * 998)


@pytest.mark.parametrize("text", ["", "1e5", "01", "1.", ".5", "+1", "\u0661", "1,5", "NaN", "1\n"])
def test_what_is_no_decimal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a decimal"):
        key(text)
