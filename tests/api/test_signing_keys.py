"""The keys of receipts as the service publishes them."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.receipts import read_key_set, verify
from opads.settings import Settings
from tests.api.conftest import Client
from tests.receipts import samples


@pytest.fixture
def keeping(tmp_path: Path) -> Iterator[Client]:
    with TestClient(create_app(Settings(data=str(tmp_path / "data"), base_url="https://opads.example"))) as client:
        yield client


def test_the_first_key_is_made_when_asked_for(keeping: Client) -> None:
    answer = keeping.get("/.well-known/jwks.json")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/jwk-set+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert len(answer.json()["keys"]) == 1
    assert "d" not in answer.json()["keys"][0]
    assert keeping.get("/.well-known/jwks.json").content == answer.content


def test_a_receipt_is_verified_by_what_is_published(keeping: Client) -> None:
    text = keeping.app.installation.signer.sign(samples.claims())
    keys = read_key_set(keeping.get("/.well-known/jwks.json").content)
    assert verify(text, keys, samples.DOCUMENT).compared


def test_it_is_read_once(keeping: Client) -> None:
    for path in ("/.well-known/jwks.json", "/v1/signing-keys"):
        answer = keeping.get(path)
        again = keeping.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    tag = keeping.get("/v1/signing-keys").headers["etag"]
    keeping.app.installation.keyring.new()
    assert keeping.get("/v1/signing-keys", headers={"If-None-Match": tag}).status_code == 200


def test_dates_and_states(keeping: Client) -> None:
    ring = keeping.app.installation.keyring
    first, second = ring.ensure(), ring.new()
    ring.revoke(first.kid, "stolen")
    rows = keeping.get("/v1/signing-keys").json()["keys"]
    assert [(row["kid"], row["state"]) for row in rows] == [(second.kid, "active"), (first.kid, "revoked")]
    assert rows[1]["reason"] == "stolen"
    assert {"retiredAt", "revokedAt"} <= set(rows[1])
    assert not {"retiredAt", "revokedAt", "reason"} & set(rows[0])


def test_every_form_is_the_same_key(keeping: Client) -> None:
    row = keeping.get("/v1/signing-keys").json()["keys"][0]
    pem = load_pem_public_key(row["pem"].encode())
    assert row["jwk"]["kid"] == row["kid"]
    raw = base64.b64decode(row["webhookKey"].removeprefix("whpk_"))
    assert raw == base64.urlsafe_b64decode(row["jwk"]["x"] + "=") == pem.public_bytes_raw()  # type: ignore[union-attr] # a key of this kind has it


def test_json_is_given_to_whom_it_suits(keeping: Client) -> None:
    answer = keeping.get("/.well-known/jwks.json", headers={"Accept": "application/json"})
    assert answer.headers["content-type"] == "application/json"
    assert keeping.get("/.well-known/jwks.json", headers={"Accept": "text/html"}).status_code == 406
    assert keeping.get("/v1/signing-keys?all=1").status_code == 400


def test_without_storage_there_are_none(client: Client) -> None:
    for path in ("/.well-known/jwks.json", "/v1/signing-keys"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert answer.json()["type"].endswith("/no-storage")


def test_a_key_that_cannot_be_kept_is_told_to_the_operator_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "keys").write_text("a file where the folder should be")
    with TestClient(create_app(Settings(data=str(tmp_path / "data")))) as client:
        answer = client.get("/v1/signing-keys")
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.text
