"""From text to elements by lxml, with entities, document types, network and huge trees off."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from opads.carriers.model import Limits, Place
from opads.carriers.xmltext.node import Node

__all__ = ("Fault", "Parsed", "parse")

CHUNK = 65536
MAX_ATTRIBUTES = 512
"""Attributes of one element; no disclosure needs more."""
UNBOUND = "carrier-xml/unbound-prefix"
SHOWN = 20
"""Instructions of different names that are spoken of."""
AMPERSAND = "&#38;"
"""How the parser, its resolution of entities being off, hands over every ampersand of an attribute."""
RULES = {
    "ERR_DOCUMENT_END": "carrier-xml/trailing-content",
    "ERR_INVALID_CHAR": "carrier-xml/invalid-character",
    "ERR_INVALID_CHARREF": "carrier-xml/invalid-character",
    "ERR_UNDECLARED_ENTITY": "carrier-xml/unknown-entity",
    "WAR_UNDECLARED_ENTITY": "carrier-xml/unknown-entity",
    "ERR_ATTRIBUTE_REDEFINED": "carrier-xml/duplicate-attribute",
    "NS_ERR_ATTRIBUTE_REDEFINED": "carrier-xml/duplicate-attribute",
    "ERR_TAG_NAME_MISMATCH": "carrier-xml/tag-mismatch",
    "NS_ERR_UNDEFINED_NAMESPACE": UNBOUND,
    "ERR_RESOURCE_LIMIT": "carrier-xml/text-too-long",
}
UNFINISHED = ("ERR_TAG_NOT_FINISHED", "ERR_GT_REQUIRED", "ERR_DOCUMENT_END", "ERR_NAME_REQUIRED")


@dataclass(frozen=True, slots=True)
class Fault:
    """What broke the reading off, or an instruction that was passed over: the element concerned, else a place."""

    rule: str
    params: dict[str, Any]
    node: Node | None = None
    place: Place | None = None


@dataclass(slots=True)
class Parsed:
    """The root as far as it was read; ``fault`` is what broke reading off, None where it came to its end."""

    root: Node | None = None
    fault: Fault | None = None
    instructions: list[str] = field(default_factory=list)


class _Broken(Exception):  # noqa: N818 - no error but a signal
    """Raised from within the parser's calls to end it."""

    def __init__(self, rule: str, node: Node, **params: Any) -> None:
        super().__init__(rule)
        self.fault = Fault(rule, params, node)


class _Builder:
    """Takes the parser's calls and builds elements; ends the reading at the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: list[Node] = []
        self._length = 0
        self._count = 0
        self.root: Node | None = None
        self.instructions: list[str] = []

    def start(self, tag: str, attributes: Any) -> None:
        node = Node(self._count, tag, {name: value.replace(AMPERSAND, "&") for name, value in attributes.items()})
        self._count += 1
        if len(self._open) >= self._limits.max_depth:
            raise _Broken("carrier-xml/too-deep", node, limit=self._limits.max_depth)
        if len(node.attributes) > MAX_ATTRIBUTES:
            raise _Broken("carrier-xml/too-many-attributes", node, found=len(node.attributes), limit=MAX_ATTRIBUTES)
        self._check_length(node, max((len(value) for value in node.attributes.values()), default=0))
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)
        self._length = 0

    def end(self, _tag: str) -> None:
        self._open.pop().closed = True
        self._length = 0

    def data(self, text: str) -> None:
        node = self._open[-1]
        self._length += len(text)
        self._check_length(node, self._length)
        node.texts.append(text)

    def comment(self, _text: str) -> None:
        """Comments hold no data."""

    def pi(self, target: str, _data: str | None = None) -> None:
        if target not in self.instructions and len(self.instructions) < SHOWN:
            self.instructions.append(target)

    def close(self) -> None:
        """End: there is nothing left to do."""

    def _check_length(self, node: Node, length: int) -> None:
        if length > self._limits.max_string:
            raise _Broken("carrier-xml/text-too-long", node, limit=self._limits.max_string)


def parse(text: str, limits: Limits) -> Parsed:
    """Read a text that ``prolog.refusal`` lets pass; never raises, what broke off is the ``fault``."""
    builder = _Builder(limits)
    parser = etree.XMLParser(
        target=builder,
        encoding="UTF-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        recover=False,
    )
    fault = _feed(parser, text.encode(), limits)
    if fault is not None and fault.rule == UNBOUND:  # the parser has taken such prefixes off the names
        return Parsed(None, fault)
    return Parsed(builder.root, fault, builder.instructions)


def _feed(parser: Any, data: bytes, limits: Limits) -> Fault | None:
    ending = False
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
            unbound = _unbound(parser)
            if unbound is not None:
                return unbound
        ending = True
        parser.close()
    except _Broken as broken:
        return broken.fault
    except etree.XMLSyntaxError as error:
        return _unbound(parser) or _fault(error, limits, ending=ending)
    return _unbound(parser)


def _unbound(parser: Any) -> Fault | None:
    """Find a prefix that stands for no namespace: the parser itself would go on without it."""
    for entry in parser.feed_error_log:
        if entry.type_name == "NS_ERR_UNDEFINED_NAMESPACE":
            return Fault(UNBOUND, {"found": _words(entry.message)}, place=Place(line=entry.line))
    return None


def _fault(error: Any, limits: Limits, *, ending: bool) -> Fault:
    name = etree.ErrorTypes._getName(error.code, "")  # noqa: SLF001 - the library's one way from code to name
    line, column = error.position
    place = Place(line=line or 1, column=column or None)
    rule = RULES.get(name, "carrier-xml/syntax")
    if (ending and rule == "carrier-xml/syntax") or (ending and name in UNFINISHED):
        rule = "carrier-xml/unfinished"
    params: dict[str, Any] = {"found": _words(error.msg), "limit": limits.max_string}
    return Fault(rule, params, place=place)


def _words(message: str | None) -> str:
    return (message or "unknown").partition(", line ")[0].strip()[:200]
