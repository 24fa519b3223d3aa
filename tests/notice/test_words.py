"""Every language has every word, and says honestly which were checked."""

import re

import pytest
from babel import Locale
from babel.numbers import get_decimal_symbol

from opads.notice.errors import NoticeError
from opads.notice.loading import folder, template, template_ids, words, words_file
from opads.notice.template import Spec
from opads.notice.words import Words, WordsFile

TEMPLATE = template()
ENGLISH = words_file(TEMPLATE, "en").flat
STATEMENTS = {
    "en": "political advertisement",
    "de": "politische Anzeige",
    "fr": "annonce publicitaire à caractère politique",
    "it": "messaggio di pubblicità politica",
    "ro": "material publicitar politic",
    "hu": "politikai hirdetés",
    "sl": "politični oglas",
    "fi": "poliittinen mainos",
}
"""The forms read in the title of Implementing Regulation (EU) 2025/1410 in that language."""


def used() -> set[str]:
    """Return the keys that the template and the documents ask for."""
    fixed = {"title", TEMPLATE.label.statement, TEMPLATE.head.introduction, TEMPLATE.label.notice.text, "label.code"}
    for name in ("not-stated", "not-stated-part", "none", "missing", "period", "from", "until", "range", "at-least"):
        fixed.add(f"sentences.{name}")
    for name in ("at-most", "yes", "no", "unverified", "machine-readable"):
        fixed.add(f"sentences.{name}")
    fields = [*TEMPLATE.head.fields, *(field for point in TEMPLATE.points for field in point.fields)]
    fixed |= {f"fields.{name}" for field in fields for name in (field.label, *field.needs)}
    fixed |= {f"points.{point.id}" for point in TEMPLATE.points}
    fixed |= {empty.text for point in TEMPLATE.points for empty in point.empty}
    fixed |= {line.text for line in TEMPLATE.label.lines}
    specs = [spec for field in fields for place in field.places for spec in every(place)]
    fixed |= {text for spec in specs for text in (spec.wrap, spec.note) if text}
    groups = {group for spec in specs for group in spec.codes} | {"absence-reason"}
    return fixed | {key for key in ENGLISH if key.startswith("codes.") and key.split(".")[1] in groups}


def every(spec: Spec) -> list[Spec]:
    return [spec, *(inner for part in spec.parts for inner in every(part))]


def test_all_official_languages_and_no_other() -> None:
    assert len(TEMPLATE.languages) == 24
    assert {path.stem for path in (folder() / TEMPLATE.id / "words").iterdir()} == set(TEMPLATE.languages)


@pytest.mark.parametrize("language", TEMPLATE.languages)
def test_every_key_is_there_and_none_is_left_over(language: str) -> None:
    assert set(words_file(TEMPLATE, language).flat) == used()


@pytest.mark.parametrize("language", TEMPLATE.languages)
def test_placeholders_are_those_of_english_and_texts_are_clean(language: str) -> None:
    for key, text in words_file(TEMPLATE, language).flat.items():
        assert re.findall(r"\{\w+\}", text.text) == re.findall(r"\{\w+\}", ENGLISH[key].text), key
        assert text.text == text.text.strip()
        assert "  " not in text.text
        assert "|" not in text.text


@pytest.mark.parametrize("language", [tag for tag in TEMPLATE.languages if tag != "en"])
def test_a_translation_is_one(language: str) -> None:
    own = words_file(TEMPLATE, language).flat
    long = {key: text.text for key, text in own.items() if len(text.text) > 20}
    assert len(long) > 35
    assert not {key for key, text in long.items() if text == ENGLISH[key].text}


@pytest.mark.parametrize("language", TEMPLATE.languages)
def test_only_what_was_read_is_verified(language: str) -> None:
    verified = {key for key, text in words_file(TEMPLATE, language).flat.items() if text.verified}
    read = {"title", "statement"} if language in STATEMENTS else set()
    if language == "en":
        read |= {f"points.{point.id}" for point in TEMPLATE.points[:5]}
        read |= {"fields.email", "fields.total", "fields.figure", "fields.currency"}
    assert verified == read


@pytest.mark.parametrize(("language", "statement"), STATEMENTS.items())
def test_the_statement_is_that_of_the_act(language: str, statement: str) -> None:
    assert words_file(TEMPLATE, language).flat["statement"].text.casefold() == statement.casefold()


@pytest.mark.parametrize("language", TEMPLATE.languages)
def test_statements_are_in_capitals_and_locales_fit(language: str) -> None:
    file = words_file(TEMPLATE, language)
    assert not any(character.islower() for character in file.flat["statement"].text)
    assert Locale.parse(file.locale).language == language
    assert get_decimal_symbol(file.locale) in ",."
    assert file.name == Locale.parse(language).get_language_name(language)


def test_a_missing_text_falls_back_and_says_so() -> None:
    own = WordsFile(language="xx", name="X", locale="en", texts={"title": {"text": "Xx", "verified": False}})
    said = Words(own, words_file(TEMPLATE, "en"))
    assert (said.say("title").text, said.say("title").lang) == ("Xx", None)
    other = said.say("sentences.not-stated")
    assert (other.text, other.lang, other.verified) == ("Not stated", "en", False)
    assert said.code(("fund-nature",), "public") is not None
    assert said.code(("fund-nature",), "purple") is None
    with pytest.raises(KeyError):
        said.say("points.none")


def test_tags_are_shortened_and_unknown_languages_refused() -> None:
    assert words(TEMPLATE, "de-AT").language == "de"
    assert words(TEMPLATE, "EL").language == "el"
    with pytest.raises(NoticeError, match="there are no words in 'xx'"):
        words(TEMPLATE, "xx")
    with pytest.raises(NoticeError, match="no notice template 'nowhere'"):
        template("nowhere")
    assert template_ids() == (TEMPLATE.id,)
