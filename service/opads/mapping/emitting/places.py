"""Places in a native record: which loop an emitted line stands in, and how many rows read the same leaf."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from opads.mapping.codecs.scalars import TextCodec
from opads.mapping.compile import Block as Rows
from opads.mapping.compile import ConstRow, Node, ValueRow
from opads.mapping.emitting.text import Block
from opads.mapping.path import Key, Match, OneOf, Path, Step
from opads.standard.jsonvalue import is_index

__all__ = ("Scope", "Spot", "Trail", "Trails")

Trail = tuple[str, ...]
"""The names on the way to a native value; ``[]`` for any position, ``*`` for any name."""


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The record, or one element of a loop: ``key`` is the expression of its name or position in ``above``."""

    home: Block
    above: Spot | None
    key: str
    trail: Trail


@dataclass(frozen=True, slots=True)
class Spot:
    """A place at names and positions below the value of a scope."""

    scope: Scope
    steps: tuple[Step, ...] = ()

    @property
    def trail(self) -> Trail:
        """The names on the way here."""
        return self.scope.trail + _trail(self.steps)


def _trail(steps: tuple[Step, ...]) -> Trail:
    names = (s.name if isinstance(s, Key) and not is_index(s.name) else "[]" for s in steps if not isinstance(s, OneOf))
    return tuple(names)


class Trails:
    """Where the rows of a mapping look at the native record."""

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        looks = [(trail[: trail.index("*")] if "*" in trail else trail, plain) for trail, plain in _looks(nodes, ((),))]
        self._whole = Counter(trail for trail, _ in looks)
        self._spelling = {trail for trail, plain in looks if not plain}
        self._touched = Counter(trail[:end] for trail, _ in looks for end in range(len(trail) + 1))

    def alone(self, trail: Trail) -> bool:
        """Whether no more than one row looks at a leaf there."""
        return self._touched[trail] == 1 and self._apart(trail)

    def agreed(self, trail: Trail) -> bool:
        """Whether all rows that look at a leaf there keep its spelling."""
        return self._touched[trail] == self._whole[trail] and trail not in self._spelling and self._apart(trail)

    def _apart(self, trail: Trail) -> bool:
        return "*" not in trail and not any(trail[:end] in self._whole for end in range(len(trail)))


def _looks(nodes: tuple[Node, ...], scopes: tuple[Trail, ...]) -> Iterator[tuple[Trail, bool]]:
    """Yield where each row looks, and whether it keeps the spelling of what it reads there."""
    for node in nodes:
        if isinstance(node, ValueRow) and node.row.direction != "write":
            here = scopes[-1 - node.scope] if node.scope < len(scopes) else scopes[0]
            yield from _path(here, node.native, plain=_is_plain(node))
        elif isinstance(node, ConstRow) and node.native is not None:
            yield from _path(scopes[-1], node.native, plain=True)
        elif isinstance(node, Rows) and (node.each is None or not (node.each.steps or node.members)):
            yield from _looks(node.nodes, scopes)
        elif isinstance(node, Rows) and node.each is not None:
            yield from ((trail, True) for trail in _compared(scopes[-1], node.each))
            element = scopes[-1] + _trail(node.each.steps) + ("*" if node.members else "[]",)
            yield from _looks(node.nodes, (*scopes, element))


def _is_plain(node: ValueRow) -> bool:
    """Whether a row takes texts as they are."""
    unbounded = isinstance(node.codec, TextCodec) and node.codec.max_length is None
    return unbounded and node.row.direction == "both" and not node.name


def _path(here: Trail, path: Path, *, plain: bool) -> Iterator[tuple[Trail, bool]]:
    yield here + _trail(path.steps), plain
    yield from ((trail, True) for trail in _compared(here, path))


def _compared(here: Trail, path: Path) -> Iterator[Trail]:
    """Yield the leaves that selectors compare."""
    for end, step in enumerate(path.steps, 1):
        if isinstance(step, Match):
            yield from (here + _trail(path.steps[:end]) + (condition.key,) for condition in step.conditions)
