"""What may be shown, and what is shown as its escape."""

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.rendering import characters
from opads.rendering.characters import LONGEST, shortened, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Ελλάδα, مثال, हिन्दी", "Ελλάδα, مثال, हिन्दी"),
        ("family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("abc\u202egpj.exe", "abc\\u202egpj.exe"),
        ("a\u2028b\ufeff", "a\\u2028b\\ufeff"),
        ("\udcff", "\\udcff"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_what_is_printable_is_safe() -> None:
    """So only texts with a character that is not need to be looked at closely."""
    unsafe = re.compile(characters._UNSAFE)
    assert not [code for code in range(sys.maxunicode + 1) if unsafe.match(chr(code)) and chr(code).isprintable()]


@given(st.text(st.characters(codec=None)))
def test_nothing_is_left_that_steers_a_terminal(text: str) -> None:
    shown = visible(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(character) for character in shown} & {
        "RLO",
        "LRO",
        "RLE",
        "LRE",
        "RLI",
        "LRI",
        "FSI",
        "PDI",
        "PDF",
    }
    assert len(shown.splitlines()) <= 1
    assert shown.encode("utf-8").decode() == shown
    assert visible(shown) == shown


def test_long_text_is_cut_with_an_ellipsis() -> None:
    assert shortened("a" * LONGEST) == "a" * LONGEST
    assert shortened("a" * (LONGEST + 1)) == "a" * (LONGEST - 1) + "…"
    assert shortened("ab\ncd", 4) == "ab\\n…"
