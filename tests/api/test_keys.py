"""/v1/accounts/{account_id}/keys: made, shown once, exchanged, revoked."""

from collections.abc import Iterator

import pytest

from opads.access.secrets import id_in
from opads.storage.moments import later
from tests.api.conftest import Check, Client
from tests.api.keeping import access_of, bearer, key_of, service_at

Headers = dict[str, str]


@pytest.fixture
def keeping(address: str) -> Iterator[Client]:
    with service_at(address) as client:
        yield client


@pytest.fixture
def admin(keeping: Client) -> Headers:
    return key_of(keeping, "Office", "admin")[1]


@pytest.fixture
def path(keeping: Client) -> str:
    return f"/v1/accounts/{access_of(keeping).accounts.add('Morgenblatt', ['submitter']).id}/keys"


def test_a_secret_is_shown_once(keeping: Client, admin: Headers, path: str) -> None:
    wanted = {"name": "export", "scopes": ["submit"], "expires": later(3600), "sandbox": True}
    made = keeping.post(path, json=wanted, headers=admin)
    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    key, secret = made.json()["key"], made.json()["secret"]
    assert id_in(secret) == key["id"]
    assert (key["scopes"], key["sandbox"], key["expiresAt"]) == (["submit"], True, wanted["expires"])
    assert made.headers["location"] == f"https://opads.example{path}/{key['id']}"
    for where in (path, f"{path}/{key['id']}", "/v1/accounts", path.removesuffix("/keys")):
        shown = keeping.get(where, headers=admin)
        assert shown.status_code == 200
        assert secret.rsplit("_", 1)[1] not in shown.text
        assert "sha256" not in shown.text
    me = keeping.get("/v1/me", headers=bearer(secret)).json()
    assert (me["scopes"], me["sandbox"], me["credential"]) == (["submit"], True, f"key:{key['id']}")


BEYOND: list[dict[str, object]] = [
    {}, {"name": ""}, {"name": "a", "scopes": []}, {"name": "a", "scopes": ["admin"]}, {"name": "a", "scopes": "submit"},
    {"name": "a", "expires": "2020-01-01T00:00:00Z"}, {"name": "a", "expires": "tomorrow"}, {"name": "a", "secret": "mine"},
]  # fmt: skip


def test_keys_beyond_the_account_are_refused(keeping: Client, admin: Headers, path: str, problem: Check) -> None:
    for body in BEYOND:
        problem(keeping.post(path, json=body, headers=admin), "bad-object")
    assert keeping.get(path, headers=admin).json()["items"] == []


def test_an_unknown_account_has_no_keys(keeping: Client, admin: Headers, problem: Check) -> None:
    problem(keeping.post("/v1/accounts/x/keys", json={"name": "a"}, headers=admin), "not-found")
    problem(keeping.get("/v1/accounts/x/keys", headers=admin), "not-found")


def test_keys_come_in_pages(keeping: Client, admin: Headers, path: str) -> None:
    made = {keeping.post(path, json={"name": f"key {n}"}, headers=admin).json()["key"]["id"] for n in range(3)}
    first = keeping.get(f"{path}?limit=2", headers=admin)
    rest = keeping.get(f"{path}?limit=2&cursor={first.json()['next']}", headers=admin)
    assert {row["id"] for row in first.json()["items"] + rest.json()["items"]} == made
    assert rest.json()["next"] is None


def test_an_exchange_leaves_both_valid_for_a_while(keeping: Client, admin: Headers, path: str, problem: Check) -> None:
    old = keeping.post(path, json={"name": "a"}, headers=admin).json()
    new = keeping.post(f"{path}/{old['key']['id']}/rotate", json={"overlap": 60}, headers=admin)
    assert new.status_code == 201
    assert new.json()["key"]["follows"] == old["key"]["id"]
    assert later(50) < new.json()["replaces"]["revokedAt"] < later(61)
    for secret in (old["secret"], new.json()["secret"]):
        assert keeping.get("/v1/me", headers=bearer(secret)).status_code == 200
    again = keeping.post(f"{path}/{old['key']['id']}/rotate", json={}, headers=admin)
    problem(again, "bad-object")


def test_a_key_exchanges_itself_and_no_other(keeping: Client, path: str, problem: Check) -> None:
    account = path.split("/")[3]
    key, text = access_of(keeping).keys.new(account, "a", ["submit"])
    other, _ = access_of(keeping).keys.new(account, "b", ["submit"])
    _, stranger = access_of(keeping).keys.new(access_of(keeping).accounts.add("B", ["submitter"]).id, "c")
    problem(keeping.post(f"{path}/{other.id}/rotate", json={}, headers=bearer(text)), "forbidden")
    problem(keeping.post(f"{path}/{key.id}/rotate", json={}, headers=bearer(stranger)), "forbidden")
    new = keeping.post(f"{path}/{key.id}/rotate", json={}, headers=bearer(text))
    assert new.status_code == 201
    assert new.json()["key"]["scopes"] == ["submit"]


def test_overlaps_have_bounds(keeping: Client, admin: Headers, path: str, problem: Check) -> None:
    key = keeping.post(path, json={"name": "a"}, headers=admin).json()["key"]
    for body in ({"overlap": -1}, {"overlap": 10**9}, {"overlap": "1d"}, {"overlap": 1.5}, {"until": 1}):
        problem(keeping.post(f"{path}/{key['id']}/rotate", json=body, headers=admin), "bad-object")


def test_a_revoked_key_is_refused_and_stays_listed(keeping: Client, admin: Headers, path: str, problem: Check) -> None:
    made = keeping.post(path, json={"name": "a"}, headers=admin).json()
    ended = keeping.post(f"{path}/{made['key']['id']}/revoke", headers=admin)
    assert ended.json()["revokedAt"]
    problem(keeping.get("/v1/me", headers=bearer(made["secret"])), "unauthenticated")
    assert keeping.get(path, headers=admin).json()["items"] == [ended.json()]
    assert keeping.post(f"{path}/{made['key']['id']}/revoke", headers=admin).json() == ended.json()
    problem(keeping.post(f"{path}/unknown/revoke", headers=admin), "not-found")
