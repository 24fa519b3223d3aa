"""The carrier ``fec``: a filing of lines whose fields are parted by the byte 0x1C."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from opads.carriers.decoding import refuse
from opads.carriers.filing.characters import all_legal, decode_filing
from opads.carriers.filing.filing import Filing
from opads.carriers.filing.profile import profile_of
from opads.carriers.filing.units import locate_in_document, records_of
from opads.carriers.filing.writing import write_filing
from opads.carriers.model import JsonObject, Limits, Place, Reader, Reading, Trouble
from opads.carriers.position import Positions
from opads.carriers.sniffing import parts_of_filing

__all__ = ("FilingCarrier",)


class FilingCarrier:
    """Reads one filing: a record for each line that discloses something, with header, cover and what belongs to it.

    Options: ``layouts`` (rows), ``units``, ``versions``, ``current_version``, ``known_records``, ``allowed``, ``texts``.
    """

    id = "fec"

    def read(self, data: bytes, options: Mapping[str, Any] | None = None, limits: Limits | None = None) -> Reading:
        """Read a filing whole; its fields keep their text, a faulty one too."""
        limits = limits or Limits()
        refused = refuse(data, limits)
        if refused is not None:
            return Reading(iter(()), [refused])
        if parts_of_filing(data) >= limits.max_nodes:
            return Reading(iter(()), [Trouble("carrier/too-many-values", {"limit": limits.max_nodes})])
        text, utf8 = decode_filing(data)
        mark = 3 if utf8 and data.startswith(b"\xef\xbb\xbf") else 0
        positions = Positions(text, first_byte=mark, single_byte=not utf8)
        legal = all_legal(data, utf8=utf8)
        filing = Filing(text, profile_of(options or {}), limits, positions, legal=legal)
        start = Place(line=1, column=1, offset=0)
        if mark:
            filing.troubles.insert(0, Trouble("carrier/byte-order-mark", {}, start))
        if not utf8:
            filing.troubles.insert(0, Trouble("carrier-fec/encoding", {}, start))
        locator = partial(locate_in_document, filing)
        return Reading(records_of(filing), filing.troubles, filing.document, locator, filing.outside)

    def reader(self, data: bytes, limits: Limits | None = None) -> Reader:
        """Give a function that reads the bytes by the options it is given."""
        return partial(self.read, data, limits=limits)

    def write(self, records: Iterable[JsonObject], options: Mapping[str, Any] | None = None) -> bytes:
        """Write the one filing that the records are of."""
        return write_filing(list(records), profile_of(options or {}))
