"""Which other forms of dates and numbers are the same, which are a guess, and which are never read."""

import pytest

from opads.fixing.forms import dates, numbers

ISO = "%Y-%m-%d"


@pytest.mark.parametrize(
    ("text", "pattern", "same"),
    [
        ("2026/06/01", ISO, "2026-06-01"),
        ("20260601", ISO, "2026-06-01"),
        ("2026.06.01", ISO, "2026-06-01"),
        ("2026-6-1", ISO, "2026-06-01"),
        (" 2026-06-01 ", ISO, "2026-06-01"),
        ("1 June 2026", ISO, "2026-06-01"),
        ("Jun 1, 2026", ISO, "2026-06-01"),
        ("2026-06-01", "%Y%m%d", "20260601"),
        ("2026-06-01", "%d/%m/%Y", "01/06/2026"),
        ("2026-06-01 10:30:00+02:00", "%Y-%m-%dT%H:%M:%S%z", "2026-06-01T10:30:00+0200"),
    ],
)
def test_one_reading_only(text: str, pattern: str, same: str) -> None:
    assert list(dates(text, pattern)) == [(same, True)]


@pytest.mark.parametrize(
    ("text", "guess"), [("13/05/2026", "2026-05-13"), ("05/13/2026", "2026-05-13"), ("5.5.2026", "2026-05-05")]
)
def test_the_only_order_in_which_it_is_a_date_is_a_guess(text: str, guess: str) -> None:
    assert list(dates(text, ISO)) == [(guess, False)]


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("06/05/2026", ISO),
        ("31/13/2026", ISO),
        ("2026-02-30", ISO),
        ("26/06/01", ISO),
        ("2026-06", ISO),
        ("2026-06-01T10:30:00", "%Y-%m-%dT%H:%M:%S%z"),
        ("2026-06-01T10:30:00Z", "%Y-%m-%dT%H:%M:%S"),
        ("2026-06-01", "seconds since 1970"),
        ("\u0662\u0660\u0662\u0666-\u0660\u0666-\u0660\u0661", ISO),
    ],
)
def test_what_can_be_read_in_two_ways_is_never_read(text: str, pattern: str) -> None:
    assert list(dates(text, pattern)) == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234,567", "1234567"),
        ("1 234", "1234"),
        ("1\u00a0234,5", "1234.5"),
        ("1'234'567.00", "1234567.00"),
        (" 12 ", "12"),
        ("+7", "7"),
        ("-1,234.56", "-1234.56"),
    ],
)
def test_numbers_of_one_reading(text: str, plain: str) -> None:
    assert list(numbers(text)) == [(plain, True)]


@pytest.mark.parametrize(("text", "guess"), [("12,5", "12.5"), ("1234,5678", "1234.5678")])
def test_a_decimal_comma_is_a_guess(text: str, guess: str) -> None:
    assert list(numbers(text)) == [(guess, False)]


@pytest.mark.parametrize(
    "text", ["1,234", "1.234.56", "12,34,567", "1,234,56", "€ 5", "5 EUR", "1e3", "0x10", "", "1,234.567,8"]
)
def test_numbers_of_two_readings_or_none(text: str) -> None:
    assert list(numbers(text)) == []
