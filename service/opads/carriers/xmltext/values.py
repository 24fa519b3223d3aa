"""From elements to records: children and attributes become members, repeated children arrays."""

from typing import Any

from opads.carriers.model import JsonObject, Limits
from opads.carriers.pointer import escape
from opads.carriers.xmltext.naming import NIL, SCHEMA_PLACES, XINCLUDE, Naming
from opads.carriers.xmltext.node import Node
from opads.carriers.xmltext.parsing import Fault
from opads.carriers.xmltext.scalars import scalar

__all__ = ("GRAVE", "Converter")

GRAVE = frozenset({"carrier-xml/mixed-content", "carrier-xml/nil-with-content", "carrier-xml/include"})
"""The faults for which a record is given up."""
TRUE = ("true", "1")


class Converter:
    """Converts the elements of one record; ``faults`` says what was found, with the pointer of each."""

    def __init__(self, names: Naming, limits: Limits) -> None:
        self._names = names
        self._limits = limits
        self.faults: list[tuple[Fault, str]] = []

    def record(self, node: Node) -> JsonObject:
        """Return the record of an element: always an object."""
        return self._object(node, "", "")

    def _value(self, node: Node, path: str, pointer: str, name: str) -> Any:
        if node.tag.startswith(XINCLUDE):
            self._fault("carrier-xml/include", node, pointer)
        if node.attributes.get(NIL, "").strip() in TRUE:
            if node.children or node.text or len(node.attributes) > 1:
                self._fault("carrier-xml/nil-with-content", node, pointer)
            return None
        plain = all(tag == NIL or tag in SCHEMA_PLACES for tag in node.attributes)
        if plain and not node.children:
            self._places(node, pointer)
            return self._scalar(node.text, node, path, pointer, name)
        return self._object(node, path, pointer)

    def _object(self, node: Node, path: str, pointer: str) -> JsonObject:
        result: JsonObject = {}
        self._places(node, pointer)
        for tag, text in node.attributes.items():
            if tag != NIL and tag not in SCHEMA_PLACES:
                name = self._names.member(tag)
                result[name] = self._scalar(text, node, f"{path}/{name}", f"{pointer}/{escape(name)}", name)
        if node.mixed:
            self._fault("carrier-xml/mixed-content", node, pointer)
        elif not node.children and node.text:
            name = self._names.text
            result[name] = self._scalar(node.text, node, f"{path}/{name}", f"{pointer}/{escape(name)}", name)
        alike: dict[str, list[Node]] = {}
        for child in node.children:
            alike.setdefault(self._names.element(child.tag), []).append(child)
        for name, nodes in alike.items():
            below, place = f"{path}/{name}", f"{pointer}/{escape(name)}"
            if len(nodes) > 1 or self._names.fits(below, name, self._names.arrays):
                result[name] = [self._value(each, below, f"{place}/{i}", name) for i, each in enumerate(nodes)]
            else:
                result[name] = self._value(nodes[0], below, place, name)
        return result

    def _scalar(self, text: str, node: Node, path: str, pointer: str, name: str) -> Any:
        value, offence = scalar(text, path, name, self._names, self._limits.max_digits)
        if offence is not None:
            self._fault(offence, node, pointer, found=text.strip()[:40])
        return value

    def _places(self, node: Node, pointer: str) -> None:
        for tag in node.attributes:
            if tag in SCHEMA_PLACES:
                self._fault("carrier-xml/schema-location", node, pointer, found=node.attributes[tag].strip()[:200])

    def _fault(self, rule: str, node: Node, pointer: str, **params: Any) -> None:
        if len(self.faults) < self._limits.max_troubles:
            self.faults.append((Fault(rule, {"element": self._names.element(node.tag), **params}, node), pointer))
