"""Which language is chosen: by the address, by the header, whatever a client sends."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.speech import LANGUAGES
from opads.speech.choosing import chosen, preferred
from opads.speech.languages import offered

OFFERED = offered()


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/fr/", ("fr", "/")),
        ("/fr", ("fr", "/")),
        ("/fr/formats/eu-ttpa", ("fr", "/formats/eu-ttpa")),
        ("/en/rules", ("en", "/rules")),
        ("/formats", None),
        ("/", None),
        ("/it/formats", None),
        ("/FR/formats", None),
        ("/fr/v1/validate", None),
        ("/fr/static/opads.css", None),
        ("/fr/schema/1.0", None),
        ("/fr/health/live", None),
        ("/fr/metrics", None),
        ("/fr/openapi.json", None),
        ("/fr/.well-known/security.txt", None),
        ("/frx/formats", None),
        ("//fr/formats", None),
        ("/fr//evil.example", ("fr", "//evil.example")),
        ("/en-xa/rules", None),
    ],
)
def test_an_address_says_its_language(path: str, found: tuple[str, str] | None) -> None:
    assert chosen(path, OFFERED) == found


def test_pseudo_languages_are_had_where_they_are_offered() -> None:
    assert chosen("/en-xa/rules", offered(pseudo=True)) == ("en-xa", "/rules")
    assert preferred("ar-XB", offered(pseudo=True)) == "ar-xb"
    assert preferred("ar-XB", OFFERED) == "ar"


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        (None, "en"),
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA, en;q=0.8", "fr"),
        ("FR-ca", "fr"),
        ("it, de;q=0.5", "de"),
        ("it", "en"),
        ("en;q=0.2, el;q=0.9", "el"),
        ("de;q=0.5, es;q=0.5", "de"),
        ("fr;q=0, de;q=0.1", "de"),
        ("fr;q=0", "en"),
        ("*", "en"),
        ("it, *;q=0.1", "en"),
        ("*;q=0.5, ar;q=0.6", "ar"),
        ("zh-Hant-TW, ar-EG;q=0.7", "ar"),
        (" fr ; q = 0.7 ,de;q=0.9", "de"),
        ("fr;q=1.0", "fr"),
        ("fr;q=2", "en"),
        ("fr;q=-1", "en"),
        ("fr;q=NaN", "en"),
        ("fr;q=0.7777777", "en"),
        ("../../etc/passwd", "en"),
        ("fr\r\nSet-Cookie: a=b", "en"),
        ("<script>", "en"),
        (",,,,", "en"),
        (";q=1", "en"),
    ],
)
def test_a_header_prefers(header: str | None, tag: str) -> None:
    assert preferred(header, OFFERED) == tag


def test_only_so_much_of_a_header_is_looked_at() -> None:
    assert preferred("it, " * 19 + "fr", OFFERED) == "fr"
    assert preferred("it, " * 20 + "fr", OFFERED) == "en"


@pytest.mark.parametrize(
    "header", ["a-" * 15_000, "x" * 32_000, "fr;q=" + "0" * 32_000, " " * 32_000, "-".join("a" * 8000)]
)
def test_a_hostile_header_costs_nothing(header: str) -> None:
    before = time.process_time()
    assert preferred(header, OFFERED) == "en"
    assert time.process_time() - before < 1


@given(st.text(max_size=200))
def test_any_header_chooses_a_language_that_there_is(header: str) -> None:
    assert preferred(header, OFFERED) in LANGUAGES


@given(st.text(max_size=60))
def test_any_path_is_kept_behind_its_language(path: str) -> None:
    found = chosen(path, OFFERED)
    assert found is None or (found[0] in LANGUAGES and (f"/{found[0]}{found[1]}") in (path, f"{path}/"))
