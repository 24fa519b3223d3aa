"""POST /v1/validate and /v1/detect."""

from datetime import date
from pathlib import Path

import pytest

from opads.api.routes.validation import OFFERED
from opads.formats import default_registry
from opads.rendering import RENDERINGS
from opads.report import canonical_report
from opads.validation import validate
from tests.api.conftest import ANY, EXAMPLES, JSON, Check, Client

REGISTRY = default_registry()
IDS = REGISTRY.ids


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parts[-4]}/{path.name}")
def test_the_report_is_the_canonical_one(client: Client, path: Path) -> None:
    data = path.read_bytes()
    response = client.post("/v1/validate", content=data, headers=ANY)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.content == canonical_report(validate(data, REGISTRY))
    assert response.headers["opads-verdict"] == response.json()["verdict"]
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("target", IDS)
def test_what_is_asked_for_reaches_the_job(client: Client, target: str) -> None:
    path = EXAMPLES[0]
    data, source = path.read_bytes(), path.parts[-4]
    query = {"from": source, "for": [target, source], "date": "2026-10-05"}
    response = client.post("/v1/validate", content=data, headers=ANY, params=query)
    expected = validate(data, REGISTRY, source=source, targets=(target, source), as_of=date(2026, 10, 5))
    assert response.content == canonical_report(expected)
    assert response.json()["asOf"]["basis"] == ["given"]
    assert response.json()["input"].get("detected", False) is False


def test_carrier_is_heard(client: Client) -> None:
    response = client.post("/v1/validate?carrier=ndjson", content=b'{"a": 1}\n{"a": 2}\n', headers=ANY)
    assert response.json()["input"]["carrier"] == "ndjson"


@pytest.mark.parametrize("name", RENDERINGS)
def test_every_rendering_by_name(client: Client, name: str) -> None:
    response = client.post(f"/v1/validate?format={name}", content=EXAMPLES[0].read_bytes(), headers=ANY)
    assert response.status_code == 200
    assert response.headers["content-type"] == RENDERINGS[name].media_type
    assert response.content


@pytest.mark.parametrize("media_type", OFFERED)
def test_every_rendering_by_accept(client: Client, media_type: str) -> None:
    response = client.post("/v1/validate", content=b"{}", headers={**JSON, "Accept": media_type})
    assert response.headers["content-type"].partition(";")[0] == media_type


def test_the_name_outranks_accept(client: Client) -> None:
    response = client.post("/v1/validate?format=csv", content=b"{}", headers={**JSON, "Accept": "image/png"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"


def test_a_rendered_page_may_bring_its_style_and_nothing_else(client: Client) -> None:
    response = client.post("/v1/validate?format=html", content=b"{}", headers=JSON)
    policy = response.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "script" not in policy


@pytest.mark.parametrize(
    ("query", "kind", "parameter"),
    [
        ("date=2026-13-01", "bad-parameter", "date"),
        ("date=2026-02-30", "bad-parameter", "date"),
        ("date=20260201", "bad-parameter", "date"),
        ("date=null", "bad-parameter", "date"),
        ("date=", "bad-parameter", "date"),
        ("date=\u0662\u0660\u0662\u0666-01-01", "bad-parameter", "date"),
        ("carrier=yaml", "bad-parameter", "carrier"),
        ("carrier=null", "bad-parameter", "carrier"),
        ("format=pdf", "bad-parameter", "format"),
        ("from=no-such", "unknown-format", "from"),
        ("from=", "unknown-format", "from"),
        ("for=no-such", "unknown-format", "for"),
        (f"for={IDS[0]}&for=no-such", "unknown-format", "for"),
    ],
)
def test_wrong_parameters(client: Client, problem: Check, query: str, kind: str, parameter: str) -> None:
    body = problem(client.post(f"/v1/validate?{query}", content=b"{}", headers=JSON), kind)
    assert [error["parameter"] for error in body["errors"]] == [parameter]


def test_an_unknown_format_is_told_its_nearest(client: Client, problem: Check) -> None:
    body = problem(client.post(f"/v1/validate?from={IDS[0]}x", content=b"{}", headers=JSON), "unknown-format")
    assert f"did you mean {IDS[0]!r}" in body["detail"]


def test_a_pair_of_format_and_carrier_that_does_not_exist(client: Client, problem: Check) -> None:
    for format_ in REGISTRY:
        for carrier in {"json", "ndjson", "csv", "fec"} - {use.carrier for use in format_.file.carriers}:
            answer = client.post(f"/v1/validate?from={format_.id}&carrier={carrier}", content=b"{}", headers=JSON)
            assert problem(answer, "unknown-format")["errors"][0]["parameter"] == "carrier"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parts[-4]}/{path.name}")
def test_detection(client: Client, path: Path) -> None:
    answer = client.post("/v1/detect", content=path.read_bytes(), headers=ANY).json()
    assert answer["format"] == path.parts[-4]
    assert answer["candidates"][0]["format"] == answer["format"]
    assert answer["candidates"][0]["score"] >= 1
    assert answer["carrier"] in answer["carriers"]


def test_detection_of_nothing_known(client: Client) -> None:
    answer = client.post("/v1/detect", content=b'{"hello": "world"}', headers=JSON).json()
    assert answer["format"] is None
    assert answer["carriers"][0] == "json"


def test_a_pack_judges_what_is_sent(client: Client) -> None:
    pack = REGISTRY.packs[0]
    data = next((pack.folder / "examples" / "invalid").iterdir()).read_bytes()
    answer = client.post(f"/v1/validate?for={pack.id}", content=data, headers=ANY).json()
    assert answer["judgedFor"] == [pack.file.extends, pack.id]
    assert answer["verdict"] == "invalid"
