"""What comes of the answers, as the last page shows it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from opads.notice.document import LabelDocument
from opads.notice.labelling import build_label
from opads.notice.renderings import render_label
from opads.speech.findings import SpokenCatalogue
from opads.web.writing.reviewing import Remark, remarks
from opads.writing.deadlines import deadlines
from opads.writing.files import Files

__all__ = ("languages_of", "result")


def languages_of(files: Files, tag: str, second: str) -> tuple[str, ...]:
    """Return the languages in which notice and label are made: the notice's own, and another.

    The other one is the one chosen, else the language of the page.
    """
    if files.template is None:
        return ()
    other = next((one for one in (second, tag.partition("-")[0]) if one in files.template.languages), "")
    return tuple(dict.fromkeys([files.language, *([other] if other else [])]))


def result(files: Files, tag: str, second: str, catalogue: SpokenCatalogue) -> dict[str, Any]:
    """Return what the page shows: notices and label, files, deadlines."""
    languages = languages_of(files, tag, second)
    label = build_label(files.template, files.done.disclosure) if files.template is not None else None
    return {
        "tags": files.template.languages if files.template is not None else (),
        "second": languages[1] if len(languages) > 1 else "",
        "notices": [files.notice(language) for language in languages],
        "label": label,
        "drawing": _drawn("svg", label) if label is not None else "",
        "code": _drawn("qr", label) if label is not None and label.url else "",
        "names": list(files.names(languages)),
        "outputs": [_output(files, name, catalogue) for name in files.asked.formats],
        "duties": deadlines(files.asked, files.done),
    }


def _drawn(name: str, label: LabelDocument) -> Markup:
    """Return a drawing as part of the page; the rendering has escaped all that it says."""
    return Markup(render_label(name, label).decode())  # noqa: S704 - a whole document of our own


def _output(files: Files, name: str, catalogue: SpokenCatalogue) -> tuple[str, str, str, list[Remark]]:
    """Return a format's name, the name of its file, the verdict on it, and what must be mended in it."""
    made = files.converted(name)
    file = next(one for one in files.names(()) if one.rpartition(".")[0] == name)
    errors = [remark for remark, _ in remarks(made.report.groups, catalogue) if remark.severity == "error"]
    return files.registry.get(name).file.name, file, made.report.verdict, errors
