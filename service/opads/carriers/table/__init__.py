"""Tables of cells with a header (``csv``)."""

from opads.carriers.table.carrier import TableCarrier

__all__ = ("TableCarrier",)
