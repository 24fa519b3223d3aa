"""Notice and label of a document that was checked."""

import pytest

from opads.formats import default_registry
from opads.web.publishing import FILES
from tests.web.conftest import Client, Page

FOLDER = default_registry().get("eu-ttpa").folder / "examples"
SOUND = next(path for path in sorted((FOLDER / "valid").glob("*.json")))
FAULTY = FOLDER / "invalid" / "amount-is-one-figure.json"
BEGINS = {"notice.html": b"<!doctype html>", "notice.pdf": b"%PDF-", "notice.txt": b"", "label.svg": b"<svg"}


def offered(client: Client, document: bytes) -> list[str]:
    page = Page(client.post("/check", data={"text": document.decode()}).text)
    found = [attributes.get("formaction", "") for attributes, _ in page.all("button")]
    return [address.removeprefix("/publish/") for address in found if address.startswith("/publish/")]


def test_what_can_be_published_is_offered_for_one_disclosure_that_is_acceptable(client: Client) -> None:
    assert offered(client, SOUND.read_bytes()) == list(FILES)
    assert offered(client, FAULTY.read_bytes()) == []


@pytest.mark.parametrize("name", list(FILES))
def test_each_is_a_file_of_its_kind(client: Client, name: str) -> None:
    response = client.post(f"/publish/{name}", data={"text": SOUND.read_text(encoding="utf-8")})
    assert response.status_code == 200, response.text[:300]
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert response.headers["cache-control"] == "no-store"
    assert response.content.lstrip().lower().startswith(BEGINS[name].lower())
    assert len(response.content) > 500


@pytest.mark.parametrize(
    ("name", "fields", "status"),
    [
        ("notice.doc", {"text": "{}"}, 404),
        ("notice.txt", {"text": ""}, 422),
        ("notice.txt", {"text": "no disclosure"}, 422),
        ("notice.txt", {"text": "{}", "from": "none-such"}, 404),
    ],
)
def test_what_cannot_be_made_is_refused_as_a_page(
    client: Client, name: str, fields: dict[str, str], status: int
) -> None:
    response = client.post(f"/publish/{name}", data=fields)
    assert response.status_code == status, response.text[:300]
    assert Page(response.text).all("h1")
