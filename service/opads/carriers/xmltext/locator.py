"""Where elements and attributes stand in a text that was read: found by counting start tags, on the first question."""

import re

from opads.carriers.model import Place
from opads.carriers.pointer import split
from opads.carriers.position import Positions
from opads.carriers.xmltext.naming import Naming
from opads.carriers.xmltext.node import Node

__all__ = ("Locator",)

TOKEN = re.compile(
    r"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|</[^>]*>|<(?P<start>[^!?/\s](?:[^"'>]|"[^"]*"|'[^']*')*+)>?""",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"""(?<=\s)([^\s=<>"'/]+)\s*=\s*(?:"[^"]*"|'[^']*')""")


class Locator:
    """The places of one text."""

    def __init__(self, text: str, positions: Positions, names: Naming) -> None:
        self._text = text
        self._positions = positions
        self._names = names
        self._tokens = TOKEN.finditer(text)
        self._starts: list[int] = []
        self._members: dict[int, dict[str, list[Node]]] = {}

    def offset(self, offset: int) -> Place:
        """Give the place of a character offset."""
        return self._positions.place(offset)

    def element(self, node: Node) -> Place:
        """Give the place of an element's start tag."""
        return self._positions.place(self._start(node))

    def _start(self, node: Node) -> int:
        """Give the character offset of a start tag; no text beyond it is looked at, for that may be broken."""
        while len(self._starts) <= node.number:
            token = next(self._tokens, None)
            if token is None:
                return len(self._text)
            if token["start"] is not None:
                self._starts.append(token.start())
        return self._starts[node.number]

    def _below(self, node: Node) -> dict[str, list[Node]]:
        """Give the children of an element by their member names."""
        known = self._members.get(node.number)
        if known is None:
            known = self._members[node.number] = {}
            for child in node.children:
                known.setdefault(self._names.element(child.tag), []).append(child)
        return known

    def locate(self, record: Node, pointer: str) -> Place:
        """Give the place of the value at a pointer into a record, or of its nearest existing parent."""
        nodes = [record]
        for token in split(pointer):
            if len(nodes) > 1:
                if not token.isdecimal() or int(token) >= len(nodes):
                    break
                nodes = [nodes[int(token)]]
                continue
            below = self._below(nodes[0]).get(token)
            if below:
                nodes = below
            elif token.startswith(self._names.attribute) and token != self._names.text:
                return self._attribute(nodes[0], token)
            elif token != "0":  # noqa: S105 - a token of a pointer
                break
        return self.element(nodes[0])

    def _attribute(self, node: Node, member: str) -> Place:
        """Give the place of an attribute by its local name; of the element where it is absent."""
        local = re.split(r"[:}]", member.removeprefix(self._names.attribute))[-1]
        start = self._start(node)
        tag = TOKEN.match(self._text, start)
        for found in ATTRIBUTE.finditer(self._text, start, tag.end() if tag else start):
            if found[1].rpartition(":")[2] == local and not found[1].startswith("xmlns"):
                return self._positions.place(found.start())
        return self.element(node)
