"""``--lang``: reports and rules in the language asked for."""

from pathlib import Path

import pytest

from opads.formats import default_registry
from tests.cli.conftest import Run

FOLDER = default_registry().get("eu-ttpa").folder / "examples"
FILE = str(next((FOLDER / "invalid").glob("amount-is-one-figure.json")))
TITLE = "Le montant est un chiffre unique, et non une fourchette"
TEXT = "avis donne une fourchette (1000 à 1499 EUR)"


@pytest.mark.parametrize("command", [("validate",), ("bulk", "validate")])
def test_a_report(run: Run, command: tuple[str, ...]) -> None:
    plain, french = run(*command, FILE), run(*command, FILE, "--lang", "fr")
    assert french.exit_code == plain.exit_code == 1
    assert TEXT in french.stdout
    assert TEXT not in plain.stdout
    assert run(*command, FILE, "--lang", "EN").stdout == plain.stdout
    assert run(*command, FILE, "-f", "json", "--lang", "fr").stdout == run(*command, FILE, "-f", "json").stdout
    assert TITLE in run(*command, FILE, "-f", "csv", "--lang", "fr").stdout
    assert '<html lang="ar" dir="rtl">' in run(*command, FILE, "-f", "html", "--lang", "ar").stdout


def test_rules(run: Run) -> None:
    assert TITLE in run("rules", "--from", "eu-ttpa", "--lang", "fr").stdout
    explained = run("explain", "eu-ttpa/amount-is-one-figure", "--lang", "fr").stdout
    assert TITLE in explained
    assert TITLE not in run("explain", "eu-ttpa/amount-is-one-figure").stdout


def test_a_conversion(run: Run, tmp_path: Path) -> None:
    out = str(tmp_path / "out.json")
    told = run("convert", FILE, "--to", "eu-dsa-39", "-o", out, "--lang", "de")
    plain = run("convert", FILE, "--to", "eu-dsa-39", "-o", out)
    assert told.exit_code == plain.exit_code
    assert told.stderr.splitlines()
    assert len(told.stderr.splitlines()) == len(plain.stderr.splitlines())


@pytest.mark.parametrize(
    "command", [("validate", FILE), ("rules",), ("explain", "opads/unknown-field"), ("bulk", "validate", FILE)]
)
def test_another_language_is_refused_with_the_list(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, "--lang", "it")
    assert result.exit_code == 2
    assert "'it' is none of en, ar, de, el, es, fr" in result.stderr
