"""A search over the standard: formats, terms, fields, rules and codes, by words, in the language of who asks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from opads.formats import Registry
from opads.reference.fields import subjects
from opads.speech.findings import spoken_catalogue
from opads.standard import codelists, resources
from opads.terms import default_glossary

__all__ = ("KINDS", "Entry", "Found", "Index", "folded", "index_of")

KINDS = ("format", "term", "field", "rule", "codelist", "code")
"""What can be found, in the order in which it is told."""
MOST = 8
"""Entries of one kind that are told."""
LONGEST = 200
"""Characters of a query that are looked at."""


class Entry(NamedTuple):
    """What can be found: ``key`` names it among its kind, ``tongue`` is the language of title and description."""

    kind: str
    key: str
    title: str
    about: str
    tongue: str
    texts: tuple[str, str]
    """What is searched: its names, all that is said of it."""


class Found(NamedTuple):
    """Entries of one kind, the best first; ``total`` counts those that are not told, too."""

    kind: str
    total: int
    entries: tuple[Entry, ...]


def folded(text: str) -> str:
    """Return a text without case and diacritics, as words are compared."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


class Index:
    """All entries in one language."""

    def __init__(self, entries: Iterator[Entry]) -> None:
        self._entries = tuple(entries)

    def __len__(self) -> int:
        return len(self._entries)

    def search(self, query: str, most: int = MOST) -> list[Found]:
        """Return what has all words of a query, by kind; what has them in its name comes first."""
        words = folded(query[:LONGEST]).split()
        if not words:
            return []
        hits: dict[str, list[tuple[int, int, Entry]]] = {}
        for number, entry in enumerate(self._entries):
            names, text = entry.texts
            if all(word in text for word in words):
                hits.setdefault(entry.kind, []).append((_rank(words, names), number, entry))
        return [
            Found(kind, len(found), tuple(entry for _, _, entry in sorted(found, key=lambda hit: hit[:2])[:most]))
            for kind in KINDS
            if (found := hits.get(kind))
        ]


def _rank(words: list[str], names: str) -> int:
    """Return how far the query is from the names of an entry."""
    whole = " ".join(words)
    if whole in names.split("\n"):
        return 0
    if any(name.startswith(whole) for name in names.split("\n")):
        return 1
    return 2 if whole in names else 3 if all(word in names for word in words) else 4


@lru_cache(maxsize=64)
def index_of(registry: Registry, tag: str) -> Index:
    """Return the index of a registry's formats and of the standard in a language."""
    return Index(_entries(registry, tag))


def _entry(kind: str, key: str, title: str, about: str, tongue: str, names: tuple[str, ...], more: str = "") -> Entry:
    folded_names = "\n".join(map(folded, (title, key, *names)))
    return Entry(kind, key, title, about, tongue, (folded_names, f"{folded_names}\n{folded(about)}\n{folded(more)}"))


def _entries(registry: Registry, tag: str) -> Iterator[Entry]:
    for format_ in registry:
        file = format_.file
        yield _entry(
            "format", format_.id, file.name, file.description, "en", (), " ".join((file.authority, *file.jurisdiction))
        )
    for term in default_glossary():
        label = term.labels.get(tag)
        names = tuple(one.label for one in term.labels.values())
        about = term.definitions[0].text
        yield _entry("term", term.id, label.label if label else term.label, about, tag if label else "en", names)
    for subject in subjects().values():
        for field in (subject.whole, *subject.fields):
            about = field.description
            yield _entry("field", field.anchor, field.title, about, "en", (field.name,), " ".join(field.sources))
    catalogue = spoken_catalogue(registry, tag)
    for info in catalogue:
        laws = " ".join(f"{c.instrument} {c.provision or ''}" for c in info.citations)
        about = info.description
        yield _entry("rule", info.id, info.title, about, catalogue.tongue(info.id), (), f"{info.text} {laws}")
    for name in resources.codelist_names():
        yield _entry("codelist", name, name.replace("-", " ").capitalize(), "", "en", ())
        for code in codelists.load(name).values():
            yield _entry("code", f"{name}/{code.code}", code.title, code.definition, "en", (code.code,), code.source)
