"""``opads access``: from nothing to the first administrator, straight in the database."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from opads.access.errors import CredentialError
from opads.access.secrets import id_in
from opads.access.store import Access
from opads.storage import open_database
from tests.cli.conftest import Run


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OPADS_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("OPADS_DATABASE", raising=False)
    return tmp_path / "data"


@pytest.fixture
def access(data: Path, run: Run) -> Iterator[Access]:
    """Give the accounts as the service sees them, with one that the command line made."""
    assert run("access", "account", "add", "Behörde", "--role", "admin").exit_code == 0
    database = open_database(f"sqlite:///{data / 'opads.db'}")
    found = Access(database)
    yield found
    found.close()
    database.close()


def test_the_first_administrator_comes_to_be(access: Access, run: Run) -> None:
    made = run("access", "key", "new", "Behörde", "--name", "console", "--lasts", "90d")
    assert made.exit_code == 0
    text = made.stdout.strip()
    assert id_in(text)
    assert "shown this once" in made.stderr
    assert text not in made.stderr
    caller = access.verifier.caller(text)
    assert (caller.name, sorted(caller.scopes)) == ("Behörde", ["admin", "batch", "oversee", "read"])


def test_accounts_are_listed(access: Access, run: Run) -> None:
    run("access", "account", "add", "Zeitung", "--role", "submitter", "--role", "regulator", "--sandbox")
    lines = run("access", "account", "list").stdout.splitlines()
    assert [line[38:] for line in lines] == ["Behörde  (admin)", "Zeitung  (regulator, submitter, sandbox)"]
    rows = json.loads(run("access", "account", "list", "--format", "json").stdout)
    assert [row["name"] for row in rows] == ["Behörde", "Zeitung"]
    assert rows[1]["sandbox"] is True


def test_an_account_of_an_issuer(access: Access, run: Run) -> None:
    made = run(
        "access", "account", "add", "Zeitung", "--role", "submitter", "--issuer", "https://i.example", "--subject", "7"
    )
    known = access.accounts.known_as("https://i.example", "7")
    assert known is not None
    assert known.id == made.stdout.strip()


def test_an_account_is_suspended_and_reinstated(access: Access, run: Run) -> None:
    text = run("access", "key", "new", "Behörde").stdout.strip()
    assert run("access", "account", "suspend", "Behörde").exit_code == 0
    assert "suspended since" in run("access", "account", "list").stdout
    with pytest.raises(CredentialError, match="suspended"):
        access.verifier.caller(text)
    assert run("access", "account", "suspend", "Behörde", "--reinstate").exit_code == 0
    assert access.verifier.caller(text).name == "Behörde"


def test_keys_are_listed_exchanged_and_revoked_without_their_secrets(access: Access, run: Run) -> None:
    text = run("access", "key", "new", "Behörde", "--scope", "read", "--sandbox").stdout.strip()
    id_ = id_in(text)
    assert id_ is not None
    assert re.fullmatch(
        rf"{id_}  key  \(read, sandbox, valid until revoked, not used yet\)\n",
        run("access", "key", "list", "Behörde").stdout,
    )
    exchanged = run("access", "key", "rotate", "Behörde", id_, "--overlap", "30m")
    new = exchanged.stdout.strip()
    assert access.verifier.caller(text).account == access.verifier.caller(new).account
    assert f"follows {id_}" in exchanged.stderr
    assert run("access", "key", "revoke", "Behörde", id_).exit_code == 0
    with pytest.raises(CredentialError, match="revoked"):
        access.verifier.caller(text)
    listed = run("access", "key", "list", "Behörde")
    rows = json.loads(run("access", "key", "list", "Behörde", "--format", "json").stdout)
    assert {row["id"] for row in rows} == {id_, id_in(new)}
    assert f"{id_}  key  (read, sandbox, ended " in listed.stdout
    for secret in (text[-49:], new[-49:]):
        assert secret not in listed.stdout + json.dumps(rows) + exchanged.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["account", "add", "Behörde", "--role", "admin"], "another account has that name"),
     (["account", "add", " ", "--role", "admin"], "a name has 1 to 200 characters"),
     (["account", "add", "A", "--role", "admin", "--issuer", "https://i.example"], "given together"),
     (["account", "suspend", "Nobody"], "there is no account 'Nobody'"),
     (["key", "new", "Nobody"], "there is no account 'Nobody'"),
     (["key", "new", "Behörde", "--scope", "submit"], "no keys with the scope submit"),
     (["key", "list", "Nobody"], "there is no account 'Nobody'"),
     (["key", "rotate", "Behörde", "x"], "there is no such key"),
     (["key", "revoke", "Behörde", "x"], "there is no such key")],
)  # fmt: skip
def test_what_cannot_be_is_told_in_one_line(access: Access, run: Run, arguments: list[str], words: str) -> None:
    result = run("access", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("time", ["90", "d", "1w", "-1d", "1.5h", "9999999d"])
def test_lengths_of_time_have_units(access: Access, run: Run, time: str) -> None:
    result = run("access", "key", "new", "Behörde", f"--lasts={time}")
    assert result.exit_code == 2
    assert "no length of time" in result.stderr


def test_where_nobody_names_a_folder_it_is_that_of_the_service(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("OPADS_DATA", "OPADS_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert run("access", "account", "add", "A", "--role", "admin").exit_code == 0
    assert (tmp_path / "opads" / "opads.db").is_file()
    monkeypatch.setattr("opads.operations.folders.default_folder", lambda: None)
    result = run("access", "account", "list")
    assert result.exit_code == 2
    assert "OPADS_DATA" in result.stderr


def test_a_folder_that_cannot_be_used_is_told(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("OPADS_DATA", str(tmp_path / "file" / "data"))
    result = run("access", "account", "list")
    assert result.exit_code == 2
    assert "cannot be made" in result.stderr


def test_settings_that_make_no_sense_are_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPADS_PORT", "x")
    result = run("access", "account", "list")
    assert result.exit_code == 2
    assert "OPADS_PORT" in result.stderr
