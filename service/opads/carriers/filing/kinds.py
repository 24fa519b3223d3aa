"""What becomes of the lines of a filing, by their record type: which are read, what is said of the others."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from opads.carriers.filing.layouts import Layout
from opads.carriers.filing.lines import strip_quotes
from opads.carriers.filing.profile import Profile, Unit

__all__ = ("Kind", "Kinds", "record_type")


@dataclass(frozen=True, slots=True)
class Kind:
    """A record type: the layout or outline of its lines, what is to be said of each, whether they are read or left outside."""

    record: str
    layout: Layout | None
    rule: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    read: bool = True


class Kinds:
    """The record types under one cover; ``form`` is None where no cover was understood, and nothing is known then."""

    def __init__(self, profile: Profile, form: str | None, version: str, unit: Unit | None) -> None:
        self._profile = profile
        self._form = form
        self._version = version
        self._read = unit.read if unit else frozenset[str]()
        self._found: dict[str, Kind] = {}

    def of(self, head: str) -> Kind:
        """Return the kind of a line by its first field."""
        kind = self._found.get(head)
        if kind is None:
            kind = self._found[head] = self._kind(record_type(head))
        return kind

    def _kind(self, record: str) -> Kind:
        form = self._form
        if form is None:
            return Kind(record, None, read=False)
        layouts = self._profile.layouts
        layout = layouts.of(record, self._version)
        known = record in self._read or self._profile.knows(record) or layout is not None
        outline = layouts.outline(record, self._version) if known else None
        left = partial(Kind, record, outline, read=False)
        if record == "HDR":
            return left("carrier-fec/second-header")
        if self._profile.cover(record) is not None:
            return left("carrier-fec/second-cover", {"record": record, "form": form})
        if not known:
            return left("carrier-fec/unknown-record", {"record": record[:40]})
        if not self._profile.permits(form, record):
            return left("carrier-fec/schedule-not-allowed", {"record": record[:40], "form": form})
        if record not in self._read:
            return left()
        if layout is None:
            return Kind(record, None, "carrier-fec/no-layout", {"record": record, "version": self._version})
        return Kind(record, layout)


def record_type(head: str) -> str:
    """Return the record type that the first field of a line names, for comparing."""
    return strip_quotes(head).strip().upper()
