"""Handing in through the interface, over both databases."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from opads.access.caller import ANYBODY
from opads.receipts.claims import Claims
from opads.receipts.verifying import read
from opads.settings import Settings
from opads.standard.jsonvalue import canonical
from tests.api.registers import OTHER, OWNER, REGULATOR, TRYING, Asking, asking
from tests.register.conftest import CANONICAL, disclosure, document

PATH = f"/v1/submissions?from={CANONICAL}"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def service(address: str, tmp_path: Path) -> Iterator[Asking]:
    with asking(Settings(data=str(tmp_path / "data"), database=address, base_url="https://opads.example")) as found:
        yield found


@pytest.fixture
def submit(service: Asking) -> Callable[..., httpx.Response]:
    """Hand in disclosures; by the owner, with a key that nobody used, unless told otherwise."""
    used = iter(range(1000))

    def go(
        *disclosures: Any, caller: Any = OWNER, key: str | None = None, query: str = "", **headers: str
    ) -> httpx.Response:
        handed = document(*disclosures)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Content-Type": handed.media_type if len(disclosures) == 1 else "application/x-ndjson", **named}
        return service.ask(
            caller,
            "POST",
            PATH + query,
            content=handed.data,
            headers={"Idempotency-Key": key or f"key-{next(used)}", **sent},
        )

    return go


Submit = Callable[..., httpx.Response]
Check = Callable[[httpx.Response, str], dict[str, Any]]


def test_a_document_enters_and_is_receipted(service: Asking, submit: Submit) -> None:
    answer = submit(disclosure("N-1"), disclosure("N-2"))
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert answer.headers["location"] == told["url"] == f"https://opads.example/v1/submissions/{told['id']}"
    assert [(r["record"], r["outcome"], r["version"], r["publisherId"]) for r in told["records"]] == [
        (0, "accepted", 1, "N-1"),
        (1, "accepted", 1, "N-2"),
    ]
    _, claims = read(told["receipt"])
    assert isinstance(claims, Claims)
    assert claims.document.sha256 == told["document"]
    assert claims.id == told["id"]
    got = service.ask(OWNER, "GET", f"/v1/submissions/{told['id']}").json()
    assert [(r["status"], r["newest"]) for r in got["records"]] == [("accepted", 1)] * 2
    assert got["receipt"] == told["receipt"]
    report = service.ask(OWNER, "GET", f"/v1/submissions/{told['id']}/report").json()
    assert report["verdict"] == told["verdict"] == answer.headers["opads-verdict"]
    assert report["input"]["sha256"] == told["document"]


def test_the_same_request_is_answered_alike(service: Asking, submit: Submit) -> None:
    first = submit(disclosure(), key="k")
    again = submit(disclosure(), key="k")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert len(service.ask(ANYBODY, "GET", "/v1/log").json()["items"]) == 1


def test_a_key_is_for_one_request_and_one_account(submit: Submit, problem: Check) -> None:
    assert submit(disclosure("N-1"), key="k").status_code == 201
    body = problem(submit(disclosure("N-2"), key="k"), "key-reused")
    assert body["errors"][0]["header"] == "Idempotency-Key"
    problem(submit(disclosure("N-1"), key="k", query="&action=amend"), "key-reused")
    for caller in (OTHER, TRYING):
        other = submit(disclosure("N-2"), key="k", caller=caller)
        assert other.status_code == 201
        assert "idempotent-replayed" not in other.headers


def test_a_refusal_uses_no_key(submit: Submit, problem: Check) -> None:
    problem(submit({"opads": "1.0", "advertisement": {"title": 5}}, key="k"), "not-accepted")
    assert submit(disclosure("N-1"), key="k").status_code == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "ä", "k" * 10_000])
def test_a_key_must_be_one(service: Asking, problem: Check, key: str) -> None:
    body = document(disclosure()).data
    headers = [(b"content-type", b"application/json"), (b"idempotency-key", key.encode())]
    problem(service.ask(OWNER, "POST", PATH, content=body, headers=headers), "no-idempotency-key")
    problem(service.ask(OWNER, "POST", PATH, content=body, headers=JSON), "no-idempotency-key")
    twice = [(b"content-type", b"application/json"), (b"idempotency-key", b"a"), (b"idempotency-key", b"b")]
    problem(service.ask(OWNER, "POST", PATH, content=body, headers=twice), "no-idempotency-key")


def test_what_is_held_already_is_said_with_its_receipt(submit: Submit) -> None:
    first = submit(disclosure("N-1"))
    second = submit(disclosure("N-1"))
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert second.headers["location"] == first.headers["location"]


def test_what_is_not_accepted_is_told_as_the_report_does(submit: Submit, problem: Check) -> None:
    body = problem(submit({"opads": "1.0", "advertisement": {"title": 5}}), "not-accepted")
    (group,) = body["report"]["groups"]
    sample, error = group["samples"][0], body["errors"][0]
    assert (error["rule"], error["record"], error["native"]) == (sample["rule"], 0, "/advertisement/title")
    assert error["place"] == sample["place"]
    assert error["detail"] == group["text"]
    assert body["report"]["verdict"] == "invalid"
    nothing = problem(submit([]), "not-accepted")
    assert nothing["report"]["totals"]["records"] == 0


def test_other_content_is_a_conflict_that_names_what_is_there(submit: Submit, problem: Check) -> None:
    first = submit(disclosure("N-1")).json()["records"][0]
    body = problem(submit(disclosure("N-1", "b")), "conflict")
    (error,) = body["errors"]
    assert (error["disclosure"], error["version"], error["status"], error["record"]) == (
        first["disclosure"],
        1,
        "accepted",
        0,
    )
    assert error["allowed"] == ["amended", "corrected", "suspended", "withdrawn"]
    for number, (query, outcome) in enumerate(
        (("&action=amend", "amended"), ("&action=correct", "corrected"), (f"&amends={first['disclosure']}", "amended")),
        2,
    ):
        answer = submit(disclosure("N-1", f"title {number}"), query=query)
        assert answer.status_code == 201, answer.text
        (record,) = answer.json()["records"]
        assert (record["outcome"], record["version"], record["disclosure"]) == (outcome, number, first["disclosure"])


def test_if_match_names_the_version_that_it_builds_on(submit: Submit, problem: Check) -> None:
    submit(disclosure("N-1"))
    assert submit(disclosure("N-1", "b"), If_Match='"1"').status_code == 201
    late = submit(disclosure("N-1", "c"), If_Match='"1"')
    body = problem(late, "changed-meanwhile")
    assert body["errors"][0]["version"] == 2
    assert late.headers["etag"] == '"2"'
    problem(submit(disclosure("N-1", "c"), If_Match="1"), "bad-parameter")
    assert submit(disclosure("N-1", "c"), If_Match="*").json()["records"][0]["version"] == 3
    problem(submit(disclosure("N-2"), If_Match="*"), "not-found")


def test_the_publishers_own_identifier_finds_it(service: Asking, submit: Submit, problem: Check) -> None:
    name = "N/1 & é"
    sent = submit(disclosure(), query=f"&publisher-id={quote(name)}").json()
    submit(disclosure(name, "b"), query="&action=amend")
    path = f"/v1/submissions?publisher-id={quote(name)}"
    found = service.ask(OWNER, "GET", path).json()["items"]
    assert [item["records"][0]["version"] for item in found] == [1, 2]
    assert found[0]["id"] == sent["id"]
    assert service.ask(OWNER, "HEAD", path).status_code == 200
    assert service.ask(OTHER, "HEAD", path).status_code == 404
    problem(service.ask(OWNER, "GET", "/v1/submissions?publisher-id=other"), "not-found")
    problem(service.ask(OWNER, "GET", "/v1/submissions?publisher-id=%00"), "not-found")
    problem(submit(disclosure(), query="&publisher-id=a%00"), "bad-parameter")
    problem(submit(disclosure("1"), disclosure("2"), query="&publisher-id=a"), "bad-parameter")


def test_ones_submissions_are_listed_in_pages(service: Asking, submit: Submit) -> None:
    sent = [submit(disclosure(f"N-{number}")).json()["id"] for number in range(5)]
    submit(disclosure("N-1"), caller=OTHER)
    submit(disclosure("N-1"), caller=TRYING)
    seen, path = [], "/v1/submissions?limit=2"
    while path:
        answer = service.ask(OWNER, "GET", path)
        seen += [item["id"] for item in answer.json()["items"]]
        path = f"/v1/submissions?limit=2&cursor={answer.json()['next']}" if answer.json()["next"] else ""
    assert sorted(seen) == sorted(sent)
    assert len(service.ask(TRYING, "GET", "/v1/submissions").json()["items"]) == 1


def test_anothers_submission_is_not_there(service: Asking, submit: Submit, problem: Check) -> None:
    told = submit(disclosure("N-1")).json()
    for path in (f"/v1/submissions/{told['id']}", f"/v1/submissions/{told['id']}/report"):
        problem(service.ask(OTHER, "GET", path), "not-found")
        problem(service.ask(TRYING, "GET", path), "not-found")
        problem(service.ask(ANYBODY, "GET", path), "unauthenticated")
        assert service.ask(REGULATOR, "GET", path).status_code == 200
    problem(service.ask(OWNER, "GET", "/v1/submissions/none"), "not-found")
    problem(
        submit(disclosure("N-1", "b"), caller=OTHER, query=f"&amends={told['records'][0]['disclosure']}"), "not-found"
    )
    problem(submit(disclosure("N-1", "b"), query="&amends=none"), "bad-parameter")


def test_who_may_hand_in(submit: Submit, problem: Check) -> None:
    problem(submit(disclosure("N-1"), caller=ANYBODY), "unauthenticated")
    problem(submit(disclosure("N-1"), caller=REGULATOR), "forbidden")


def test_steps_and_their_receipts(service: Asking, submit: Submit, problem: Check) -> None:
    id_ = submit(disclosure("N-1")).json()["records"][0]["disclosure"]
    path = f"/v1/disclosures/{id_}"

    def step(caller: Any, name: str, body: Any = {"reason": "Because."}, **headers: str) -> httpx.Response:  # noqa: B006 - only read
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return service.ask(caller, "POST", f"{path}/{name}", content=content, headers={**JSON, **headers})

    problem(step(OWNER, "suspension"), "forbidden")
    problem(step(OTHER, "withdrawal"), "not-found")
    problem(step(TRYING, "withdrawal"), "not-found")
    problem(step(REGULATOR, "resumption"), "conflict")
    suspended = step(REGULATOR, "suspension", **{"Idempotency-Key": "s"})
    assert suspended.status_code == 201
    assert (suspended.json()["kind"], suspended.json()["status"]) == ("suspended", "suspended")
    again = step(REGULATOR, "suspension", **{"Idempotency-Key": "s"})
    assert (again.content, again.headers["idempotent-replayed"]) == (suspended.content, "true")
    problem(step(REGULATOR, "suspension"), "conflict")
    assert submit(disclosure("N-1", "mended"), query="&action=correct").status_code == 201
    assert step(REGULATOR, "resumption").json()["status"] == "accepted"
    withdrawn = step(OWNER, "withdrawal")
    assert withdrawn.headers["location"] == withdrawn.json()["url"]
    body = problem(submit(disclosure("N-1", "mended")), "conflict")
    assert body["errors"][0]["status"] == "withdrawn"
    assert "allowed" not in body["errors"][0]
    for caller in (OWNER, REGULATOR):
        got = service.ask(caller, "GET", suspended.json()["url"].removeprefix("https://opads.example"))
        assert got.json() == suspended.json()
    problem(service.ask(OTHER, "GET", f"/v1/steps/{suspended.json()['id']}"), "not-found")
    problem(service.ask(OWNER, "GET", "/v1/steps/none"), "not-found")
    kinds = [entry["kind"] for entry in service.ask(ANYBODY, "GET", "/v1/log").json()["items"]]
    assert kinds == ["accepted", "suspended", "corrected", "resumed", "withdrawn"]
    for wrong in (
        b"",
        b"[]",
        b"{",
        b'{"reason": 1}',
        b'{"reason": ""}',
        b'{"reason": "a", "status": "x"}',
        b'{"reason": "\\u0000"}',
    ):
        refused = step(OWNER, "withdrawal", wrong)
        assert refused.status_code in {400, 422}, (wrong, refused.text)


def test_the_log_can_be_followed_and_checked(service: Asking, submit: Submit, problem: Check) -> None:
    for number in range(5):
        submit(disclosure(f"N-{number}"))
    submit(disclosure("N-1"), caller=TRYING)
    entries, cursor = [], ""
    while cursor is not None:
        page = service.ask(ANYBODY, "GET", "/v1/log?limit=2" + (f"&cursor={cursor}" if cursor else "")).json()
        entries += page["items"]
        cursor = page["next"]
    previous = ""
    for number, entry in enumerate(entries, 1):
        assert (entry["sequence"], entry["previous"]) == (number, previous)
        previous = sha256(canonical({k: v for k, v in entry.items() if k != "hash"})).hexdigest()
        assert entry["hash"] == previous
    head = service.ask(ANYBODY, "GET", "/v1/log/head")
    assert (head.json()["sequence"], head.json()["hash"]) == (5, previous)
    assert (
        service.ask(ANYBODY, "GET", "/v1/log/head", headers={"If-None-Match": head.headers["etag"]}).status_code == 304
    )
    assert [e["sequence"] for e in service.ask(ANYBODY, "GET", "/v1/log?after=3").json()["items"]] == [4, 5]
    assert service.ask(TRYING, "GET", "/v1/log/head").json()["sequence"] == 1
    for wrong in ("-1", "x", "01", "1" * 30):
        problem(service.ask(ANYBODY, "GET", f"/v1/log?after={wrong}"), "bad-parameter")


def test_the_log_is_as_public_as_the_register(tmp_path: Path, problem: Check) -> None:
    with asking(Settings(data=str(tmp_path), public_reading=False, base_url="https://opads.example")) as closed:
        for path in ("/v1/log", "/v1/log/head"):
            problem(closed.ask(ANYBODY, "GET", path), "unauthenticated")
            assert closed.ask(OWNER, "GET", path).status_code == 200


def test_without_storage_there_is_no_register(problem: Check) -> None:
    with asking(Settings(base_url="https://opads.example")) as service:
        for method, path in (("POST", "/v1/submissions"), ("GET", "/v1/submissions"), ("GET", "/v1/log")):
            problem(
                service.ask(OWNER, method, path, headers=JSON, content=b"{}" if method == "POST" else None),
                "no-storage",
            )
