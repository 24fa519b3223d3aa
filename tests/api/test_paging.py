"""Lists in pages: cursors that fit one search alone, links, limits."""

import base64
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Request, Response, Router, get
from litestar.params import FromPath, FromQuery
from litestar.testing import TestClient

from opads.api import paging
from opads.api.answers import fresh
from opads.api.contract import operation, problems, success
from opads.api.front import Service
from opads.api.paging import MOST, Cursor, Limit, Page, paged, wished
from opads.api.problem import Refusal
from opads.api.query import check_query
from opads.api.room import Room
from opads.settings import Settings
from opads.web.failures import respond_in_kind
from tests.api.conftest import Check

SETTINGS = Settings(base_url="https://opads.example")
ROWS = [("zürich" if number % 3 else "", number) for number in range(1200)]
"""Rows sorted by a text that many share, then by a number."""
ROWS.sort()


class Row(msgspec.Struct):
    """A row of the list as it is shown."""

    number: int


@get(
    "/v1/rows/{name:str}",
    responses={**success(Page[Row], "Rows."), **problems("bad-parameter", "bad-cursor")},
    operation_class=operation(pages=True),
)
async def rows(
    request: Request[Any, Any, Any],
    name: FromPath[str],
    limit: Limit = None,
    cursor: Cursor = None,
    word: FromQuery[str | None] = None,
) -> Response[bytes]:
    """Give rows as a store would."""
    wish = wished(request, limit, cursor, str, int, owner=request.headers.get("x-account", ""))
    left = [row for row in ROWS if wish.after is None or row > wish.after][: wish.fetch]
    page = paged(request, SETTINGS, wish, left, key=lambda row: row, item=lambda row: Row(row[1]))
    return fresh(page.body, headers=page.headers)


@pytest.fixture(scope="module")
def listing() -> Iterator[TestClient[Service]]:
    service = Service(
        [Router("/", route_handlers=[rows], before_request=check_query)],
        exception_handlers={Exception: respond_in_kind},
        openapi_config=None,
    )
    service.settings = SETTINGS
    service.room = Room(SETTINGS.max_held)
    with TestClient(service) as client:
        yield client


def links_of(response: Any) -> dict[str, str]:
    """Give the addresses in a header Link by relation, as another reader than ours finds them."""
    return {relation: link["url"] for relation, link in response.links.items()}


@pytest.mark.parametrize("limit", [1, 7, 50, 499, 500])
def test_every_row_is_on_one_page(listing: TestClient[Service], limit: int) -> None:
    address, seen, pages = f"/v1/rows/a?limit={limit}", [], 0
    while address and pages < 30:
        answer = listing.get(address)
        assert answer.status_code == 200
        numbers = [row["number"] for row in answer.json()["items"]]
        seen += numbers
        pages += 1
        more = len(seen) < len(ROWS)
        assert len(numbers) == limit or not more
        assert (answer.json()["next"] is not None) == more
        found = links_of(answer)
        assert set(found) == ({"first", "next"} if more else {"first"})
        address = found.get("next", "").removeprefix(SETTINGS.base_url)
    assert seen == [number for _, number in ROWS][: len(seen)]
    assert len(seen) == min(len(ROWS), 30 * limit)


def test_a_page_has_fifty_rows_when_nothing_is_said(listing: TestClient[Service]) -> None:
    assert len(listing.get("/v1/rows/a").json()["items"]) == 50


def test_links_keep_the_search_and_the_size(listing: TestClient[Service]) -> None:
    found = links_of(listing.get("/v1/rows/a%20%C3%BC", params={"word": 'ü&=, <>;"', "limit": "3"}))
    for relation, address in found.items():
        parts = urlsplit(address)
        assert (parts.scheme, parts.netloc, parts.path) == ("https", "opads.example", "/v1/rows/a%20%C3%BC")
        query = parse_qs(parts.query)
        assert query["word"] == ['ü&=, <>;"']
        assert query["limit"] == ["3"]
        assert ("cursor" in query) == (relation == "next")


def test_links_are_not_made_of_the_request(listing: TestClient[Service]) -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    header = listing.get("/v1/rows/a", headers=forged).headers["link"]
    assert "evil" not in header
    assert "gopher" not in header


def test_two_slashes_lead_nowhere_else(listing: TestClient[Service], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.api.test_paging.SETTINGS", Settings())
    answer = listing.get("http://testserver.local//v1/rows/a?limit=3")
    assert answer.status_code == 404 or all(urlsplit(link).netloc == "" for link in links_of(answer).values())


@pytest.mark.parametrize(
    "limit", ["0", "-1", "501", "", "1.0", "1e2", "+5", " 5", "\u0665", "0x10", "null", "true", "9" * 400, "05"]
)
def test_limits_that_cannot_be(listing: TestClient[Service], problem: Check, limit: str) -> None:
    body = problem(listing.get("/v1/rows/a", params={"limit": limit}), "bad-parameter")
    assert body["errors"] == [{"detail": f"is not a whole number from 1 to {MOST}", "parameter": "limit"}]


def cursor_of(listing: TestClient[Service], path: str = "/v1/rows/a", **headers: str) -> str:
    found: str = listing.get(path, headers=headers).json()["next"]
    return found


def test_a_cursor_is_good_for_its_search_alone(listing: TestClient[Service], problem: Check) -> None:
    cursor = cursor_of(listing, "/v1/rows/a?word=x&limit=2")
    assert listing.get("/v1/rows/a", params={"word": "x", "cursor": cursor}).status_code == 200
    assert listing.get("/v1/rows/a", params={"cursor": cursor, "limit": 9, "word": "x"}).status_code == 200
    for path, params in [
        ("/v1/rows/a", {}),
        ("/v1/rows/a", {"word": "y"}),
        ("/v1/rows/a", {"word": ""}),
        ("/v1/rows/b", {"word": "x"}),
    ]:
        problem(listing.get(path, params={**params, "cursor": cursor}), "bad-cursor")


def test_a_cursor_of_another_account_is_foreign(listing: TestClient[Service], problem: Check) -> None:
    cursor = cursor_of(listing, **{"x-account": "one"})
    assert listing.get(f"/v1/rows/a?cursor={cursor}", headers={"x-account": "one"}).status_code == 200
    problem(listing.get(f"/v1/rows/a?cursor={cursor}", headers={"x-account": "two"}), "bad-cursor")
    problem(listing.get(f"/v1/rows/a?cursor={cursor}"), "bad-cursor")


def packed(value: Any) -> str:
    """Give a value as a cursor would hold it."""
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode().rstrip("=")


def unpacked(cursor: str) -> list[Any]:
    """Give what a cursor holds."""
    found: list[Any] = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return found


def test_no_letter_of_a_cursor_can_be_changed(listing: TestClient[Service], problem: Check) -> None:
    cursor = cursor_of(listing)
    for place in range(len(cursor)):
        for other in ("A", "z", "-"):
            if cursor[place] != other:
                changed = cursor[:place] + other + cursor[place + 1 :]
                problem(listing.get("/v1/rows/a", params={"cursor": changed}), "bad-cursor")
    for changed in (cursor + "=", cursor[:-1], cursor * 2, cursor + "A", " " + cursor, cursor + "\n"):
        problem(listing.get("/v1/rows/a", params={"cursor": changed}), "bad-cursor")


def test_a_cursor_made_by_hand_is_refused(listing: TestClient[Service], problem: Check) -> None:
    edition, digest, word, number = unpacked(cursor_of(listing))
    forgeries: list[Any] = [
        [edition, digest, word, number + 1],
        [edition, digest, word],
        [edition, digest],
        [edition],
        [],
        {},
        None,
        7,
        "text",
        [edition + 1, digest, word, number],
        [edition, digest, word, str(number)],
        [edition, digest, number, word],
        [edition, digest, word, number, 1],
        [edition, digest, word, [number]],
        [edition, digest, word, {"$gt": 0}],
        [edition, digest, "' OR 1=1 --", number],
        [edition, None, None, None],
    ]
    for forged in forgeries:
        problem(listing.get("/v1/rows/a", params={"cursor": packed(forged)}), "bad-cursor")


@pytest.mark.parametrize(
    "keys",
    [
        ("a\0", 1),
        ("\ud800", 1),
        ("a", 2**63),
        ("a", -(2**63) - 1),
        ("a", 1.5),
        ("a", True),
        (1, 1),
        ("a", None),
        ("a",),
    ],
)
def test_what_no_database_takes_is_refused_even_with_a_right_digest(keys: tuple[Any, ...]) -> None:
    with pytest.raises(Refusal):
        paging._read(paging._written(keys, "search"), "search", (str, int))


@pytest.mark.parametrize("text", ["", "%", "=", "a", "....", "[" * 700, "A" * 3000, "é", "null", "W10", "WzEsMSwx"])
def test_what_is_no_cursor(listing: TestClient[Service], problem: Check, text: str) -> None:
    problem(listing.get("/v1/rows/a", params={"cursor": text}), "bad-cursor")


def test_deep_and_endless_values_are_refused(listing: TestClient[Service], problem: Check) -> None:
    for raw in (b"[" * 1500, b"[1,2," + b"9" * 1400 + b"]", b'[1,"x",NaN]', b"\xff\xfe", b'[1,"x",1e999]'):
        cursor = base64.urlsafe_b64encode(raw).decode().rstrip("=")
        problem(listing.get("/v1/rows/a", params={"cursor": cursor}), "bad-cursor")


@given(st.text(max_size=300))
def test_nothing_that_is_sent_as_a_cursor_is_an_error(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        paging._read(text, "search", (str, int))
    assert caught.value.kind.name == "bad-cursor"


@given(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
    st.integers(-(2**63), 2**63 - 1),
)
def test_what_is_written_is_read(word: str, number: int) -> None:
    assert paging._read(paging._written((word, number), "search"), "search", (str, int)) == (word, number)


def test_an_empty_list_is_a_page(listing: TestClient[Service], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.api.test_paging.ROWS", [])
    answer = listing.get("/v1/rows/a")
    assert answer.json() == {"items": [], "next": None}
    assert set(links_of(answer)) == {"first"}


def test_parameters_stay_strict(listing: TestClient[Service], problem: Check) -> None:
    assert problem(listing.get("/v1/rows/a?curser=x"), "unknown-parameter")["errors"][0]["nearest"] == "cursor"
    problem(listing.get("/v1/rows/a?limit=1&limit=2"), "repeated-parameter")
