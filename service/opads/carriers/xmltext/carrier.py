"""The carrier ``xml``: one XML 1.0 document, its elements the members of records."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from opads.carriers.decoding import decode, refuse
from opads.carriers.model import JsonObject, Limits, NativeRecord, Place, Reading, Trouble
from opads.carriers.position import Positions
from opads.carriers.xmltext.locator import Locator
from opads.carriers.xmltext.naming import SCHEMA_PLACES, Naming, naming
from opads.carriers.xmltext.node import Node
from opads.carriers.xmltext.parsing import Fault, Parsed, parse
from opads.carriers.xmltext.prolog import refusal
from opads.carriers.xmltext.values import GRAVE, Converter
from opads.carriers.xmltext.writing import write_xml

__all__ = ("XmlCarrier",)


class XmlCarrier:
    """Reads one document; option ``records`` says which of its elements are records."""

    id = "xml"

    def read(self, data: bytes, options: Mapping[str, Any] | None = None, limits: Limits | None = None) -> Reading:
        """Read a document; where it breaks off, the records before the break are read."""
        limits = limits or Limits()
        refused = refuse(data, limits)
        if refused is not None:
            return Reading(iter(()), [refused])
        decoded = decode(data)
        if isinstance(decoded, Trouble):
            return Reading(iter(()), [decoded])
        names = naming(options or {})
        locator = Locator(decoded.text, Positions(decoded.text, first_byte=decoded.skipped), names)
        troubles: list[Trouble] = []
        if decoded.skipped:
            troubles.append(Trouble("carrier/byte-order-mark", {}, Place(line=1, column=1, offset=0)))
        no = refusal(decoded.text, limits)
        if no is not None:
            troubles.append(Trouble(no.rule, dict(no.params), locator.offset(no.offset)))
            return Reading(iter(()), troubles)
        parsed = parse(decoded.text, limits)
        troubles += [Trouble("carrier-xml/instruction", {"found": name[:40]}) for name in parsed.instructions]
        if parsed.fault is not None:
            troubles.append(_trouble(parsed.fault, locator))
        return Reading(_records(parsed, names, locator, troubles, limits), troubles)

    def write(self, records: Iterable[JsonObject], options: Mapping[str, Any] | None = None) -> bytes:
        """Write a document; raises WriteError for what would not be read back as it was."""
        return write_xml(list(records), naming(options or {}))


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
