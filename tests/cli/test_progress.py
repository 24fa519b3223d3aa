"""The progress bar: for people at a terminal, and never in the way."""

import io
import sys

import pytest

from opads.cli.inputs import Input
from opads.cli.progress import followed

INPUTS = [Input("a[red].json", None), Input("b\x1b[2J.json", None)]


class Terminal(io.StringIO):
    """Takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    assert list(followed(INPUTS)) == INPUTS
    assert "2/2" in screen.getvalue()
    assert "\x1b[2J" not in screen.getvalue()


@pytest.mark.parametrize(("screen", "quiet"), [(Terminal(), True), (io.StringIO(), False)])
def test_nobody_else_does(monkeypatch: pytest.MonkeyPatch, screen: io.StringIO, *, quiet: bool) -> None:
    monkeypatch.setattr(sys, "stderr", screen)
    assert list(followed(INPUTS, quiet=quiet)) == INPUTS
    assert screen.getvalue() == ""
