"""The text of an emitted function: blocks in blocks, and containers that are made where a first value needs them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opads.mapping.emitting.errors import UnknownToEmitterError

__all__ = ("Block", "Text")

_MOST_LOOPS = 16
"""Loops one inside the other, somewhat below Python's own limit."""
_MOST_BLOCKS = 80
"""Blocks of any kind, the same."""


class Block:
    """Lines below one head; ``made`` names the variable that is set inside, where that is all the block is for."""

    def __init__(self, head: str = "", parent: Block | None = None, made: str | None = None) -> None:
        self.head = head
        self.parent = parent
        self.made = made
        self.items: list[str | Block] = []
        self.starts: list[str] = []
        self.known: dict[Any, str] = {}
        self.plain = False
        """The head is left out: its condition always holds."""

    @property
    def loops(self) -> bool:
        """Whether the lines may run more than once."""
        return self.head.startswith("for ")

    @property
    def above(self) -> list[Block]:
        """This block and all around it, the outermost first."""
        chain = [self]
        while (outer := chain[-1].parent) is not None:
            chain.append(outer)
        return chain[::-1]

    @property
    def deepest(self) -> tuple[int, int]:
        """The most loops, and the most blocks, that stand one inside the other here."""
        inner = [item.deepest for item in self.items if isinstance(item, Block)]
        loops, blocks = (max(each, default=0) for each in (zip(*inner, strict=True) if inner else ((), ())))
        return loops + self.loops, blocks + 1

    def lines(self, depth: int) -> Iterator[str]:
        """Yield the lines of the body, indented."""
        for start in self.starts:
            yield " " * depth + start
        for item in self.items:
            if isinstance(item, str):
                yield " " * depth + item
            elif item.plain:
                yield from item.lines(depth)
            else:
                yield " " * depth + item.head
                yield from item.lines(depth + 1)
        if not self.items and not self.starts:
            yield " " * depth + "pass"


class Text:
    """A function under construction: its lines, the constants they refer to, and what each block knows."""

    def __init__(self) -> None:
        self.top = self.here = Block()
        self.globals: dict[str, Any] = {}
        self._names: dict[int, str] = {}
        self._given: dict[Any, str] = {}
        self._count = 0
        self._uses: dict[str, tuple[Block, list[Block]]] = {}

    def line(self, text: str) -> None:
        """Add a line to the present block."""
        self.here.items.append(text)

    @contextmanager
    def block(self, head: str) -> Iterator[Block]:
        """Add a compound statement; the lines added inside are its body."""
        block = Block(head, self.here)
        with self._inside(block):
            yield block

    @contextmanager
    def _inside(self, block: Block) -> Iterator[None]:
        self.here.items.append(block)
        outer, self.here = self.here, block
        yield
        self.here = outer

    @contextmanager
    def making(self, variable: str, home: Block) -> Iterator[Block]:
        """Add what sets a variable, to be run where it is still None; it lives as long as ``home`` runs once."""
        block = Block(f"if {variable} is None:", self.here, variable)
        self._uses.setdefault(variable, (home, []))[1].append(block)
        with self._inside(block):
            yield block
        self.know(("made", variable), variable)

    def look(self, variable: str, home: Block) -> None:
        """Note that a variable is looked at here, whether or not it has been set."""
        place = Block(parent=self.here)
        self._uses.setdefault(variable, (home, []))[1].append(place)

    def know(self, key: Any, name: str) -> None:
        """Note a name that holds something for the rest of the present block."""
        self.here.known[key] = name

    def knows(self, key: Any) -> str | None:
        """Return the name that holds something here, or None."""
        block: Block | None = self.here
        while block is not None:
            if key in block.known:
                return block.known[key]
            block = block.parent
        return None

    def fresh(self, prefix: str = "v") -> str:
        """Return a name of a local variable not used before."""
        self._count += 1
        return f"{prefix}{self._count}"

    def name(self, key: Any, prefix: str) -> str:
        """Return the name of the local variable for something, always the same."""
        if key not in self._given:
            self._given[key] = self.fresh(prefix)
        return self._given[key]

    def constant(self, value: Any, prefix: str = "k") -> str:
        """Return the name of a global that holds this very object."""
        known = self._names.get(id(value))
        if known is None:
            known = self._names[id(value)] = f"{prefix}_{len(self.globals)}"
            self.globals[known] = value
        return known

    def render(self, head: str) -> str:
        """Return the text of the function; variables start as None in the innermost block around all their uses.

        Raises UnknownToEmitterError where Python would refuse the text.
        """
        for variable, (home, uses) in self._uses.items():
            place = _around(uses, home)
            first = uses[0]
            if first.made == variable and first.parent is place:
                first.plain = True
            else:
                place.starts.append(f"{variable} = None")
        loops, blocks = self.top.deepest
        if loops > _MOST_LOOPS or blocks > _MOST_BLOCKS:
            raise UnknownToEmitterError("rows in rows beyond what Python takes")
        return "\n".join([head, *self.top.lines(1)]) + "\n"


def _around(uses: list[Block], home: Block) -> Block:
    """Return the innermost block around all uses that runs no more often than ``home``."""
    chains = [use.above[:-1] for use in uses]
    common: list[Block] = [
        blocks[0] for blocks in zip(*chains, strict=False) if all(block is blocks[0] for block in blocks)
    ]
    start = common.index(home)
    for position in range(start + 1, len(common)):
        if common[position].loops:
            return common[position - 1]
    return common[-1]
