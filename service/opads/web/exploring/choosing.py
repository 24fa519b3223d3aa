"""Which rules a reader asks for: the fields of the form, and the rules that fit them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from opads.catalogue import Catalogue, RuleInfo
from opads.findings import SEVERITIES
from opads.reference.index import folded

__all__ = ("Choice", "by_law", "cited", "counted_by", "wanted")

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for; empty fields ask for nothing. ``page`` counts from 1."""

    q: str = ""
    law: str = ""
    group: str = ""
    severity: str = ""
    verified: str = ""
    checked: str = ""
    page: int = 1

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Choice:
        """Return the choice in the query of an address; what it does not know is left out."""
        given = {f.name: str(asked.get(f.name, ""))[:LONGEST].strip() for f in fields(cls) if f.name != "page"}
        number = str(asked.get("page", ""))
        return cls(**given, page=int(number) if re.fullmatch("[1-9][0-9]{0,4}", number) else 1)

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self) if f.name != "page")

    def query(self, **other: Any) -> str:
        """Return the query of an address with this choice and some other fields."""
        told = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "page"} | other
        return urlencode({name: value for name, value in told.items() if value})


def wanted(catalogue: Catalogue, choice: Choice) -> list[RuleInfo]:
    """Return the rules that fit a choice, sorted by law, provision, severity and id."""
    words = folded(choice.q).split()
    return sorted((info for info in catalogue if _fits(info, choice, words)), key=lambda info: _order(info, choice.law))


def _fits(info: RuleInfo, choice: Choice, words: list[str]) -> bool:
    laws = [citation.instrument for citation in info.citations]
    plain = (
        choice.severity in ("", info.severity)
        and choice.group in ("", info.id.partition("/")[0])
        and choice.verified in ("", "yes" if info.verified else "no")
        and choice.checked in ("", info.executability)
        and (not choice.law or choice.law in laws)
    )
    if not plain or not words:
        return plain
    provisions = " ".join(f"{c.instrument} {c.provision or ''}" for c in info.citations)
    text = folded(f"{info.id} {info.title} {info.description} {info.text} {info.fix} {provisions}")
    return all(word in text for word in words)


def cited(info: RuleInfo, law: str = "") -> tuple[str, str]:
    """Return a law that a rule cites, and the provision: the law asked for, else the one that it names first."""
    named = [citation for citation in info.citations if citation.instrument == law] or info.citations
    return (named[0].instrument, named[0].provision or "") if named else ("", "")


def _order(info: RuleInfo, law: str) -> tuple[Any, ...]:
    name, provision = cited(info, law)
    return name.casefold(), _natural(provision), SEVERITIES.index(info.severity), info.id


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Return a key that puts Article 9 before Article 12, and Articles 3 and 5 among them."""
    text = text.replace("Articles", "Article")
    return [
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece.casefold())
        for piece in re.findall(r"[0-9]+|[^0-9]+", text)
    ]


def by_law(infos: Iterable[RuleInfo], law: str = "") -> list[tuple[str, list[tuple[RuleInfo, str]]]]:
    """Return rules that are sorted so, with their provisions, by the law asked for, else by the one that they cite first."""
    found: dict[str, list[tuple[RuleInfo, str]]] = {}
    for info in infos:
        name, provision = cited(info, law)
        found.setdefault(name, []).append((info, provision))
    return list(found.items())


def counted_by(catalogue: Catalogue, names: Callable[[RuleInfo], Iterable[str]]) -> list[tuple[str, int]]:
    """Return the names under which rules go, with how many do, the most first."""
    counts = Counter(name for info in catalogue for name in set(names(info)))
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))
