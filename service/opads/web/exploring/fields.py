"""``/explore/schema``: the canonical disclosure by subject, each field with its sources and who has a field for it."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.api.jobs import Jobs
from opads.api.problem import Refusal
from opads.formats import Registry
from opads.reference import Subject, anchor_of, subjects, uses_of
from opads.rendering.fielding import FIELD_KINDS
from opads.standard.resources import VERSION
from opads.web.answering import kept_page, led, look_of, stored_page
from opads.web.exploring.addresses import field_address
from opads.web.render import Look, page

__all__ = ("show_subject", "show_subjects")

FILES = {"parties": "party", "processes": "process", "periods": "period", "events": "event", "absences": "absence"}
"""Schema files that are not called as their subject."""


@get("/explore/schema", include_in_schema=False)
async def show_subjects(request: Request[Any, Any, Any]) -> Response[Any]:
    """List the subjects; with ``at``, a pointer into a disclosure, lead to the field there."""
    pointer = str(request.query_params.get("at", ""))
    if pointer:
        anchor = anchor_of(pointer[:2000])
        if not anchor:
            raise Refusal("not-found", "A disclosure has no field there; /explore/schema lists all subjects.")
        return led(request, field_address(anchor))
    return stored_page(request, "explore/subjects.html", subjects=subjects(), kinds=FIELD_KINDS)


@get("/explore/schema/{name:str}", include_in_schema=False)
async def show_subject(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], name: FromPath[str]
) -> Response[bytes]:
    """Show the fields of a subject."""
    known = subjects()
    if name not in known:
        raise Refusal("not-found", "A disclosure has no such subject; /explore/schema lists all of them.")
    look, path = look_of(request), request.scope["path"]
    return kept_page(request, await jobs.workshop.run(partial(_described, look, path, jobs.registry, known[name])))


def _described(look: Look, path: str, registry: Registry, subject: Subject) -> bytes:
    names = list(subjects())
    at = names.index(subject.name)
    return page(
        "explore/subject.html",
        look,
        path,
        subject=subject,
        before=names[at - 1] if at else "",
        after=names[at + 1] if at + 1 < len(names) else "",
        uses=uses_of(registry),
        titles={format_.id: format_.file.name for format_ in registry},
        kinds=FIELD_KINDS,
        file=f"/v1/schemas/{VERSION}/{_file(subject.name)}",
    )


def _file(name: str) -> str:
    """Return the schema file that a subject stands in."""
    own = name not in ("opads", "jurisdictions", "extensions")
    return f"{FILES.get(name, name)}.json" if own else "disclosure.json"
