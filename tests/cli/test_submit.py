"""``opads submit``, with a service that answers as it is told; the whole way is walked in docs/register.md."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.cli.conftest import Run

TOLD = {
    "id": "s1", "verdict": "valid", "receipt": "a.b.c",
    "records": [{"disclosure": "d1", "version": 2, "publisherId": "mine\x1b[31m", "outcome": "amended"}],
}  # fmt: skip


class Register(BaseHTTPRequestHandler):
    """Answers every request with the same, and keeps what came."""

    answer: ClassVar[tuple[int, Any]] = (201, TOLD)
    seen: ClassVar[list[tuple[str, dict[str, str], bytes]]] = []

    def do_POST(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.seen.append((self.path, headers, self.rfile.read(int(headers["content-length"]))))
        status, body = self.answer
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status < 300 else "application/problem+json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *arguments: Any) -> None:
        """Be silent."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Register) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def register(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(Register, "answer", (201, TOLD))
    Register.seen.clear()
    monkeypatch.setenv("OPADS_KEY", "from-environment")
    return address


def problem(kind: str, status: int, *errors: dict[str, str]) -> tuple[int, Any]:
    return status, {
        "type": f"/problems/{kind}",
        "title": "Title",
        "status": status,
        "detail": "Detail.",
        "errors": errors,
    }


def test_it_is_handed_in_as_it_is(run: Run, register: str, notice: Path, tmp_path: Path) -> None:
    receipt = tmp_path / "receipt.jws"
    result = run(
        "submit",
        notice,
        "--to",
        register,
        "--publisher-id",
        "a b",
        "--action",
        "amend",
        "--version",
        "3",
        "--receipt",
        receipt,
    )
    assert result.exit_code == 0, result.stderr
    assert "accepted as submission s1 (valid)" in result.stdout
    assert "disclosure d1 version 2, your mine" in result.stdout
    assert "\x1b" not in result.stdout
    assert receipt.read_text() == "a.b.c\n"
    ((path, headers, body),) = Register.seen
    assert path == "/v1/submissions?publisher-id=a+b&action=amend"
    assert headers["authorization"] == "Bearer from-environment"
    assert headers["if-match"] == '"3"'
    assert headers["content-type"] == "application/json"
    assert body == notice.read_bytes()


def test_the_same_command_has_the_same_key(run: Run, register: str, notice: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes(notice.read_bytes() + b"\n")
    for arguments in ([notice], [notice], [copy], [notice, "--publisher-id", "x"], [notice, "--version", "1"]):
        assert run("submit", *arguments, "--to", register).exit_code == 0
    keys = [headers["idempotency-key"] for _, headers, _ in Register.seen]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4


def test_what_is_held_already(run: Run, register: str, notice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Register, "answer", (200, TOLD))
    result = run("submit", notice, "--to", register, "--format", "json")
    assert json.loads(result.stdout) == TOLD
    assert "held already" in run("submit", notice, "--to", register).stdout


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [("not-accepted", 422, 1), ("conflict", 409, 1), ("changed-meanwhile", 412, 1), ("unauthenticated", 401, 2),
     ("forbidden", 403, 2), ("unknown-format", 404, 2), ("no-storage", 503, 2)],
)  # fmt: skip
def test_refusals(
    run: Run, register: str, notice: Path, monkeypatch: pytest.MonkeyPatch, kind: str, status: int, code: int
) -> None:
    error = {"detail": "what is wrong", "pointer": "/parties/0", "rule": "a/b"}
    monkeypatch.setattr(Register, "answer", problem(kind, status, error))
    result = run("submit", notice, "--to", register, "--receipt", "/nowhere/at/all")
    assert result.exit_code == code
    assert "Title: Detail." in result.stderr
    assert "/parties/0: what is wrong [a/b]" in result.stderr
    assert result.stdout == ""
    told = json.loads(run("submit", notice, "--to", register, "-f", "json").stdout)
    assert told["errors"] == [error]


def test_the_key_comes_from_a_file(run: Run, register: str, notice: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("from-file\n")
    assert run("submit", notice, "--to", register, "--key-file", key).exit_code == 0
    assert Register.seen[0][1]["authorization"] == "Bearer from-file"


@pytest.mark.parametrize("content", [b"", b"two words", b"two\nlines", b"\xff\xfe", b" \n"])
def test_what_is_no_key_is_not_sent(run: Run, register: str, notice: Path, tmp_path: Path, content: bytes) -> None:
    key = tmp_path / "key"
    key.write_bytes(content)
    result = run("submit", notice, "--to", register, "--key-file", key)
    assert result.exit_code == 2
    assert "holds no key" in result.stderr
    assert not Register.seen


def test_there_is_no_option_for_the_key_itself(run: Run, register: str, notice: Path) -> None:
    assert run("submit", notice, "--to", register, "--key", "secret").exit_code == 2
    assert not Register.seen


@pytest.mark.parametrize("address", ["register.example", "ftp://register.example", "http://register.example"])
def test_addresses_that_are_refused(run: Run, register: str, notice: Path, address: str) -> None:
    result = run("submit", notice, "--to", address)
    assert result.exit_code == 2
    assert "from-environment" not in result.stderr


def test_files_that_are_not_there(run: Run, register: str, tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        result = run("submit", path, "--to", register, "--key-file", tmp_path / "none")
        assert result.exit_code == 2
        assert "cannot be read" in result.stderr


def test_a_key_file_that_is_not_there(run: Run, register: str, notice: Path, tmp_path: Path) -> None:
    assert run("submit", notice, "--to", register, "--key-file", tmp_path / "none").exit_code == 2


def test_nobody_there(run: Run, notice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opads.client.transport.time.sleep", lambda _: None)
    result = run("submit", notice, "--to", "http://127.0.0.1:9")
    assert result.exit_code == 2
    assert "no answer from http://127.0.0.1:9" in result.stderr


def test_without_the_client(run: Run, notice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opads.cli.remote.find_spec", lambda _: None)
    result = run("submit", notice, "--to", "https://register.example")
    assert result.exit_code == 2
    assert "pip install 'opads[client]'" in result.stderr
