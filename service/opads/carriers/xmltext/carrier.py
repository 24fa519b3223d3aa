"""The carrier ``xml``: one XML 1.0 document, its elements the members of records."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from opads.carriers.decoding import Text, decode, refuse
from opads.carriers.model import JsonObject, Limits, NativeRecord, Place, Reader, Reading, Trouble
from opads.carriers.position import Positions
from opads.carriers.xmltext.locator import Locator
from opads.carriers.xmltext.naming import SCHEMA_PLACES, Naming, naming
from opads.carriers.xmltext.node import Node
from opads.carriers.xmltext.parsing import Fault, Parsed, parse
from opads.carriers.xmltext.prolog import Refusal, refusal
from opads.carriers.xmltext.values import GRAVE, Converter
from opads.carriers.xmltext.writing import write_xml

__all__ = ("XmlCarrier",)


class XmlCarrier:
    """Reads one document; option ``records`` says which of its elements are records."""

    id = "xml"

    def read(self, data: bytes, options: Mapping[str, Any] | None = None, limits: Limits | None = None) -> Reading:
        """Read a document; where it breaks off, the records before the break are read."""
        return self.reader(data, limits)(options or {})

    def reader(self, data: bytes, limits: Limits | None = None) -> Reader:
        """Parse a document once, for several choices of its records."""
        limits = limits or Limits()
        refused = refuse(data, limits)
        decoded = decode(data) if refused is None else refused
        if isinstance(decoded, Trouble):
            return partial(_unreadable, decoded)
        no = refusal(decoded.text, limits)
        return partial(_reading, decoded, no or parse(decoded.text, limits), limits)

    def write(self, records: Iterable[JsonObject], options: Mapping[str, Any] | None = None) -> bytes:
        """Write a document; raises WriteError for what would not be read back as it was."""
        return write_xml(list(records), naming(options or {}))


def _unreadable(trouble: Trouble, options: Mapping[str, Any]) -> Reading:
    del options
    return Reading(iter(()), [trouble])


def _reading(decoded: Text, parsed: Parsed | Refusal, limits: Limits, options: Mapping[str, Any]) -> Reading:
    names = naming(options)
    locator = Locator(decoded.text, Positions(decoded.text, first_byte=decoded.skipped), names)
    troubles: list[Trouble] = []
    if decoded.skipped:
        troubles.append(Trouble("carrier/byte-order-mark", {}, Place(line=1, column=1, offset=0)))
    if isinstance(parsed, Refusal):
        troubles.append(Trouble(parsed.rule, dict(parsed.params), locator.offset(parsed.offset)))
        return Reading(iter(()), troubles)
    troubles += [Trouble("carrier-xml/instruction", {"found": name[:40]}) for name in parsed.instructions]
    if parsed.fault is not None:
        troubles.append(_trouble(parsed.fault, locator))
    return Reading(_records(parsed, names, locator, troubles, limits), troubles)


def _records(
    parsed: Parsed, names: Naming, locator: Locator, troubles: list[Trouble], limits: Limits
) -> Iterator[NativeRecord]:
    nodes, outside = _select(parsed.root, names)
    if parsed.root is not None and nodes is None and parsed.fault is None:
        params = {"found": names.element(parsed.root.tag), "expected": " or ".join(map(_path, names.records))}
        troubles.append(Trouble("carrier-xml/no-records", params, locator.element(parsed.root)))
    for node in outside[: limits.max_troubles]:
        params = {"element": names.element(node.tag)}
        troubles.append(Trouble("carrier-xml/outside-records", params, locator.element(node)))
    for index, node in enumerate(nodes or ()):
        if not node.closed:
            return
        converter = Converter(names, limits)
        value = converter.record(node)
        own = [_trouble(fault, locator, index, pointer) for fault, pointer in converter.faults]
        if any(fault.rule in GRAVE for fault, _ in converter.faults):
            troubles += own
        else:
            yield NativeRecord(index, value, partial(locator.locate, node), own)
        if len(troubles) >= limits.max_troubles:
            limit = {"limit": limits.max_troubles}
            troubles.append(Trouble("carrier/too-many-troubles", limit, locator.element(node)))
            return


def _select(root: Node | None, names: Naming) -> tuple[list[Node] | None, list[Node]]:
    """Return the elements of the first path that fits, None where none does; and those that belong to no record."""
    if root is None:
        return None, []
    for path in names.records or ((names.element(root.tag),),):
        if names.element(root.tag) != path[0]:
            continue
        nodes, outside = [root], []
        for step in path[1:]:
            outside += [node for node in nodes if node.text.strip(" \t\r\n") or set(node.attributes) - SCHEMA_PLACES]
            below = [child for node in nodes for child in node.children]
            nodes = [child for child in below if names.element(child.tag) == step]
            outside += [child for child in below if names.element(child.tag) != step]
        return nodes, outside
    return None, []


def _path(steps: tuple[str, ...]) -> str:
    return "/" + "/".join(steps)


def _trouble(fault: Fault, locator: Locator, record: int | None = None, pointer: str | None = None) -> Trouble:
    place = fault.place if fault.node is None else locator.element(fault.node)
    return Trouble(fault.rule, fault.params, place, record, pointer)
