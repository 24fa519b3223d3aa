"""Where exactly the text of a value stands in the bytes of a document, and how another value is written there."""

from opads.fixing.spans.model import Spans
from opads.fixing.spans.opening import spans_of

__all__ = ("Spans", "spans_of")
