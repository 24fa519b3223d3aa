"""``opads term``: one word as each law means it, the list, unknown words."""

import json

from opads.terms import default_glossary
from tests.cli.conftest import Run


def test_a_word_side_by_side(run: Run) -> None:
    text = run("term", "sponsor").stdout
    for part in (
        "Regulation (EU) 2024/900, Article 3(10)\n",
        "Elections Act 2022, sections 39 and 41\n  promoter (related)\n",
        "  fr  parraineur (unverified)\n",
        "  es  patrocinador\n",
        "  related payer\n",
    ):
        assert part in text, part
    assert run("term", "Sponzor").stdout == text
    assert "Regulation (EU) 2024/900, Article 3(4) (unverified)\n" in run("term", "political-actor").stdout


def test_every_term_can_be_shown(run: Run) -> None:
    lines = run("term", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [term.id for term in default_glossary()]
    assert run("term").stdout.splitlines() == lines
    for term in default_glossary():
        assert json.loads(run("term", term.id, "-f", "json").stdout)["id"] == term.id
    assert len(json.loads(run("term", "--list", "-f", "json").stdout)) == len(lines)


def test_unknown_words(run: Run) -> None:
    assert "did you mean 'sponsor'?" in run("term", "spnsor").stderr
    result = run("term", "zzzzzz")
    assert result.exit_code == 2
    assert "opads term --list" in result.stderr
    assert run("term", "sponsor", "--list").exit_code == 2
