"""What pages of other sites may do: read what is public; send keys only from origins of the settings (hostile input 52)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from opads.settings import Settings
from tests.api.conftest import Client
from tests.api.keeping import key_of, service_at

TRUSTED, OTHER = "https://app.example", "https://elsewhere.example"


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    database: Path = tmp_path_factory.mktemp("sharing") / "test.db"
    with service_at(f"sqlite:///{database}", origins=f"{TRUSTED}, http://localhost:5173") as client:
        yield client


def asked(origin: str, method: str = "GET", headers: str = "authorization") -> dict[str, str]:
    return {"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}


@pytest.mark.parametrize("path", ["/v1/me", "/v1/accounts", "/v1/validate", "/v1/formats"])
def test_only_pages_of_trusted_origins_may_send_keys(keeping: Client, path: str) -> None:
    trusted = keeping.options(path, headers=asked(TRUSTED))
    assert trusted.status_code == 204
    assert trusted.headers["access-control-allow-origin"] == TRUSTED
    assert "Authorization" in trusted.headers["access-control-allow-headers"]
    assert trusted.headers["vary"] == "Origin"
    for origin in (
        OTHER,
        "null",
        f"{TRUSTED}.evil.example",
        TRUSTED.upper(),
        "http://app.example",
        f"{TRUSTED}:8443",
        "*",
    ):
        other = keeping.options(path, headers=asked(origin))
        assert other.headers["access-control-allow-origin"] == "*"
        assert "authorization" not in other.headers["access-control-allow-headers"].lower()
        assert other.headers["vary"] == "Origin"


def test_without_origins_in_the_settings_nobody_may(client: Client) -> None:
    response = client.options("/v1/validate", headers=asked(OTHER))
    assert response.headers["access-control-allow-headers"] == "Accept, Content-Type"
    assert "vary" not in response.headers


def test_answers_to_keys_are_read_by_trusted_origins_alone(keeping: Client) -> None:
    account, own = key_of(keeping, "A", "submitter")
    response = keeping.get("/v1/me", headers={**own, "Origin": TRUSTED})
    assert response.json()["account"] == account.id
    assert response.headers["access-control-allow-origin"] == TRUSTED
    assert response.headers["vary"] == "Authorization, Origin"
    for origin in (OTHER, "null"):
        refused = keeping.get("/v1/me", headers={**own, "Origin": origin})
        assert "access-control-allow-origin" not in refused.headers
    wrong = keeping.get("/v1/me", headers={"Authorization": "Bearer x", "Origin": OTHER})
    assert wrong.status_code == 401
    assert "access-control-allow-origin" not in wrong.headers


def test_what_is_public_stays_so(keeping: Client) -> None:
    for origin in (TRUSTED, OTHER):
        assert keeping.get("/v1/formats", headers={"Origin": origin}).headers["access-control-allow-origin"] == "*"


def test_no_answer_ever_allows_what_a_browser_sends_by_itself(keeping: Client) -> None:
    for response in (
        keeping.options("/v1/me", headers=asked(TRUSTED)),
        keeping.get("/v1/formats", headers={"Origin": TRUSTED}),
    ):
        assert "access-control-allow-credentials" not in response.headers
        assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    "origins", ["*", "app.example", "https://app.example/", "https://App.example", "null", "https://a b"]
)
def test_nonsense_is_no_origin(origins: str) -> None:
    with pytest.raises(ValidationError):
        Settings(origins=origins)
