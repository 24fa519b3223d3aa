"""/v1/accounts and /v1/me, from who may not to who may."""

from collections.abc import Iterator
from typing import Any

import pytest

from opads.access.accounts import Account
from tests.api.conftest import Check, Client
from tests.api.keeping import access_of, bearer, key_of, service_at
from tests.api.objectlevel import ObjectLevel

Headers = dict[str, str]


@pytest.fixture
def keeping(address: str) -> Iterator[Client]:
    with service_at(address) as client:
        yield client


@pytest.fixture
def admin(keeping: Client) -> Headers:
    return key_of(keeping, "Office", "admin")[1]


def test_an_account_is_made_found_changed_and_suspended(keeping: Client, admin: Headers) -> None:
    made = keeping.post("/v1/accounts", json={"name": "Morgenblatt", "roles": ["submitter"]}, headers=admin)
    assert made.status_code == 201
    body = made.json()
    assert (body["name"], body["roles"], body["sandbox"], body["suspendedAt"]) == (
        "Morgenblatt",
        ["submitter"],
        False,
        None,
    )
    path = f"/v1/accounts/{body['id']}"
    assert made.headers["location"] == f"https://opads.example{path}"
    found = keeping.get(path, headers=admin)
    assert found.json() == body
    assert found.headers["etag"] == made.headers["etag"]
    assert found.headers["cache-control"] == "no-store"
    key = keeping.post(f"{path}/keys", json={"name": "export"}, headers=admin).json()
    own = bearer(key["secret"])
    changed = keeping.patch(path, json={"name": "Abendblatt", "suspended": True}, headers=admin)
    assert changed.json()["name"] == "Abendblatt"
    assert changed.json()["suspendedAt"]
    assert changed.headers["etag"] != made.headers["etag"]
    assert keeping.get("/v1/me", headers=own).status_code == 401
    keeping.patch(path, json={"suspended": False}, headers=admin)
    assert keeping.get("/v1/me", headers=own).json()["name"] == "Abendblatt"


def test_only_what_was_seen_is_changed(keeping: Client, admin: Headers, problem: Check) -> None:
    made = keeping.post("/v1/accounts", json={"name": "A", "roles": ["submitter"]}, headers=admin)
    path, tag = f"/v1/accounts/{made.json()['id']}", made.headers["etag"]
    assert keeping.patch(path, json={"name": "B"}, headers={**admin, "If-Match": tag}).status_code == 200
    late = keeping.patch(path, json={"name": "C"}, headers={**admin, "If-Match": tag})
    assert problem(late, "changed-meanwhile")["status"] == 412
    assert keeping.get(path, headers=admin).json()["name"] == "B"


def test_accounts_come_in_pages(keeping: Client, admin: Headers, problem: Check) -> None:
    names = [f"Account {number}" for number in range(5)]
    for name in names:
        access_of(keeping).accounts.add(name, ["submitter"])
    found, path = [], "/v1/accounts?limit=2"
    while path:
        page = keeping.get(path, headers=admin)
        found += [row["name"] for row in page.json()["items"]]
        following = page.links.get("next")
        path = following["url"].removeprefix("https://opads.example") if following else ""
        assert (page.json()["next"] is None) == (not path)
    assert sorted(found) == sorted(["Office", *names])
    problem(keeping.get("/v1/accounts?cursor=x", headers=admin), "bad-cursor")
    problem(keeping.get("/v1/accounts?limit=0", headers=admin), "bad-parameter")


@pytest.mark.parametrize(
    "body",
    [b"[]", b"null", b"{", b'{"name": "A"}', b'{"name": "A", "roles": []}', b'{"name": "A", "roles": ["owner"]}',
     b'{"name": "A", "roles": "submitter"}', b'{"name": "", "roles": ["submitter"]}', b'{"name": 7, "roles": ["submitter"]}',
     b'{"name": "A", "roles": ["submitter"], "sandbox": 1}', b'{"name": "A", "roles": ["submitter"], "ownerId": "x"}',
     b'{"name": "A", "roles": ["submitter"], "id": "x"}', b'{"name": "A", "roles": ["submitter"], "suspended": true}',
     b'{"name": "A", "name": "B", "roles": ["submitter"]}', b'{"name": "\\ud800", "roles": ["submitter"]}',
     b'{"name": "A\\u0000", "roles": ["submitter"]}', b'{"name": "A", "roles": ["submitter"], "issuer": "https://i.example"}',
     b"\xff", b'{"name": "' + b"a" * 201 + b'", "roles": ["submitter"]}', b"[" * 5000],
)  # fmt: skip
def test_nothing_is_guessed(body: bytes, offered: Client, office: Headers, problem: Check) -> None:
    """Hostile input 72: members that are not the client's to set are refused, never assigned."""
    before = access_of(offered).accounts.page(100)
    response = offered.post("/v1/accounts", content=body, headers={**office, "Content-Type": "application/json"})
    problem(response, "bad-object")
    assert access_of(offered).accounts.page(100) == before


@pytest.fixture(scope="module")
def offered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Give one service for tests that change nothing."""
    with service_at(f"sqlite:///{tmp_path_factory.mktemp('offered') / 'test.db'}") as client:
        yield client


@pytest.fixture(scope="module")
def office(offered: Client) -> Headers:
    return key_of(offered, "Office", "admin")[1]


def test_a_name_is_given_once(keeping: Client, admin: Headers, problem: Check) -> None:
    body = {"name": "Office", "roles": ["admin"]}
    assert problem(keeping.post("/v1/accounts", json=body, headers=admin), "conflict")["status"] == 409


ROUTES: list[tuple[str, str, Any]] = [
    ("GET", "/v1/accounts", None),
    ("POST", "/v1/accounts", {"name": "A", "roles": ["admin"]}),
    ("PATCH", "/v1/accounts/{id}", {"roles": ["admin"]}),
    ("POST", "/v1/accounts/{id}/keys", {"name": "A"}),
    ("POST", "/v1/accounts/{id}/keys/x/revoke", None),
    ("POST", "/v1/accounts/{id}/keys/x/rotate", {}),
]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_administration_is_for_administrators(
    offered: Client, problem: Check, method: str, path: str, body: Any
) -> None:
    account = _once(offered, "Submitter", "submitter")
    access = access_of(offered)
    narrow = access.keys.new(_once(offered, "Second office", "admin").id, "narrow", ["read"])[1]
    for id_ in (account.id, "x"):
        asked = {"json": body} if body is not None else {}
        problem(offered.request(method, path.replace("{id}", id_), **asked), "unauthenticated")
        for text in (access.keys.new(account.id, "own")[1], narrow):
            problem(offered.request(method, path.replace("{id}", id_), headers=bearer(text), **asked), "forbidden")
    assert access.accounts.get(account.id) == account


def _once(client: Client, name: str, role: str) -> Account:
    found = [account for account in access_of(client).accounts.page(100) if account.name == name]
    return found[0] if found else access_of(client).accounts.add(name, [role])


def test_who_asks_is_told_so(keeping: Client, problem: Check) -> None:
    account, own = key_of(keeping, "Morgenblatt", "submitter", scopes=("submit",))
    me = keeping.get("/v1/me", headers=own).json()
    assert (me["account"], me["name"], me["roles"], me["scopes"]) == (
        account.id,
        "Morgenblatt",
        ["submitter"],
        ["submit"],
    )
    assert me["credential"].startswith("key:")
    assert own["Authorization"][-20:] not in str(me)
    problem(keeping.get("/v1/me"), "unauthenticated")


def test_one_sees_oneself(keeping: Client) -> None:
    account, own = key_of(keeping, "Morgenblatt", "submitter")
    assert keeping.get(f"/v1/accounts/{account.id}", headers=own).json()["name"] == "Morgenblatt"
    assert len(keeping.get(f"/v1/accounts/{account.id}/keys", headers=own).json()["items"]) == 1


@pytest.mark.parametrize("path", ["/v1/accounts", "/v1/accounts/x", "/v1/accounts/x/keys", "/v1/me"])
def test_where_nothing_is_kept_nobody_is_known(client: Client, problem: Check, path: str) -> None:
    problem(client.get(path), "unauthenticated")


class TestGetAccount(ObjectLevel):
    def make(self, client: Client, owner: Account) -> tuple[str, str]:
        del client
        return f"/v1/accounts/{owner.id}", "/v1/accounts/{unknown}"


class TestListKeys(ObjectLevel):
    def make(self, client: Client, owner: Account) -> tuple[str, str]:
        del client
        return f"/v1/accounts/{owner.id}/keys", "/v1/accounts/{unknown}/keys"


class TestGetKey(ObjectLevel):
    def make(self, client: Client, owner: Account) -> tuple[str, str]:
        key, _ = access_of(client).keys.new(owner.id, "a")
        return f"/v1/accounts/{owner.id}/keys/{key.id}", f"/v1/accounts/{owner.id}x/keys/{{unknown}}"
