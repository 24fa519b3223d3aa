"""The two questions: which fixes does a document have, and what is it with some of them put in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from opads import carriers
from opads.carriers import Limits
from opads.catalogue import catalogue_of
from opads.fixing.applying import applied, compatible
from opads.fixing.model import Fix, Fixes
from opads.fixing.proposing import Proposer
from opads.fixing.proving import MOST as TRIALS
from opads.fixing.proving import faithful, kept
from opads.fixing.spans import spans_of
from opads.fixing.trial import Trial, counts_of, grown
from opads.fixing.whole import whole_fixes
from opads.formats import Format, Registry
from opads.judging import Judge
from opads.report import Report
from opads.validation import resolve, validate

__all__ = ("MOST", "Mended", "fixes_of", "mended")

MOST = 1_000
"""Fixes that are looked for unless told otherwise."""
EFFORT = 300_000
"""Values that are judged anew to try fixes out, where not all fixes are asked for."""
WEIGHT = 8 * 1024 * 1024
"""Bytes that are judged anew to prove fixes together, the same."""
ROUNDS = 8
"""Times that a document is looked at again, for fixes that others made room for."""


class Mended(msgspec.Struct, frozen=True):
    """A document with fixes put in, the report on it, and the fixes that were."""

    data: bytes
    report: Report
    fixes: tuple[Fix, ...] = ()


def fixes_of(
    data: bytes,
    registry: Registry,
    *,
    source: str | None = None,
    targets: Sequence[str] = (),
    carrier: str | None = None,
    as_of: date | None = None,
    limits: Limits | None = None,
    most: int | None = MOST,
) -> Fixes:
    """Return the report on some bytes and the fixes of what was found; nothing is changed.

    Parameters and errors are those of ``validate``. At most ``most`` fixes are looked for, with bounded effort (all, with
    any, when None).
    """
    return _Work(data, registry, source, targets, carrier, as_of, limits or Limits()).fixes(most)


def mended(
    data: bytes,
    registry: Registry,
    *,
    chosen: Collection[str] | None = None,
    source: str | None = None,
    targets: Sequence[str] = (),
    carrier: str | None = None,
    as_of: date | None = None,
    limits: Limits | None = None,
    most: int | None = MOST,
    found: Fixes | None = None,
) -> Mended:
    """Return a document with fixes put in: those whose ids are chosen, or all safe ones.

    Ids that the document does not have are passed over, and fixes that do not go together are left out, the later ones.
    With all safe ones put in none is left, unless looking for them was given up. ``found`` are the fixes of the document
    where they are known already.
    """
    limits = limits or Limits()
    work = _Work(data, registry, source, targets, carrier, as_of, limits)
    found = work.fixes(most) if found is None else found
    if chosen is not None:
        return work.put_in([fix for fix in found.fixes if fix.id in chosen], found)
    result = work.put_in(list(found.safe), found)
    for _ in range(0 if found.more else ROUNDS):
        again = _Work(result.data, registry, source, targets, carrier, as_of, limits)
        more = again.put_in(list((left := again.fixes(most)).safe), left)
        if not more.fixes:
            break
        result = Mended(more.data, more.report, (*result.fixes, *more.fixes))
    return result


class _Work:
    """One document, judged in one way."""

    def __init__(
        self,
        data: bytes,
        registry: Registry,
        source: str | None,
        targets: Sequence[str],
        carrier: str | None,
        as_of: date | None,
        limits: Limits,
    ) -> None:
        self.data = data
        self.registry = registry
        self.limits = limits
        self.targets = tuple(targets)
        self.as_of = as_of
        self.given = source, carrier
        format_id, self.carrier, _ = resolve(data, registry, source, carrier, limits)
        self.format: Format | None = None if format_id is None else registry.get(format_id)

    def fixes(self, most: int | None) -> Fixes:
        """Return the fixes, those that are offered as safe proven together."""
        proposer = self._proposer(most)
        trials = TRIALS if most is None else max(2, min(TRIALS, WEIGHT // max(1, len(self.data))))
        report = self._judged(self.data, proposer.take if proposer else None)
        found = [*whole_fixes(self.data, report, self.limits), *(proposer.fixes if proposer else ())]
        encoding = proposer.spans.encoding if proposer else "utf-8"
        before = counts_of(report)

        def sound(fixes: list[Fix]) -> bool:
            data = applied(self.data, fixes, encoding)
            return self._faithful(data, fixes) and not grown(before, counts_of(self._judged(data)))

        safe = compatible(fix for fix in found if fix.safe)
        proven = {fix.id for fix in kept(safe, sound, trials)}
        fixes = [fix if not fix.safe or fix.id in proven else replace(fix, kind="suggestion") for fix in found]
        fixes.sort(key=lambda fix: (fix.edit.offset, not fix.safe))
        given_up = proposer is not None and proposer.given_up
        return Fixes(report, tuple(fixes), encoding, more=given_up)

    def put_in(self, chosen: list[Fix], found: Fixes) -> Mended:
        """Return the document with the fixes put in, as far as it then says what their patches say."""
        if not chosen:
            return Mended(self.data, found.report)
        able = compatible(chosen)
        fixes = kept(able, lambda some: self._faithful(applied(self.data, some, found.encoding), some))
        data = applied(self.data, fixes, found.encoding)
        return Mended(data, self._judged(data), tuple(fixes))

    def _judged(self, data: bytes, take: Any = None) -> Report:
        """Return the report on some bytes, read as this document is."""
        source, carrier = self.given if self.format is None else (self.format.id, self.carrier)
        detected = {"source": source, "carrier": carrier, "targets": self.targets, "as_of": self.as_of}
        if data is self.data:
            detected |= {"source": self.given[0], "carrier": self.given[1]}
        return validate(data, self.registry, limits=self.limits, take=take, **detected)  # type: ignore[arg-type]  # just so

    def _proposer(self, most: int | None) -> Proposer | None:
        if self.format is None or self.carrier is None:
            return None
        formats = tuple(dict.fromkeys((self.format.id, *(f.id for f in self.registry.wanted(self.targets)))))
        judge = Judge(
            self.format,
            self.registry.wanted(self.targets),
            self.registry.schemas,
            catalogue_of(self.registry, formats),
            self.as_of,
        )
        options = self.format.carrier_options(self.carrier) or {}
        trial = Trial(judge, self._document())
        effort = None if most is None else EFFORT
        return Proposer(self.format, spans_of(self.data, self.carrier, options), trial, most=most, effort=effort)

    def _document(self) -> Any:
        return self._read(self.data).document if self.format and self.carrier else None

    def _read(self, data: bytes) -> carriers.Reading:
        options = self.format.carrier_options(str(self.carrier)) if self.format else {}
        return carriers.get(str(self.carrier)).read(data, options or {}, self.limits)

    def _faithful(self, data: bytes, fixes: list[Fix]) -> bool:
        """Say whether a changed document says what the patches say; one that could not be read has none to say it by."""
        if self.format is None or any(not fix.safe and not fix.patches for fix in fixes):
            return True
        return faithful(self._read(self.data), self._read(data), fixes)
