"""The help documents every command, argument and option."""

import click
import pytest

from opads.cli.main import SUMMARIES, cli
from tests.cli.conftest import Run

COMMANDS = {name: cli.get_command(click.Context(cli), name) for name in SUMMARIES}


def test_the_front_page_names_every_command_and_exit_code(run: Run) -> None:
    text = run("--help").stdout
    assert run("-h").stdout == text
    for name in SUMMARIES:
        assert f"\n  {name} " in text
    for code in range(5):
        assert f"\n    {code}  " in text


def test_without_arguments_comes_the_help(run: Run) -> None:
    result = run()
    assert result.exit_code == 2
    assert "Usage: opads" in result.stdout + result.stderr


@pytest.mark.parametrize("name", SUMMARIES)
def test_the_summary_shown_is_the_command_s_own(name: str) -> None:
    command = COMMANDS[name]
    assert command is not None
    assert command.name == name
    assert command.short_help == SUMMARIES[name]
    assert len(SUMMARIES[name]) <= 75


@pytest.mark.parametrize("name", SUMMARIES)
def test_every_option_is_documented(run: Run, name: str) -> None:
    command = COMMANDS[name]
    assert command is not None
    text = run(name, "--help").stdout
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.help.endswith("."), parameter.name
            assert all(flag in text for flag in parameter.opts), parameter.name
        else:
            metavar = (parameter.metavar or "").strip("[]").removesuffix("...")
            assert metavar
            assert metavar in (command.help or ""), parameter.name


@pytest.mark.parametrize("name", SUMMARIES)
def test_help_needs_no_more_than_a_screen_s_width(run: Run, name: str) -> None:
    assert max(map(len, run(name, "--help").stdout.splitlines())) <= 115
