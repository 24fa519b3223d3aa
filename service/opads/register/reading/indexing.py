"""Makes what a disclosure can be found by, in the transaction that accepts it; and all of it anew.

Everything is made of the public view: what is withheld from the public cannot be found out by searching for it. A disclosure has at most
``MOST`` words in a field and as many rows of each other kind, so that one document cannot fill the index.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Any

import msgspec

from opads.mapping.path import compile_path
from opads.register.reading.facts import facts_of, facts_table
from opads.register.reading.fields import Fields, Span, fields
from opads.register.reading.folding import fold, look, words
from opads.register.reading.numbers import BELOW_ALL, BEYOND_ALL, key
from opads.register.reading.public import public_table, public_view
from opads.register.reading.summary import summary_of
from opads.storage import Database, Transaction

__all__ = ("LOOK", "NEVER", "Rows", "index", "index_kept", "reindex", "rows_of", "unindex")

MOST = 4000
LONGEST_CODE = 200
LOOK = "look"
"""The code under which the look of a sponsor's name is kept, followed by the name."""
ALWAYS, NEVER = "", "~"
"""Before and behind every day."""
TABLES = ("search_row", "search_word", "search_code", "search_amount", "search_period")
BATCH = 200
"""Disclosures that are done anew in one transaction."""
_decoder = msgspec.json.Decoder(dict[str, Any])


@dataclass(slots=True)
class Rows:
    """The rows of one disclosure: (field, word), (field, code), amounts, periods, and what lists show."""

    words: list[tuple[str, str]] = field(default_factory=list)
    codes: list[tuple[str, str]] = field(default_factory=list)
    amounts: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    periods: list[tuple[str, str, str]] = field(default_factory=list)
    summary: str = "{}"
    facts: str = "{}"


def index(transaction: Transaction, disclosure_id: str, canonical: bytes) -> None:
    """Make a disclosure findable by its newest version; what it was found by before is forgotten."""
    rows = rows_of(public_view(_decoder.decode(canonical)).disclosure)
    unindex(transaction, disclosure_id)
    transaction.run(
        "INSERT INTO search_row (disclosure, summary, tables, facts) VALUES (?, ?, ?, ?)",
        *(disclosure_id, rows.summary, _digest(), rows.facts),
    )
    one = disclosure_id
    transaction.many(
        "INSERT INTO search_word (disclosure, field, word) VALUES (?, ?, ?)", ((one, *r) for r in rows.words)
    )
    transaction.many(
        "INSERT INTO search_code (disclosure, field, code) VALUES (?, ?, ?)", ((one, *r) for r in rows.codes)
    )
    transaction.many(
        "INSERT INTO search_amount (disclosure, currency, kind, scope, lower_key, upper_key) VALUES (?, ?, ?, ?, ?, ?)",
        ((one, *r) for r in rows.amounts),
    )
    transaction.many(
        "INSERT INTO search_period (disclosure, kind, start_on, end_on) VALUES (?, ?, ?, ?)",
        ((one, *r) for r in rows.periods),
    )


def index_kept(transaction: Transaction, disclosure_id: str, digest: str) -> None:
    """Make a disclosure findable by the canonical form that is kept under a digest."""
    row = transaction.one("SELECT bytes FROM content WHERE sha256 = ?", digest)
    if row is not None:  # the content of a damaged register can be missing, which its verification tells
        index(transaction, disclosure_id, bytes(row[0]))


def unindex(transaction: Transaction, disclosure_id: str) -> None:
    """Forget what a disclosure can be found by."""
    for name in TABLES:
        transaction.run(f"DELETE FROM {name} WHERE disclosure = ?", disclosure_id)  # noqa: S608 - a name of ours


def reindex(database: Database, *, everything: bool = False) -> int:
    """Index what is not, or was by other tables; with ``everything`` all of it. Return how many disclosures were done.

    Each transaction does a few, so that others can write meanwhile; what stops on the way goes on where it was when called again.
    """
    digest = _digest()
    wrong = (
        "" if everything else "AND NOT EXISTS (SELECT 1 FROM search_row r WHERE r.disclosure = d.id AND r.tables = ?)"
    )
    values = () if everything else (digest,)
    done, after = 0, ""

    def some(transaction: Transaction) -> list[str]:
        found = transaction.all(
            f"SELECT d.id, c.bytes FROM disclosure d JOIN content c ON c.sha256 = d.canonical WHERE d.id > ? {wrong} "  # noqa: S608 - ours
            "ORDER BY d.id LIMIT ? FOR UPDATE",
            *(after, *values, BATCH),
        )
        for identifier, content in found:
            index(transaction, identifier, bytes(content))
        return [identifier for identifier, _ in found]

    while ids := database.write(some):
        done, after = done + len(ids), ids[-1]

    def lost(transaction: Transaction) -> None:
        for name in TABLES:
            transaction.run(f"DELETE FROM {name} WHERE disclosure NOT IN (SELECT id FROM disclosure)")  # noqa: S608 - a name of ours

    database.write(lost)
    return done


def rows_of(disclosure: dict[str, Any], by: Fields | None = None) -> Rows:
    """Return the rows of what is published of a disclosure; no value in it raises."""
    by = fields() if by is None else by
    rows = Rows(summary=msgspec.json.encode(summary_of(disclosure, _targeting(disclosure, by))).decode())
    cut: dict[str, list[str]] = {}  # a name stands in several fields
    for name, paths in by.words.items():
        texts = _texts(disclosure, paths)
        found = (word for text in texts for word in cut.get(text) or cut.setdefault(text, list(words(text))))
        rows.words += [(name, word) for word in islice(dict.fromkeys(islice(found, 20 * MOST)), MOST)]
    rows.codes = list(islice(dict.fromkeys(_codes(disclosure, by)), MOST))
    rows.amounts = list(islice(dict.fromkeys(_amounts(disclosure, by)), MOST))
    rows.periods = list(dict.fromkeys(filter(None, (_period(disclosure, span) for span in by.periods))))
    rows.facts = msgspec.json.encode(facts_of(disclosure, rows.codes, rows.periods)).decode()
    return rows


def _texts(disclosure: dict[str, Any], paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        for value in compile_path(path).values(disclosure):
            if isinstance(value, str):
                yield value


def _codes(disclosure: dict[str, Any], by: Fields) -> Iterator[tuple[str, str]]:
    for name, paths in by.codes.items():
        yield from ((name, _code(text)) for text in _texts(disclosure, paths))
    yield "targeting", _targeting(disclosure, by)
    for country in _countries(disclosure, by):
        yield "country", country
    for path in by.identifiers:
        for node in compile_path(path).values(disclosure):
            if isinstance(node, dict) and isinstance(value := node.get("value"), str):
                yield "identifier", _code(fold(value))
                if isinstance(scheme := node.get("scheme"), str):
                    yield "identifier", _code(f"{scheme}:{fold(value)}")
    for name in _texts(disclosure, by.words.get("sponsor", ())):
        yield LOOK, _code(look(name))


def _code(text: str) -> str:
    return text.replace("\0", "")[:LONGEST_CODE]


def _targeting(disclosure: dict[str, Any], by: Fields) -> str:
    return next(
        answer.code
        for answer in by.targeting
        if not answer.paths or any(compile_path(path).selects(disclosure) for path in answer.paths)
    )


def _countries(disclosure: dict[str, Any], by: Fields) -> Iterator[str]:
    for path in by.countries.paths:
        for place in compile_path(path).values(disclosure):
            if not isinstance(place, dict):
                continue
            code, scheme = place.get("code"), place.get("scheme")
            if isinstance(code, str) and isinstance(scheme, str) and scheme in by.countries.schemes:
                letters = code[:2].upper()
                if letters.isascii() and letters.isalpha() and len(letters) == 2:
                    yield by.countries.schemes[scheme].get(letters, letters)


def _amounts(disclosure: dict[str, Any], by: Fields) -> Iterator[tuple[str, str, str, str, str]]:
    for path in by.amounts:
        for amount in compile_path(path).values(disclosure):
            if isinstance(amount, dict) and (ends := _ends(amount)) is not None:
                currency, kind, scope = (_code(str(amount.get(name, ""))) for name in ("currency", "kind", "scope"))
                yield (currency, kind, scope, *ends)


def _ends(amount: dict[str, Any]) -> tuple[str, str] | None:
    """Return the keys of the ends of an amount, the same for an exact one; None where it states none."""
    exact = _key(amount.get("exact"))
    if exact is not None:
        return exact, exact
    bounds = amount.get("range")
    if not isinstance(bounds, dict):
        return None
    lower, upper = _key(bounds.get("lower")), _key(bounds.get("upper"))
    if lower is None and upper is None:
        return None
    return BELOW_ALL if lower is None else lower, BEYOND_ALL if upper is None else upper


def _key(value: Any) -> str | None:
    try:
        return key(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _period(disclosure: dict[str, Any], span: Span) -> tuple[str, str, str] | None:
    start, end = _day(disclosure, span.start), _day(disclosure, span.end)
    if start is None and end is None:
        return None
    return span.kind, start or ALWAYS, end or NEVER


def _day(disclosure: dict[str, Any], paths: tuple[str, ...]) -> str | None:
    """Return the day of the first moment that is stated, as its own clock has it."""
    found = (text[:10] for text in _texts(disclosure, paths) if text[:10].replace("-", "").isdigit())
    return next(found, None)


@lru_cache(maxsize=1)
def _digest() -> str:
    """Return by which tables rows are made."""
    tables = (fields(), public_table(), facts_table())
    return sha256("".join(table.model_dump_json() for table in tables).encode()).hexdigest()
