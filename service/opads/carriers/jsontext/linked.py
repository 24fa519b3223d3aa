"""The carrier ``jsonld``: JSON records under a known context (JSON-LD 1.1), in the one compact shape that is written."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from opads.carriers.jsontext.carrier import JsonCarrier, kind_of
from opads.carriers.jsontext.writing import write_json
from opads.carriers.model import JsonObject, Limits, NativeRecord, Reader, Reading, Trouble, WriteError
from opads.carriers.pointer import escape

__all__ = ("LinkedCarrier",)

CONTEXT, GRAPH, TYPE = "@context", "@graph", "@type"
RECORDS = ({"at": f"/{GRAPH}", "each": True}, {"at": "", "each": True}, {"at": ""})
SHOWN = 200


class LinkedCarrier:
    """Reads and writes records with the keywords of JSON-LD around them; no context is ever fetched or interpreted.

    Option ``context`` is the one context that is known, ``address`` its address, and ``types`` the ``@type`` of the
    objects at paths of member names (``""`` is the record). Without a context no keyword is judged.
    """

    id = "jsonld"

    def __init__(self) -> None:
        self._json = JsonCarrier()

    def read(self, data: bytes, options: Mapping[str, Any] | None = None, limits: Limits | None = None) -> Reading:
        """Read records without their keywords; each keyword that is not the expected one is a trouble."""
        reading = self._json.read(data, {"records": RECORDS}, limits)
        document = reading.document
        outer = document if isinstance(document, dict) and GRAPH in document else None
        if outer is not None:
            _outside(outer, reading)
        # Of a document that could not be read whole the context is not known; that it is broken is said already.
        own = outer is None and document is not None
        reading.records = _records(reading.records, _Known(options or {}), outer, own=own)
        return reading

    def reader(self, data: bytes, limits: Limits | None = None) -> Reader:
        """Give a function that reads the bytes by the options it is given."""
        return partial(self.read, data, limits=limits)

    def write(self, records: Iterable[JsonObject], options: Mapping[str, Any] | None = None) -> bytes:
        """Write the one record under its context, or several as a graph under one context."""
        known = _Known(options or {})
        labelled = [known.labelled(record, index) for index, record in enumerate(records)]
        if len(labelled) == 1:
            return write_json([{CONTEXT: known.context, **labelled[0]}], single=True)
        return write_json([{CONTEXT: known.context, GRAPH: labelled}], single=True)


class _Known:
    """The keywords that records of a format have."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.context = options.get("context")
        self.address = options.get("address")
        self.accepted = [value for value in (self.context, self.address) if value is not None]
        self.types: Mapping[str, str] = options.get("types") or {}

    def labelled(self, record: JsonObject, index: int) -> JsonObject:
        """Return a copy with the types; raises WriteError where a member is called like a keyword."""
        labelled: JsonObject = self._label(record, "", "", index)
        return labelled

    def _label(self, value: Any, path: str, pointer: str, index: int) -> Any:
        if isinstance(value, list):
            return [self._label(item, path, f"{pointer}/{i}", index) for i, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        out: JsonObject = {TYPE: self.types[path]} if path in self.types else {}
        for name, item in value.items():
            below = f"{pointer}/{escape(name)}"
            if name.startswith("@"):
                message = f"JSON-LD keeps names that begin with @ for itself: {name[:SHOWN]}."
                raise WriteError(message, record=index, pointer=below)
            out[name] = self._label(item, f"{path}/{escape(name)}", below, index)
        return out

    def bare(self, value: Any, path: str, pointer: str, record: NativeRecord) -> Any:
        """Return a value without keywords; complain of those that are not the expected ones."""
        if isinstance(value, list):
            return [self.bare(item, path, f"{pointer}/{i}", record) for i, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        expected = self.types.get(path)
        if expected is not None and value.get(TYPE) != expected:
            params = {"found": _shown(value, TYPE), "expected": expected}
            at = f"{pointer}/{TYPE}" if TYPE in value else pointer
            record.troubles.append(Trouble("carrier-jsonld/other-type", params, record.locate(at), record.index, at))
        out: JsonObject = {}
        for name, item in value.items():
            below = f"{pointer}/{escape(name)}"
            if not name.startswith("@"):
                out[name] = self.bare(item, f"{path}/{escape(name)}", below, record)
            elif self.accepted and (name != TYPE or expected is None):
                params = {"name": name[:SHOWN]}
                place = record.locate(below)
                record.troubles.append(Trouble("carrier-jsonld/keyword", params, place, record.index, below))
        return out


def _records(
    records: Iterator[NativeRecord], known: _Known, outer: JsonObject | None, *, own: bool
) -> Iterator[NativeRecord]:
    for record in records:
        holder = record.value if outer is None or CONTEXT in record.value else outer
        stated = holder.get(CONTEXT)
        told = outer is not None or own or CONTEXT in holder
        if told and known.accepted and stated not in known.accepted:
            params = {"found": _shown(holder, CONTEXT), "expected": known.address or "that of the format"}
            at = f"/{CONTEXT}" if CONTEXT in record.value else ""
            trouble = Trouble("carrier-jsonld/other-context", params, record.locate(at), record.index, at)
            record.troubles.append(trouble)
        value = {name: item for name, item in record.value.items() if name != CONTEXT}
        yield NativeRecord(record.index, known.bare(value, "", "", record), record.locator, record.troubles)


def _outside(outer: JsonObject, reading: Reading) -> None:
    """Complain of all that stands beside context and graph: it would belong to no record."""
    for name in outer:
        if name not in (CONTEXT, GRAPH):
            pointer = f"/{escape(name)}"
            place = reading.locate(pointer)
            params = {"name": name[:SHOWN]}
            reading.troubles.append(Trouble("carrier-jsonld/keyword", params, place, None, pointer))


def _shown(holder: JsonObject, name: str) -> str:
    """Show what a keyword says: a text as it is, anything else by its kind."""
    if name not in holder:
        return "none"
    value = holder[name]
    return value[:SHOWN] if isinstance(value, str) else kind_of(value)
