"""Findings in a language: whole ones, those that fall back, and values in them that are words of ours."""

import json
import re
from pathlib import Path

import pytest

from opads.catalogue import catalogue_of, fill
from opads.formats import Registry, default_registry, registry_with
from opads.rendering import SPOKEN, NamedReport, RenderOptions, render
from opads.report import canonical_report
from opads.setrules import set_rules
from opads.speech import LANGUAGES, speech_in
from opads.speech.findings import spoken_catalogue
from opads.speech.phrases import ENGINE, literals, phrases, worded
from opads.standard import resources
from opads.validation import validate

OTHERS = [tag for tag in LANGUAGES if tag != "en"]
MISSING = "eu-ttpa/natural-sponsor-has-name-and-surname"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return default_registry()


@pytest.mark.parametrize("tag", OTHERS)
def test_each_language_has_each_finding(registry: Registry, tag: str) -> None:
    english, spoken = catalogue_of(registry), spoken_catalogue(registry, tag)
    assert len(spoken) == len(english) == len(spoken.spoken)
    for info in english:
        told = spoken.get(info.id)
        assert told is not None
        assert spoken.tongue(info.id) == tag
        assert (told.severity, told.citations, told.check, told.description) == (
            info.severity, info.citations, info.check, info.description,
        )  # fmt: skip


def test_english_is_english(registry: Registry) -> None:
    english = spoken_catalogue(registry, "en")
    assert list(english) == list(catalogue_of(registry))
    assert english.tongue("opads/schema-type") == catalogue_of(registry).tongue("opads/schema-type") == "en"


def test_a_few_formats_bring_only_their_own(registry: Registry) -> None:
    few = spoken_catalogue(registry, "de", ("eu-ttpa",))
    assert few is spoken_catalogue(registry, "de", ("eu-ttpa",))
    assert {info.format for info in few} == {None, "eu-ttpa"}
    assert few.text("eu-ttpa/amount-is-one-figure", {}) == spoken_catalogue(registry, "de").text(
        "eu-ttpa/amount-is-one-figure", {}
    )


def test_a_language_with_nothing_falls_back_finding_by_finding(tmp_path: Path, registry: Registry) -> None:
    source = registry.get("eu-ttpa").folder
    folder = tmp_path / "xx-copy"
    text = {
        path: path.read_text(encoding="utf-8")
        for path in source.rglob("*")
        if path.is_file() and path.suffix in (".yaml", ".json", ".md", ".csv")
    }
    for path, content in text.items():
        to = folder / path.relative_to(source)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(content.replace("eu-ttpa", "xx-copy"), encoding="utf-8")
    words = folder / "messages" / "de.yaml"
    kept = words.read_text(encoding="utf-8").split("\n\n")[0].split("xx-copy/")
    first, half = "xx-copy/" + kept[1], kept[2].split("\n")
    words.write_text(f"{first}xx-copy/{half[0]}\n{half[1]}\n", encoding="utf-8")  # the second one has its title alone
    spoken = spoken_catalogue(registry_with((folder,)), "de")
    one, two = kept[1].split(":")[0], kept[2].split(":")[0]
    assert spoken.tongue(f"xx-copy/{one}") == "de"
    assert spoken.tongue(f"xx-copy/{two}") == "en", "a finding is told in one language as a whole"
    info = spoken.get(f"xx-copy/{two}")
    english = catalogue_of(registry_with((folder,))).get(f"xx-copy/{two}")
    assert info == english


@pytest.mark.parametrize("tag", OTHERS)
def test_each_value_of_each_sentence_is_filled_in(registry: Registry, tag: str) -> None:
    english, spoken = catalogue_of(registry), spoken_catalogue(registry, tag)
    for info in english:
        told = spoken.get(info.id)
        assert told is not None
        names = set(re.findall(r"\{([A-Za-z_]+)\}", info.text + info.fix))
        values = {name: f"«{name}»" for name in names}
        for theirs, ours in ((told.text, info.text), (told.fix, info.fix)):
            assert sorted(re.findall("«[a-zA-Z_]+»", fill(theirs, values))) == sorted(
                re.findall("«[a-zA-Z_]+»", fill(ours, values))
            ) or set(re.findall("«[a-zA-Z_]+»", fill(theirs, values))) == set(
                re.findall("«[a-zA-Z_]+»", fill(ours, values))
            )


def test_words_of_ours_within_a_finding_are_told_in_the_language(registry: Registry) -> None:
    german = spoken_catalogue(registry, "de")
    assert german.text(MISSING, {"missing": "name and surname"}).endswith("Vor- und Nachname.")
    assert "Zeichenkette, null" in german.text(
        "opads/schema-type", {"types": ["string", "null"], "actual": "number", "value": 7}
    )
    assert catalogue_of(registry).text(MISSING, {"missing": "name and surname"}).endswith("name and surname.")
    assert german.phrase("a whole number") == "ganze Zahl"
    assert german.phrase("said by nobody") == "said by nobody"


def test_what_a_document_says_is_no_phrase_of_ours(registry: Registry) -> None:
    german = spoken_catalogue(registry, "de")
    for rule, params in (
        ("eu-ttpa/sponsor-has-email", {"sponsor": "name", "email": "date"}),
        ("opads/schema-enum", {"value": "string"}),
        ("opads/unknown-field", {"field": "date", "nearest": "name"}),
    ):
        told = german.text(rule, params)
        for value in params.values():
            assert value in told, (rule, told)
    assert set(worded(registry, MISSING)["missing"] or ()) == {
        "name and surname",
        "name",
        "surname",
        "/givenName",
        "/familyName",
        "",
    }
    assert worded(registry, "opads/schema-type") is ENGINE


@pytest.mark.parametrize("tag", OTHERS)
def test_each_phrase_is_said_and_each_that_is_said_is_a_phrase(registry: Registry, project: Path, tag: str) -> None:
    listed = phrases(tag)
    packs = (set_rules(), *(folder.rules for folder in (*registry, *registry.packs)))
    literal = {text for pack in packs for c in pack for texts in literals(c.rule.params).values() for text in texts}
    forms = set(
        re.findall(
            r'"x-form": "([^"]+)"', "".join(p.read_text(encoding="utf-8") for p in resources.root().rglob("*.json"))
        )
    )
    code = "".join(
        path.read_text(encoding="utf-8")
        for part in ("carriers", "mapping", "standard")
        for path in sorted((project / "service" / "opads" / part).rglob("*.py"))
    )
    orphans = [
        p
        for p in listed
        if p not in literal | forms and f'"{p}"' not in code and not p.startswith(("a comma or", "null"))
    ]
    assert orphans == []
    sentences = {text for text in literal if re.fullmatch(r"\(?[a-z]+( [a-z]+)+\)?", text)} - {
        "page id",
        "page name",
        "amount spent",
        "location name",
    }
    assert sentences <= set(listed)
    assert forms <= set(listed)


@pytest.mark.parametrize("tag", OTHERS)
def test_a_report_is_the_same_and_its_renderings_for_people_are_told(registry: Registry, tag: str) -> None:
    data = next(
        (registry.get("eu-ttpa").folder / "examples" / "invalid").glob("amount-is-one-figure.json")
    ).read_bytes()
    named = NamedReport("document", validate(data, registry))
    english, spoken = catalogue_of(registry), spoken_catalogue(registry, tag)
    title = spoken.get("eu-ttpa/amount-is-one-figure")
    assert title is not None
    for name in ("text", "json", "ndjson", "sarif", "junit", "github", "csv", "html"):
        plain = render(name, [named], english)
        told = render(name, [named], spoken if name in SPOKEN else english, RenderOptions(speech=speech_in(tag)))
        assert (plain == told) is (name not in SPOKEN), name
        if name in ("csv", "html"):
            assert title.title.replace("'", "&#39;" if name == "html" else "'") in told.decode()
    assert json.loads(canonical_report(named.report))["groups"][0]["title"] == "The amount is one figure, not a range"
    html = render("html", [named], spoken, RenderOptions(speech=speech_in(tag))).decode()
    assert f'<html lang="{tag}"' in html
    assert (' dir="rtl"' in html.split(">")[1] + html.split(">")[2]) is (tag == "ar")
