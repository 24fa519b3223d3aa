"""The syntax tree of an expression: our own, small, closed, and plain data (it can be cached as JSON, never as code)."""

from typing import Any, Literal, TypeAlias

import msgspec

__all__ = (
    "Binary",
    "Bool",
    "Call",
    "Conditional",
    "Double",
    "Has",
    "Index",
    "Int",
    "ListOf",
    "Logic",
    "Macro",
    "MapOf",
    "Member",
    "Name",
    "Node",
    "Null",
    "Text",
    "Unary",
    "decode",
    "encode",
)


class _Node(msgspec.Struct, frozen=True, array_like=True):
    """Every node knows where it begins: 1-based line and column of the expression."""

    line: int
    column: int


class Null(_Node, frozen=True, array_like=True, tag="null"):
    """The literal ``null``."""


class Bool(_Node, frozen=True, array_like=True, tag="bool"):
    """``true`` or ``false``."""

    value: bool


class Int(_Node, frozen=True, array_like=True, tag="int"):
    """A 64-bit integer literal."""

    value: int


class Double(_Node, frozen=True, array_like=True, tag="double"):
    """A number literal with fraction or exponent, kept as written."""

    text: str


class Text(_Node, frozen=True, array_like=True, tag="string"):
    """A string literal, escapes resolved."""

    value: str


class Name(_Node, frozen=True, array_like=True, tag="name"):
    """A variable."""

    name: str


class ListOf(_Node, frozen=True, array_like=True, tag="list"):
    """``[a, b]``."""

    items: tuple["Node", ...]


class MapOf(_Node, frozen=True, array_like=True, tag="map"):
    """``{'a': b}``; keys are strings."""

    keys: tuple["Node", ...]
    values: tuple["Node", ...]


class Member(_Node, frozen=True, array_like=True, tag="member"):
    """``operand.name``."""

    operand: "Node"
    name: str


class Index(_Node, frozen=True, array_like=True, tag="index"):
    """``operand[index]``."""

    operand: "Node"
    index: "Node"


class Has(_Node, frozen=True, array_like=True, tag="has"):
    """``has(operand.name)``."""

    operand: "Node"
    name: str


class Unary(_Node, frozen=True, array_like=True, tag="unary"):
    """``!a`` or ``-a``."""

    operator: Literal["!", "-"]
    operand: "Node"


class Binary(_Node, frozen=True, array_like=True, tag="binary"):
    """A comparison, membership or arithmetic operation."""

    operator: Literal["==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%"]
    left: "Node"
    right: "Node"


class Logic(_Node, frozen=True, array_like=True, tag="logic"):
    """``a && b && c`` or ``a || b || c``, flattened."""

    operator: Literal["&&", "||"]
    operands: tuple["Node", ...]


class Conditional(_Node, frozen=True, array_like=True, tag="conditional"):
    """``test ? then : otherwise``."""

    test: "Node"
    then: "Node"
    otherwise: "Node"


class Call(_Node, frozen=True, array_like=True, tag="call"):
    """``function(a, b)``; with ``method`` it was written ``a.function(b)``."""

    function: str
    arguments: tuple["Node", ...]
    method: bool


class Macro(_Node, frozen=True, array_like=True, tag="macro"):
    """A comprehension over the elements of a list or the keys of a map; ``map`` alone has a ``transform``."""

    kind: Literal["all", "exists", "exists_one", "filter", "map"]
    source: "Node"
    variable: str
    predicate: "Node | None"
    transform: "Node | None"


Node: TypeAlias = (
    Null
    | Bool
    | Int
    | Double
    | Text
    | Name
    | ListOf
    | MapOf
    | Member
    | Index
    | Has
    | Unary
    | Binary
    | Logic
    | Conditional
    | Call
    | Macro
)

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Node)


def encode(node: Node) -> bytes:
    """Return the tree as JSON."""
    return _encoder.encode(node)


def decode(data: bytes) -> Node:
    """Return the tree a JSON text describes.

    Raises msgspec.DecodeError (a ValidationError is one) where the data is anything else.
    """
    node: Node = _decoder.decode(data)
    return node
