"""Which spans a document has, by its carrier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opads.fixing.spans.filing import FilingSpans
from opads.fixing.spans.jsontext import JsonSpans
from opads.fixing.spans.model import Spans
from opads.fixing.spans.table import TableSpans
from opads.fixing.spans.xmltext import XmlSpans

__all__ = ("spans_of",)


def spans_of(data: bytes, carrier: str, options: Mapping[str, Any]) -> Spans:
    """Return the spans of a document."""
    if carrier == "csv":
        return TableSpans(data, options)
    if carrier == "fec":
        return FilingSpans(data)
    return XmlSpans(data) if carrier == "xml" else JsonSpans(data)
