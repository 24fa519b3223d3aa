"""The tutorial is carried out word for word. Renew its outputs with: python -m tests.docs.runner docs/tutorial-national-profile.md."""

from pathlib import Path

import pytest

from tests.docs.runner import FENCE, Session, carried_out, commands, fits

PAGE = "docs/tutorial-national-profile.md"


def test_the_tutorial_does_what_it_says(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "norland"
    folder.mkdir()
    page = (project / PAGE).read_text(encoding="utf-8")
    shown, differing = carried_out(page, folder)
    assert differing == [], "\n".join(differing)
    assert shown == page
    assert len(FENCE.findall(page)) >= 20


def test_an_output_that_differs_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    text, differing = carried_out("```console\n$ echo new\nold\n$ (exit 3)\n$ echo $?\n3\n```", folder)
    assert text == "```console\n$ echo new\nnew\n$ (exit 3)\n$ echo $?\n3\n```"
    assert len(differing) == 1


def test_a_line_of_dots_stands_for_lines() -> None:
    assert fits("a\n...\nd\n", "a\nb\nc\nd\n")
    assert not fits("a\n...\nd\n", "a\nb\n")
    assert [c.line for c in commands("$ a \\\n  b\nout\n$ c\n")] == ["a \\\n  b", "c"]


def test_a_change_that_does_not_fit_fails(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    session = Session(folder)
    session.write("f", "one\ntwo\n")
    session.change("f", " one\n-two\n+three\n")
    assert (folder / "f").read_text() == "one\nthree\n"
    with pytest.raises(AssertionError, match="has not once"):
        session.change("f", "-two\n+four\n")
