"""The glossary: what each law means by a word, side by side, with its labels in languages."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from opads.standard import resources

__all__ = (
    "Definition",
    "Glossary",
    "Label",
    "Law",
    "Relation",
    "Term",
    "TermError",
    "default_glossary",
    "load_glossary",
)

_LAWS = "laws.yaml"


class TermError(LookupError):
    """There is no such term; the message names the nearest."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(_Model):
    """The word of one official language; ``verified`` where it was read in an act in that language."""

    label: str = Field(min_length=1)
    verified: bool


class Law(_Model):
    """A law, standard or platform whose words are defined."""

    name: str = Field(min_length=1)
    url: str | None = Field(default=None, pattern="^https?://")
    jurisdiction: str


class Definition(_Model):
    """What one law means, in our own words; ``term`` is its own word where it has another.

    ``match`` relates the law's concept to ours as SKOS does: broad means that the law's is the broader one.
    """

    law: str
    term: str | None = None
    text: str = Field(min_length=1)
    provision: str = Field(min_length=1)
    verified: bool
    match: Literal["exact", "close", "broad", "narrow", "related"]


class Relation(_Model):
    """A relation to another concept of the glossary, or to one elsewhere by its IRI."""

    relation: Literal["broader", "narrower", "related", "exact", "close", "broad", "narrow"]
    concept: str | None = None
    iri: str | None = Field(default=None, pattern="^https?://")
    note: str | None = None

    @model_validator(mode="after")
    def _one_end(self) -> Relation:
        if (self.concept is None) == (self.iri is None):
            raise ValueError("a relation names a concept or an iri")
        if self.concept is not None and self.relation not in {"broader", "narrower", "related"}:
            raise ValueError("concepts of one glossary are broader, narrower or related")
        return self


class Term(_Model):
    """One concept."""

    id: str = Field(pattern="^[a-z]+(-[a-z]+)*$")
    labels: dict[str, Label]
    definitions: tuple[Definition, ...] = Field(min_length=1)
    relations: tuple[Relation, ...] = ()

    @property
    def label(self) -> str:
        """The English word."""
        return self.labels["en"].label


class Glossary:
    """Terms by id, and the laws they come from."""

    def __init__(self, terms: dict[str, Term], laws: dict[str, Law]) -> None:
        self._terms = terms
        self.laws = laws

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def __len__(self) -> int:
        return len(self._terms)

    def get(self, name: str) -> Term:
        """Return a term by its id, or by a label of any language; raises TermError that names the nearest."""
        wanted = name.strip().casefold()
        found = self._terms.get(wanted.replace(" ", "-"))
        if found is not None:
            return found
        labels: dict[str, str] = {}
        for term in self:
            for label in term.labels.values():
                labels.setdefault(label.label.casefold(), term.id)
            for definition in term.definitions:
                labels.setdefault((definition.term or term.id).casefold(), term.id)
        if wanted in labels:
            return self._terms[labels[wanted]]
        known = {**labels, **{term_id: term_id for term_id in self._terms}}
        near = list(dict.fromkeys(known[n] for n in difflib.get_close_matches(wanted[:100], known, n=3, cutoff=0.6)))
        hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise TermError(f"the glossary has no term {name[:80]!r}{hint}")


def default_glossary() -> Glossary:
    """Return the glossary that comes with the standard, loaded once."""
    return _load(resources.version_folder() / "terms")


@lru_cache(maxsize=4)
def _load(folder: Path) -> Glossary:
    return load_glossary(folder)


def load_glossary(folder: Path) -> Glossary:
    """Load a folder of terms; raises ValueError (a pydantic ValidationError is one) for what cannot be used."""
    laws = {key: Law.model_validate(row) for key, row in yaml.safe_load((folder / _LAWS).read_bytes()).items()}
    terms: dict[str, Term] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == _LAWS:
            continue
        term = Term.model_validate(yaml.safe_load(path.read_bytes()))
        if term.id != path.stem or "en" not in term.labels:
            raise ValueError(f"{path.name}: the id must be the name of the file, and there must be an English label")
        terms[term.id] = term
    for term in terms.values():
        unknown = [d.law for d in term.definitions if d.law not in laws]
        unknown += [r.concept for r in term.relations if r.concept is not None and r.concept not in terms]
        if unknown:
            raise ValueError(f"{term.id}.yaml: names {', '.join(unknown)}, which the glossary does not have")
    return Glossary(terms, laws)
