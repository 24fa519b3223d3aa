"""The map of all pairs, and what it opens into."""

import gzip
from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.formats import default_registry
from opads.matrix import FATES, PairCounts, Sums, pair
from opads.matrix.gathering import gathering_of
from opads.settings import Settings
from opads.web.exploring.pairs import NAMES, _whole
from opads.web.render import Look
from tests.web.conftest import Client, Page, Reader

REGISTRY = default_registry()
LARGEST = 150_000
"""Bytes that the map may have on its way, compressed."""


def sums() -> Sums:
    """Give numbers that differ from cell to cell, as the real ones do, without computing them."""
    cells = [
        PairCounts(
            source,
            target,
            fields=97,
            survives=(7 * i + 13 * j) % 97,
            narrows=0,
            depends=0,
            carried=0,
            drops=0,
            missing=0,
        )
        for i, source in enumerate(REGISTRY.ids)
        for j, target in enumerate(REGISTRY.ids)
    ]
    return Sums(REGISTRY.ids, tuple(cells))


def test_the_map_has_a_cell_for_every_pair_and_is_small() -> None:
    content = _whole(Look(), sums(), REGISTRY)
    assert len(gzip.compress(content)) < LARGEST
    page = Page(content.decode())
    links = [a["href"] for a, _ in page.all("a") if a["href"].count("/") == 4]
    assert len(links) == len(set(links)) == len(REGISTRY.ids) * (len(REGISTRY.ids) - 1)
    assert {a["scope"] for a, _ in page.all("th")} == {"col", "row"}
    assert [text for a, text in page.all("th", scope="row")] == list(REGISTRY.ids)
    shades = {a["class"] for a, _ in page.all("td")}
    assert shades == {"self", *(f"h{step}" for step in range(10))}


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Give a service whose map is still being made."""
    gathering = gathering_of(REGISTRY)
    monkeypatch.setattr(gathering, "sums", None)
    monkeypatch.setattr(gathering, "wait", lambda _: None)
    monkeypatch.setattr(gathering, "done", 12)
    with TestClient(create_app(Settings(), registry=REGISTRY)) as client:
        client.headers["Accept"] = "text/html"
        yield client


def test_nobody_waits_for_the_map(waiting: Client) -> None:
    answer = waiting.get("/fr/explore/matrix")
    assert answer.status_code == 200
    assert answer.headers["refresh"] == "2"
    assert answer.headers["cache-control"] == "no-store"
    page = Page(answer.text)
    assert page.all("progress")[0][0] == {**page.all("progress")[0][0], "max": str(len(REGISTRY.ids)), "value": "12"}
    assert {a["value"] for a, _ in page.all("option")} == set(REGISTRY.ids)


def test_the_map_is_shown_when_it_is_made(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering_of(REGISTRY), "sums", sums())
    answer = client.get("/explore/matrix")
    assert "refresh" not in answer.headers
    assert Page(answer.text).all("table", id="map")
    assert client.get("/explore/matrix", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_one_format_against_all(read: Reader) -> None:
    page = read("/explore/matrix?format=gb-digital-imprint")
    for other in REGISTRY.ids:
        if other != "gb-digital-imprint":
            assert page.all("a", href=f"/explore/matrix/gb-digital-imprint/{other}")
            assert page.all("a", href=f"/explore/matrix/{other}/gb-digital-imprint")
    ((chosen, _),) = [option for option in page.all("option") if "selected" in option[0]]
    assert chosen["value"] == "gb-digital-imprint"


@pytest.mark.parametrize(
    "ids",
    [("us-fec", "eu-ttpa"), ("eu-ttpa", "meta-ad-library"), ("opads-disclosure", "us-fec"), ("eu-ttpa", "eu-ttpa")],
)
def test_a_pair_tells_of_every_field(client: Client, read: Reader, ids: tuple[str, str]) -> None:
    page = read("/explore/matrix/{}/{}".format(*ids))
    found = pair(REGISTRY, *ids)
    rows = [text for _, text in page.all("tr")]
    assert len(rows) == found.counts.fields + sum(1 for fate in FATES if getattr(found.counts, fate))
    for field in found.fields:
        assert any(field.field in row for row in rows), field
    for fate in (*FATES, "missing"):
        number = getattr(found.counts, fate)
        assert bool(page.all("h2", id=fate)) is bool(number)
        if number:
            assert f"{NAMES[fate]}: {number}" in page.text
    for missing in found.missing:
        assert missing in page.text
    for address in {a["href"] for a, _ in page.all("a") if a["href"].startswith("/explore/schema?at=")}:
        assert client.get(address, follow_redirects=False).status_code == 303, address
