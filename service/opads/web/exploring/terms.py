"""``/explore/terms``: what each law means by a word, side by side."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from opads.api.problem import Refusal
from opads.speech import mark
from opads.terms import TermError, default_glossary
from opads.web.answering import led, speech_of, stored_page

__all__ = ("show_term", "show_terms")

MATCHES = {
    "exact": mark("The same"),
    "close": mark("Nearly the same"),
    "broad": mark("The law's is broader"),
    "narrow": mark("The law's is narrower"),
    "related": mark("Related, but another"),
}
"""How the concept of a law relates to the term (SKOS)."""
RELATIONS = {
    "broader": mark("Broader"),
    "narrower": mark("Narrower"),
    "related": mark("Related"),
    "exact": mark("The same elsewhere"),
    "close": mark("Nearly the same elsewhere"),
    "broad": mark("Broader elsewhere"),
    "narrow": mark("Narrower elsewhere"),
}


@get("/explore/terms", include_in_schema=False)
async def show_terms(request: Request[Any, Any, Any]) -> Response[bytes]:
    """List the terms in the order of their words in the reader's language."""
    tag = speech_of(request).tag
    glossary = default_glossary()
    terms = sorted(glossary, key=lambda term: (term.labels.get(tag) or term.labels["en"]).label.casefold())
    return stored_page(request, "explore/terms.html", terms=terms, laws=glossary.laws)


@get("/explore/terms/{name:str}", include_in_schema=False)
async def show_term(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[Any]:
    """Compare the definitions of a term; a word of any language leads to its term."""
    glossary = default_glossary()
    try:
        term = glossary.get(name)
    except TermError as error:
        text = str(error)
        raise Refusal("not-found", f"{text[:1].upper()}{text[1:].rstrip('?.')}.") from None
    if term.id != name:
        return led(request, f"/explore/terms/{term.id}")
    others = {other.id: other for other in glossary}
    return stored_page(
        request, "explore/term.html", term=term, laws=glossary.laws, others=others, matches=MATCHES, relations=RELATIONS
    )
