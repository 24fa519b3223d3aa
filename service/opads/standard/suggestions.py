"""Which known name an unknown one was meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

__all__ = ("Suggestions",)

_LISTED = 12
_LONGEST = 64


class Suggestions:
    """Finds near names; compares for so many unknown names only, so that hostile input costs no more than that."""

    def __init__(self, budget: int = 200) -> None:
        self._budget = budget

    def __call__(self, name: str, known: Sequence[str]) -> dict[str, str]:
        """Return ``known``: the names to choose from as text; and ``nearest`` where one is near, then also alone."""
        if self._budget > 0 and len(name) <= _LONGEST:
            self._budget -= 1
            folded = {candidate.casefold(): candidate for candidate in known}
            near = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
            if near:
                return {"known": folded[near[0]], "nearest": folded[near[0]]}
        return {"known": ", ".join(known[:_LISTED]) + (", …" if len(known) > _LISTED else "")}
