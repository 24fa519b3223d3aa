"""Numbers, days and plurals as each language has them; languages that are none."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from opads.speech import ENGLISH, LANGUAGES, mark, speech_in
from opads.speech.languages import PSEUDO, offered
from opads.speech.pseudo import disguised
from opads.speech.reading import read_words

NARROW, WIDE = "\u202f", "\xa0"


@pytest.mark.parametrize(
    ("tag", "number", "fraction", "percent", "day", "several"),
    [
        ("en", "1,234,567", "1.5", "12%", "5 Oct 2026", "a, b and c"),
        ("fr", f"1{NARROW}234{NARROW}567", "1,5", f"12{NARROW}%", "5 oct. 2026", "a, b et c"),
        ("de", "1.234.567", "1,5", f"12{WIDE}%", "05.10.2026", "a, b und c"),
        ("es", "1.234.567", "1,5", f"12{WIDE}%", "5 oct 2026", "a, b y c"),
        ("el", "1.234.567", "1,5", "12%", "5 Οκτ 2026", "a, b και c"),
    ],
)
def test_forms(tag: str, number: str, fraction: str, percent: str, day: str, several: str) -> None:
    speech = speech_in(tag)
    assert speech.number(1234567) == number
    assert speech.number(Decimal("1.5")) == fraction
    assert speech.percent(0.12).replace(WIDE, " ").replace(NARROW, " ") == percent.replace(WIDE, " ").replace(
        NARROW, " "
    )
    assert speech.day("2026-10-05") == speech.day(date(2026, 10, 5)) == day
    assert speech.list(["a", "b", "c"]) == several
    assert (speech.list([]), speech.list(["a"])) == ("", "a")


def test_arabic_has_european_figures_everywhere() -> None:
    speech = speech_in("ar")
    shown = [
        speech.number(1234567),
        speech.number(Decimal("1.5")),
        speech.percent(0.12),
        speech.day("2026-10-05"),
        speech.moment("2026-10-05T10:00:00Z"),
        speech.counted("%(num)s record", "%(num)s records", 11),
    ]
    digits = {character for text in shown for character in text if character.isdigit()}
    assert digits
    assert digits <= set("0123456789")
    assert speech.direction == "rtl"
    assert speech.list(["a", "b"]) == "a وb"
    assert (speech.commas(["a", "b"]), speech.semicolons(["a", "b"])) == ("a، b", "a؛ b")
    assert (ENGLISH.commas(["a", "b"]), ENGLISH.semicolons(["a", "b"])) == ("a, b", "a; b")


def test_moments_are_told_in_utc() -> None:
    at = "5 Oct 2026, 08:00:00 UTC"
    assert ENGLISH.moment("2026-10-05T08:00:00Z") == at
    assert ENGLISH.moment("2026-10-05T10:00:00+02:00") == at
    assert ENGLISH.moment(datetime(2026, 10, 5, 8, tzinfo=UTC)) == at
    assert ENGLISH.moment(datetime(2026, 10, 5, 10, tzinfo=timezone(timedelta(hours=2)))) == at
    assert ENGLISH.moment("2026-10-05T08:00:00") == at


@pytest.mark.parametrize("value", ["", "soon", "2026-13-45", "٢٠٢٦", "2026-10-05T", "9" * 400])
def test_what_is_no_day_stands_as_it_is(value: str) -> None:
    assert ENGLISH.day(value) == value
    assert ENGLISH.moment(value) == value
    assert ENGLISH.day(None) == ""


def test_names_by_code() -> None:
    french = speech_in("fr")
    assert (french.country("DE"), french.currency("EUR"), french.tongue("el")) == ("Allemagne", "euro", "grec")
    assert (french.country("??"), french.currency("ZZZ"), french.tongue("qq-zz")) == ("??", "ZZZ", "qq-zz")


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != "en"])
def test_each_number_has_a_form_of_the_plural(tag: str) -> None:
    words = read_words(tag)
    forms = {words.plural(number) for number in (0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 1_000_000, 1_000_003)}  # type: ignore[attr-defined]  # set when the file is read
    assert len(forms) == {"ar": 6, "fr": 2, "es": 2, "de": 2, "el": 2}.get(tag, len(forms)) or len(forms) == 3


def test_english_counts() -> None:
    assert ENGLISH.counted("%(num)s record", "%(num)s records", 1) == "1 record"
    assert ENGLISH.counted("%(num)s record", "%(num)s records", 41208) == "41,208 records"
    assert ENGLISH.counted("%(num)s of %(all)s", "%(num)s of %(all)s", 0, all=3) == "0 of 3"
    assert ENGLISH.said("%(a)s, 100 %%", a="x") == "x, 100 %"
    assert ENGLISH.gettext("") == speech_in("fr").gettext("") == "", "the head of a file of words is no text"
    assert mark("x") == "x"


def test_a_text_that_a_language_lacks_is_english() -> None:
    assert speech_in("fr").gettext("Nobody says this anywhere") == "Nobody says this anywhere"
    assert speech_in("ar").counted("%(num)s nobody", "%(num)s nobodies", 3) == "3 nobodies"


def test_languages_are_those_with_words() -> None:
    assert next(iter(LANGUAGES)) == "en"
    assert {"ar", "de", "el", "es", "fr"} <= set(LANGUAGES)
    assert len(LANGUAGES) == len(list(LANGUAGES))
    assert {LANGUAGES[tag].name for tag in ("fr", "ar", "el")} == {"Français", "العربية", "Ελληνικά"}
    assert not set(PSEUDO) & set(LANGUAGES)
    assert set(offered(pseudo=True)) == {*LANGUAGES, *PSEUDO}
    for tag in ("it", "en-xx", "", "../fr"):
        assert tag not in LANGUAGES
        with pytest.raises(KeyError):
            speech_in(tag)


def test_english_needs_no_babel() -> None:
    code = (
        "import json, sys\nfrom opads.speech import ENGLISH, LANGUAGES, speech_in\n"
        "texts = [speech_in('en').counted('%(num)s x', '%(num)s xs', 2000), 'fr' in LANGUAGES, ENGLISH.gettext('a')]\n"
        "print(json.dumps([texts, 'babel' in sys.modules]))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert json.loads(told) == [["2,000 xs", True, "a"], False]


def test_long_english_is_longer_and_keeps_values_and_tags() -> None:
    text = disguised('Read <a href="/x">as</a> %(format)s, 100 %% &amp; more', "en-xa")
    assert text.startswith("[Ŕéáđ ")
    assert text.endswith("~]")
    for piece in ('<a href="/x">', "</a>", "%(format)s", "%%", "&amp;"):
        assert piece in text
    assert len(text) > len("Read as , 100  more") * 1.3
    assert max(map(len, disguised("word " * 60, "en-xa").split())) < 12, "what is added can be broken"
    assert disguised("a", "en-xa") == "[á]"


def test_english_from_right_to_left() -> None:
    assert disguised("Read %(format)s now", "ar-xb") == "\u202eRead \u202c%(format)s\u202e now\u202c"
    turned = speech_in("ar-xb")
    assert turned.direction == "rtl"
    assert turned.pseudo
    assert turned.number(1000) == "1,000"
    assert turned.day("2026-10-05").startswith("\u202e"), "days are texts too"
    assert speech_in("en-xa").counted("%(num)s day", "%(num)s days", 1).startswith("[1 đáý")
