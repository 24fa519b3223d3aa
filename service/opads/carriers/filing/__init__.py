"""Filings of lines with separated fields (``fec``)."""

from opads.carriers.filing.carrier import FilingCarrier

__all__ = ("FilingCarrier",)
