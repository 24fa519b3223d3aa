"""Proves fixes before they are put in: the document says just what the patches say, and no rule has more findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from opads.carriers import JsonObject, Reading
from opads.fixing.model import Fix, Operation
from opads.fixing.patching import PatchError, patched
from opads.standard.jsonvalue import get

__all__ = ("faithful", "kept")

MOST = 64
"""Times that a document is judged anew to find out which of its fixes go together."""


def faithful(before: Reading, after: Reading, fixes: Iterable[Fix]) -> bool:
    """Say whether the records read now are those read before with the patches of the fixes, and none more or less."""
    own: dict[int, list[Operation]] = defaultdict(list)
    everywhere: list[tuple[Operation, ...]] = []
    for fix in fixes:
        for patch in fix.patches:
            if patch.record is None:
                everywhere.append(patch.operations)
            else:
                own[patch.record] += patch.operations
    try:
        for old, new in zip_longest(before.records, after.records):
            if old is None or new is None or old.index != new.index:
                return False
            if _mended(old.value, own.get(old.index, ()), everywhere) != new.value:
                return False
    except PatchError:
        return False
    return True


def _mended(value: JsonObject, own: Sequence[Operation], everywhere: list[tuple[Operation, ...]]) -> JsonObject:
    result: JsonObject = patched(value, own) if own else value
    for operations in everywhere:
        absent = object()
        if get(result, str(operations[0].origin), absent) is not absent:
            result = patched(result, operations)
    return result


def kept(fixes: Sequence[Fix], sound: Callable[[list[Fix]], bool], most: int = MOST) -> list[Fix]:
    """Return fixes that are sound together, as many as are found in a number of trials."""
    trials = 0

    def more(base: list[Fix], others: Sequence[Fix]) -> list[Fix]:
        nonlocal trials
        if not others or trials >= most:
            return base
        trials += 1
        if sound([*base, *others]):
            return [*base, *others]
        if len(others) == 1:
            return base
        half = len(others) // 2
        return more(more(base, others[:half]), others[half:])

    return more([], fixes)
