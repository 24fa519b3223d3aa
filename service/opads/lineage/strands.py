"""The strands of a record: each row of its account, with one word for what became of the value."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from opads.account import RecordAccount
from opads.standard.jsonvalue import dumps, get, unescape

__all__ = ("OUTCOMES", "Strand", "strands_of")

OUTCOMES = ("kept", "renamed", "recast", "implied", "narrowed", "carried", "dropped", "stated")
"""Written as it was in a field of that name; in one of another name; in another form; said by the format or by silence;
the target says less; in the target's extension point only; not at all; stated by hand."""


class Strand(NamedTuple):
    """A row of the account, numbered from 1; ``source`` is empty for what the source format implies or a hand stated."""

    number: int
    outcome: str
    source: str
    value: Any
    canonical: tuple[str, ...]
    target: tuple[str, ...]
    reason: str = ""
    params: Mapping[str, Any] = MappingProxyType({})
    relation: str = ""


def strands_of(account: RecordAccount, output: Any = None) -> tuple[Strand, ...]:
    """Return the strands of a record in the order of its account; ``output`` is the record as it was written."""
    found: list[Strand] = []
    for leaf in account.leaves:
        outcome = leaf.status if leaf.status != "written" else _written(leaf.source, leaf.value, leaf.target, output)
        found.append(
            Strand(
                len(found) + 1,
                outcome,
                leaf.source,
                leaf.value,
                leaf.canonical,
                leaf.target,
                leaf.reason or "",
                leaf.params,
                leaf.relation or "",
            )
        )
    for constant in account.constants:
        outcome = constant.status if constant.status != "written" else "implied"
        found.append(Strand(len(found) + 1, outcome, "", None, (constant.canonical,), constant.target))
    found += [
        Strand(len(found) + 1 + n, "stated", "", stated.value, (), (stated.target,))
        for n, stated in enumerate(account.stated)
    ]
    return tuple(found)


def _written(source: str, value: Any, targets: tuple[str, ...], output: Any) -> str:
    """Return how a value that is in the output wholly stands there."""
    if not targets:
        return "implied"
    if not any(_text(get(output, target)) == _text(value) for target in targets):
        return "recast"
    return "kept" if any(_name(target) == _name(source) for target in targets) else "renamed"


def _name(pointer: str) -> str:
    """Return the name of the field at a pointer, without the positions of elements."""
    return next((unescape(t) for t in reversed(pointer.split("/")) if not t.isdigit()), "").casefold()


def _text(value: Any) -> str:
    """Return a value as it reads, whether it stands as a number or as a text."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, Decimal) else dumps(value).decode()
