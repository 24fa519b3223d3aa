"""``opads receipt``: verify offline, and keep the keys."""

import json
from collections.abc import Iterator
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from opads.formats import default_registry
from opads.installation import Installation
from opads.receipts.claims import payload_of
from opads.settings import Settings
from opads.storage.moments import later
from tests.cli.conftest import Run
from tests.receipts import samples


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OPADS_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("OPADS_DATABASE", raising=False)
    return tmp_path / "data"


@pytest.fixture
def installation(data: Path) -> Iterator[Installation]:
    found = Installation(Settings(data=str(data)), default_registry())
    yield found
    found.close()


@pytest.fixture
def given(installation: Installation, tmp_path: Path) -> Path:
    """Return a folder with a receipt, its document, and the keys as they are published."""
    (tmp_path / "receipt.jws").write_text(installation.signer.sign(samples.claims()) + "\n")
    (tmp_path / "notice.json").write_bytes(samples.DOCUMENT)
    return tmp_path


def pin(run: Run, folder: Path) -> None:
    assert run("receipt", "keys", "list", "-f", "jwks", "-o", folder / "jwks.json").exit_code == 0


def verify(run: Run, folder: Path, *more: str) -> Any:
    return run(
        "receipt", "verify", folder / "receipt.jws", folder / "notice.json", "--keys", folder / "jwks.json", *more
    )


def test_a_receipt_is_verified(run: Run, given: Path) -> None:
    pin(run, given)
    result = verify(run, given)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[:2] == ["VERIFIED", "the document is the one handed in, 31 bytes"]
    assert "by https://register.example" in result.stdout
    assert "accepted 01936d2e-0000-7000-8000-000000000001 version 1, entry 7 of the log" in result.stdout


def test_as_json(run: Run, given: Path) -> None:
    pin(run, given)
    found = json.loads(verify(run, given, "-f", "json").stdout)
    assert (found["verified"], found["documentCompared"], found["cautions"]) == (True, True, [])
    assert found["claims"]["document"]["bytes"] == len(samples.DOCUMENT)
    assert found["key"]["kty"] == "OKP"


def test_without_the_document_that_is_said(run: Run, given: Path) -> None:
    pin(run, given)
    result = run("receipt", "verify", given / "receipt.jws", "--keys", given / "jwks.json")
    assert result.exit_code == 0
    assert "no document was compared; it must have the SHA-256 " in result.stdout


def test_another_document_is_not_verified(run: Run, given: Path) -> None:
    pin(run, given)
    (given / "notice.json").write_bytes(samples.DOCUMENT + b" ")
    result = verify(run, given)
    assert result.exit_code == 1
    assert result.stdout.startswith("NOT VERIFIED: the document is another one: it has 32 bytes")
    found = json.loads(verify(run, given, "-f", "json").stdout)
    assert (found["verified"], found["fault"]) == (False, "document")


@pytest.mark.parametrize("text", ["", "no receipt", "\x1b[31mred\x1b[0m.a.b", "ä"])
def test_what_is_no_receipt_is_not_verified(run: Run, given: Path, text: str) -> None:
    pin(run, given)
    (given / "receipt.jws").write_text(text)
    result = verify(run, given)
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout


def test_a_receipt_from_the_standard_input(run: Run, given: Path) -> None:
    pin(run, given)
    text = (given / "receipt.jws").read_bytes()
    assert run("receipt", "verify", "-", "--keys", given / "jwks.json", stdin=text).exit_code == 0
    both = run("receipt", "verify", "-", "-", "--keys", given / "jwks.json", stdin=text)
    assert both.exit_code == 2
    assert "one of the files only" in both.stderr


def test_files_that_cannot_be_read(run: Run, given: Path) -> None:
    result = verify(run, given)
    assert result.exit_code == 2
    assert "jwks.json: cannot be read" in result.stderr
    (given / "jwks.json").write_text("{}")
    result = verify(run, given)
    assert result.exit_code == 2
    assert "no key of Ed25519" in result.stderr


def test_show_verifies_nothing_and_says_so(run: Run, given: Path) -> None:
    found = json.loads(run("receipt", "show", given / "receipt.jws").stdout)
    assert found["verified"] is None
    assert found["claims"]["id"] == samples.claims().id
    (given / "receipt.jws").write_text("no receipt")
    result = run("receipt", "show", given / "receipt.jws")
    assert result.exit_code == 2
    assert "this is not a receipt" in result.stderr


def test_a_rotation_and_a_theft(run: Run, given: Path, installation: Installation) -> None:
    old = installation.signer.key().kid
    new = run("receipt", "keys", "new").stdout.strip()
    listed = run("receipt", "keys", "list").stdout.splitlines()
    assert listed[0].startswith(f"{new}  from ")
    assert listed[0].endswith("  signs")
    assert listed[1].startswith(old)
    assert "  retired " in listed[1]
    pin(run, given)
    assert verify(run, given).exit_code == 0

    since = later(60)[:19] + "Z"
    result = run("receipt", "keys", "revoke", old, "--reason", "laptop stolen", "--since", since)
    assert (result.exit_code, since[:19] in result.stdout) == (0, True)
    pin(run, given)
    result = verify(run, given)
    assert result.exit_code == 0
    assert "CAUTION: the key was revoked as of" in result.stdout

    assert run("receipt", "keys", "revoke", old, "--reason", "earlier", "--since", "2026-01-01").exit_code == 0
    pin(run, given)
    result = verify(run, given, "-f", "json")
    assert (result.exit_code, json.loads(result.stdout)["fault"]) == (1, "revoked")


def test_the_receipt_of_a_step(run: Run, given: Path, installation: Installation) -> None:
    pin(run, given)
    (given / "receipt.jws").write_text(installation.signer.sign_payload(payload_of(samples.step())))
    result = run("receipt", "verify", given / "receipt.jws", "--keys", given / "jwks.json")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1] == "a step, after which the disclosure is withdrawn: placed by mistake"
    assert verify(run, given).exit_code == 1


def test_retire(run: Run, given: Path, installation: Installation) -> None:
    kid = installation.signer.key().kid
    assert run("receipt", "keys", "retire", kid).exit_code == 0
    again = run("receipt", "keys", "retire", kid)
    assert again.exit_code == 2
    assert "opads receipt keys list" in again.stderr
    found = json.loads(run("receipt", "keys", "list", "-f", "json").stdout)
    assert [(key["kid"], key["here"], key["signs"]) for key in found] == [(kid, True, False)]


def test_an_empty_installation_has_no_keys(run: Run, data: Path) -> None:
    assert run("receipt", "keys", "list").exit_code == 3


def test_without_storage_that_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPADS_DATA", raising=False)
    monkeypatch.delenv("OPADS_DATABASE", raising=False)
    result = run("receipt", "keys", "list")
    assert result.exit_code == 2
    assert "OPADS_DATA" in result.stderr


def test_without_the_library_that_is_said(run: Run, given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pin(run, given)
    known = util.find_spec
    monkeypatch.setattr(
        "opads.cli.commands.receipts.find_spec", lambda name: None if name == "joserfc" else known(name)
    )
    result = verify(run, given)
    assert result.exit_code == 2
    assert "pip install 'opads[receipts]'" in result.stderr
