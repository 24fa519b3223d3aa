"""What tests of the command line share."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from opads.cli.main import cli

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command line in this process; an exception that would reach the user fails the test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "OPADS_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*arguments: str | Path, stdin: bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin, prog_name="opads")
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.stderr
        return result

    return invoke


@pytest.fixture(scope="session")
def formats(project: Path) -> Path:
    """Return the folder of formats."""
    return project / "schema" / "formats"


@pytest.fixture
def notice(formats: Path) -> Path:
    """Return a valid notice."""
    return formats / "eu-ttpa" / "examples" / "valid" / "natural-person.json"


@pytest.fixture
def ranged(formats: Path) -> Path:
    """Return a notice that gives a range for an amount: one error."""
    return formats / "eu-ttpa" / "examples" / "invalid" / "amount-is-one-figure.json"


@pytest.fixture
def warned(formats: Path) -> Path:
    """Return an export with warnings and no error."""
    return formats / "meta-ad-library" / "examples" / "invalid" / "carrier-csv.python-literal.csv"


@pytest.fixture
def filing(formats: Path) -> Path:
    """Return a filing with two lines."""
    return formats / "us-fec" / "examples" / "valid" / "f24-several-lines.fec"
