"""``/explore/codes``: the code lists, each code with its meaning, source and dates of validity."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from opads.api.problem import Refusal
from opads.reference import Field, subjects
from opads.standard import codelists, resources
from opads.standard.resources import VERSION
from opads.web.answering import stored_page
from opads.web.exploring.addresses import field_address

__all__ = ("show_list", "show_lists")


@get("/explore/codes", include_in_schema=False)
async def show_lists(request: Request[Any, Any, Any]) -> Response[bytes]:
    """List the code lists with the fields that use them."""
    lists = {name: codelists.load(name) for name in resources.codelist_names()}
    return stored_page(request, "explore/lists.html", lists=lists, users=_users(), address=field_address)


@get("/explore/codes/{name:str}", include_in_schema=False)
async def show_list(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """Show the codes of a list."""
    if name not in resources.codelist_names():
        raise Refusal("not-found", "There is no such code list; /explore/codes lists all of them.")
    codes = list(codelists.load(name).values())
    return stored_page(
        request,
        "explore/list.html",
        codelist=name,
        codes=codes,
        dated=any(c.valid_from or c.valid_until or c.replaced_by for c in codes),
        users=_users().get(name, []),
        address=field_address,
        csv=f"/v1/schemas/{VERSION}/codelists/{name}.csv",
    )


@lru_cache(maxsize=1)
def _users() -> dict[str, list[Field]]:
    """Return the fields by the code list that they take their values from."""
    found: dict[str, list[Field]] = {}
    for subject in subjects().values():
        for field in (subject.whole, *subject.fields):
            if field.codelist:
                found.setdefault(field.codelist, []).append(field)
    return found
