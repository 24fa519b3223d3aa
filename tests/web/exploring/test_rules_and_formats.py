"""The pages that explain formats and rules."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from opads.catalogue import RuleInfo, catalogue_of
from opads.formats import default_registry
from opads.speech.findings import spoken_catalogue
from tests.web.conftest import Page, Reader

REGISTRY = default_registry()
CATALOGUE = catalogue_of(REGISTRY)


def test_formats(read: Reader) -> None:
    page = read("/formats")
    for format_ in REGISTRY:
        assert page.all("a", href=f"/formats/{format_.id}")
        described = read(f"/formats/{format_.id}")
        assert format_.file.name in described.text
        assert format_.digest in described.text
        for instrument in format_.file.instruments:
            assert instrument.name in described.text
        for compiled in format_.rules:
            assert described.all("a", href=f"/rules/{compiled.rule.id}")
        assert described.all("a", href=f"/convert?to={format_.id}")
        assert described.all("a", href=f"/explore/matrix?format={format_.id}")


def test_every_link_to_an_example_works(read: Reader) -> None:
    page = read(f"/formats/{REGISTRY.ids[0]}")
    links = [a["href"] for a, _ in page.all("a") if a["href"].startswith("/?example=")]
    assert links
    for link in links[:10]:
        assert read(link).all("textarea")[0][1].strip()


def rules_on(page: Page) -> set[str]:
    found = (a["href"].removeprefix("/rules/") for a, _ in page.all("a") if a["href"].startswith("/rules/"))
    return {rule for rule in found if "/" in rule}


def test_every_rule_stands_below_each_law_that_it_cites(read: Reader) -> None:
    page = read("/rules")
    links = [a["href"] for a, _ in page.all("a") if a["href"].startswith("/rules?law=")]
    listed: set[str] = set()
    for link in links:
        law = parse_qs(urlsplit(link).query)["law"][0]
        found = rules_on(read(link))
        assert found == {i.id for i in CATALOGUE if law in [c.instrument for c in i.citations]}
        listed |= found
    assert listed == {info.id for info in CATALOGUE}


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("severity=error", lambda i: i.severity == "error"),
        ("verified=no", lambda i: not i.verified),
        ("verified=yes&severity=info", lambda i: i.verified and i.severity == "info"),
        ("checked=human", lambda i: i.executability == "human"),
        ("group=us-fec", lambda i: i.format == "us-fec"),
        ("q=AMOUNT-is-one", lambda i: "amount-is-one" in i.id),
        ("group=us-fec&severity=warning", lambda i: i.format == "us-fec" and i.severity == "warning"),
    ],
)
def test_rules_are_narrowed_down(read: Reader, query: str, fits: Callable[[RuleInfo], bool]) -> None:
    expected = {info.id for info in CATALOGUE if fits(info)}
    assert expected
    found: set[str] = set()
    address: str | None = f"/rules?{query}"
    while address:
        page = read(address)
        assert f"{len(expected):,} rule" in page.text
        assert not found & rules_on(page)
        found |= rules_on(page)
        address = next((a["href"] for a, _ in page.all("a", rel="next")), None)
    assert found == expected


@pytest.mark.parametrize("query", ["q=xyzzyx", "severity=grave", "law=none", "group=../x"])
def test_nothing_fits(read: Reader, query: str) -> None:
    assert "No rule fits all of this." in read(f"/rules?{query}").text


@pytest.mark.parametrize("page", ["0", "-1", "99999", "1e9", "x"])
def test_a_page_that_is_none_leads_to_one_that_is(read: Reader, page: str) -> None:
    assert rules_on(read(f"/rules?severity=error&page={page}"))


def test_provisions_are_in_their_order(read: Reader) -> None:
    law = "Regulation (EU) 2024/900"
    page = read(f"/rules?law={quote(law)}")
    provisions = [next(c.provision for c in CATALOGUE.get(rule).citations if c.instrument == law) or ""  # type: ignore[union-attr]  # it is there, or the test fails
                  for rule in (a["href"].removeprefix("/rules/") for a, _ in page.all("a") if a["href"].startswith("/rules/"))]  # fmt: skip
    articles = [int(found[1]) for text in provisions if (found := re.match(r"Articles? ([0-9]+)", text))]
    assert articles == sorted(articles)
    assert len(set(articles)) > 5


def test_a_rule_is_told_in_the_language_of_the_reader(read: Reader) -> None:
    spanish = spoken_catalogue(REGISTRY, "es").get("eu-ttpa/amount-is-one-figure")
    assert spanish is not None
    page = read("/es/rules/eu-ttpa/amount-is-one-figure")
    ((attributes, title),) = page.all("h1")
    assert title == spanish.title
    assert "lang" not in attributes
    assert spanish.fix in page.text
    assert page.all("p", class_="lead")[0][0]["lang"] == "en", "the description is in English alone"


@pytest.mark.parametrize("group", sorted({info.id.partition("/")[0] for info in CATALOGUE}))
def test_a_rule_of_each_group_is_explained(read: Reader, group: str) -> None:
    info = next(i for i in CATALOGUE if i.id.startswith(group + "/"))
    page = read(f"/rules/{info.id}")
    assert [text for _, text in page.all("h1")] == [info.title]
    assert info.id in page.text
    assert info.fix in page.text
    for citation in info.citations:
        assert citation.instrument in page.text
    if info.check:
        assert info.check in [text for _, text in page.all("pre")]


def test_a_rule_leads_to_the_report_of_the_example_that_breaks_it(read: Reader) -> None:
    compiled = next(
        c for f in REGISTRY for c in f.rules if list(f.folder.glob(f"examples/invalid/{c.rule.id.split('/')[1]}.*"))
    )
    page = read(f"/rules/{compiled.rule.id}")
    link = next(a["href"] for a, _ in page.all("a") if a["href"].startswith("/check?example="))
    assert read(link).all("a", href=f"/rules/{compiled.rule.id}")


def test_what_is_not_there(read: Reader) -> None:
    for path in ("/formats/no-such", "/rules/no/such", "/nope"):
        page = read(path, status=404)
        assert page.all("title")[0][1].startswith("Error: ")
