"""Colour, width, writing."""

import os
import shutil
import sys
from types import SimpleNamespace

import pytest

from opads.cli import output


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(output, "sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True)))
    return monkeypatch


def test_colour_on_a_terminal(terminal: pytest.MonkeyPatch) -> None:
    assert output.use_color("auto")
    assert not output.use_color("never")
    assert not output.use_color("auto", "report.txt")
    assert output.use_color("always", "report.txt")
    terminal.setenv("TERM", "dumb")
    assert not output.use_color("auto")
    terminal.setenv("FORCE_COLOR", "1")
    assert output.use_color("auto")
    terminal.setenv("NO_COLOR", "1")
    assert not output.use_color("auto")
    assert output.use_color("always")


def test_width(terminal: pytest.MonkeyPatch) -> None:
    terminal.setattr(shutil, "get_terminal_size", lambda _: os.terminal_size((300, 9)))
    assert output.width() == 120
    terminal.setattr(output, "sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: False)))
    assert output.width() == 100
    terminal.setenv("COLUMNS", "80")
    terminal.setattr(shutil, "get_terminal_size", lambda _: os.terminal_size((80, 9)))
    assert output.width() == 80


def test_a_terminal_gets_a_last_line_end(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    output.emit(b"{}")
    assert capfdbinary.readouterr().out == b"{}"
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True, raising=False)
    output.emit(b"{}")
    output.emit(b"x\n")
    output.emit(b"")
    assert capfdbinary.readouterr().out == b"{}\nx\n"
