"""What the tests of the carriers share: reading to the end, a small filing format, the catalogue."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from opads import carriers
from opads.carriers import Limits, NativeRecord, Place, Reading, Trouble

CATALOGUE = Path(__file__).resolve().parents[2] / "schema" / "1.0"

FINDINGS: dict[str, dict[str, Any]] = {
    finding["id"]: finding
    for finding in yaml.safe_load((CATALOGUE / "findings" / "carrier.yaml").read_text(encoding="utf-8"))["findings"]
}
MESSAGES: dict[str, dict[str, str]] = yaml.safe_load(
    (CATALOGUE / "messages" / "en" / "carrier.yaml").read_text(encoding="utf-8")
)


class Read(NamedTuple):
    """A reading read to its end."""

    records: list[NativeRecord]
    troubles: list[Trouble]
    reading: Reading

    @property
    def values(self) -> list[dict[str, Any]]:
        return [record.value for record in self.records]

    @property
    def rules(self) -> list[str]:
        """Name all rules offended, the document's first, without their group."""
        own = [trouble for record in self.records for trouble in record.troubles]
        return [trouble.rule.partition("/")[2] for trouble in (*self.troubles, *own)]

    def trouble(self, rule: str) -> Trouble:
        """Give the one trouble of a rule, document's or record's."""
        own = [trouble for record in self.records for trouble in record.troubles]
        found = [trouble for trouble in (*self.troubles, *own) if trouble.rule.endswith(f"/{rule}")]
        assert len(found) == 1, [trouble.rule for trouble in (*self.troubles, *own)]
        return found[0]


def read(
    carrier: str, data: bytes | str, options: Mapping[str, Any] | None = None, limits: Limits | None = None
) -> Read:
    """Read to the end; every trouble must be in the catalogue, and its words must fit its parameters."""
    raw = data.encode() if isinstance(data, str) else data
    reading = carriers.get(carrier).read(raw, options, limits)
    records = list(reading.records)
    for trouble in (*reading.troubles, *(trouble for record in records for trouble in record.troubles)):
        assert trouble.rule in FINDINGS, trouble.rule
        for text in MESSAGES[trouble.rule].values():
            assert text.format(**trouble.params)
    return Read(records, reading.troubles, reading)


def at(place: Place | None) -> tuple[int | None, int | None]:
    """Give line and column."""
    assert place is not None
    return place.line, place.column
