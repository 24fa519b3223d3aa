"""Carriers: the physical syntaxes in which disclosures travel. None of them knows any format.

What differs from format to format (where the records stand, how columns are called, which layout a line has) comes
in by the options of ``format.yaml``. The syntaxes are described in ``spec/standard/carriers.md``.
"""

from functools import lru_cache
from importlib import import_module
from typing import cast

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
from opads.carriers.sniffing import sniff

__all__ = (
    "IDS",
    "Carrier",
    "JsonObject",
    "JsonValue",
    "Limits",
    "NativeRecord",
    "Place",
    "Reader",
    "Reading",
    "Trouble",
    "WriteError",
    "get",
    "sniff",
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
    module, name = _PLACES[carrier]
    return cast("Carrier", getattr(import_module(f"{__name__}.{module}"), name)())
