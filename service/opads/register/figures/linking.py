"""Which disclosures say the same again: what corrects another, what is about the same advertisement, what repeats a shared amount.

Only what disclosures state is gone by: identifiers with a scheme. Who corrects another disclosure has to be who handed that in, or
anybody could take away what others said.
"""

from __future__ import annotations

from collections.abc import Iterable

from opads.register.figures.rows import FactRow
from opads.register.reading.facts import facts_table

__all__ = ("duplicates", "superseded")


def superseded(rows: Iterable[FactRow]) -> set[str]:
    """Return the ids of disclosures that another one of the same account says it amends."""
    by = facts_table()
    rows = list(rows)
    amended = {(row.account, text): row.id for row in rows for text in row.facts.amends}
    if not amended:
        return set()
    found = set()
    for row in rows:
        for scope in by.amended:
            for text in row.facts.identifiers.get(scope, ()):
                # What amends itself, by an identifier that all its versions share, is still the newest.
                if amended.get((row.account, text), row.id) != row.id:
                    found.add(row.id)
    return found


def duplicates(rows: Iterable[FactRow]) -> set[str]:
    """Return the ids of disclosures about an advertisement that one accepted before is about too; ``rows`` are in that order."""
    scopes = facts_table().same
    seen: set[str] = set()
    found = set()
    for row in rows:
        own = [text for scope in scopes for text in row.facts.identifiers.get(scope, ())]
        if any(text in seen for text in own):
            found.add(row.id)
        seen.update(own)
    return found
