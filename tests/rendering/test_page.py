"""The one-file page: complete, safe to open, accessible in structure."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from opads.catalogue import Citation, RuleInfo
from opads.rendering import NamedReport, render
from tests.rendering import builders

VOID = {"meta", "br"}


class Page(HTMLParser):
    """Reads a page and refuses tags that do not close."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def made(*reports: NamedReport) -> str:
    return render("html", list(reports), builders.CATALOGUE).decode()


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(made(*(make() for make in builders.ALL.values())))


def test_nothing_runs_and_nothing_is_fetched(page: Page) -> None:
    assert not {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe", "object", "embed", "base", "form"}
    for tag, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "src")], tag
        href = attributes.get("href")
        assert href is None or href.startswith(("#", "https://")), href


def test_the_policy_allows_just_the_one_style_sheet() -> None:
    text = made(builders.clean())
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    assert "url(" not in style[1]
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = Page(text).all("meta")[1]["content"]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "prefers-color-scheme: dark" in style[1]


def test_the_structure_speaks_to_screen_readers(page: Page) -> None:
    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("main")) == len(page.all("h1")) == 1
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(attributes.get("scope") in ("col", "row") for attributes in page.all("th"))
    assert all(attributes.get("aria-label") for attributes in page.all("div") if attributes.get("role") == "region")
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    targets = {attributes["href"] for attributes in page.all("a") if (attributes["href"] or "").startswith("#")}
    assert targets <= {f"#{name}" for name in ids}
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_values_are_text(page: Page) -> None:
    words = "".join(page.words)
    assert "<script>alert(1)</script>" in words
    assert "\x1b" not in words
    assert "\u202e" not in words


def test_the_page_says_all_that_the_report_says() -> None:
    words = " ".join(" ".join(Page(made(builders.table())).words).split())
    for part in (
        "invalid: not acceptable, 41,208 errors, 1 warning",
        "Where (3 of 41,208)",
        "4117:col 12 (column spend, row 4113)",
        "Implementing Regulation (EU) 2025/1410, Annex II, point 5",
        "To mend: State one total figure and its currency.",
        "demo/label-legible needs a person The label is legible 50,000",
        "2 lines of the file outside any ad.",
        builders.DIGEST,
        "2026-09-01 to 2026-10-05",
    ):
        assert part in words, part


def test_the_title_names_the_verdict_of_a_single_report() -> None:
    assert "<title>invalid: exports/ads.csv \u2013 OPADS report</title>" in made(builders.table())
    assert "<title>OPADS report</title>" in made(builders.table(), builders.clean())


def test_an_address_of_another_scheme_is_no_link() -> None:
    info = RuleInfo("demo/x", "X", "error", citations=(Citation("Act", None, "javascript:alert(1)"),))
    named = NamedReport("a", builders.report("invalid", builders.group(info, builders.finding(info))))
    assert not [a for a in Page(made(named)).all("a") if a["href"] != "#content"]
