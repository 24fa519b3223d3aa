"""GET /v1/terms: what each law means by a word."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.openapi.spec import Link
from litestar.params import FromPath

from opads.api.answers import JSON, stored
from opads.api.contract import operation, problems, success
from opads.api.negotiation import negotiate
from opads.api.problem import Refusal
from opads.terms import Glossary, Term, TermError, default_glossary

__all__ = ("get_term", "list_terms")


class TermRow(msgspec.Struct, frozen=True):
    """A term, its English word, and the laws that define it."""

    id: str
    label: str
    laws: tuple[str, ...]


class TermsAnswer(msgspec.Struct, frozen=True):
    """The glossary."""

    terms: tuple[TermRow, ...]


class LabelRow(msgspec.Struct, frozen=True):
    """The word of a language, and whether it was read in an act in that language."""

    language: str
    label: str
    verified: bool


class DefinitionRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a law means, in our words; ``match`` relates its concept to the term (SKOS)."""

    law: str
    name: str
    jurisdiction: str
    provision: str
    term: str
    text: str
    match: str
    verified: bool
    url: str | None = None


class RelationRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A relation to another term, or to a concept elsewhere."""

    relation: str
    concept: str | None = None
    iri: str | None = None
    note: str | None = None


class TermAnswer(msgspec.Struct, frozen=True):
    """A term: words, definitions side by side, relations."""

    id: str
    labels: tuple[LabelRow, ...]
    definitions: tuple[DefinitionRow, ...]
    relations: tuple[RelationRow, ...]


def _answer(term: Term, glossary: Glossary) -> TermAnswer:
    def definition(number: int) -> DefinitionRow:
        given = term.definitions[number]
        law = glossary.laws[given.law]
        return DefinitionRow(
            given.law, law.name, law.jurisdiction, given.provision, given.term or term.label, given.text, given.match,
            given.verified, law.url,
        )  # fmt: skip

    return TermAnswer(
        term.id,
        tuple(LabelRow(tag, label.label, label.verified) for tag, label in term.labels.items()),
        tuple(map(definition, range(len(term.definitions)))),
        tuple(RelationRow(**relation.model_dump()) for relation in term.relations),
    )


@get(
    "/v1/terms",
    operation_id="listTerms",
    summary="List the terms",
    tags=["standard"],
    responses={**success(TermsAnswer, "All terms."), **problems("not-acceptable")},
    operation_class=operation(
        links={"term": Link(operation_id="getTerm", parameters={"path.term_id": "$response.body#/terms/0/id"})}
    ),
)
async def list_terms(request: Request[Any, Any, Any]) -> Response[bytes]:
    """List every term of the glossary."""
    negotiate(request.headers.get("accept"), (JSON,))
    rows = tuple(TermRow(t.id, t.label, tuple(d.law for d in t.definitions)) for t in default_glossary())
    return stored(request, msgspec.json.encode(TermsAnswer(rows)))


@get(
    "/v1/terms/{term_id:str}",
    operation_id="getTerm",
    summary="What each law means by a word",
    description="The glossary in SKOS is `/v1/schemas/1.0/terms/opads-terms.jsonld`.",
    tags=["standard"],
    responses={**success(TermAnswer, "The term."), **problems("not-found", "not-acceptable")},
    operation_class=operation(),
)
async def get_term(request: Request[Any, Any, Any], term_id: FromPath[str]) -> Response[bytes]:
    """Return one term, by its id or by a word of any language."""
    negotiate(request.headers.get("accept"), (JSON,))
    glossary = default_glossary()
    try:
        term = glossary.get(term_id)
    except TermError as error:
        text = str(error)
        raise Refusal("not-found", f"{text[:1].upper()}{text[1:].rstrip('?.')}.") from None
    return stored(request, msgspec.json.encode(_answer(term, glossary)))
