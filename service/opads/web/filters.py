"""Which findings of a report are to be shown. What is left out is counted, never lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from opads.findings import SEVERITIES

__all__ = ("EVERYTHING", "Filters")


class Filters(NamedTuple):
    """What a finding must have to be shown; what is empty asks for nothing."""

    severity: str = ""
    rule: str = ""
    record: int | None = None
    """Number of the record, from 1."""
    words: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Filters:
        """Return what the fields of a form ask for; a field that says nothing sensible asks for nothing."""
        if fields.get("all"):
            return EVERYTHING
        severity, record = fields.get("severity", ""), fields.get("record", "")
        return cls(
            severity if severity in SEVERITIES else "",
            fields.get("rule", ""),
            int(record) if record.isascii() and record.isdigit() and len(record) < 10 else None,
            fields.get("words", ""),
        )

    @property
    def given(self) -> bool:
        """Whether anything is asked for."""
        return self != EVERYTHING

    def keeps(self, severity: str, rule: str, record: int | None, text: str) -> bool:
        """Say whether a finding is shown; ``text`` is all that is told of it."""
        return (
            self.severity in ("", severity)
            and self.rule in ("", rule)
            and self.record in (None, record)
            and self.words.casefold() in text.casefold()
        )


EVERYTHING = Filters()
"""Nothing is left out."""
