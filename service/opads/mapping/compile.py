"""Compiles the rows of a mapping: macros unfolded, paths and codecs ready, authors' mistakes named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from opads.mapping.codecs import Codec, codec_of
from opads.mapping.model import Row, When
from opads.mapping.path import All, Match, Path, PathError, Step, compile_path
from opads.standard.authored import Authored

__all__ = ("Block", "ConstRow", "ImpliedRow", "MappingError", "Node", "ValueRow", "compile_rows", "places", "unfold")


class MappingError(ValueError):
    """A mapping that cannot be used; the message names the format, the row and the mistake."""


class Condition(msgspec.Struct, frozen=True):
    """One path of a ``when``."""

    path: Path
    negated: bool

    def holds(self, value: Any) -> bool:
        """Say whether the path selects something (or, negated, nothing)."""
        return self.path.selects(value) != self.negated


class ValueRow(msgspec.Struct, frozen=True, eq=False):
    """A native field and its canonical path or paths."""

    native: Path
    scope: int
    """How many enclosing elements up the native path starts (a ``^`` in front for each)."""
    canonical: Path | None
    parts: dict[str, Path]
    joined: tuple[Path, ...]
    codec: Codec
    row: Row
    name: bool = False
    """The native value is the name of the member at which the path starts (``@``)."""
    known: dict[str, tuple[Any, bool]] = msgspec.field(default_factory=dict)
    """What the codec made of recent texts, and whether the value gives the text back."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """All canonical paths of the row."""
        return (*((self.canonical,) if self.canonical else ()), *self.parts.values(), *self.joined)


class ConstRow(msgspec.Struct, frozen=True):
    """A constant on one side."""

    native: Path | None
    canonical: Path | None
    value: Any


class ImpliedRow(msgspec.Struct, frozen=True):
    """Canonical leaves that the target expresses by silence."""

    canonical: Path
    reason: str


class Block(msgspec.Struct, frozen=True):
    """Nested rows under a condition, an iteration, or both."""

    native_conditions: tuple[Condition, ...]
    canonical_conditions: tuple[Condition, ...]
    each: Path | None
    into: Path | None
    """The array path of ``into`` without its last selector."""
    selector: Match | None
    nodes: tuple[Node, ...] = ()
    members: bool = False
    """``each`` names an object, whose members are iterated."""


Node = ValueRow | ConstRow | ImpliedRow | Block


def compile_rows(rows: tuple[Row, ...], where: str) -> tuple[Node, ...]:
    """Compile rows; ``where`` names the file in messages. Raises MappingError."""
    nodes: list[Node] = []
    for number, row in enumerate(rows, 1):
        place = f"{where}, row {number}"
        for unfolded in unfold(row):
            try:
                nodes.append(_compile(unfolded, place))
            except (PathError, ValueError) as error:
                if isinstance(error, MappingError):
                    raise
                raise MappingError(f"{place} ({_label(unfolded)}): {error}") from error
    return tuple(nodes)


def places(nodes: tuple[Node, ...]) -> Iterator[tuple[Path, tuple[Path, ...]]]:
    """Yield native and canonical paths that start at the root of the record, those of iterations as a whole."""
    for node in nodes:
        if isinstance(node, ValueRow):
            yield node.native, node.paths
        elif isinstance(node, Block) and node.each is None:
            yield from places(node.nodes)
        elif isinstance(node, Block) and node.each is not None and node.into is not None:
            yield node.each, (node.into,)


def _label(row: Row) -> str:
    return str(row.native if row.native is not None else row.each or row.implied or row.const or "block")


def unfold(row: Row) -> list[Row]:
    """Return the rows that a row with ``repeat`` stands for."""
    if row.repeat is None:
        return [row]
    rows = [replace(row, repeat=None)]
    for name, values in row.repeat.items():
        rows = [_substitute(r, name, value) for r in rows for value in values]
    return rows


def _substitute(row: Row, name: str, value: str) -> Row:
    def filled(node: Any) -> Any:
        if isinstance(node, str):
            return (
                node
                if "{" not in node
                else (
                    node.replace(f"{{{name}}}", value)
                    .replace(f"{{{name}.lower}}", value.lower())
                    .replace(f"{{{name}.upper}}", value.upper())
                )
            )
        if isinstance(node, dict):
            return {filled(k): filled(v) for k, v in node.items()}
        if isinstance(node, list | tuple):
            return type(node)(map(filled, node))
        if isinstance(node, Authored):
            given = {member: getattr(node, member) for member in node.__struct_fields__}
            return replace(node, **{member: filled(inner) for member, inner in given.items() if inner is not None})
        return node

    made: Row = filled(row)
    return made


def _compile(row: Row, place: str) -> Node:
    if row.const is not None:
        const = row.const
        return ConstRow(
            compile_path(const.native) if const.native is not None else None,
            compile_path(const.canonical) if const.canonical is not None else None,
            const.value,
        )
    if row.implied is not None:
        return ImpliedRow(compile_path(row.implied), row.reason or "")
    if row.native is not None:
        return _value_row(row)
    when = row.when or When()
    into, selector = _into(row.into)
    members = row.each is not None and row.each.endswith("/*")
    if members and into is not None:
        raise ValueError(f"`each` {row.each!r} iterates members, for reading only: `into` belongs to rows below it")
    return Block(
        tuple(_condition(text) for text in when.natives),
        tuple(_condition(text) for text in when.canonicals),
        compile_path(row.each.removesuffix("/*")) if row.each is not None else None,
        into,
        selector,
        compile_rows(row.rows, place),
        members,
    )


def _condition(text: str) -> Condition:
    negated = text.startswith("!")
    return Condition(compile_path(text[1:] if negated else text), negated)


def _into(text: str | None) -> tuple[Path | None, Match | None]:
    if text is None:
        return None, None
    path = compile_path(text)
    steps: tuple[Step, ...] = path.steps
    selector = None
    if steps and isinstance(steps[-1], Match):
        selector, steps = steps[-1], steps[:-1]
    elif steps and isinstance(steps[-1], All):
        steps = steps[:-1]
    if not steps:
        raise ValueError(f"`into` {text!r} names no array")
    return Path(text, steps), selector


def _value_row(row: Row) -> ValueRow:
    native = (row.native or "").lstrip("^")
    scope = len(row.native or "") - len(native)
    name = native == "@"
    if (scope or name) and row.direction != "read":
        raise ValueError(
            "a native path that starts with ^, or a name (@), is for reading only: give `direction: read` and a `reason`"
        )
    codec = codec_of(row.codec)
    one: Path | None = None
    parts: dict[str, Path] = {}
    joined: tuple[Path, ...] = ()
    if isinstance(row.canonical, str):
        one = compile_path(row.canonical)
    elif isinstance(row.canonical, dict):
        parts = {name: compile_path(text) for name, text in row.canonical.items()}
        if codec.name != "parts":
            raise ValueError("several canonical paths by name need the codec `parts`")
    else:
        joined = tuple(compile_path(text) for text in row.canonical or ())
        if codec.name != "join" or row.direction != "write":
            raise ValueError("a list of canonical paths needs the codec `join` and `direction: write`")
    return ValueRow(compile_path("" if name else native), scope, one, parts, joined, codec, row, name)
