"""What is deprecated says so: in every answer, in the contract, and never in a way that cannot be."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from litestar.testing import TestClient

from opads.api import openapi
from opads.api.app import create_app
from opads.api.front import Service
from opads.api.lifecycle import RETIRED, Lifecycle, Retirement
from opads.settings import Settings
from tests.api.conftest import JSON

SETTINGS = Settings(base_url="https://opads.example")
START = datetime(2026, 7, 1, tzinfo=UTC)
END = datetime(2027, 1, 1, 12, tzinfo=timezone(timedelta(hours=2)))
OLD = (
    Retirement("/v1/terms/{term_id}", START, "/problems", END, "/v1/codelists"),
    Retirement("/v1/detect", START, "https://elsewhere.example/why"),
    Retirement("/v1/validate", START, "/problems"),
    Retirement("/v1/schemas/1.0/{path}", START, "/problems", START),
)


@pytest.fixture(scope="module")
def ageing() -> Iterator[TestClient[Service]]:
    with TestClient(create_app(SETTINGS, retired=OLD), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/v1/terms/sponsor", 200), ("GET", "/v1/terms/sponsor/", 200), ("HEAD", "/v1/terms/sponsor", 200),
     ("GET", "/v1/terms/none-such", 404), ("OPTIONS", "/v1/terms/sponsor", 204), ("PUT", "/v1/terms/sponsor", 405)],
)  # fmt: skip
def test_every_answer_tells_it(ageing: TestClient[Service], method: str, path: str, status: int) -> None:
    answer = ageing.request(method, path)
    assert answer.status_code == status
    assert answer.headers["deprecation"] == f"@{int(START.timestamp())}"
    assert parsedate_to_datetime(answer.headers["sunset"]) == END
    assert answer.headers["sunset"] == "Fri, 01 Jan 2027 10:00:00 GMT"
    assert {relation: link["url"] for relation, link in answer.links.items()} == {
        "deprecation": "https://opads.example/problems",
        "sunset": "https://opads.example/problems",
        "successor-version": "https://opads.example/v1/codelists",
    }


def test_a_kept_answer_tells_it_too(ageing: TestClient[Service]) -> None:
    tag = ageing.get("/v1/terms/sponsor").headers["etag"]
    again = ageing.get("/v1/terms/sponsor", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert "deprecation" in again.headers


def test_without_an_end_there_is_no_sunset(ageing: TestClient[Service]) -> None:
    answer = ageing.post("/v1/detect", content=b"{}", headers=JSON)
    assert "sunset" not in answer.headers
    assert answer.links == {"deprecation": {"url": "https://elsewhere.example/why", "rel": "deprecation"}}


def test_what_has_a_way_past_routing_loses_it(ageing: TestClient[Service]) -> None:
    for _ in range(3):
        assert "deprecation" in ageing.post("/v1/validate", content=b"{}", headers=JSON).headers


def test_a_version_of_the_standard_can_be_on_its_way_out(ageing: TestClient[Service]) -> None:
    assert "sunset" in ageing.get("/v1/schemas/1.0/disclosure.json").headers
    assert "sunset" in ageing.get("/v1/schemas/1.0/codelists/status.csv").headers
    assert "sunset" not in ageing.get("/v1/schemas/2.0/disclosure.json").headers


@pytest.mark.parametrize("path", ["/v1/terms", "/v1/schemas", "/v1/formats", "/", "/problems", "/v1/terms/a/b"])
def test_all_else_says_nothing(ageing: TestClient[Service], path: str) -> None:
    assert not {"deprecation", "sunset"} & set(ageing.get(path).headers)


def test_the_contract_tells_it(ageing: TestClient[Service]) -> None:
    paths: dict[str, Any] = ageing.get("/openapi.json").json()["paths"]
    term = paths["/v1/terms/{term_id}"]["get"]
    assert term["deprecated"] is True
    assert "Deprecated from 2026-07-01 on, and gone from 2027-01-01 on; use `/v1/codelists`" in term["description"]
    assert set(term["responses"]["200"]["headers"]) >= {"Deprecation", "Sunset", "Link"}
    assert "Sunset" not in paths["/v1/detect"]["post"]["responses"]["200"]["headers"]
    assert not paths["/v1/terms"]["get"].get("deprecated")
    assert not paths["/v1/schemas/{version}/{path}"]["get"].get("deprecated"), "one version, not the route"


def test_nothing_ends_before_it_is_deprecated() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        create_app(SETTINGS, retired=[Retirement("/v1/terms", START, "/problems", START - timedelta(seconds=1))])


def test_times_have_a_zone() -> None:
    with pytest.raises(ValueError, match="no zone"):
        Lifecycle([Retirement("/v1/terms", START.replace(tzinfo=None), "/problems")])
    with pytest.raises(ValueError, match="no zone"):
        Lifecycle([Retirement("/v1/terms", START, "/problems", END.replace(tzinfo=None))])


def test_what_is_not_there_cannot_be_retired() -> None:
    with pytest.raises(ValueError, match="/v1/nothing/x"):
        create_app(SETTINGS, retired=[Retirement("/v1/nothing/{name}", START, "/problems")])


def test_what_is_retired_now_is_sound() -> None:
    assert create_app(SETTINGS).lifecycle.retired == RETIRED
    marked = [
        path for path, item in openapi.document()["paths"].items() if any(o.get("deprecated") for o in item.values())
    ]
    assert set(marked) <= {one.path for one in RETIRED}
