"""The log: one record a line whatever is in it, nothing of what clients send."""

import json
import logging
import sys
import warnings

import pytest

from opads.operations import logs
from opads.operations.failures import causes
from opads.settings import Settings
from opads.storage import DuplicateError, UnavailableError
from tests.operations.conftest import Log

CANARY = "canary-7f3a"
HOSTILE = '\n{"event": "forged"}\r\n\x1b[31mred\x1b]0;title\x07\u2028\u202e\x85 \ud800'


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error"])
def test_a_record_is_one_line_of_ascii(log: Log, level: str) -> None:
    logging.getLogger("opads.api").log(getattr(logging, level.upper()), "it %s", HOSTILE)
    logs.line_log().info("request", route=HOSTILE)
    assert log.getvalue().isascii()
    assert log.getvalue().count("\n") == 2
    assert "\x1b" not in log.getvalue()
    first, second = log.lines()
    assert first["event"] == f"it {HOSTILE}"
    assert first["level"] == level
    assert first["logger"] == "opads.api"
    assert second["route"] == HOSTILE
    assert second["event"] == "request"


def test_a_record_says_when_in_utc(log: Log) -> None:
    logs.line_log().info("x")
    at = log.lines()[0]["at"]
    assert len(at) == len("2026-11-27T12:00:00.000000Z")
    assert at.endswith("Z")


def test_whatever_is_logged_within_a_request_tells_its_id(log: Log) -> None:
    with logs.within_request("abcdefgh"):
        logging.getLogger("opads.storage").warning("in it")
    logging.getLogger("opads.storage").warning("out of it")
    assert [line.get("request") for line in log.lines()] == ["abcdefgh", None]


def test_the_level_of_the_settings_holds(log: Log) -> None:
    logs.configured(Settings(log_format="json", log_level="warning"), log)
    logs.line_log().info("request")
    logging.getLogger("opads.api").info("no")
    logging.getLogger("opads.api").warning("yes")
    assert [line["event"] for line in log.lines()] == ["yes"]


def test_of_other_libraries_their_own_words_alone_are_told(log: Log) -> None:
    logging.getLogger("asyncio").error(f"Task exception was never retrieved: {CANARY}")  # noqa: G004 - as libraries do
    logging.getLogger("urllib3").warning("connection to %s failed", CANARY)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn_explicit(CANARY, UserWarning, "x.py", 1)
    assert CANARY not in log.getvalue()
    first, second, *_ = log.lines()
    assert first["event"] == "message of a library"
    assert first["from"].startswith("test_logs:")
    assert second["event"] == "connection to %s failed"


def test_the_words_of_the_server_are_told(log: Log) -> None:
    logging.getLogger("_granian").info("Listening at: %s", "http://127.0.0.1:8000")
    assert log.lines()[0]["event"] == "Listening at: http://127.0.0.1:8000"


def test_exceptions_are_told_by_kind_and_place_never_by_their_words(log: Log) -> None:
    try:
        try:
            int(CANARY)
        except ValueError as error:
            raise KeyError(CANARY) from error
    except KeyError as error:
        logging.getLogger("opads.api").error("it failed", exc_info=error)  # noqa: TRY400 - as handlers of others' errors do
    assert CANARY not in log.getvalue()
    outer, inner = log.lines()[0]["causes"]
    assert (outer["error"], inner["error"]) == ("KeyError", "ValueError")
    assert "test_exceptions_are_told_by_kind" in outer["at"][0]


def test_exceptions_that_are_being_handled(log: Log) -> None:
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("opads.api").warning("while", exc_info=True, stack_info=True)
    assert CANARY not in log.getvalue()
    assert "Traceback" not in log.getvalue()
    assert log.lines()[0]["causes"][0]["error"] == "ValueError"


def test_words_about_the_installation_are_told() -> None:
    assert causes(UnavailableError("/data/opads.db: is busy"))[0]["told"] == "/data/opads.db: is busy"
    assert causes(FileNotFoundError(2, "x", f"/{CANARY}"))[0]["told"] == "No such file or directory"
    # What the database says of a row quotes its values.
    assert "told" not in causes(DuplicateError(f"Key (id)=({CANARY}) already exists"))[0]


def test_exceptions_without_end_are_cut() -> None:
    error: BaseException = ValueError()
    for _ in range(50):
        following = ValueError()
        following.__cause__ = error
        error = following

    def deep(level: int) -> None:
        if level:
            deep(level - 1)
        raise error

    with pytest.raises(ValueError) as found:
        deep(100)
    rows = causes(found.value)
    assert len(rows) == 8
    assert all(len(row["at"]) <= 40 for row in rows if isinstance(row["at"], list))


def test_lines_for_people_are_lines_too(log: Log) -> None:
    logs.configured(Settings(log_format="console"), log)
    logs.line_log().info("request", route=HOSTILE)
    logging.getLogger("opads.api").error("it %s", HOSTILE)
    text = log.getvalue()
    assert text.count("\n") == 2
    assert "\x1b[31m" not in text
    assert "\u202e" not in text
    assert "forged" in text


def test_a_terminal_gets_lines_for_people_and_a_file_gets_records(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    logs.configured(Settings(), log)
    logs.line_log().info("x")
    assert json.loads(log.getvalue())["event"] == "x"
    log.truncate(0)
    monkeypatch.setattr(log, "isatty", lambda: True)
    logs.configured(Settings(), log)
    logs.line_log().info("y")
    with pytest.raises(json.JSONDecodeError):
        json.loads(log.getvalue())


def test_standard_output_is_where_it_goes(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        logs.configured(Settings(log_format="json"))
        logging.getLogger("opads").warning("x")
    finally:
        logs.reset()
    assert json.loads(capsys.readouterr().out)["event"] == "x"
    assert sys.stdout is not None
