"""What a search asks for, and who searches: as conditions in SQL that both databases understand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from opads.register.reading.folding import asked, fold
from opads.register.reading.indexing import NEVER
from opads.register.reading.numbers import BELOW_ALL, BEYOND_ALL, key

__all__ = ("PUBLIC_STATUS", "Conditions", "Query", "Viewer")

PUBLIC_STATUS = "accepted"
"""The status in which the public sees what a disclosure says."""
LAST = "\U0010ffff"
MOST_WORDS = 12
"""Words of one field that are asked for; further ones are not looked at."""
Conditions = tuple[str, tuple[Any, ...]]
"""A condition on the row ``d`` of the table ``disclosure``, and its values."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads: the account, whether it may see everything, whether the public may read, whether it looks into the sandbox."""

    account: str = ""
    everything: bool = False
    public: bool = True
    sandbox: bool = False

    @property
    def chain(self) -> str:
        """The chain that is searched."""
        return "sandbox" if self.sandbox else "public"

    def sees(self, account: str) -> bool:
        """Say whether all of what an account handed in is shown."""
        return self.everything or (bool(self.account) and account == self.account)


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for; all of it must hold. Days are YYYY-MM-DD, amounts decimals in one currency."""

    words: Mapping[str, str] = field(default_factory=dict)
    """Words by field of ``search.yaml``."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """A code by field of ``search.yaml``; ``targeting`` too."""
    identifier: str | None = None
    """Value of an identifier, or ``scheme:value``."""
    since: str | None = None
    until: str | None = None
    period: str | None = None
    """The kind of period that must overlap; any when None."""
    currency: str | None = None
    at_least: str | None = None
    at_most: str | None = None
    amount_kind: str | None = None
    amount_scope: str | None = None
    status: str | None = None
    format: str | None = None
    account: str | None = None
    publisher_id: str | None = None
    handed_in_since: str | None = None
    """First day on which it was accepted; the last one is ``handed_in_until``."""
    handed_in_until: str | None = None

    @property
    def of_content(self) -> bool:
        """Whether anything is asked about what disclosures say."""
        asked = (
            self.identifier,
            self.since,
            self.until,
            self.period,
            self.currency,
            self.amount_kind,
            self.amount_scope,
        )
        return bool(self.words or self.codes or any(value is not None for value in asked))

    def conditions(self, viewer: Viewer) -> Conditions:
        """Return what holds for the rows found."""
        found = [_visible(self, viewer), *self._of_row()]
        found += [condition for name, text in self.words.items() for condition in _words(name, text)]
        found += [_code(name, code) for name, code in self.codes.items()]
        if self.identifier is not None:
            found.append(_code("identifier", _identifier(self.identifier)))
        if self.since is not None or self.until is not None or self.period is not None:
            found.append(self._overlaps())
        if any(v is not None for v in (self.currency, self.amount_kind, self.amount_scope)):
            found.append(self._costs())
        return " AND ".join(sql for sql, _ in found), tuple(value for _, values in found for value in values)

    def _of_row(self) -> Iterator[Conditions]:
        for name in ("status", "format", "account", "publisher_id"):
            if (value := getattr(self, name)) is not None:
                yield f"d.{name} = ?", (value,)
        if self.handed_in_since is not None:
            yield "d.first_at >= ?", (self.handed_in_since,)
        if self.handed_in_until is not None:
            yield "d.first_at < ?", (f"{self.handed_in_until}T~",)

    def _overlaps(self) -> Conditions:
        sql, values = ["p.start_on <= ?", "p.end_on >= ?"], [self.until or NEVER, self.since or ""]
        if self.period is not None:
            sql, values = [*sql, "p.kind = ?"], [*values, self.period]
        return f"d.id IN (SELECT p.disclosure FROM search_period p WHERE {' AND '.join(sql)})", tuple(values)  # noqa: S608 - ours

    def _costs(self) -> Conditions:
        sql: list[str] = []
        values: list[str] = []
        for column, value in (("currency", self.currency), ("kind", self.amount_kind), ("scope", self.amount_scope)):
            if value is not None:
                sql, values = [*sql, f"a.{column} = ?"], [*values, value]
        lower = BELOW_ALL if self.at_least is None else key(self.at_least)
        upper = BEYOND_ALL if self.at_most is None else key(self.at_most)
        sql, values = [*sql, "a.lower_key <= ?", "a.upper_key >= ?"], [*values, upper, lower]
        return f"d.id IN (SELECT a.disclosure FROM search_amount a WHERE {' AND '.join(sql)})", tuple(values)  # noqa: S608 - ours


def _visible(query: Query, viewer: Viewer) -> Conditions:
    """Return what the viewer may know of. The status of what is no longer shown is told, what it says is not."""
    chain: Conditions = ("d.chain = ?", (viewer.chain,))
    if viewer.everything:
        return chain
    if viewer.sandbox or not viewer.public:
        return f"{chain[0]} AND d.account = ?", (*chain[1], viewer.account)
    if query.status is not None and not query.of_content:
        return chain
    return f"{chain[0]} AND (d.status = ? OR d.account = ?)", (*chain[1], PUBLIC_STATUS, viewer.account)


def _words(name: str, text: str) -> Iterator[Conditions]:
    found = asked(text)[:MOST_WORDS]
    if not found:
        yield "1 = 0", ()
    for word in found:
        yield (
            "d.id IN (SELECT w.disclosure FROM search_word w WHERE w.field = ? AND w.word >= ? AND w.word < ?)",
            (name, word, word + LAST),
        )


def _code(name: str, code: str) -> Conditions:
    return "d.id IN (SELECT k.disclosure FROM search_code k WHERE k.field = ? AND k.code = ?)", (name, code)


def _identifier(text: str) -> str:
    scheme, colon, value = text.partition(":")
    return f"{scheme}:{fold(value)}"[:200] if colon and value and not value.startswith("//") else fold(text)[:200]
