"""The pages that explain formats and rules."""

import pytest

from opads.catalogue import catalogue_of
from opads.formats import default_registry
from tests.web.conftest import Reader

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


def test_every_link_to_an_example_works(read: Reader) -> None:
    page = read(f"/formats/{REGISTRY.ids[0]}")
    links = [a["href"] for a, _ in page.all("a") if a["href"].startswith("/?example=")]
    assert links
    for link in links[:10]:
        assert read(link).all("textarea")[0][1].strip()


def test_rules_are_all_listed(read: Reader) -> None:
    page = read("/rules")
    assert {a["href"] for a, _ in page.all("a")} >= {f"/rules/{info.id}" for info in CATALOGUE}


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
