"""``opads register``: what it tells of a sound register, and of one that somebody changed."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from opads.formats import default_registry
from opads.installation import Installation
from opads.settings import Settings
from tests.cli.conftest import Run
from tests.register.conftest import disclosure, document


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of a register with three entries, two receipts of it beside."""
    monkeypatch.setenv("OPADS_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("OPADS_DATABASE", raising=False)
    with closing(Installation(Settings(), default_registry())) as installation:
        register = installation.register
        first = register.submit(document(disclosure("N-1"), disclosure("N-2")), account="account-1").submission
        (tmp_path / "receipt.jws").write_text(first.receipt)
        step = register.step(first.outcomes[0].disclosure, "withdrawn", "Because.", account="account-1")
        (tmp_path / "step.jws").write_text(step.receipt + "\n")
    return tmp_path


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "data" / "opads.db")) as base:
        base.execute(statement)
        base.commit()


def test_what_is_sound(run: Run, folder: Path) -> None:
    found = run("register", "verify", "--receipt", str(folder / "receipt.jws"), "--receipt", str(folder / "step.jws"))
    assert (found.exit_code, found.stdout) == (0, "sound: 3 entries, 2 disclosures, 4 contents\n")
    told = json.loads(run("register", "info", "--format", "json").stdout)
    head = told["chains"]["public"]["head"]
    assert (head["sequence"], told["chains"]["public"]["submissions"]) == (3, 1)
    assert told["chains"]["public"]["disclosures"] == {"accepted": 1, "withdrawn": 1}
    assert run("register", "verify", "--head", f"3:{head['hash']}", "--quick").exit_code == 0
    assert f"head 3:{head['hash']}" in run("register", "info").stdout


def test_what_was_changed_is_named(run: Run, folder: Path) -> None:
    change(folder, "UPDATE entry SET reason = 'ours' WHERE sequence = 3")
    found = run("register", "verify")
    assert found.exit_code == 1
    assert found.stdout.startswith("public, entry 3: changed: ")
    told = json.loads(run("register", "verify", "--format", "json").stdout)
    assert (told["sound"], told["faults"][0]["sequence"]) == (False, 3)


def test_an_end_cut_off_shows_by_a_receipt(run: Run, folder: Path) -> None:
    change(folder, "DELETE FROM entry WHERE sequence = 3")
    change(
        folder,
        "UPDATE head SET sequence = 2, hash = (SELECT hash FROM entry WHERE chain = 'public' AND sequence = 2) "
        "WHERE chain = 'public'",
    )
    assert run("register", "rebuild").stdout == "2 disclosures\n"
    assert run("register", "verify", "--receipt", str(folder / "receipt.jws")).exit_code == 0
    found = run("register", "verify", "--receipt", str(folder / "step.jws"))
    assert (found.exit_code, found.stdout[:24]) == (1, "public, entry 3: pinned:")


def test_what_does_not_stand_as_the_log_has_it_is_made_anew(run: Run, folder: Path) -> None:
    change(folder, "UPDATE disclosure SET status = 'accepted'")
    assert "projection" in run("register", "verify").stdout
    assert run("register", "rebuild").stdout == "2 disclosures\n"
    assert run("register", "verify").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [("--head", "3"), ("--head", "3:xyz"), ("--head", "other:3:" + "0" * 64), ("--receipt", "absent.jws")],
)
def test_what_cannot_be_compared(run: Run, folder: Path, arguments: tuple[str, str]) -> None:
    found = run("register", "verify", *arguments)
    assert found.exit_code == 2
    assert arguments[1].partition(":")[0] in found.stderr


def test_a_file_that_is_no_receipt(run: Run, folder: Path) -> None:
    for text in ("", "a.b.c", "{}", "e30.e30.e30"):
        (folder / "other").write_text(text)
        assert run("register", "verify", "--receipt", folder / "other").exit_code == 2


def test_where_nothing_is_kept(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPADS_DATA", "OPADS_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("verify", "info", "rebuild", "migrate"):
        found = run("register", name)
        assert found.exit_code == 2
        assert "OPADS_DATA" in found.stderr


def test_tables_go_up_and_down(run: Run, folder: Path) -> None:
    assert run("register", "migrate").stdout == "nothing to do\n"
    assert run("register", "migrate", "--part", "replays", "--to", "0", stdin=b"n\n").exit_code == 130
    assert (
        run("register", "migrate", "--part", "replays", "--to", "0", "--yes").stdout
        == "opads.replays down 0001-replay\n"
    )
    assert run("register", "migrate").stdout == "opads.replays up 0001-replay\n"
    for arguments in (("--to", "0"), ("--part", "x", "--to", "0"), ("--part", "replays", "--to", "99")):
        assert run("register", "migrate", *arguments).exit_code == 2
