"""Recognises the format of some bytes by the features that format.yaml lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import msgspec

from opads import carriers
from opads.carriers import Limits, Reader
from opads.formats.folder import Format
from opads.formats.registry import Registry
from opads.mapping.path import compile_path

__all__ = ("Candidate", "Detection", "detect")

SAMPLE = 3
"""Records looked at."""
FIRST = 16_384
"""Bytes of a filing that hold its header and cover."""
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
        samples = _Samples(name, data, limits or Limits())
        for format_ in registry:
            candidate = _score(format_, name, samples)
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


class _Samples:
    """The first records of some bytes in one carrier, by the options that make a difference to them."""

    def __init__(self, carrier: str, data: bytes, limits: Limits) -> None:
        self._carrier = carrier
        self._data = data
        self._limits = limits
        self._found: dict[str, _Sample] = {}

    @cached_property
    def _read(self) -> Reader:
        """What reads the bytes; of line-based syntaxes only the first lines are looked at."""
        data = self._data
        if self._carrier in ("ndjson", "csv") and len(data) > HEAD:
            data = data[: data.rfind(b"\n", 0, HEAD) + 1] or data[:HEAD]
        few = msgspec.structs.replace(self._limits, max_troubles=min(self._limits.max_troubles, TROUBLES))
        return carriers.get(self._carrier).reader(data, few)

    @cached_property
    def _begun(self) -> Reader:
        """What reads so much of the bytes as tells whether there are records or a document."""
        data = carriers.beginning(self._carrier, self._data, self._limits, FIRST)
        return self._read if data is self._data else carriers.get(self._carrier).reader(data, self._limits)

    def anything(self, options: Mapping[str, Any]) -> bool:
        """Say whether there are records or a document."""
        if self._begun is not self._read and self._begun(options).document is not None:
            return True
        sample = self.by(options)
        return bool(sample.records) or sample.document

    def by(self, options: Mapping[str, Any]) -> _Sample:
        """Return the first records; what the bytes hold is parsed once, whatever the options."""
        options = {name: value for name, value in options.items() if name != "record_type"}
        key = repr(sorted((name, value) for name, value in options.items() if name != "columns"))
        if key not in self._found:
            reading = self._read(options)
            records = tuple(record.value for record in islice(reading.records, SAMPLE))
            self._found[key] = _Sample(records, reading.document is not None)
        return self._found[key]


def _score(format_: Format, carrier: str, samples: _Samples) -> Candidate | None:
    rules = [rule for rule in format_.file.detect if rule.carrier == carrier]
    options = format_.carrier_options(carrier) if rules else None
    if options is None:
        return None
    score, features = 0.0, []
    for rule in rules:
        has = [compile_path(path) for path in rule.has]
        lacks = [compile_path(path) for path in rule.lacks]
        if not has and not lacks:
            fits = samples.anything(options)
        else:
            fits = any(
                all(path.selects(record) for path in has) and not any(path.selects(record) for path in lacks)
                for record in samples.by(options).records
            )
        if fits:
            score += rule.weight
            features.append(" ".join(rule.has) or carrier)
    return Candidate(format_.id, carrier, round(score, 3), tuple(features)) if score else None
