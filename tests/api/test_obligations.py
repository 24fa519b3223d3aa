"""POST /v1/obligations and GET /v1/elections."""

import json

import msgspec
import pytest

from opads.obligations import default_calendar, resolve
from tests.api.conftest import JSON, Check, Client

SITUATION = {
    "countries": ["SE"],
    "media": ["online-platform"],
    "process": {"id": "se-riksdag-2026"},
    "period": {"start": "2026-09-01"},
}


def test_the_answer_is_that_of_the_resolver(client: Client) -> None:
    response = client.post("/v1/obligations", content=json.dumps(SITUATION), headers=JSON)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert response.content == msgspec.json.encode(resolve(SITUATION))
    assert response.json()["counts"]["undetermined"] > 0


@pytest.mark.parametrize(
    "body", [b"[]", b'{"a": 1}', b'{"online": true, "online": true}', b'{"process": {"id": "x"}}', b"\xff"]
)
def test_what_is_no_situation_is_refused(client: Client, problem: Check, body: bytes) -> None:
    response = client.post("/v1/obligations", content=body, headers=JSON)
    assert response.status_code == 422
    problem(response, "not-a-situation")


def test_other_media_types_and_sizes_are_refused(client: Client, problem: Check) -> None:
    response = client.post("/v1/obligations", content=b"a,b", headers={"Content-Type": "text/csv"})
    problem(response, "unsupported-media-type")
    assert response.headers["accept-post"] == "application/json"
    problem(client.post("/v1/obligations", content=b" " * 1024 * 1024 + b"{}", headers=JSON), "too-large")
    problem(client.post("/v1/obligations", content=b"{}", headers={**JSON, "Accept": "text/html"}), "not-acceptable")


def test_the_election_calendar(client: Client) -> None:
    response = client.get("/v1/elections")
    assert [row["id"] for row in response.json()["elections"]] == [election.id for election in default_calendar()]
    again = client.get("/v1/elections", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304
