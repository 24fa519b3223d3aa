"""What programs look for at known places."""

import pytest
from litestar.testing import TestClient
from pydantic import ValidationError

from opads.api.app import create_app
from opads.settings import Settings
from tests.api.conftest import Check, Client

CATALOG, SECURITY = "/.well-known/api-catalog", "/.well-known/security.txt"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_catalogue_names_the_interface(client: Client, method: str) -> None:
    answer = client.request(method, CATALOG)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == (
        'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
    )
    assert answer.links["api-catalog"]["url"] == f"https://opads.example{CATALOG}"
    assert (answer.content == b"") == (method == "HEAD")


def test_every_link_of_the_catalogue_leads_somewhere(client: Client) -> None:
    catalogue, interface = client.get(CATALOG, headers={"Host": "evil.example"}).json()["linkset"]
    assert catalogue["item"] == [{"href": interface["anchor"]}]
    for relation in ("service-desc", "service-doc", "status"):
        (target,) = interface[relation]
        path = target["href"].removeprefix("https://opads.example")
        found = client.get(path, headers={"Accept": target["type"]})
        assert found.status_code == 200, relation


def test_catalogues_can_be_refused(client: Client, problem: Check) -> None:
    problem(client.get(CATALOG, headers={"Accept": "image/png"}), "not-acceptable")
    assert client.get(CATALOG, headers={"If-None-Match": "*"}).status_code == 304


def test_nobody_is_named_until_the_operator_does(client: Client, problem: Check) -> None:
    problem(client.get(SECURITY), "not-found")


def test_whom_to_tell() -> None:
    until = "2027-06-30T00:00:00Z"
    named = Settings(
        base_url="https://opads.example", security_contact="mailto:a@opads.example", security_expires=until
    )
    with TestClient(create_app(named)) as client:
        answer = client.get(SECURITY)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "Contact: mailto:a@opads.example", f"Expires: {until}", f"Canonical: https://opads.example{SECURITY}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "contact", ["a@opads.example", "http://opads.example", "mailto:a\nExpires: never", "javascript:x"]
)
def test_what_is_no_contact(contact: str) -> None:
    with pytest.raises(ValidationError):
        Settings(security_contact=contact)


def test_robots(client: Client) -> None:
    assert "Disallow: /check" in client.get("/robots.txt").text
