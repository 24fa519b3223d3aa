"""POST /v1/fixes."""

import json
from typing import Any

import pytest

from opads.fixing import fixes_of, mended
from opads.formats import default_registry
from opads.report import canonical_report
from tests.api.conftest import ANY, EXAMPLES, JSON, Check, Client

REGISTRY = default_registry()
NOTICE = next(path for path in EXAMPLES if path.parts[-4] == "eu-ttpa" and path.parent.name == "valid").read_bytes()
WRONG = NOTICE.replace(b'"version": "1"', b'"version": null', 1).replace(
    b'"status": "published"', b'"status": "publishd"', 1
)


def asked(client: Client, document: bytes, query: str = "") -> dict[str, Any]:
    response = client.post(f"/v1/fixes{query}", content=document, headers=ANY)
    assert response.status_code == 200, response.text
    assert response.headers["cache-control"] == "no-store"
    answer: dict[str, Any] = response.json()
    return answer


def test_safe_fixes_are_put_in_and_suggestions_are_told(client: Client) -> None:
    answer = asked(client, WRONG)
    assert [(fix["kind"], fix["reason"]) for fix in answer["fixes"]] == [
        ("safe", "null-for-absent"),
        ("suggestion", "near-code"),
    ]
    assert all(fix["why"].endswith(".") for fix in answer["fixes"])
    assert answer["putIn"] == [answer["fixes"][0]["id"]]
    assert answer["patches"] == answer["fixes"][0]["patches"]
    assert answer["more"] is False
    expected = mended(WRONG, REGISTRY)
    assert answer["output"].encode() == expected.data
    assert answer["report"] == json.loads(canonical_report(expected.report))
    assert answer["report"]["verdict"] == "invalid"


def test_a_suggestion_is_put_in_when_it_is_named(client: Client) -> None:
    chosen = next(fix.id for fix in fixes_of(WRONG, REGISTRY).suggestions)
    answer = asked(client, WRONG, f"?with={chosen}&with=000000000000")
    assert len(answer["putIn"]) == 2
    assert answer["report"]["verdict"] == "valid"
    assert json.loads(answer["output"])["transparencyNotice"]["status"] == "published"


def test_the_edits_make_the_output(client: Client) -> None:
    answer = asked(client, WRONG)
    ((edit, *_),) = [[fix["edit"] for fix in answer["fixes"] if fix["kind"] == "safe"]]
    made = WRONG[: edit["offset"]] + edit["text"].encode() + WRONG[edit["offset"] + edit["length"] :]
    assert made == answer["output"].encode()


def test_what_is_not_in_utf_8_has_no_output(client: Client) -> None:
    document = "HDR\x1cFEC\x1c8.5\x1cÉxample\x1c1.0\n".encode("cp1252")
    assert asked(client, document, "?from=us-fec")["output"] is None


@pytest.mark.parametrize("document", [b"{", b"\xff\xfe", b"nothing", WRONG[:500]])
def test_any_bytes_have_an_answer(client: Client, document: bytes) -> None:
    assert asked(client, document)["report"]["verdict"] in ("invalid", "undetermined")


@pytest.mark.parametrize(
    ("query", "kind", "status"),
    [
        ("?with=x", "bad-parameter", 400),
        ("?carrier=pdf", "bad-parameter", 400),
        ("?date=tomorrow", "bad-parameter", 400),
        ("?from=none-such", "unknown-format", 404),
        ("?for=none-such", "unknown-format", 404),
        ("?to=eu-ttpa", "unknown-parameter", 400),
    ],
)
def test_what_is_asked_for_wrongly(client: Client, problem: Check, query: str, kind: str, status: int) -> None:
    response = client.post(f"/v1/fixes{query}", content=NOTICE, headers=JSON)
    assert response.status_code == status
    problem(response, kind)


def test_an_empty_body(client: Client, problem: Check) -> None:
    problem(client.post("/v1/fixes", content=b"", headers=JSON), "empty-body")
