"""The gate tells who asks before anything else is done, and tells nobody what is wrong with a key."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from litestar import get
from litestar.di import NamedDependency
from litestar.testing import TestClient

from opads.access.accounts import Account
from opads.access.caller import Caller, Role
from opads.access.secrets import new_key
from opads.access.store import Access
from opads.api.app import create_app
from opads.api.gate import LONGEST
from opads.settings import Settings
from opads.storage import Database, UnavailableError
from tests.api.conftest import JSON, Check, Client
from tests.api.keeping import access_of, bearer, service_at


@get("/v1/test-caller", include_in_schema=False)
async def seen(caller: NamedDependency[Caller]) -> dict[str, Any]:
    """Say who asks."""
    return {"account": caller.account, "scopes": sorted(caller.scopes), "sandbox": caller.sandbox}


@get("/v1/test-admin", include_in_schema=False)
async def guarded(caller: NamedDependency[Caller]) -> dict[str, Any]:
    """Answer administrators alone."""
    caller.need("admin", Role.ADMIN)
    return {}


@pytest.fixture
def keeping(address: str) -> Iterator[Client]:
    """Give the service with accounts, on both databases."""
    with service_at(address, seen, guarded) as client:
        yield client


@pytest.fixture
def access(keeping: Client) -> Access:
    return access_of(keeping)


@pytest.fixture
def account(access: Access) -> Account:
    return access.accounts.add("Morgenblatt", ["submitter"])


def test_who_says_nothing_is_nobody(keeping: Client, problem: Check) -> None:
    assert keeping.get("/v1/test-caller").json() == {"account": "", "scopes": [], "sandbox": False}
    response = keeping.get("/v1/test-admin")
    assert problem(response, "unauthenticated")["status"] == 401
    assert response.headers["www-authenticate"] == 'Bearer realm="opads"'


def test_a_key_tells_the_caller(keeping: Client, access: Access, account: Account) -> None:
    _, text = access.keys.new(account.id, "a", ["read"], sandbox=True)
    for scheme in ("Bearer", "bearer", "BEARER", "Bearer  "):
        response = keeping.get("/v1/test-caller", headers={"Authorization": f"{scheme} {text}"})
        assert response.json() == {"account": account.id, "scopes": ["read"], "sandbox": True}
    assert keeping.get("/v1/test-caller").json()["account"] == ""


def test_roles_are_heeded(keeping: Client, access: Access, account: Account, problem: Check) -> None:
    _, text = access.keys.new(account.id, "a")
    assert problem(keeping.get("/v1/test-admin", headers=bearer(text)), "forbidden")["status"] == 403
    office = access.accounts.add("Office", ["admin"])
    _, narrow = access.keys.new(office.id, "a", ["read"])
    _, wide = access.keys.new(office.id, "b")
    problem(keeping.get("/v1/test-admin", headers=bearer(narrow)), "forbidden")
    assert keeping.get("/v1/test-admin", headers=bearer(wide)).status_code == 200


def invalid(access: Access, account: Account) -> dict[str, str]:
    """Give headers with credentials that are not valid, by what is wrong with them."""
    key, text = access.keys.new(account.id, "a")
    revoked, revoked_text = access.keys.new(account.id, "b")
    access.keys.revoke(account.id, revoked.id)
    suspended = access.accounts.add("Suspended", ["submitter"])
    _, suspended_text = access.keys.new(suspended.id, "c")
    access.accounts.change(suspended.id, suspended=True)
    letters = iter(key.id)
    with patch("opads.access.secrets.secrets.choice", lambda _: next(letters)):
        other_secret = new_key().text
    return {
        "another secret": f"Bearer {other_secret}",
        "unknown": f"Bearer {new_key().text}",
        "revoked": f"Bearer {revoked_text}",
        "suspended": f"Bearer {suspended_text}",
        "mistyped": f"Bearer {text[:-1]}",
        "in lower case": f"Bearer {text.lower()}",
        "of another scheme": f"Basic {text}",
        "without a scheme": text,
        "empty": "",
        "of the scheme alone": "Bearer",
        "two": f"Bearer {text} {text}",
        "two in a list": f"Bearer {text}, Bearer {text}",
        "long": "Bearer " + "a" * LONGEST,
        "very long": "Bearer " + "a" * 1_000_000,
        "of other characters": "Bearer opads_\u00e4",
    }  # fmt: skip


def test_whatever_is_wrong_the_answer_is_the_same(
    keeping: Client, access: Access, account: Account, problem: Check, caplog: pytest.LogCaptureFixture
) -> None:
    answers, sent = set(), invalid(access, account)
    for why, header in sent.items():
        with caplog.at_level(logging.INFO, "opads.access"):
            response = keeping.get("/v1/test-caller", headers={b"Authorization": header.encode("latin-1")})
        assert problem(response, "unauthenticated")["status"] == 401, why
        volatile = {"date"}
        answers.add((response.text, *sorted((k, v) for k, v in response.headers.items() if k not in volatile)))
    assert len(answers) == 1
    assert 'error="invalid_token"' in str(answers)
    # The log says what was wrong each time, and holds no secret.
    assert len([record for record in caplog.records if record.name == "opads.access"]) == len(sent)
    assert not any(header[7:] in caplog.text for header in sent.values() if len(header) > 20)


def test_two_headers_are_one_too_many(keeping: Client, access: Access, account: Account, problem: Check) -> None:
    _, text = access.keys.new(account.id, "a")
    pairs = [("Authorization", f"Bearer {text}"), ("Authorization", f"Bearer {text}")]
    problem(keeping.get("/v1/test-caller", headers=pairs), "unauthenticated")


@pytest.mark.parametrize("path", ["/v1/validate", "/v1/formats", "/", "/v1/no-such", "/health/live"])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_a_wrong_key_is_refused_everywhere(client: Client, path: str, method: str) -> None:
    response = client.request(method, path, headers=bearer(new_key().text))
    assert response.status_code == 401
    assert (response.content == b"") == (method == "HEAD")


@pytest.mark.parametrize(
    "query", ["access_token=x", "from=eu-ttpa&api_key=x", "apikey=x", "Access-Token=", "authorization=Bearer%20x"]
)
def test_a_key_in_the_address_is_refused_and_said_so(client: Client, problem: Check, query: str) -> None:
    body = problem(client.get(f"/v1/formats?{query}"), "key-in-address")
    assert "Authorization" in body["detail"]
    assert "revoked" in body["detail"]


def test_a_key_under_another_name_is_found(client: Client, problem: Check) -> None:
    text = new_key().text
    response = client.get("/v1/rules", params={"format": text}, headers=bearer(text))
    problem(response, "key-in-address")
    assert text not in response.text


def test_a_revocation_takes_effect_within_the_stated_time(keeping: Client, access: Access, account: Account) -> None:
    key, text = access.keys.new(account.id, "a")
    assert keeping.get("/v1/test-caller", headers=bearer(text)).status_code == 200
    access.keys.revoke(account.id, key.id)
    until = max(until for _, until in access.verifier._known.values())
    with patch.object(access.verifier, "_clock", lambda: until):
        assert keeping.get("/v1/test-caller", headers=bearer(text)).status_code == 401


def test_a_database_that_does_not_answer_is_not_a_wrong_key(
    keeping: Client, access: Access, account: Account, problem: Check, caplog: pytest.LogCaptureFixture
) -> None:
    _, text = access.keys.new(account.id, "a")

    def failing(job: Any) -> None:
        raise UnavailableError("gone")

    with patch.object(access.verifier._database, "read", failing):
        response = keeping.get("/v1/test-caller", headers=bearer(text))
        assert keeping.get("/v1/test-caller").status_code == 200
    assert problem(response, "storage-unavailable")["status"] == 503
    assert response.headers["retry-after"]


def test_where_nothing_is_kept_no_key_is_valid(client: Client, problem: Check) -> None:
    problem(client.get("/v1/formats", headers=bearer(new_key().text)), "unauthenticated")


def test_for_a_request_without_credentials_nothing_is_opened_or_awaited(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=str(tmp_path / "data")))) as client:
        assert client.post("/v1/validate?from=opads-disclosure", content=b"{}", headers=JSON).status_code == 200
        assert client.get("/v1/formats?x=1").status_code == 400
        assert client.app.installation.opened_access is None
        passing = client.app.gate(
            {"path": "/v1/formats", "query_string": b"from=x", "headers": [(b"accept", b"*/*")]}, None, None
        )
        with pytest.raises(StopIteration) as ended:  # at the first step: nothing was waited for
            passing.send(None)
    assert ended.value.value is None


def test_a_state_shared_among_requests_never_holds_a_caller(address: str) -> None:
    """A server that gives every request the same dictionary must not make one caller another."""
    service = create_app(Settings(database=address))
    access = service.installation.access
    _, text = access.keys.new(access.accounts.add("A", ["submitter"]).id, "a")
    shared: dict[str, Any] = {}

    async def ask() -> None:
        assert service.gate is not None
        headers = [(b"authorization", f"Bearer {text}".encode())]
        scope = {"path": "/", "query_string": b"", "headers": headers, "state": shared}
        entry = await service.gate(scope, None, None)
        assert entry is not None
        assert entry.refusal is None
        assert isinstance(scope["state"], dict)
        assert scope["state"]["caller"].account

    try:
        asyncio.run(ask())
    finally:
        service.installation.close()
    assert shared == {}


def test_a_mistake_in_the_gate_is_told_as_any_other(
    keeping: Client, access: Access, problem: Check, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(text: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(access.verifier, "caller", failing)
    body = problem(keeping.get("/v1/test-caller", headers=bearer(new_key().text)), "internal-error")
    assert body["instance"] in caplog.text


def test_a_key_made_by_another_process_is_known_at_once(keeping: Client, opened: Callable[[], Database]) -> None:
    assert keeping.get("/v1/test-caller", headers=bearer(new_key().text)).status_code == 401
    other = Access(opened())
    made = other.accounts.add("B", ["regulator"])
    _, text = other.keys.new(made.id, "a")
    assert keeping.get("/v1/test-caller", headers=bearer(text)).json()["account"] == made.id
