"""Carriers: the physical syntaxes in which disclosures travel. None of them knows any format.

What differs from format to format (where the records stand, how columns are called, which layout a line has) comes
in by the options of ``format.yaml``. The syntaxes are described in ``spec/standard/carriers.md``.
"""

from functools import lru_cache
from importlib import import_module
from typing import cast

from opads.carriers.blocks import Block, Splitter, Whole
from opads.carriers.model import (
    Carrier,
    JsonObject,
    JsonValue,
    Limits,
    NativeRecord,
    Place,
    Reader,
    Reading,
    Trouble,
    WriteError,
)
from opads.carriers.sniffing import beginning, sniff

__all__ = (
    "IDS",
    "Block",
    "Carrier",
    "JsonObject",
    "JsonValue",
    "Limits",
    "NativeRecord",
    "Place",
    "Reader",
    "Reading",
    "Splitter",
    "Trouble",
    "WriteError",
    "beginning",
    "get",
    "sniff",
    "splitter",
)

_PLACES = {
    "json": ("jsontext", "JsonCarrier"),
    "ndjson": ("jsontext", "LinesCarrier"),
    "jsonld": ("jsontext", "LinkedCarrier"),
    "csv": ("table", "TableCarrier"),
    "fec": ("filing", "FilingCarrier"),
    "xml": ("xmltext", "XmlCarrier"),
}
"""Module and class of each carrier, imported when it is first asked for."""
IDS = tuple(_PLACES)
"""The ids of all carriers."""


@lru_cache(maxsize=len(_PLACES))
def get(carrier: str) -> Carrier:
    """Give a carrier by its id; raises KeyError for an id that is none."""
    return cast("Carrier", _made(*_PLACES[carrier]))


_SPLITTERS = {
    "json": ("jsontext.elements", "ElementsSplitter"),
    "ndjson": ("jsontext.splitting", "LinesSplitter"),
    "csv": ("table.splitting", "RowsSplitter"),
}


@lru_cache(maxsize=len(_PLACES))
def splitter(carrier: str) -> Splitter:
    """Give what cuts files of a carrier into blocks; files of carriers that cannot be cut are one block."""
    if carrier not in _SPLITTERS:
        return Whole(get(carrier))
    return cast("Splitter", _made(*_SPLITTERS[carrier]))


def _made(module: str, name: str) -> object:
    return getattr(import_module(f"{__name__}.{module}"), name)()
