"""Which values of a disclosure a mapping looks at: all others are passed on, or passed over, whatever they are."""

from __future__ import annotations

from typing import TypeAlias

from opads.mapping.codecs import Codec
from opads.mapping.codecs.scalars import IntegerCodec, SameCodec, TextCodec
from opads.mapping.compile import Block, ConstRow, ImpliedRow, Node, ValueRow
from opads.mapping.path import Is, Key, Match, OneOf, Path
from opads.standard.jsonvalue import is_index

__all__ = ("Keys", "Looks", "UnknownError", "passes")

Keys: TypeAlias = tuple[str, ...]
"""The names on the way to a value, without the positions in arrays."""


class UnknownError(Exception):
    """Rows that are not followed here: records are converted one by one."""


class Looks:
    """What the rows of a mapping compare (``values``), and what they write by codecs that may refuse or change a value.

    ``coded`` has the names of what is written, with all below it, and the codec; None where it is compared as a whole.
    """

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self.values: set[Keys] = set()
        self.coded: list[tuple[Keys, Codec | None]] = []
        self._nodes(nodes, ())

    def codecs(self, keys: Keys) -> list[Codec | None]:
        """Return the codecs by which a value is written, alone or as part of another."""
        return [codec for written, codec in self.coded if keys[: len(written)] == written]

    def names(self) -> set[str]:
        """Return the first names of all that is looked at."""
        return {keys[0] if keys else "" for keys in (*self.values, *(keys for keys, _ in self.coded))}

    def _nodes(self, nodes: tuple[Node, ...], base: Keys) -> None:
        for node in nodes:
            if isinstance(node, ValueRow):
                for path in node.paths:
                    keys = self.follow(path, base)
                    if node.row.direction != "read" and not passes(node.codec):
                        self.coded.append((keys, node.codec))
            elif isinstance(node, ConstRow):
                if node.canonical is not None:
                    self.coded.append((self.follow(node.canonical, base), None))
            elif isinstance(node, ImpliedRow):
                self.follow(node.canonical, base)
            else:
                self._block(node, base)

    def _block(self, node: Block, base: Keys) -> None:
        for condition in node.canonical_conditions:
            self.follow(condition.path, base)
        if node.into is not None:
            steps = (*node.into.steps, *((node.selector,) if node.selector is not None else ()))
            base = self.follow(Path(node.into.text, steps), base)
        self._nodes(node.nodes, base)

    def follow(self, path: Path, base: Keys) -> Keys:
        """Note what a path compares, and return the names on its way."""
        for step in path.steps:
            if isinstance(step, Key):
                if is_index(step.name):
                    raise UnknownError("a name that may be a position")
                base = (*base, step.name)
            elif isinstance(step, Match):
                self.values |= {(*base, condition.key) for condition in step.conditions}
            elif isinstance(step, OneOf | Is):
                self.values.add(base)
        return base


def passes(codec: Codec) -> bool:
    """Say whether a codec writes a value as it is or refuses it for its type alone."""
    if isinstance(codec, TextCodec):
        return codec.max_length is None
    return isinstance(codec, SameCodec) or (isinstance(codec, IntegerCodec) and codec.native == "number")
