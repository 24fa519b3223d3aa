"""Notice and label of a disclosure that was checked, as files: what is published with the advertisement."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal, NamedTuple

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.api.answers import fresh
from opads.api.headers import RENDERED_POLICY
from opads.api.jobs import Jobs
from opads.api.problem import Refusal
from opads.notice import NoticeError, RenderingUnavailableError
from opads.notice.building import build_notice
from opads.notice.labelling import build_label
from opads.notice.loading import template
from opads.notice.renderings import LABELS, NOTICES, render_label, render_notice
from opads.notice.source import read_disclosure
from opads.speech import mark
from opads.web.forms import Entry, read_entry

__all__ = ("FILES", "publish")


class File(NamedTuple):
    """A file to publish: what it is called on the page, whether it is a notice or a label, in which rendering."""

    title: str
    kind: Literal["notice", "label"]
    rendering: str


FILES = {
    "notice.html": File(mark("Notice, one page"), "notice", "html"),
    "notice.pdf": File(mark("Notice, PDF"), "notice", "pdf"),
    "notice.txt": File(mark("Notice, text"), "notice", "txt"),
    "label.svg": File(mark("Label"), "label", "svg"),
}
"""All of them, by name."""


@post("/publish/{name:str}", status_code=200, include_in_schema=False)
async def publish(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], name: FromPath[str]) -> Response[bytes]:
    """Return a file made of the one disclosure that the form holds, in the disclosure's own language."""
    file = FILES.get(name)
    if file is None:
        raise Refusal("not-found", f"What can be made is {', '.join(FILES)}.")
    entry = await read_entry(request, jobs.settings)
    if entry.source:
        jobs.format(entry.source, "from")
    content = await jobs.workshop.run(partial(_made, file, entry, jobs), size=len(entry.document))
    renderings = LABELS if file.kind == "label" else NOTICES
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        # They bring their style sheets in themselves.
        "Content-Security-Policy": RENDERED_POLICY,
    }
    return fresh(content, renderings[file.rendering].media_type, headers)


def _made(file: File, entry: Entry, jobs: Jobs) -> bytes:
    try:
        disclosure = read_disclosure(entry.document, jobs.registry, source=entry.source or None, limits=jobs.limits)
        if file.kind == "label":
            return render_label(file.rendering, build_label(template(), disclosure))
        return render_notice(file.rendering, build_notice(template(), disclosure))
    except NoticeError as error:
        raise Refusal("not-convertible", f"Nothing can be written: {str(error)[:500]}.") from None
    except RenderingUnavailableError as error:
        raise Refusal("rendering-unavailable", f"{error}.") from None
