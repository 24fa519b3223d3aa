"""The page: well formed, accessible in structure, closed to the outside, with the disclosure in it as data."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from opads.notice.building import build_notice, public
from opads.notice.labelling import build_label
from opads.notice.loading import template
from opads.notice.renderings import render_label, render_notice
from tests.notice.documents import SOURCES, changed, disclosure, schema_example, whole

VOID = {"meta", "link", "br", "hr", "img", "input"}
LOADING = {"img", "link", "iframe", "object", "embed", "audio", "video", "source", "base", "form", "use", "image"}


class Reader(HTMLParser):
    """Reads elements with their attributes and checks that each end tag closes the innermost open element."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.texts.setdefault(self.open[-1], []).append(data.strip())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page(found: dict[str, Any], language: str | None = None) -> str:
    return render_notice("html", build_notice(template(), found, language)).decode()


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("language", ["en", "el", "ga"])
def test_structure(name: str, language: str) -> None:
    read = Reader(page(disclosure(name), language))
    assert not read.open
    assert read.all("html") == [{"lang": language, "dir": "ltr"}]
    assert len(read.all("h1")) == 1
    assert len(read.all("h2")) == 16
    assert len(read.all("main")) == 1
    assert len(read.all("dt")) <= len(read.all("dd"))
    identifiers = [attributes["id"] for _, attributes in read.elements if attributes.get("id")]
    assert len(identifiers) == len(set(identifiers))
    for section in read.all("section"):
        assert section["aria-labelledby"] in identifiers
    assert read.texts["title"][0].startswith(read.texts["h1"][0])


@pytest.mark.parametrize("name", SOURCES)
def test_nothing_is_loaded_and_nothing_runs(name: str) -> None:
    found = disclosure(name)
    for text in (page(found), render_label("html", build_label(template(), found)).decode()):
        read = Reader(text)
        assert not LOADING & {tag for tag, _ in read.elements}
        assert not [
            a for _, attributes in read.elements for a in attributes if a.startswith("on") or a in {"src", "style"}
        ]
        assert {attributes.get("type") for attributes in read.all("script")} <= {"application/json"}
        style = re.search("<style>(.*?)</style>", text, re.DOTALL)
        assert style is not None
        assert not re.search(r"url\(|@import", style[1])
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        policy = next(a["content"] for a in read.all("meta") if a.get("http-equiv") == "Content-Security-Policy") or ""
        assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
        for link in read.all("a"):
            assert re.match("https?://|mailto:", link["href"] or "")


@pytest.mark.parametrize("name", SOURCES)
def test_the_disclosure_can_be_taken_out_again(name: str) -> None:
    found = disclosure(name)
    block = re.search('<script type="application/json" id="disclosure">(.*?)</script>', page(found), re.DOTALL)
    assert block is not None
    assert json.loads(block[1]) == json.loads(json.dumps(public(template(), found), default=str))


def test_what_is_not_public_is_not_published() -> None:
    found = whole()
    found["parties"][0]["phone"] = "+49 555 0100"
    found["parties"][2]["addresses"][0]["madePublic"] = False
    found["parties"].append({"roles": ["signatory"], "kind": "natural-person", "name": "Private Person"})
    before = json.dumps(found)
    for kind in ("html", "json", "txt"):
        text = render_notice(kind, build_notice(template(), found, "en")).decode()
        for private in ("0100", "Musterweg", "Private Person", "Consent log of", "article-5-2", "blue", "export.nd"):
            assert private not in text, (kind, private)
    assert json.dumps(found) == before, "the disclosure itself is left as it was"


def test_user_text_says_its_language_where_it_differs() -> None:
    text = page(schema_example(), "en")
    assert '<bdi lang="de">The banner is shown' in text
    assert '<bdi lang="de">' not in page(schema_example(), "de")
    assert "Rechnungsbeträge aller Anbieter" in page(schema_example(), "de")
    assert "Invoiced amounts of all" not in re.sub("<script.*", "", page(schema_example(), "de"), flags=re.DOTALL)
    other = page(schema_example(), "fi")
    assert '<bdi lang="en">Invoiced' in other
    assert '<bdi lang="de">Rechnungs' in other


def test_the_language_is_the_disclosures_own_unless_asked_for() -> None:
    assert '<html lang="de"' in page(schema_example())
    assert '<html lang="sv"' in page(disclosure("natural-person"))
    assert '<html lang="en"' in page(changed(notice={"language": "tlh"}))
    assert '<html lang="en"' in page(changed(notice={"language": ["de"]}, label={}, advertisement={}))


def test_gaps_are_words_and_name_the_provision() -> None:
    text = page({}, "en")
    assert text.count('class="gap"') == 10, "point 7 has two"
    assert "Regulation (EU) 2024/900, Article 12(1)(a); Annex II, point 1" in text
    assert "Information that the law demands is missing." in text
