"""The pages about accessibility and languages, the table of what is missing, and the head and foot of all pages."""

import csv
import io

import pytest
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.settings import Settings
from opads.speech import LANGUAGES
from opads.speech.coverage import coverage
from tests.web.conftest import Client, Page, Reader


def test_whom_to_tell(read: Reader) -> None:
    assert "has named no address" in read("/accessibility").text
    for settings in (
        Settings(contact="mailto:help@opads.example"),
        Settings(security_contact="mailto:help@opads.example"),
    ):
        with TestClient(create_app(settings)) as client:
            page = Page(client.get("/accessibility", headers={"Accept": "text/html"}).text)
        ((_, text),) = page.all("a", href="mailto:help@opads.example")
        assert text == "help@opads.example"


def test_the_statement_says_what_it_rests_on(read: Reader) -> None:
    page = read("/accessibility")
    for text in ("WCAG 2.2", "EN 301 549", "27 November 2026", "400 %", "screen reader"):
        assert text in page.text
    assert "design of their own" not in page.text


def test_the_languages_are_listed_with_what_they_have(read: Reader) -> None:
    page = read("/languages")
    heads = [text for _, text in page.all("th", scope="row")]
    assert heads[: len(LANGUAGES)] == ["English", "Arabic", "German", "Greek", "Spanish", "French"]
    assert f"all {coverage()[0].findings:,}" in page.text
    missing = [a["href"] for a, _ in page.all("a") if a["href"].startswith("/languages/missing")]
    assert missing == [f"/languages/missing?language={row.language}" for row in coverage() if not row.complete]


def test_what_is_missing_is_a_table_to_fill_in(client: Client) -> None:
    response = client.get("/languages/missing?language=pt-BR")
    assert response.headers["content-type"].startswith("text/csv")
    assert response.headers["content-disposition"] == 'attachment; filename="opads-missing-pt-br.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) > 3000
    first = next(row for row in rows if row["id"] == "eu-ttpa/amount-is-one-figure" and row["part"] == "title")
    assert first == {
        "file": "schema/formats/eu-ttpa/messages/pt-br.yaml",
        "id": "eu-ttpa/amount-is-one-figure",
        "part": "title",
        "english": "The amount is one figure, not a range",
        "translation": "",
    }
    assert {row["file"] for row in rows if row["part"] == "interface"} == {"service/opads/speech/words/pt-br.po"}


@pytest.mark.parametrize(
    "tag", ["", "x", "../../etc/passwd", "it%0d%0aX: y", "deutsch!", "é", "a" * 300, "it-" + "-".join(["aa"] * 9)]
)
def test_what_is_no_tag_is_refused(client: Client, tag: str) -> None:
    response = client.get(f"/languages/missing?language={tag}")
    assert response.status_code == 400
    assert "such as it or pt-br" in response.text


def test_english_lacks_nothing(client: Client) -> None:
    assert client.get("/languages/missing?language=en").content.decode("utf-8-sig").splitlines() == [
        "file,id,part,english,translation"
    ]


@pytest.mark.parametrize(
    ("path", "address", "state"),
    [
        ("/", "/", "page"),
        ("/formats", "/explore", "true"),
        ("/rules/opads/unknown-field", "/explore", "true"),
        ("/register", "/register", "page"),
        ("/languages", "/languages", "page"),
        ("/accessibility", "/accessibility", "page"),
    ],
)
def test_the_head_says_where_one_is(client: Client, path: str, address: str, state: str) -> None:
    page = Page(client.get(path).text)
    marked = {a["href"]: a["aria-current"] for a, _ in page.all("a") if "aria-current" in a and "hreflang" not in a}
    assert marked[address] == state
    assert len([value for value in marked.values() if value == "page"]) <= 1


@pytest.mark.parametrize("tag", list(LANGUAGES))
def test_a_page_says_its_language_and_leads_to_itself_in_the_others(client: Client, tag: str) -> None:
    response = client.get(f"/{tag}/formats?x=1")
    page = Page(response.text)
    ((html, _),) = page.all("html")
    assert (html["lang"], html["dir"]) == (tag, "rtl" if tag == "ar" else "ltr")
    assert response.headers["content-language"] == tag
    assert "Accept-Language" in response.headers["vary"]
    links = {a["hreflang"]: a["href"] for a, _ in page.all("a") if "hreflang" in a}
    assert links == {other: f"/{other}/formats?x=1" for other in LANGUAGES}
    assert [a["hreflang"] for a, _ in page.all("a", aria_current="true") if "hreflang" in a] == [tag]
    assert {a["hreflang"] for a, _ in page.all("link", rel="alternate")} == set(LANGUAGES) - {tag}
    inner = [a["href"] for a, _ in page.all("a") if a["href"].startswith("/") and "hreflang" not in a]
    assert all(href.startswith((f"/{tag}/", "/v1/", "/static/", "/schema/", "/openapi")) for href in inner), inner


def test_a_page_in_the_language_of_the_header_keeps_it(client: Client) -> None:
    page = Page(client.get("/languages", headers={"Accept-Language": "fr-CA"}).text)
    assert page.all("html")[0][0]["lang"] == "fr"
    assert page.all("a", class_="mark")[0][0]["href"] == "/fr/"


def test_the_interface_for_programs_does_not_look_at_the_header(client: Client) -> None:
    plain = client.get("/v1/rules/opads/unknown-field", headers={"Accept": "application/json"})
    other = client.get("/v1/rules/opads/unknown-field", headers={"Accept": "application/json", "Accept-Language": "fr"})
    assert plain.content == other.content


def test_a_refusal_is_told_in_the_language_and_its_details_in_english(client: Client) -> None:
    page = Page(client.get("/de/nope").text)
    assert page.all("html")[0][0]["lang"] == "de"
    ((lead, text),) = page.all("p", class_="lead")
    assert (lead["lang"], lead["dir"], text) == ("en", "ltr", "No page or resource has this address.")
    assert "lang" not in Page(client.get("/nope").text).all("p", class_="lead")[0][0]
