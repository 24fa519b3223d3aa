# ruff: noqa: RUF001 - letters that look like others are what is tested
"""What a search takes for the same, and what a reader does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.register.reading.folding import asked, fold, look, words


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Büchereien", "bucherei"),
        ("STRASSE", "Straße"),
        ("Łódź", "lodz"),
        ("Ｏｐｅｎ　Shelves", "open shelves"),
        ("Øresund Ænima", "oresund aenima"),
        ("Op\u200den Sh\u00adelves", "open shelves"),
        ("\u202eOpen\u202c", "open"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
        ("Ελλάδα", "ελλαδα"),
        ("İstanbul", "istanbul"),
        ("ﬁnance", "finance"),
        ("東京都知事選挙", "知事"),
        ("東京都知事選挙二〇二七年執行分広報", "知事選挙二〇二七年執行"),
        ("การเลือกตั้งทั่วไป", "เลือกตั้ง"),
        ("हिन्दी चुनाव", "चुनाव"),
        ("Z\u0351\u036b\u0343algo", "zalgo"),
    ],
)
def test_what_is_written_one_way_is_found_another(written: str, searched: str) -> None:
    found = list(words(written))
    assert asked(searched)
    assert all(any(word.startswith(one) for word in found) for one in asked(searched)), (found, asked(searched))


def test_vowels_of_indian_scripts_are_no_diacritics() -> None:
    assert fold("कि") != fold("का")


def test_words_have_a_bounded_length() -> None:
    assert max(map(len, words("a" * 10_000))) == 48
    assert len(list(words("x" + "\u0301" * 1_000_000))) == 1
    assert asked("\u200b\u0301 -- !") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Party", "Раrty"),
        ("Open Shelves", "0pen Shelves"),
        ("Illinois", "lIIinois"),
        ("Corner", "Comer"),
        ("ΑΒΕ", "ABE"),
    ],
)
def test_names_that_look_alike_have_one_look(one: str, other: str) -> None:
    assert look(one) == look(other)


def test_other_names_have_another_look() -> None:
    assert look("Reading Foundation") != look("Reading Federation")


@given(st.text(max_size=80))
def test_whatever_is_in_a_text_can_be_asked_for(text: str) -> None:
    found = list(words(text))
    assert all(any(word.startswith(one) for word in found) for one in asked(text))
    assert not any("\0" in word for word in found)
