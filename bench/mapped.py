"""Meta records to the EU notice: the same mapping by a JSONata expression, which keeps no account and checks nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.timing import Contender
from opads.carriers import NativeRecord
from opads.conversion import convert_record
from opads.formats import Registry
from opads.standard.jsonvalue import canonical

__all__ = ("mappings",)

SOURCE, TARGET = "meta-ad-library", "eu-ttpa"
EXPRESSION = Path(__file__).parent / "meta-to-eu-ttpa.jsonata"


def mappings(records: list[NativeRecord], registry: Registry, evaluate: Callable[[Any], Any]) -> list[Contender]:
    """Compare conversion of records, with the account, to the expression, which ``evaluate`` applies to a record.

    Both must give the same notices, but for the source that conversion can let travel along.
    """
    from_, to = registry.get(SOURCE), registry.get(TARGET)

    def ours() -> int:
        return sum(len(canonical(convert_record(from_, to, r, carry=True).account, str)) for r in records)

    def peer() -> int:
        return sum(len(evaluate(record.value)) for record in records)

    for record in records:
        if evaluate(record.value) != convert_record(from_, to, record, carry=False).native:
            raise SystemExit(f"record {record.index} is mapped in two ways: nothing was measured")
    return [Contender("jsonata-python", peer, len(records)), Contender("opads, account", ours, len(records))]
