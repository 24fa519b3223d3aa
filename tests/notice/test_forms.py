"""Dates, numbers, amounts, places: as the language writes them; what cannot be read stands as it is."""

from decimal import Decimal
from typing import Any

import pytest

from opads.notice.forms import Forms
from opads.notice.loading import template, words
from opads.notice.locales import Local
from opads.notice.template import Spec


def show(form: str, value: Any, language: str = "en", codes: tuple[str, ...] = ()) -> str | None:
    found = Forms(words(template(), language), None).show(value, Spec(form=form, codes=codes))  # type: ignore[arg-type]  # cases give the form as text
    return None if found is None else found.text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("en", "2027-04-18", "18 April 2027"),
        ("de", "2027-04-18", "18. April 2027"),
        ("hu", "2027-04-18", "2027. április 18."),
        ("lt", "2027-04-18", "2027 m. balandžio 18 d."),
        ("en", "2027-02-26T08:00:00Z", "26 February 2027, 08:00 UTC"),
        ("en", "2027-02-26T08:00:00.5-03:30", "26 February 2027, 08:00 UTC-03:30"),
        ("en", "2027-02-26T08:00", "26 February 2027, 08:00"),
        ("en", "2027-02-30", "2027-02-30"),
        ("en", "20270218", "20270218"),
        ("en", "soon", "soon"),
        ("en", 5, "5"),
    ],
)
def test_dates(language: str, value: Any, text: str) -> None:
    assert show("date", value, language) == text


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("en", {"exact": "1234.50", "currency": "EUR"}, "€1,234.50"),
        ("bg", {"exact": "1234.50", "currency": "EUR"}, "1 234,50 €"),
        ("fr", {"exact": "1234567.5", "currency": "EUR"}, "1 234 567,50 €"),
        ("en", {"exact": "0.001", "currency": "EUR"}, "€0.001"),
        ("sv", {"exact": "2500", "currency": "SEK"}, "2 500,00 kr"),
        ("en", {"exact": "12", "currency": "XQQ"}, "12 XQQ"),
        ("en", {"exact": "12.30"}, "12.30"),
        ("en", {"range": {"lower": "100", "upper": "499"}, "currency": "EUR"}, "€100.00 to €499.00"),
        ("en", {"range": {"lower": "100"}, "currency": "EUR"}, "At least €100.00"),
        ("de", {"range": {"upper": "100"}, "currency": "EUR"}, "Höchstens 100,00 €"),
        ("en", {"exact": "9" * 40, "currency": "EUR"}, None),
        ("en", {"exact": "many", "currency": "EUR"}, "many EUR"),
        ("en", {"currency": "EUR"}, ""),
        ("en", "5 euros", "5 euros"),
    ],
)
def test_amounts(language: str, value: Any, text: str | None) -> None:
    shown = show("money", value, language)
    if text is None:
        assert shown is not None
        assert shown.count("9") == 40
    else:
        assert (shown or "") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"text": "1 River Street", "country": "IE"}, "1 River Street, Ireland"),
        ({"text": "1 River Street, Ireland", "country": "IE"}, "1 River Street, Ireland"),
        ({"lines": ["a", "b"], "postalCode": "9", "locality": "c", "region": "d"}, "a, b, 9 c, d"),
        ({"country": "IE"}, "IE"),
        ({"lines": "a", "country": "ZZ9"}, "a"),
        ("somewhere", "somewhere"),
    ],
)
def test_addresses(value: Any, text: str) -> None:
    assert show("address", value) == text


def test_countries_are_named_in_the_language_and_not_twice() -> None:
    assert show("address", {"text": "Musterstadt", "country": "DE"}, "el") == "Musterstadt, Γερμανία"
    assert show("address", {"text": "Musterstadt, Germany", "country": "DE"}, "el") == "Musterstadt, Germany"


def test_other_forms() -> None:
    assert show("boolean", value=True, language="fi") == "Kyllä"
    assert show("boolean", "maybe") == "maybe"
    assert show("integer", 48210, "de") == "48.210"
    assert show("integer", Decimal("0.5"), "de") == "0,5"
    assert show("quantity", {"exact": 1000}) == "1,000"
    assert show("quantity", {"range": {"lower": 1}}) == "At least 1"
    assert show("quantity", 7) == "7"
    assert show("code", "election", codes=("process-type",)) == "Election"
    assert show("code", "coronation", codes=("process-type",)) == "coronation"
    assert show("period", {"start": "2027-01-01"}, "fr") == "À partir du 1 janvier 2027"
    assert show("period", {"end": "2027-01-02"}) == "Until 2 January 2027"
    assert show("period", {"start": "x", "end": "2027-01-02"}) == "From x to 2 January 2027"
    assert show("period", "always") == "always"
    assert show("translation", "as text") == "as text"
    assert show("text", {"a": [1]}) == '{"a":[1]}'
    assert show("text", " ") is None
    assert show("link", "https://example.org") == "https://example.org"


def test_no_number_is_lost() -> None:
    local = Local("en_IE")
    assert local.number("1234567890123456789012345678901234567890.12345") is not None
    assert local.number(10**50) is None
    assert local.number("1e5") is None
    assert local.number("٣") is None
    assert local.number(value=True) is None
    assert local.number(Decimal("1E+3")) == "1,000"
    assert local.list(["a", "b", "c"]) == "a, b and c"
