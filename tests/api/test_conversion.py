"""POST /v1/convert."""

import json
from pathlib import Path

import pytest
from msgspec import to_builtins

from opads.conversion import canonical_account, convert
from opads.formats import default_registry
from opads.report import canonical_report
from tests.api.conftest import ANY, EXAMPLES, JSON, Check, Client

REGISTRY = default_registry()
SOUND = [path for path in EXAMPLES if path.parent.name == "valid"]
PAIRS = [(path, target) for path in SOUND for target in REGISTRY.ids if target != path.parts[-4]]


@pytest.mark.parametrize(
    ("path", "target"), PAIRS, ids=lambda value: value if isinstance(value, str) else value.parts[-4]
)
def test_output_account_and_report(client: Client, path: Path, target: str) -> None:
    data = path.read_bytes()
    response = client.post(f"/v1/convert?to={target}", content=data, headers=ANY)
    assert response.status_code == 200, response.text
    answer = response.json()
    expected = convert(data, REGISTRY, target=target)
    assert answer["output"] == expected.text
    assert expected.text.encode(expected.encoding) == expected.output
    assert answer["mediaType"] == expected.media_type
    assert answer["account"] == json.loads(canonical_account(expected.account))
    assert answer["report"] == json.loads(canonical_report(expected.report))
    assert canonical_account(expected.account) in response.content
    assert canonical_report(expected.report) in response.content


@pytest.mark.parametrize("accept", ["application/octet-stream", "own"])
def test_the_output_alone(client: Client, accept: str) -> None:
    path = SOUND[0]
    target = next(f for f in REGISTRY if f.file.media_type != "application/json")
    accept = target.file.media_type if accept == "own" else accept
    response = client.post(f"/v1/convert?to={target.id}", content=path.read_bytes(), headers={**ANY, "Accept": accept})
    expected = convert(path.read_bytes(), REGISTRY, target=target.id)
    assert response.content == expected.output
    assert response.headers["content-type"].partition(";")[0] == accept
    assert response.headers["opads-verdict"] == expected.report.verdict
    told = dict(pair.split("=") for pair in response.headers["opads-account"].split(", "))
    totals = expected.account.totals
    assert {k: int(v) for k, v in told.items()} == to_builtins(totals)


def test_carry_can_be_switched_off(client: Client) -> None:
    target = next(f.id for f in REGISTRY if f.file.carry)
    path = next(p for p in SOUND if p.parts[-4] != target)
    totals = [
        client.post(f"/v1/convert?to={target}{more}", content=path.read_bytes(), headers=ANY).json()["account"][
            "totals"
        ]
        for more in ("", "&carry=true", "&carry=false")
    ]
    assert totals[0] == totals[1]
    assert totals[0]["carried"] > 0
    assert totals[2]["carried"] == 0


def test_target_carrier(client: Client) -> None:
    target = next(f for f in REGISTRY if len(f.file.carriers) > 1)
    carrier = target.file.carriers[1].carrier
    path = next(p for p in SOUND if p.parts[-4] != target.id)
    response = client.post(f"/v1/convert?to={target.id}&to-carrier={carrier}", content=path.read_bytes(), headers=ANY)
    assert response.json()["account"]["target"]["carrier"] == carrier


def test_json_ld_in_and_out(client: Client) -> None:
    linked = "application/ld+json"
    target = next(f for f in REGISTRY if f.carrier_options("jsonld") is not None)
    data = min((target.folder / "examples" / "valid").glob("*.json")).read_bytes()
    url = f"/v1/convert?to={target.id}"
    there = client.post(f"{url}&to-carrier=jsonld", content=data, headers={**JSON, "Accept": linked})
    assert there.headers["content-type"] == linked
    assert there.json()["@context"]
    headers = {"Content-Type": linked, "Accept": "application/octet-stream"}
    back = client.post(f"{url}&to-carrier=json", content=there.content, headers=headers)
    assert back.json() == [json.loads(data)]
    report = client.post("/v1/validate", content=there.content, headers={"Content-Type": linked}).json()
    assert (report["input"]["carrier"], report["input"]["detected"]) == ("jsonld", True)


@pytest.mark.parametrize(
    ("query", "kind", "parameter"),
    [
        ("", "bad-parameter", "to"),
        ("to=no-such", "unknown-format", "to"),
        ("to={id}&carry=yes", "bad-parameter", "carry"),
        ("to={id}&carry=1", "bad-parameter", "carry"),
        ("to={id}&to-carrier=yaml", "bad-parameter", "to-carrier"),
        ("to={id}&from=no-such", "unknown-format", "from"),
        ("to={id}&date=soon", "bad-parameter", "date"),
    ],
)
def test_wrong_parameters(client: Client, problem: Check, query: str, kind: str, parameter: str) -> None:
    response = client.post(f"/v1/convert?{query.format(id=REGISTRY.ids[0])}", content=b"{}", headers=JSON)
    assert [error["parameter"] for error in problem(response, kind)["errors"]] == [parameter]


def test_a_target_is_not_written_in_every_carrier(client: Client, problem: Check) -> None:
    target = next(f for f in REGISTRY if "fec" not in [use.carrier for use in f.file.carriers])
    response = client.post(f"/v1/convert?to={target.id}&to-carrier=fec", content=b"{}", headers=JSON)
    assert problem(response, "unknown-format")["errors"][0]["parameter"] == "to-carrier"


def test_what_is_in_no_known_format_cannot_be_converted(client: Client, problem: Check) -> None:
    response = client.post(f"/v1/convert?to={REGISTRY.ids[0]}", content=b'{"hello": 1}', headers=JSON)
    assert response.status_code == 422
    problem(response, "not-convertible")


def test_not_acceptable(client: Client, problem: Check) -> None:
    headers = {**JSON, "Accept": "image/png"}
    problem(client.post(f"/v1/convert?to={REGISTRY.ids[0]}", content=b"{}", headers=headers), "not-acceptable")
