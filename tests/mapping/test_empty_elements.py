"""Native elements with nothing to read create nothing on the way to the array they would stand in."""

from typing import Any

import pytest
import yaml

from opads.mapping.lens import Lens
from opads.mapping.model import MappingFile

ROWS = """
- each: /numbers
  into: "/parties[roles=sponsor]/identifiers"
  rows: [{native: /n, canonical: /value}]
- each: /numbers
  into: "/parties[roles=payer]/identifiers"
  rows: [{native: /n, canonical: /value, direction: write, reason: a fallback}]
"""
LENS = Lens(MappingFile.model_validate({"format": "x", "rows": yaml.safe_load(ROWS)}), version="1.0")


@pytest.mark.parametrize("record", [{"numbers": [{}]}, {"numbers": []}, {"numbers": [{"n": 1}, {"m": "?"}]}])
def test_no_party_is_made_of_nothing(record: dict[str, Any]) -> None:
    reading = LENS.read(record)
    assert "parties" not in reading.disclosure
    assert LENS.write(reading.disclosure).native == record


def test_what_is_there_makes_one_party_and_the_fallback_none() -> None:
    record = {"numbers": [{}, {"n": "7"}]}
    disclosure = LENS.read(record).disclosure
    assert disclosure["parties"] == [{"roles": ["sponsor"], "identifiers": [{"value": "7"}]}]
    assert LENS.write(disclosure).native == record
    assert LENS.write({"parties": [{"roles": ["payer"], "identifiers": [{"value": "8"}]}]}).native == {
        "numbers": [{"n": "8"}]
    }


def test_values_that_cannot_be_read_are_told_once() -> None:
    unreadable = LENS.read({"numbers": [{"n": 5}]}).unreadable
    assert [hit.pointer for hit in unreadable] == ["/numbers/0/n"]
