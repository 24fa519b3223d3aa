"""Which known name an unknown one was meant to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ("Suggestions",)

_LISTED = 12
_LONGEST = 64


class Suggestions:
    """Finds near names; compares for so many unknown names only, so that hostile input costs no more than that."""

    def __init__(self, budget: int = 200) -> None:
        self._budget = budget

    def __call__(self, name: str, known: Sequence[str]) -> dict[str, Any]:
        """Return ``known``: the first names to choose from; where one is near, it alone, and as ``nearest`` too."""
        import difflib  # noqa: PLC0415  # only who misspells a name needs it

        if self._budget > 0 and len(name) <= _LONGEST:
            self._budget -= 1
            folded = {candidate.casefold(): candidate for candidate in known}
            near = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
            if near:
                return {"known": [folded[near[0]]], "nearest": folded[near[0]]}
        return {"known": list(known[:_LISTED])}
