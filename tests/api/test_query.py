"""Strictness about the query."""

import pytest

from tests.api.conftest import Check, Client


@pytest.mark.parametrize(
    ("path", "name", "nearest"),
    [
        ("/v1/rules?sevrity=error", "sevrity", "severity"),
        ("/v1/rules?Format=x", "Format", "format"),
        ("/v1/formats?x=1", "x", None),
        ("/health/live?verbose=1", "verbose", None),
        ("/v1/schemas/1.0/disclosure.json?v=2", "v", None),
    ],
)
def test_unknown_names_are_refused_with_the_nearest(
    client: Client, problem: Check, path: str, name: str, nearest: str | None
) -> None:
    body = problem(client.get(path), "unknown-parameter")
    assert body["errors"] == [
        {"detail": "unknown parameter", "parameter": name} | ({"nearest": nearest} if nearest else {})
    ]
    assert nearest is None or f"did you mean {nearest!r}" in body["detail"]


def test_repeated_names_are_refused_where_there_is_one_value(client: Client, problem: Check) -> None:
    body = problem(client.get("/v1/rules?severity=error&severity=error"), "repeated-parameter")
    assert body["errors"][0]["parameter"] == "severity"


def test_repeated_names_are_taken_where_there_are_many(client: Client) -> None:
    ids = [row["id"] for row in client.get("/v1/formats").json()["formats"]][:2]
    query = "&".join(f"for={one}" for one in [*ids, ids[0]])
    response = client.post(f"/v1/validate?{query}", content=b"{}", headers={"Content-Type": "application/json"})
    assert response.json()["judgedFor"] == ids


@pytest.mark.parametrize("query", ["severity", "severity=%ff", "severity=error&", "&", "=", "%ff=1", "severity=%C0%AF"])
def test_queries_that_are_none(client: Client, query: str) -> None:
    response = client.get(f"/v1/rules?{query}")
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


def test_thousands_of_names(client: Client, problem: Check) -> None:
    problem(client.get("/v1/rules?" + "a=1&" * 900 + "a=1"), "bad-request")


def test_a_name_is_quoted_short(client: Client, problem: Check) -> None:
    body = problem(client.get(f"/v1/rules?{'x' * 4000}=1"), "unknown-parameter")
    assert len(body["errors"][0]["parameter"]) == 60
    assert len(body["detail"]) < 200


def test_pages_do_not_mind(client: Client) -> None:
    assert client.get("/formats?utm_source=x").status_code == 200
