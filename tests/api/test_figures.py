"""The figures of the register as programs ask for them."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from opads.access.caller import ANYBODY
from opads.api.openapi import document
from opads.register.figures import DIMENSIONS, Figures
from opads.register.figures.definitions import DEFINITIONS, REASONS
from opads.register.figures.model import Reason
from opads.settings import Settings
from tests.api.registers import OTHER, REGULATOR, Asking, asking
from tests.register.held import OWNER, enter, party, step

BASE = "https://opads.example"


def ad(sponsor: str, **amount: Any) -> dict[str, Any]:
    stated = {"kind": "spent", "scope": "ad", "currency": "EUR", **amount}
    return {"opads": "1.0", "parties": [party(sponsor, "sponsor")], "money": {"amounts": [stated]}}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    folder = str(tmp_path_factory.mktemp("figures"))
    with asking(Settings(data=folder, base_url=BASE, background=False)) as site:
        base = site.service.installation.database
        enter(base, ad("=HYPERLINK(1)", exact="10.10"), ad("Beta", range={"lower": "100", "upper": "199"}))
        (hidden,) = enter(base, ad("Hidden", exact="1000000"))
        step(base, hidden, "withdrawn", account=OWNER)
        yield site


def test_figures_come_with_what_they_mean(site: Asking) -> None:
    answer = site.ask(ANYBODY, "GET", "/v1/figures?currency=EUR")
    assert answer.status_code == 200
    body = answer.json()
    assert body["asked"] == {"currency": "EUR"}
    assert body["url"] == f"{BASE}/v1/figures?currency=EUR&position=4"
    assert body["page"] == f"{BASE}/register/figures?currency=EUR&position=4"
    figures = body["figures"]
    assert (figures["found"], figures["counted"]) == (2, 2)
    (total,) = figures["sums"]
    assert total["series"] == figures["chosen"] == {"currency": "EUR", "kind": "spent", "scope": "ad"}
    assert (total["lower"], total["upper"], total["disclosures"], total["exact"]) == ("110.10", "209.10", 2, 1)
    assert [grouping["dimension"] for grouping in figures["groupings"]] == list(DIMENSIONS)
    assert body["definitions"] == DEFINITIONS
    assert set(body["reasons"]) == set(REASONS)


def test_every_number_has_its_definition() -> None:
    assert set(REASONS) == set(get_args(Reason))
    assert set(DIMENSIONS) <= set(DEFINITIONS)
    assert {"found", "counted", "chosen", "position"} <= set(Figures.__struct_fields__) & set(DEFINITIONS)


def test_the_address_gives_the_same_again(site: Asking) -> None:
    first = site.ask(ANYBODY, "GET", "/v1/figures").json()
    again = site.ask(ANYBODY, "GET", first["url"].removeprefix(BASE))
    assert again.json() == first
    tag = again.headers["etag"]
    assert site.ask(ANYBODY, "GET", first["url"].removeprefix(BASE), headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("caller", [ANYBODY, OTHER, REGULATOR])
def test_figures_are_public_whoever_asks(site: Asking, caller: Any) -> None:
    assert site.ask(caller, "GET", "/v1/figures").json()["figures"]["found"] == 2


def test_figures_as_csv(site: Asking) -> None:
    answer = site.ask(ANYBODY, "GET", "/v1/figures", headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="figures.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    (total,) = [row for row in rows if row["part"] == "all" and row["currency"]]
    assert (total["lower"], total["upper"], total["resting_on"]) == ("110.10", "209.10", "2")
    assert {row["value"] for row in rows if row["part"] == "sponsor"} == {"'=HYPERLINK(1)", "Beta"}
    assert rows[0]["value"].startswith("log entry 4 ")


@pytest.mark.parametrize(
    "query",
    [
        "position=5",
        "position=x",
        "position=-1",
        "country=XX",
        "from=yesterday",
        "at-least=5",
        "amount-kind=x",
        "limit=3",
    ],
)
def test_what_cannot_be_asked(site: Asking, query: str) -> None:
    answer = site.ask(ANYBODY, "GET", f"/v1/figures?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert query.partition("=")[0] in answer.text


def test_figures_of_a_register_that_is_not_public(tmp_path: Path) -> None:
    with asking(Settings(data=str(tmp_path), background=False, public_reading=False)) as site:
        assert site.ask(ANYBODY, "GET", "/v1/figures").status_code == 401
        assert site.ask(OTHER, "GET", "/v1/figures").status_code == 200


def test_without_storage_there_are_none() -> None:
    with asking(Settings()) as site:
        answer = site.ask(ANYBODY, "GET", "/v1/figures")
        assert (answer.status_code, answer.json()["title"]) == (503, "Nothing is kept here")


def test_the_contract_has_the_same_parameters_as_the_search() -> None:
    paths = document()["paths"]
    search, figures = (
        {p["name"] for p in paths[path]["get"]["parameters"]} for path in ("/v1/disclosures", "/v1/figures")
    )
    assert search - figures == {"status", "publisher-id", "limit", "cursor"}
    assert figures - search == {"position"}
