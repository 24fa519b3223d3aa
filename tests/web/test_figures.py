"""The figures of the register as pages: numbers with what they rest on, comparisons without rates, files, and addresses that stay."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.register.figures.definitions import REASONS as TOLD
from opads.settings import Settings
from opads.web.register.words import AMOUNTS, REASONS
from tests.register.held import OTHER, OWNER, enter, party, step
from tests.web.conftest import Page
from tests.web.test_register import EVIL, Site

BASE = "https://opads.example"
INVALID = {"opads": "1.0", "jurisdictions": ["ZZ"]}


def ad(country: str, sponsor: str, *amounts: dict[str, Any], **more: Any) -> dict[str, Any]:
    stated = [{"kind": "spent", "scope": "ad", **amount} for amount in amounts]
    return {
        "opads": "1.0",
        "jurisdictions": [country],
        "parties": [party(sponsor, "sponsor"), party(f"Daily {country}", "publisher")],
        **({"money": {"amounts": stated}} if stated else {}),
        **more,
    }


def eur(exact: str) -> dict[str, Any]:
    return {"exact": exact, "currency": "EUR"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    service = create_app(Settings(data=str(tmp_path_factory.mktemp("figures")), base_url=BASE, background=False))
    base = service.installation.database
    march = {"periods": {"actual": {"start": "2027-03-05", "end": "2027-03-20"}}}
    may = {"periods": {"actual": {"start": "2027-05-05", "end": "2027-05-06"}}}
    enter(
        base,
        ad("DE", "Alpha", eur("10.50"), **march),
        ad("DE", "Beta", {"range": {"lower": "100", "upper": "199"}, "currency": "EUR"}, targeting={"used": True}),
        ad("DE", "Alpha", **may),
        ad("FR", "Gamma", {"range": {"lower": "1000"}, "currency": "EUR"}, targeting={"used": False}),
        ad("PL", "Delta", {"exact": "400", "currency": "PLN", "kind": "total"}),
        account=OTHER,
    )
    ids = {"invalid": enter(base, INVALID)[0], "gone": enter(base, ad("DE", "Zeta", eur("1000000")))[0]}
    step(base, ids["gone"], "withdrawn", account=OWNER)
    with TestClient(service, raise_server_exceptions=False) as client:
        yield Site(client, ids)
    service.installation.close()


def rows(page: Page, caption: str) -> list[list[str]]:
    """Give the rows of the chart with a caption."""
    place = next(
        i for i, (tag, _, text) in enumerate(page.elements) if tag == "figcaption" and "".join(text) == caption
    )
    found: list[list[str]] = []
    for tag, attributes, text in page.elements[place + 1 :]:
        if tag == "figcaption":
            break
        if tag == "th" and attributes.get("scope") == "row":
            found.append(["".join(text)])
        elif tag == "td" and attributes.get("class", "").startswith("number"):
            found[-1].append("".join(text))
    return found


def test_charts_say_on_what_they_rest(site: Site) -> None:
    page = site.page("/register/figures?country=DE")
    assert rows(page, "By sponsor") == [["Beta", "100 to 199", "1", "1"], ["Alpha", "10.50", "1", "2"]]
    assert rows(page, "By publisher or platform") == [["Daily DE", "110.50 to 209.50", "2", "3"]]
    assert rows(page, "Disclosures by month") == [["Mar 2027", "1"], ["Apr 2027", "0"], ["May 2027", "1"]]
    assert rows(page, "Sums by month") == [
        ["Mar 2027", "10.50"],
        ["Apr 2027", "no disclosures"],
        ["May 2027", "not stated"],
    ]
    assert "1: state no amount" in page.text
    assert page.all("a", href="/register?country=DE&sponsor=Beta")
    assert "Zeta" not in page.text


def test_what_a_number_leads_to_is_what_it_counts(site: Site) -> None:
    page = site.page("/register/figures")
    for attributes, name in page.all("a"):
        if re.match(r"/register\?(sponsor|country|publisher|targeting|format)=", attributes["href"]):
            found = site.page(attributes["href"])
            counted = next(text for _, text in found.all("h2") if "disclosure" in text)
            caption = next(
                c for c in ("By sponsor", "By country", "By publisher or platform", "By use of targeting", "By format in which it was handed in")
                if any(row[0] == name for row in rows(page, c))
            )  # fmt: skip
            (row,) = [row for row in rows(page, caption) if row[0] == name]
            assert counted.split()[0] == row[-1], attributes


def test_sums_are_never_added_to_each_other(site: Site) -> None:
    page = site.page("/register/figures")
    cells = [text for _, text in page.all("td", class_="number")]
    assert "at least 1,110.50 EUR" in cells
    assert "400 PLN" in cells
    assert "1 of them has no upper end." in page.text
    assert not any("1,510" in text for text in cells)
    only = site.page("/register/figures?currency=PLN&amount-kind=total&amount-scope=ad")
    assert rows(only, "By country") == [["Poland", "400", "1", "1"]]


def test_figures_that_are_cited_stay(site: Site) -> None:
    page = site.page("/register/figures?country=DE")
    (cited,) = [a["href"] for a, text in page.all("a") if text.startswith(f"{BASE}/register/figures?")]
    again = site.page(cited)
    assert [text for _, text in again.all("td")] == [text for _, text in page.all("td")]
    enter(site_base(site), ad("DE", "Later", eur("5")))
    later = site.page(cited)
    assert [text for _, text in later.all("td")] == [text for _, text in page.all("td")]
    assert "These are the numbers as they were." in later.text
    assert "Later" in site.page("/register/figures?country=DE").text


def site_base(site: Site) -> Any:
    return site.client.app.installation.database


def test_files(site: Site) -> None:
    page = site.page("/register/figures?country=FR&least=5")
    (table,) = [a["href"] for a, text in page.all("a") if text == "CSV"]
    (data,) = [a["href"] for a, text in page.all("a") if text == "JSON"]
    answer = site.client.get(table)
    assert answer.headers["content-disposition"].startswith('attachment; filename="figures-')
    found = list(csv.DictReader(io.StringIO(answer.text)))
    (total,) = [row for row in found if row["part"] == "all" and row["currency"]]
    figures = site.client.get(data).json()["figures"]["sums"][0]
    assert (total["lower"], total["upper"]) == (figures["lower"], "") == ("1000", "")
    assert site.client.get("/register/figures.csv?position=99999").status_code == 400


def test_countries_stand_beside_each_other(site: Site) -> None:
    page = site.page("/register/compare?country=DE&country=FR&country=PL&country=AT")
    assert [text for _, text in page.all("th", scope="col")][:5] == [
        "Amounts",
        "Germany",
        "France",
        "Poland",
        "Austria",
    ]
    for sentence in (
        "Amounts are in EUR and PLN. They stand beside each other and are not converted",
        "Not every country has the same kinds of amounts: spent and total.",
        "Nothing was handed in of Austria. That does not say that there was no advertising.",
        "Daily DE, Daily FR and Daily PL",
        "They do not cover the same time.",
    ):
        assert sentence in re.sub("[\u2068\u2069]", "", page.text), sentence
    assert rows(page, "EUR, spent, this advertisement")[1] == ["France", "at least 1,000", "1"]
    assert [a["value"] for a, _ in page.all("input", type="checkbox") if "checked" in a] == ["AT", "FR", "DE", "PL"]
    assert "No such country: XX" in site.page("/register/compare?country=XX").text
    assert "1,400" not in page.text


def test_a_comparison_that_is_cited_stays(site: Site) -> None:
    page = site.page("/register/compare?country=DE&country=FR")
    (cited,) = [a["href"] for a, text in page.all("a") if text.startswith(f"{BASE}/register/compare?")]
    assert [text for _, text in site.page(cited).all("td")] == [text for _, text in page.all("td")]


@pytest.mark.parametrize("path", ["/register/figures", "/register/compare"])
@pytest.mark.parametrize("query", ["position=99999", "position=x", "from=x", "least=much"])
def test_what_cannot_be_asked_is_told(site: Site, path: str, query: str) -> None:
    page = site.page(f"{path}?{query}", 400)
    assert "There is a problem" in page.text
    assert page.all("a", class_="button")


def test_results_say_what_they_add_up_to(site: Site) -> None:
    page = site.page("/register?country=DE&status=accepted")
    assert page.all("a", href="/register/figures?country=DE")
    assert "EUR, spent, this advertisement" in [text for _, text in page.all("dt")]
    assert [a["aria-label"] for a, _ in page.all("a") if "aria-label" in a][:2] == [
        "Leave out: Country",
        "Leave out: Status",
    ]


def test_a_disclosure_is_checked_again_in_the_readers_language(site: Site) -> None:
    page = site.page("/register/{invalid}/findings")
    assert "It is not acceptable." in page.text
    rules = [text for _, text in page.all("a", class_="id")]
    assert rules
    assert "/jurisdictions/0" in [text for _, text in page.all("code")]
    (command,) = [text for _, text in page.all("pre", class_="command")]
    assert f"{BASE}/v1/disclosures/{site.ids['invalid']}/suspension" in command
    assert rules[0] in command
    german = site.page("/de/register/{invalid}/findings")
    assert [text for _, text in german.all("a", class_="id")] == rules
    assert [text for _, text in german.all("h3")] != [text for _, text in page.all("h3")]
    assert site.client.get(f"/register/{site.ids['gone']}/findings").status_code == 410


def test_a_name_cannot_steer_a_chart(site: Site) -> None:
    (one,) = enter(site_base(site), EVIL)
    text = site.client.get("/register/figures").text
    assert "<img" not in text
    assert "\u202e" not in text
    assert "\u0301" * 5 not in text
    step(site_base(site), one, "withdrawn", account=OWNER)


def test_every_reason_has_its_words() -> None:
    assert {*AMOUNTS, *REASONS} == set(TOLD)


@pytest.mark.parametrize(
    "path", ["/register", "/register/figures", "/register/compare", "/register/x", "/register/x/findings"]
)
def test_without_a_register_the_operator_learns_what_to_do(path: str) -> None:
    with TestClient(create_app(Settings())) as client:
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 503
        page = Page(answer.text)
        assert [text for _, text in page.all("h1")] == ["There is no register here"]
        assert "opads serve --data" in page.text
        assert page.all("a", class_="button", href="/")
