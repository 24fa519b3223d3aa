"""The commands and the endpoints."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.cli.main import cli
from opads.notice.renderings import LABELS, NOTICES, Rendering
from tests.notice.documents import COMPLETE
from tests.notice.documents import NOTICES as EXAMPLES

TWO = b'{"opads": "1.0"}\n{"opads": "1.0"}\n'


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin, prog_name="opads")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient[Any]]:
    with TestClient(create_app()) as opened:
        yield opened


@pytest.mark.parametrize("kind", NOTICES)
def test_notice_command(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if kind == "pdf":
        request.getfixturevalue("pango")
    out = tmp_path / "out"
    result = run("notice", COMPLETE, "--to", kind, "--lang", "el", "-o", out, "--complete")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    signs = {"html": b"<!doctype html>", "txt": "ΠΟΛΙΤΙΚΗ".encode(), "pdf": b"%PDF-", "json": b"{"}
    assert out.read_bytes().lstrip().startswith(signs[kind])


@pytest.mark.parametrize("kind", LABELS)
def test_label_command(kind: str) -> None:
    result = run("label", "-", "--to", kind, "--from", "eu-ttpa", stdin=(EXAMPLES / "natural-person.json").read_bytes())
    assert result.exit_code == 0
    assert kind == "qr" or "POLITISKT REKLAMMEDDELANDE" in result.stdout
    assert kind != "qr" or "QR-kod" in result.stdout


def test_gaps_are_told_and_can_fail_a_pipeline() -> None:
    told = run("notice", "-", "--to", "txt", "--complete", stdin=b'{"opads": "1.0"}')
    assert told.exit_code == 1
    assert "something under point 1, 4, 5, 7, 8, 11, 12, 13, 14" in told.stderr
    assert "[Not stated]" in told.stdout
    assert run("notice", "-", "--to", "txt", "-q", stdin=b'{"opads": "1.0"}').stderr == ""
    assert run("label", "-", "--to", "txt", "--complete", stdin=b'{"opads": "1.0"}').exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["notice", "-"], 1, "name the record, from 1 to 2"),
        (["notice", "-", "--record", "9"], 1, "no record 9 among 2"),
        (["label", "-", "--record", "1", "--to", "qr"], 1, "no web address"),
        (["notice", "-", "--lang", "xx"], 2, "there are no words in 'xx'"),
        (["notice", "-", "--template", "xx"], 2, "there is no notice template 'xx'"),
        (["notice", "-", "--from", "eu-tpa"], 2, "eu-ttpa"),
        (["notice", "nowhere.json"], 2, "cannot be read"),
        (["notice", "-", "--to", "poem"], 2, "poem"),
    ],
)
def test_refusals(arguments: list[str], code: int, words: str) -> None:
    result = run(*arguments, stdin=TWO)
    assert result.exit_code == code
    assert words in result.stderr
    assert not result.stdout


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: Any) -> bytes:
        raise ModuleNotFoundError("No module named 'segno'", name="segno")

    monkeypatch.setattr("opads.notice.renderings.render_label", missing)
    result = run("label", COMPLETE)
    assert result.exit_code == 2
    assert "opads[notice]" in result.stderr


@pytest.mark.parametrize(
    ("path", "kind", "rendering"),
    [
        *(("/v1/notices", kind, rendering) for kind, rendering in NOTICES.items()),
        *(("/v1/labels", kind, rendering) for kind, rendering in LABELS.items()),
    ],
)
def test_endpoints(client: TestClient[Any], path: str, kind: str, rendering: Rendering) -> None:
    answer = client.post(
        path,
        params={"to": kind, "lang": "fr"},
        content=COMPLETE.read_bytes(),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == rendering.media_type
    assert "opads-gaps" not in answer.headers
    if kind == "json":
        assert json.loads(answer.content)["language"] == "fr"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/html"),
        ("text/plain", "text/plain"),
        ("application/json;q=0.5, text/html;q=0.1", "application/json"),
    ],
)
def test_the_header_chooses(client: TestClient[Any], accept: str, media_type: str) -> None:
    headers = {"content-type": "application/json", "accept": accept}
    answer = client.post("/v1/notices", content=b'{"opads": "1.0"}', headers=headers)
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["opads-gaps"] == "1, 4, 5, 7, 8, 11, 12, 13, 14"


@pytest.mark.parametrize(
    ("query", "status", "kind"),
    [
        ({"to": "poem"}, 400, "bad-parameter"),
        ({"lang": "xx"}, 400, "bad-parameter"),
        ({"record": "0"}, 400, "bad-parameter"),
        ({"record": "x"}, 400, "bad-parameter"),
        ({"template": "x"}, 400, "bad-parameter"),
        ({"carrier": "x"}, 400, "bad-parameter"),
        ({"from": "eu-tpa"}, 404, "unknown-format"),
        ({"colour": "blue"}, 400, "unknown-parameter"),
        ({"record": "9"}, 422, "not-convertible"),
        ({}, 422, "not-convertible"),
    ],
)
def test_endpoint_refusals(client: TestClient[Any], query: dict[str, str], status: int, kind: str) -> None:
    for path in ("/v1/notices", "/v1/labels"):
        answer = client.post(path, params=query, content=TWO, headers={"content-type": "application/x-ndjson"})
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, kind)


def test_a_type_that_does_not_fit_the_parameter(client: TestClient[Any]) -> None:
    headers = {"content-type": "application/json", "accept": "text/plain"}
    assert client.post("/v1/notices", params={"to": "pdf"}, content=b"{}", headers=headers).status_code == 406
