"""Carriers: the physical syntaxes in which disclosures travel. None of them knows any format.

What differs from format to format (where the records stand, how columns are called, which layout a line has) comes
in by the options of ``format.yaml``. The syntaxes are described in ``spec/standard/carriers.md``.
"""

from opads.carriers.blocks import Block, Splitter, Whole
from opads.carriers.filing import FilingCarrier
from opads.carriers.jsontext import JsonCarrier, LinesCarrier, LinkedCarrier
from opads.carriers.jsontext.elements import ElementsSplitter
from opads.carriers.jsontext.splitting import LinesSplitter
from opads.carriers.model import (
    Carrier,
    JsonObject,
    JsonValue,
    Limits,
    NativeRecord,
    Place,
    Reading,
    Trouble,
    WriteError,
)
from opads.carriers.sniffing import sniff
from opads.carriers.table import TableCarrier
from opads.carriers.table.splitting import RowsSplitter
from opads.carriers.xmltext import XmlCarrier

__all__ = (
    "IDS",
    "Block",
    "Carrier",
    "JsonObject",
    "JsonValue",
    "Limits",
    "NativeRecord",
    "Place",
    "Reading",
    "Splitter",
    "Trouble",
    "WriteError",
    "get",
    "sniff",
    "splitter",
)

CARRIERS: dict[str, Carrier] = {
    carrier.id: carrier
    for carrier in (JsonCarrier(), LinesCarrier(), LinkedCarrier(), TableCarrier(), FilingCarrier(), XmlCarrier())
}
IDS = tuple(CARRIERS)
"""The ids of all carriers."""


def get(carrier: str) -> Carrier:
    """Give a carrier by its id; raises KeyError for an id that is none."""
    return CARRIERS[carrier]


SPLITTERS: dict[str, Splitter] = {"json": ElementsSplitter(), "ndjson": LinesSplitter(), "csv": RowsSplitter()}


def splitter(carrier: str) -> Splitter:
    """Give what cuts files of a carrier into blocks; files of carriers that cannot be cut are one block."""
    return SPLITTERS.get(carrier) or Whole(CARRIERS[carrier])
