"""POST /v1/notices and /v1/labels: what a disclosure says, for people to read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from opads import carriers
from opads.api import parameters as query
from opads.api.answers import fresh
from opads.api.body import DOCUMENT_TYPES, media_type_of, read_body
from opads.api.contract import operation, problems, success
from opads.api.jobs import Jobs
from opads.api.negotiation import negotiate
from opads.api.problem import Fault, Refusal
from opads.notice import NoticeError, RenderingUnavailableError
from opads.notice.building import build_notice
from opads.notice.document import LabelDocument, NoticeDocument
from opads.notice.labelling import build_label
from opads.notice.loading import template, template_ids, words
from opads.notice.renderings import LABELS, NOTICES, Rendering, render_label, render_notice
from opads.notice.source import read_disclosure
from opads.notice.template import Template

__all__ = ("label", "notice")

Language: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="lang",
        description="Language of the words, by the template's list; the disclosure's own when left out, else English.",
        schema_extra={"enum": sorted({tag for name in template_ids() for tag in template(name).languages})},
    ),
]
Number: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="record",
        description="Which disclosure of the document, from 1; needed where it has several.",
        schema_extra={"type": "integer", "minimum": 1, "maximum": 10_000_000},
    ),
]
TemplateId: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="template",
        description="Template to follow; the first when left out.",
        schema_extra={"enum": list(template_ids())},
    ),
]
NoticeKind: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="to",
        description="How to write it; by the header Accept when left out.",
        schema_extra={"enum": list(NOTICES)},
    ),
]
LabelKind: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="to",
        description="How to write it (`qr`: the code alone); by the header Accept when left out.",
        schema_extra={"enum": list(LABELS)},
    ),
]
GAPS = "Opads-Gaps"
REFUSALS = problems(
    "bad-parameter", "unknown-format", "not-acceptable", "not-convertible", "rendering-unavailable", body=True
)


def _also(renderings: dict[str, Rendering]) -> dict[str, str]:
    return {
        r.media_type: f"{r.purpose[:1].upper()}{r.purpose[1:]}."
        for name, r in reversed(renderings.items())
        if name != "json"
    }


@post(
    "/v1/notices",
    status_code=200,
    operation_id="notice",
    summary="Write the transparency notice",
    description="Whatever the law demands and the disclosure does not state is shown as a gap; the header Opads-Gaps "
    "lists the points in which there is one.",
    tags=["jobs"],
    responses={**success(NoticeDocument, "The notice."), **REFUSALS},
    operation_class=operation(body=True, also=_also(NOTICES)),
)
async def notice(
    *,
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    source: query.Source = None,
    carrier: query.Carrier = None,
    record: Number = None,
    lang: Language = None,
    to: NoticeKind = None,
    template_id: TemplateId = None,
) -> Response[bytes]:
    """Write the notice of the disclosure in the body."""
    name = _rendering(request, to, NOTICES)

    def write(chosen: Template, disclosure: dict[str, Any]) -> tuple[bytes, str]:
        document = build_notice(chosen, disclosure, lang)
        return render_notice(name, document), ", ".join(map(str, document.points_with_gaps))

    return await _answer(request, jobs, _Asked(source, carrier, record, lang, template_id), NOTICES[name], write)


@post(
    "/v1/labels",
    status_code=200,
    operation_id="label",
    summary="Write the label",
    description="The label of the advertisement, with a QR code that leads to its notice.",
    tags=["jobs"],
    responses={**success(LabelDocument, "The label."), **REFUSALS},
    operation_class=operation(body=True, also=_also(LABELS)),
)
async def label(
    *,
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    source: query.Source = None,
    carrier: query.Carrier = None,
    record: Number = None,
    lang: Language = None,
    to: LabelKind = None,
    template_id: TemplateId = None,
) -> Response[bytes]:
    """Write the label of the advertisement that the body discloses."""
    name = _rendering(request, to, LABELS)

    def write(chosen: Template, disclosure: dict[str, Any]) -> tuple[bytes, str]:
        document = build_label(chosen, disclosure, lang)
        return render_label(name, document), ", ".join(document.gaps)

    return await _answer(request, jobs, _Asked(source, carrier, record, lang, template_id), LABELS[name], write)


class _Asked:
    """The parameters of a request, checked."""

    def __init__(
        self, source: str | None, carrier: str | None, record: str | None, lang: str | None, template_id: str | None
    ) -> None:
        self.source = source
        self.carrier = query.one_of(carrier, "carrier", carriers.IDS)
        self.template = template(query.one_of(template_id, "template", template_ids()))
        self.record = _number(record)
        if lang is not None:
            try:
                words(self.template, lang)
            except NoticeError as error:
                raise _bad("lang", str(error)) from None


async def _answer(
    request: Request[Any, Any, Any],
    jobs: Jobs,
    asked: _Asked,
    rendering: Rendering,
    write: Callable[[Template, dict[str, Any]], tuple[bytes, str]],
) -> Response[bytes]:
    if asked.source is not None:
        jobs.format(asked.source, "from")
    media_type_of(request.headers.get("content-type"), DOCUMENT_TYPES)
    data = await read_body(request, jobs.settings)

    def job() -> tuple[bytes, str]:
        disclosure = read_disclosure(
            data, jobs.registry, source=asked.source, carrier=asked.carrier, record=asked.record, limits=jobs.limits
        )
        return write(asked.template, disclosure)

    try:
        content, gaps = await jobs.workshop.run(job)
    except NoticeError as error:
        raise Refusal("not-convertible", f"Nothing can be written: {str(error)[:500]}.") from None
    except RenderingUnavailableError as error:
        raise Refusal("rendering-unavailable", f"{error}.") from None
    return fresh(content, rendering.media_type, {GAPS: gaps} if gaps else None)


def _rendering(request: Request[Any, Any, Any], to: str | None, renderings: dict[str, Rendering]) -> str:
    """Return the name of the rendering asked for by parameter, else by the header Accept."""
    accept = request.headers.get("accept")
    if to is not None:
        query.one_of(to, "to", tuple(renderings))
        negotiate(accept, (renderings[to].media_type,))
        return to
    chosen = negotiate(accept, tuple(dict.fromkeys(r.media_type for r in renderings.values())))
    return next(name for name, r in renderings.items() if r.media_type == chosen)


def _number(value: str | None) -> int | None:
    if value is None:
        return None
    if value.isascii() and value.isdigit() and len(value) <= 8 and int(value) > 0:
        return int(value)
    raise _bad("record", "is not a number from 1")


def _bad(name: str, detail: str) -> Refusal:
    return Refusal("bad-parameter", f"The parameter {name!r}: {detail}.", errors=(Fault(detail, parameter=name),))
