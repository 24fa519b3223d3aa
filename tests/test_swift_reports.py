"""Records that are read swiftly, and known to fit, have the very report that the careful way gives."""

import random
from unittest.mock import patch

import pytest

from opads.carriers.jsontext import carrier
from opads.carriers.jsontext.swift import Swift
from opads.report import Report, canonical_report
from opads.standard.jsonvalue import dumps
from opads.standard.typed import Types
from opads.validation import validate
from tests.bulk.helpers import BROKEN, REGISTRY, natives
from tests.strategies import mutate

USES = [
    (format_.id, use.carrier)
    for format_ in REGISTRY
    for use in format_.file.carriers
    if use.carrier in ("json", "ndjson") and natives(format_.id)
]


def report(data: bytes, format_id: str, carrier_id: str) -> Report:
    return validate(data, REGISTRY, source=format_id, carrier=carrier_id)


@pytest.mark.parametrize(("format_id", "carrier_id"), USES)
def test_reports_are_the_same(format_id: str, carrier_id: str) -> None:
    chance = random.Random(format_id)  # noqa: S311 - reproducible test data
    records = natives(format_id)[:12]
    changed = [mutate(record, chance) for record in records for _ in range(2)]
    texts = [dumps(record) for record in (*records, *changed)]
    if carrier_id == "ndjson":
        data = b"\n".join([*texts, b" \r", BROKEN, *texts[:2]])
    else:
        data = b"[" + b",\n".join(texts) + b"]"
    types = REGISTRY.get(format_id).types
    with patch.object(Types, "after", lambda *_: types.typed), patch.object(carrier, "WORTH", 0):
        swift = report(data, format_id, carrier_id)
    with patch.object(Swift, "read", return_value=None):
        careful = report(data, format_id, carrier_id)
    assert swift.totals.records >= len(texts)
    assert canonical_report(swift).decode() == canonical_report(careful).decode()
