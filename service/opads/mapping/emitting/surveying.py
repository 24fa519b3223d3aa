"""Surveys the canonical places of one element's rows: which containers may be held in a variable."""

from __future__ import annotations

from collections.abc import Iterator

from opads.mapping.compile import Block, ConstRow, Node, ValueRow
from opads.mapping.emitting.errors import UnknownToEmitterError
from opads.mapping.path import All, Index, Is, Key, Match, OneOf, Path, Step

__all__ = ("Survey", "survey")

Steps = tuple[Step, ...]


class Survey:
    """What rows set in one element.

    ``grown``: arrays at whose end rows put elements. ``shared``: containers that a row may also set as a whole, or that a
    selector makes: they are looked up each time. ``whole``: the element itself is set. ``nested``: rows below make
    elements of their own. ``apart``: a native leaf may count as read though nothing is set.
    """

    def __init__(self) -> None:
        self.values: set[Steps] = set()
        self.arrays: set[Steps] = set()
        self.objects: set[Steps] = set()
        self.grown: set[Steps] = set()
        self.places: set[Steps] = set()
        self.whole = self.nested = self.apart = False

    @property
    def shared(self) -> set[Steps]:
        """The containers that no variable may hold."""
        return (self.arrays | self.objects) & self.values

    def check(self) -> None:
        """Raise UnknownToEmitterError where places are at odds with one another."""
        if self.arrays & self.objects:
            raise UnknownToEmitterError("a container that is an array and an object")
        if self.whole and (self.arrays or self.objects):
            raise UnknownToEmitterError("an element that is set as a whole and by its members")
        positions = {steps[:-1] for steps in self.places if isinstance(steps[-1], Index)}
        if positions & {steps[:-1] for steps in self.places if isinstance(steps[-1], Match)}:
            raise UnknownToEmitterError("an array in which a position may be the element of a selector")

    def path(self, path: Path, *, array: bool = False) -> None:
        """Note a path that is set, or that names an array."""
        steps, last = path.steps, path.steps[-1] if path.steps else None
        if last is None:
            self.whole = True
            return
        if isinstance(last, OneOf | Match) or any(isinstance(step, All | Is | OneOf) for step in steps[:-1]):
            raise UnknownToEmitterError(f"a path like {path.text}")
        for end in range(1, len(steps) + array):
            following = steps[end] if end < len(steps) else None
            kind = self.objects if isinstance(following, Key) else self.arrays
            kind.add(steps[:end])
            if isinstance(steps[end - 1], Index) and steps[: end - 1] in self.grown:
                raise UnknownToEmitterError("an array in which a position may be an element made before")
        for end, step in enumerate(steps, 1):
            self.places.add(steps[:end])
            if isinstance(step, All | Is):
                self.grown.add(steps[: end - 1])
            if isinstance(step, Match):
                self.values |= {(*steps[:end], Key(name)) for name, *_ in step.element}
        (self.grown if array else self.values).add(steps)


def survey(nodes: tuple[Node, ...]) -> Survey:
    """Return what rows set; raises UnknownToEmitterError."""
    found = Survey()
    _survey(nodes, found)
    found.check()
    return found


def _survey(nodes: tuple[Node, ...], found: Survey, *, repeated: bool = False) -> None:
    for node in nodes:
        for path in _set(node):
            found.path(path)
        if isinstance(node, ValueRow):
            found.apart |= bool(node.parts) and node.row.direction != "write"
        elif isinstance(node, ConstRow):
            found.apart |= node.native is not None
        elif isinstance(node, Block) and node.into is not None:
            if not isinstance(node.into.steps[-1], Key) or "~" in node.into.text:
                raise UnknownToEmitterError(f"an array like {node.into.text}")
            found.path(node.into, array=True)
            found.nested = True
        elif isinstance(node, Block):
            turns = (
                1 if node.each is None or repeated else 2
            )  # what stands first comes after the last of the turn before
            for _ in range(turns):
                _survey(node.nodes, found, repeated=repeated or node.each is not None)


def _set(node: Node) -> Iterator[Path]:
    if isinstance(node, ValueRow) and node.row.direction != "write":
        yield from (node.canonical,) if node.canonical is not None else node.parts.values()
    elif isinstance(node, ConstRow) and node.canonical is not None:
        yield node.canonical
