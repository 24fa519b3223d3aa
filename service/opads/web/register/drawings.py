"""What stands beside the permanent page of a disclosure under names that do not change: label, code, notice, data."""

from __future__ import annotations

from typing import Any, NamedTuple

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec.structs import replace

from opads.access.caller import Caller
from opads.api.answers import stored
from opads.api.headers import RENDERED_POLICY
from opads.api.jobs import Jobs
from opads.api.problem import Refusal
from opads.api.reading import seen, the_public
from opads.installation import Installation
from opads.notice import NoticeError, RenderingUnavailableError
from opads.notice.building import build_notice
from opads.notice.labelling import build_label
from opads.notice.loading import template
from opads.notice.renderings import LABELS, NOTICES, render_label, render_notice
from opads.speech import mark
from opads.standard.jsonvalue import canonical
from opads.standard.resources import VERSION

__all__ = ("FILES", "show_file")

CONTEXT = f"https://opads.org/schema/{VERSION}/context.jsonld"


class File(NamedTuple):
    """A file beside a disclosure: what it is, how it is made, its media type."""

    title: str
    kind: str
    rendering: str
    media_type: str


FILES = {
    "notice.html": File(mark("Notice, one page"), "notice", "html", NOTICES["html"].media_type),
    "notice.pdf": File(mark("Notice, PDF"), "notice", "pdf", NOTICES["pdf"].media_type),
    "notice.txt": File(mark("Notice, text"), "notice", "txt", NOTICES["txt"].media_type),
    "label.svg": File(mark("Label"), "label", "svg", LABELS["svg"].media_type),
    "qr.svg": File(mark("QR code of this address"), "code", "qr", LABELS["qr"].media_type),
    "disclosure.json": File(mark("Canonical JSON"), "data", "json", "application/json"),
    "disclosure.jsonld": File("JSON-LD", "data", "jsonld", "application/ld+json"),
    "disclosure.ndjson": File("NDJSON", "data", "ndjson", "application/jsonl"),
}
"""All of them, by name."""


@get("/register/{disclosure_id:str}/{name:str}", include_in_schema=False)
async def show_file(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    disclosure_id: FromPath[str],
    name: FromPath[str],
) -> Response[bytes]:
    """Return a file of the newest version, as the public may see it."""
    file = FILES.get(name)
    if file is None:
        raise Refusal("not-found", f"Beside a disclosure there are {', '.join(FILES)}.")
    public = the_public(caller, installation.settings)
    whole = await seen(installation, lambda r: r.whole(disclosure_id, public))
    settings = installation.settings
    address = settings.link(f"/register/{whole.held.id}") if settings.base_url else None
    disclosure = whole.view.disclosure

    def make() -> bytes:
        if file.kind == "notice":
            return render_notice(file.rendering, build_notice(template(), disclosure))
        label = build_label(template(), disclosure)
        if file.kind == "code":
            return render_label(file.rendering, replace(label, url=address, shown=address))
        return render_label(file.rendering, label)

    if file.kind == "data":
        return stored(request, _data(file.rendering, whole.content, disclosure), file.media_type)
    if file.kind == "code" and address is None:
        raise Refusal(
            "not-found", "The operator has not named the address under which the service is known (OPADS_BASE_URL)."
        )
    try:
        # They bring their style sheets in themselves.
        return stored(
            request,
            await jobs.workshop.run(make),
            file.media_type,
            headers={"Content-Security-Policy": RENDERED_POLICY},
        )
    except (NoticeError, RenderingUnavailableError) as error:
        raise Refusal("not-convertible", f"It cannot be written: {str(error)[:300]}.") from None


def _data(rendering: str, content: bytes, disclosure: dict[str, Any]) -> bytes:
    if rendering == "jsonld":
        return canonical({"@context": CONTEXT, **disclosure})
    return content + b"\n" if rendering == "ndjson" else content
