"""What the doctor finds, and what it says of it."""

import json
import socket
import sqlite3
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from opads.operations.doctor import (
    Finding,
    Outcome,
    look,
    looking,
    machine,
    sense,
    software,
    storage,
    typesetting,
    worst,
)
from opads.operations.doctor.finding import bad, fine, poor
from opads.settings import Settings
from opads.standard import resources
from opads.storage import Database
from opads.storage.migrations import PARTS, migrate
from tests.cli.conftest import run

__all__ = ("run",)


def of(findings: Any, outcome: Outcome) -> list[Finding]:
    return [finding for finding in findings if finding.outcome is outcome]


def poorly(findings: Any) -> str:
    found = list(findings)
    assert all(finding.mend for finding in found if finding.outcome is not Outcome.FINE)
    return "\n".join(f"{finding.says} -> {finding.mend}" for finding in found if finding.outcome is not Outcome.FINE)


def test_a_sound_installation_is_found_so(tmp_path: Path) -> None:
    found = list(look(Settings(data=str(tmp_path), port=_free())))
    assert not of(found, Outcome.BAD), found
    assert {"versions", "standard", "formats", "clock", "port", "folder"} <= {finding.subject for finding in found}


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_the_worst_is_the_exit_code() -> None:
    assert worst([]) == worst([fine("a", "b")]) == 0
    assert worst([fine("a", "b"), poor("a", "b", "c")]) == 1
    assert worst([bad("a", "b", "c"), poor("a", "b", "c")]) == 2


def test_it_goes_on_where_one_thing_cannot_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(settings: Settings) -> Any:
        raise RuntimeError("x")

    monkeypatch.setattr(looking, "LOOKS", {"one": failing, "two": machine.clock})
    first, second = look(Settings())
    assert (first.outcome, second.outcome) == (Outcome.BAD, Outcome.FINE)
    assert "RuntimeError" in first.says


@pytest.mark.parametrize("at", [0.0, 1.7e9, 4e9])
def test_a_clock_that_cannot_be_right(monkeypatch: pytest.MonkeyPatch, at: float) -> None:
    monkeypatch.setattr(time, "time", lambda: at)
    assert "NTP" in poorly(machine.clock(Settings()))


def test_limits_that_are_too_low(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _: (256, 256))
    text = poorly(machine.limits(Settings()))
    assert "ulimit -n" in text
    assert "ulimit -v" in text


def test_a_port_that_is_taken_and_an_address_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "OPADS_PORT" in poorly(machine.port(Settings(port=taken.getsockname()[1])))

    def unknown(*arguments: Any, **options: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "OPADS_HOST" in poorly(machine.port(Settings(host="no.such.host.invalid")))


def test_nothing_kept_is_fine() -> None:
    assert [finding.outcome for finding in storage.storage(Settings())] == [Outcome.FINE]


def test_a_database_at_its_newest(tmp_path: Path, address: str, opened: Callable[[], Database]) -> None:
    migrate(opened())
    tmp_path.chmod(0o700)
    found = list(storage.storage(Settings(data=str(tmp_path), database=address)))
    assert not poorly(found), found
    assert any("newest" in finding.says for finding in found)


def test_a_database_that_is_not(address: str, opened: Callable[[], Database]) -> None:
    migrate(opened())
    migrate(opened(), PARTS[-1:], 0)
    assert "migrate" in poorly(storage.storage(Settings(database=address)))


def test_a_database_of_a_newer_version(address: str, opened: Callable[[], Database]) -> None:
    database = opened()
    migrate(database)
    sql = "INSERT INTO migration (part, number, name, sha256, applied_at) VALUES (?, 99, 'x', 'x', 'x')"
    database.write(lambda transaction: transaction.run(sql, PARTS[0]))
    assert "newer version" in poorly(storage.storage(Settings(database=address)))


def test_a_database_that_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "opads.db").write_bytes(b"no database at all, whatever the name says" * 100)
    assert "OPADS_DATABASE" in poorly(storage.storage(Settings(data=str(tmp_path))))


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    assert "OPADS_DATABASE" in poorly(storage.storage(Settings(database="mysql://x")))
    (tmp_path / "x.db").mkdir()
    assert "OPADS_DATABASE" in poorly(storage.storage(Settings(database=f"sqlite:///{tmp_path}/x.db")))


def test_a_journal_that_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate_into = tmp_path / "opads.db"
    with sqlite3.connect(migrate_into) as base:
        base.execute("CREATE TABLE x (y)")
    base.close()

    class Other:
        dialect = "sqlite"

        def read(self, job: Callable[[Any], Any]) -> Any:
            return job(self)

        def all(self, _: str) -> list[Any]:
            return []

        def one(self, sql: str) -> tuple[str]:
            return ("delete",) if "journal" in sql else ("row 1 missing from index",)

        def close(self) -> None:
            return

    monkeypatch.setattr(storage, "open_database", lambda _: Other())
    text = poorly(storage.storage(Settings(data=str(tmp_path))))
    assert "write-ahead" in text
    assert "backup" in text


def test_a_folder_for_all_to_see_or_without_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)
    assert f"chmod 0700 {tmp_path}" in poorly(storage.storage(Settings(data=str(tmp_path))))
    monkeypatch.setattr(storage, "ROOM", 2**80)
    assert "make room" in poorly(storage.storage(Settings(data=str(tmp_path))))
    monkeypatch.setattr(storage, "_filesystem", lambda _: b"nfs4")
    assert "PostgreSQL" in poorly(storage.storage(Settings(data=str(tmp_path))))


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "mkdir" in poorly(storage.storage(Settings(data=str(tmp_path / "file"))))


def test_keys_that_others_may_read(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (keys / "a.json").write_text("{}")
    (keys / "a.json").chmod(0o600)
    assert not poorly(storage.secrets(Settings(data=str(tmp_path))))
    (keys / "a.json").chmod(0o640)
    assert f"chmod -R go= {keys}" in poorly(storage.secrets(Settings(data=str(tmp_path))))


def test_a_format_that_does_not_load(tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "format.yaml").write_text("id: bad\n")
    assert "OPADS_PATH" in poorly(software.formats(Settings(path=str(tmp_path))))


def test_a_standard_that_was_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Listed:
        hash = SimpleNamespace(value="x")

        def locate(self) -> Path:
            return Path(resources.root()) / "1.0" / "disclosure.json"

        def __str__(self) -> str:
            return "opads/_schema/1.0/disclosure.json"

    monkeypatch.setattr(software, "files", lambda _: [Listed()])
    assert "first opads/_schema/1.0/disclosure.json" in poorly(software.integrity(Settings()))
    monkeypatch.setenv("OPADS_SCHEMA", str(tmp_path))
    assert "OPADS_SCHEMA" in poorly(software.integrity(Settings()))


def test_extras_that_the_settings_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(software, "_there", lambda module: not module.startswith(("opentelemetry", "psycopg")))
    text = poorly(software.extras(Settings(traces=True, database="postgresql://x")))
    assert "opads[otel]" in text
    assert "opads[postgres]" in text
    assert not poorly(software.extras(Settings()))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"workers": 64}, "OPADS_WORKERS"),
        ({"workers": 2, "database": "sqlite:///x.db"}, "PostgreSQL"),
        ({"bulk_max_bytes": 1}, "OPADS_BULK_MAX_BYTES"),
        ({"metrics": "open"}, "OPADS_METRICS_TOKEN"),
        ({"host": "0.0.0.0"}, "OPADS_BASE_URL"),  # noqa: S104 - that is the matter
        ({"base_url": "http://opads.example"}, "https"),
    ],
)
def test_settings_that_go_together_badly(settings: dict[str, Any], words: str) -> None:
    assert words in poorly(sense.settings(Settings(**settings)))


def test_settings_that_make_sense() -> None:
    assert not poorly(sense.settings(Settings()))


@pytest.mark.parametrize(("error", "words"), [(ImportError("x"), "pip install"), (OSError("x"), "libpango-1.0-0")])
def test_what_sets_type_is_missing(monkeypatch: pytest.MonkeyPatch, error: Exception, words: str) -> None:
    def failing(name: str) -> Any:
        raise error

    monkeypatch.setattr(typesetting, "import_module", failing)
    assert words in poorly(typesetting.typesetting(Settings()))


def test_fonts_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "import_module", lambda _: import_module("json"))
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/fc-list")
    monkeypatch.setattr(typesetting, "_fonts", lambda _, language: language == "en")
    assert "Greek, Cyrillic" in poorly(typesetting.typesetting(Settings()))
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert "fontconfig" in poorly(typesetting.typesetting(Settings()))


def test_the_command(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(looking, "LOOKS", {"storage": storage.storage, "settings": sense.settings})
    tmp_path.chmod(0o755)
    result = run("doctor", "--data", str(tmp_path))
    assert result.exit_code == 1
    assert f"mend: chmod 0700 {tmp_path}" in result.stdout
    told = json.loads(run("doctor", "--data", str(tmp_path), "--format", "json").stdout)
    assert told["code"] == 1
    assert {"subject": "folder", "outcome": "poor"}.items() <= told["findings"][1].items()
    tmp_path.chmod(0o700)
    assert run("doctor", "--data", str(tmp_path)).exit_code == 0


def test_the_command_where_settings_make_no_sense(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPADS_PORT", "canary")
    result = run("doctor")
    assert result.exit_code == 2
    assert "OPADS_PORT" in result.stderr
    assert "canary" not in result.stderr
