"""Recognises the format of some bytes by the features that format.yaml lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec

from opads import carriers
from opads.carriers import Limits
from opads.formats.folder import Format
from opads.formats.registry import Registry
from opads.mapping.path import compile_path

__all__ = ("Candidate", "Detection", "detect")

SAMPLE = 3
"""Records looked at."""
HEAD = 262_144
"""Bytes of a line-based syntax looked at."""
TROUBLES = 50
"""Troubles after which it is no use to look for records any further."""
ENOUGH = 1.0
"""Least score of a recognised format."""


class Candidate(msgspec.Struct, frozen=True):
    """A format and carrier that may be meant, with a score and the features found."""

    format: str
    carrier: str
    score: float
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Detection:
    """All candidates, best first; ``best`` is None where none is good enough."""

    candidates: tuple[Candidate, ...]
    carriers: tuple[str, ...]

    @property
    def best(self) -> Candidate | None:
        """The recognised format, or None."""
        return self.candidates[0] if self.candidates and self.candidates[0].score >= ENOUGH else None


def detect(data: bytes, registry: Registry, *, limits: Limits | None = None, carrier: str | None = None) -> Detection:
    """Return which formats the bytes may be in; looks at the first records, and at no second carrier once one fits."""
    plausible = (carrier,) if carrier is not None else tuple(carriers.sniff(data))
    found: list[Candidate] = []
    for name in plausible:
        samples: dict[str, _Sample] = {}
        for format_ in registry:
            candidate = _score(format_, name, data, limits or Limits(), samples)
            if candidate is not None:
                found.append(candidate)
        if any(candidate.score >= ENOUGH for candidate in found):
            break
    found.sort(key=lambda c: (-c.score, plausible.index(c.carrier), c.format))
    return Detection(tuple(found), plausible)


@dataclass(frozen=True, slots=True)
class _Sample:
    records: tuple[dict[str, Any], ...]
    document: bool


def _sample(carrier: str, options: Mapping[str, Any], data: bytes, limits: Limits) -> _Sample:
    """Read the first records; of line-based syntaxes only the first lines are looked at."""
    if carrier in ("ndjson", "csv") and len(data) > HEAD:
        data = data[: data.rfind(b"\n", 0, HEAD) + 1] or data[:HEAD]
    few = msgspec.structs.replace(limits, max_troubles=min(limits.max_troubles, TROUBLES))
    reading = carriers.get(carrier).read(data, options, few)
    return _Sample(tuple(record.value for record in islice(reading.records, SAMPLE)), reading.document is not None)


def _score(format_: Format, carrier: str, data: bytes, limits: Limits, samples: dict[str, _Sample]) -> Candidate | None:
    rules = [rule for rule in format_.file.detect if rule.carrier == carrier]
    options = format_.carrier_options(carrier)
    if not rules or options is None:
        return None
    key = repr(sorted((name, value) for name, value in options.items() if name != "columns"))
    sample = samples.get(key) or samples.setdefault(key, _sample(carrier, options, data, limits))
    score, features = 0.0, []
    for rule in rules:
        has = [compile_path(path) for path in rule.has]
        lacks = [compile_path(path) for path in rule.lacks]
        if not has and not lacks:
            fits = bool(sample.records) or sample.document
        else:
            fits = any(
                all(path.trace(record) for path in has) and not any(path.trace(record) for path in lacks)
                for record in sample.records
            )
        if fits:
            score += rule.weight
            features.append(" ".join(rule.has) or carrier)
    return Candidate(format_.id, carrier, round(score, 3), tuple(features)) if score else None
