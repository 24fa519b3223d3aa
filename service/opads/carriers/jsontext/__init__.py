"""JSON texts: a document (``json``, ``jsonld``) or one a line (``ndjson``), read strictly and placed exactly."""

from opads.carriers.jsontext.carrier import JsonCarrier
from opads.carriers.jsontext.lines import LinesCarrier
from opads.carriers.jsontext.linked import LinkedCarrier

__all__ = ("JsonCarrier", "LinesCarrier", "LinkedCarrier")
