"""``/explore/profile``: a national profile made from a list of fields, or a rule pack begun from an example."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

import opads.kit
from opads.api.answers import stored
from opads.api.body import media_type_of, read_body
from opads.api.jobs import Jobs
from opads.api.problem import Fault, Refusal
from opads.kit.errors import KitError
from opads.kit.fields import COLUMNS, TYPES
from opads.kit.parts import ENDINGS, UNSTATED, Described
from opads.kit.zipping import packed, zipped
from opads.web.answering import look_of, made_page, refusal_page, stored_page
from opads.web.forms import FORMS
from opads.web.multipart import read_multipart
from opads.web.render import page

__all__ = ("give_starter", "make_profile", "show_profile")

STARTER = Path(opads.kit.__file__).parent / "starter.csv"
ROOM = 512 * 1024
"""Bytes of a form with a list of fields."""
SHORT = ("id", "name", "authority", "country", "instrument", "url", "read", "carrier")
LONGEST = 300
"""Characters of what is said of a profile beside its fields."""


@get("/explore/profile", include_in_schema=False)
async def show_profile(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Show how a profile is made, with the form that makes one."""
    given = {"fields": STARTER.read_text(encoding="utf-8"), "carrier": "csv"}
    return stored_page(request, "explore/profile.html", **_form(given, jobs))


@post("/explore/profile", status_code=200, include_in_schema=False)
async def make_profile(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Make the folder and hand it over; what is wrong with the list is told above it."""
    header = request.headers.get("content-type", "")
    media_type_of(header, FORMS[:1])
    parts = read_multipart(await read_body(request, jobs.settings, limit=ROOM), header)
    upload = next(
        (part.data for part in parts if part.name == "file" and part.filename is not None and part.data), None
    )
    text = next((part.data.replace(b"\r\n", b"\n") for part in parts if part.name == "fields"), b"")
    given = {p.name: p.data.decode("utf-8", "replace").strip()[:LONGEST] for p in parts if p.name in SHORT}
    given["fields"] = text.decode("utf-8", "replace")
    try:
        described = _described(given)
        made, content = await jobs.workshop.run(partial(packed, upload or text, described, jobs.registry))
    except KitError as error:
        faults = tuple(Fault(problem.replace("--", ""), parameter=_about(problem)) for problem in error.problems)
        refusal = Refusal("bad-parameter", "No profile can be made of this yet.", errors=faults)
        return refusal_page(request, refusal, "explore/profile.html", **_form(given, jobs))
    look = look_of(request)
    return made_page(
        request, page("explore/made.html", look, "/explore/profile", made=made, content=content, described=described)
    )


@get("/explore/profile/{name:str}", include_in_schema=False)
async def give_starter(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], name: FromPath[str]
) -> Response[bytes]:
    """Give the list to begin with, or a rule pack of the standard as a folder to begin with."""
    if name == STARTER.name:
        return stored(request, STARTER.read_bytes(), "text/csv; charset=utf-8", headers=_saved(name))
    pack = next((pack for pack in jobs.registry.packs if name == f"{pack.id}.zip"), None)
    if pack is None:
        raise Refusal("not-found", "There is nothing of this name to begin with.")
    content = await jobs.workshop.run(partial(zipped, pack.folder))
    return stored(request, content, "application/zip", headers=_saved(name))


def _about(problem: str) -> str:
    """Return the field of the form that a problem is about: the kit names options of its command, or the id, or the list."""
    named = re.match("--([a-z]+)", problem)
    if named and named[1] in SHORT:
        return named[1]
    return "id" if re.search("is no id|choose another id", problem) else "fields"


def _saved(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _described(given: dict[str, str]) -> Described:
    """Return what is said of the profile beside its fields; raises KitError."""
    read = None
    if given.get("read"):
        try:
            read = date.fromisoformat(given["read"])
        except ValueError:
            raise KitError([f"--read {given['read']!r} is no day, such as 2026-03-01"]) from None
    carrier = given.get("carrier") or "csv"
    if carrier not in ENDINGS:
        raise KitError([f"--carrier {carrier!r} is none of {', '.join(ENDINGS)}"])
    return Described(
        given.get("id", ""), given.get("name") or given.get("id", ""), given.get("authority") or UNSTATED, carrier,
        given.get("country") or None, given.get("instrument") or None, given.get("url") or None, read,
    )  # fmt: skip


def _form(given: dict[str, str], jobs: Jobs) -> dict[str, Any]:
    return {
        "given": {name: given.get(name, "") for name in (*SHORT, "fields")},
        "carriers": list(ENDINGS),
        "packs": jobs.registry.packs,
        "columns": COLUMNS,
        "types": TYPES,
        "refusal": None,
    }
