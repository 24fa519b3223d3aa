"""JSON texts: one document (``json``) or one a line (``ndjson``), read strictly and placed exactly."""

from opads.carriers.jsontext.carrier import JsonCarrier
from opads.carriers.jsontext.lines import LinesCarrier

__all__ = ("JsonCarrier", "LinesCarrier")
