"""GET /v1/terms."""

from opads.terms import default_glossary
from tests.api.conftest import Check, Client


def test_all_terms_and_one(client: Client) -> None:
    rows = client.get("/v1/terms").json()["terms"]
    assert [row["id"] for row in rows] == [term.id for term in default_glossary()]
    for row in rows:
        term = client.get(f"/v1/terms/{row['id']}").json()
        assert [definition["law"] for definition in term["definitions"]] == row["laws"]
    sponsor = client.get("/v1/terms/Sponzor").json()
    assert sponsor["id"] == "sponsor"
    assert {"language": "fr", "label": "parraineur", "verified": False} in sponsor["labels"]


def test_an_unknown_term(client: Client, problem: Check) -> None:
    body = problem(client.get("/v1/terms/sponsr"), "not-found")
    assert "did you mean 'sponsor'" in body["detail"]


def test_linked_data_is_served(client: Client) -> None:
    for path in ("context.jsonld", "terms/opads-terms.jsonld"):
        response = client.get(f"/v1/schemas/1.0/{path}")
        assert response.headers["content-type"] == "application/ld+json"
        assert response.json()["@context"]
