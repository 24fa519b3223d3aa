"""Sums over a sponsor, a place or a criterion: what they say is never taken for what one advertisement cost."""

import json
from pathlib import Path
from typing import Any

import pytest

from opads.conversion import convert
from opads.formats import default_registry

REGISTRY = default_registry()
SUMS = {"sponsor", "place", "targeting"}


def records(path: Path, format_id: str, target: str) -> list[Any]:
    conversion = convert(path.read_bytes(), REGISTRY, source=format_id, target=target, target_carrier="ndjson")
    return [json.loads(line) for line in conversion.output.splitlines()]


def tables() -> list[Any]:
    found = []
    for format_ in REGISTRY:
        mapping = (format_.folder / "mapping.yaml").read_text(encoding="utf-8")
        if any(f"/identity/subject, value: {subject}" in mapping for subject in SUMS):
            examples = sorted((format_.folder / "examples" / "valid").iterdir())
            found += [pytest.param(format_.id, path, id=f"{format_.id}-{path.name}") for path in examples]
    return found


@pytest.mark.parametrize(("format_id", "path"), tables())
def test_a_sum_gives_no_amount_of_an_advertisement(format_id: str, path: Path) -> None:
    disclosures = records(path, format_id, "opads-disclosure")
    sums = [disclosure.get("identity", {}).get("subject") in SUMS for disclosure in disclosures]
    assert any(sums)
    notices = records(path, format_id, "eu-ttpa")
    assert len(notices) == len(sums)
    for notice, is_sum in zip(notices, sums, strict=True):
        assert not (is_sum and {"adAmount", "campaignAmount"} & notice.keys())
