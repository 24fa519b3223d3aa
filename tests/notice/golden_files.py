"""The expected texts of notices and labels. ``python -m tests.notice.golden_files`` writes them anew; read the difference."""

from pathlib import Path

from opads.notice.building import build_notice
from opads.notice.labelling import build_label
from opads.notice.loading import template
from opads.notice.renderings import render_label, render_notice
from tests.notice.documents import LANGUAGES, SOURCES, disclosure

FOLDER = Path(__file__).resolve().parent / "golden"
CASES = [(name, language) for name in SOURCES for language in LANGUAGES]


def path(name: str, language: str) -> Path:
    """Return the file of a case."""
    return FOLDER / f"{name}.{language}.txt"


def text(name: str, language: str) -> str:
    """Return label and notice as text."""
    found = disclosure(name)
    label = render_label("txt", build_label(template(), found, language))
    notice = render_notice("txt", build_notice(template(), found, language))
    return f"{label.decode()}\n{'*' * 78}\n\n{notice.decode()}"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for case in CASES:
        path(*case).write_text(text(*case), encoding="utf-8")
