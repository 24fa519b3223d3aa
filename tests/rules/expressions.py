"""Random expressions of the subset as text, mostly well-typed, sometimes not, with random JSON for their variables."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

KINDS = ("bool", "int", "double", "string", "list", "map", "null")
VARIABLES = {"b": "bool", "i": "int", "d": "double", "s": "string", "l": "list", "m": "map", "x": "any"}

# Quarters of small size: IEEE doubles and decimals agree on their sums and products.
DOUBLES = [Decimal(n).scaleb(-2) for n in (-150, -100, -25, 25, 50, 100, 150, 175, 200, 1000)] + [Decimal("0.00")]
INTEGERS = [0, 1, 2, 3, 7, -1, -4, 10, 2**31, 2**63 - 1, -(2**63)]
STRINGS = [
    "",
    "a",
    "b",
    "ab",
    "A",
    "key",
    "0",
    "1",
    "10",
    "-7",
    "1.5",
    "x y",
    "é",
    "\U0001f431",
    "true",
    "a\nb",
    "'",
    '"\\',
]
KEYS = ["a", "b", "key", "x"]
PATTERNS = ["a", "^a", "b$", "^[a-z]+$", "[0-9]{1,3}", "(a|b)*", "^$", "."]


@dataclass(frozen=True)
class Case:
    """An expression and the values of its variables."""

    text: str
    values: dict[str, Any]


json_scalars = st.one_of(
    st.none(), st.booleans(), st.sampled_from(INTEGERS), st.sampled_from(DOUBLES), st.sampled_from(STRINGS)
)
json_values = st.recursive(
    json_scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)
json_lists = st.lists(json_values, max_size=4)
json_maps = st.dictionaries(st.sampled_from(KEYS), json_values, max_size=4)


def literal_string(value: str) -> str:
    """Return a CEL literal of a string."""
    escapes = {"\\": "\\\\", "'": "\\'", "\n": "\\n"}
    return "'" + "".join(escapes.get(c, c) for c in value) + "'"


def literal_double(value: Decimal) -> str:
    """Return a CEL literal of a number with a fraction."""
    return f"{value:.2f}"


class Writer:
    """Draws an expression of a wanted kind; ``scope`` has the variables by kind."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.scope = dict(VARIABLES)
        self.count = 0

    def pick(self, options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def expression(self, kind: str, depth: int) -> str:
        if self.draw(st.integers(0, 39)) == 0:
            kind = self.pick(KINDS)
        if depth <= 0 or kind == "null":
            return self.leaf(kind)
        form = self.pick(("leaf", "own", "own", "own", "own", "conditional", "selected"))
        if form == "leaf":
            return self.leaf(kind)
        if form == "conditional":
            test, then, other = (self.expression(k, depth - 1) for k in ("bool", kind, kind))
            return f"({test} ? {then} : {other})"
        if form == "selected":
            return self.selected(depth)
        return str(getattr(self, f"of_{kind}")(depth))

    def leaf(self, kind: str) -> str:
        named = [name for name, known in self.scope.items() if known in {kind, "any"}]
        if named and self.draw(st.booleans()):
            return str(self.pick(named))
        if kind == "bool":
            return str(self.pick(("true", "false")))
        if kind == "int":
            return f"({self.pick(INTEGERS)})"
        if kind == "double":
            return f"({literal_double(self.pick(DOUBLES))})"
        if kind == "string":
            return literal_string(self.pick(STRINGS))
        return {"list": "[]", "map": "{}", "null": "null"}[kind]

    def selected(self, depth: int) -> str:
        form = self.pick(("member", "index", "item"))
        if form == "item":
            return f"{self.expression('list', depth - 1)}[{self.expression('int', 0)}]"
        operand = self.expression("map", depth - 1)
        key = self.pick(KEYS)
        return f"{operand}.{key}" if form == "member" else f"{operand}['{key}']"

    def any(self, depth: int) -> str:
        return self.expression(self.pick(KINDS), depth)

    def of_bool(self, depth: int) -> str:
        form = self.pick(("and", "or", "not", "equal", "order", "in", "has", "test", "quantifier", "quantifier"))
        d = depth - 1
        if form in {"and", "or"}:
            parts = [self.expression("bool", d) for _ in range(self.pick((2, 2, 3)))]
            return "(" + (" && " if form == "and" else " || ").join(parts) + ")"
        if form == "not":
            return f"(!{self.expression('bool', d)})"
        if form == "equal":
            kind = self.pick(KINDS)
            return f"({self.expression(kind, d)} {self.pick(('==', '!='))} {self.expression(kind, d)})"
        if form == "order":
            kind = self.pick(("int", "double", "string", "bool"))
            operator = self.pick(("<", "<=", ">", ">="))
            return f"({self.expression(kind, d)} {operator} {self.expression(kind, d)})"
        if form == "in":
            kind = self.pick(("list", "map"))
            return f"({self.any(d)} in {self.expression(kind, d)})"
        if form == "has":
            return f"has({self.expression('map', d)}.{self.pick(KEYS)})"
        if form == "test":
            method = self.pick(("contains", "startsWith", "endsWith", "matches"))
            part = f"'{self.pick(PATTERNS)}'" if method == "matches" else self.expression("string", d)
            return f"{self.expression('string', d)}.{method}({part})"
        return self.macro(self.pick(("all", "exists", "exists_one")), "bool", depth)

    def of_int(self, depth: int) -> str:
        d = depth - 1
        form = self.pick(("arithmetic", "arithmetic", "negate", "size", "convert"))
        if form == "arithmetic":
            return f"({self.expression('int', d)} {self.pick('+-*/%')} {self.expression('int', d)})"
        if form == "negate":
            return f"(-({self.expression('int', d)}))"
        if form == "size":
            operand = self.expression(self.pick(("string", "list", "map")), d)
            return self.pick((f"size({operand})", f"{operand}.size()"))  # type: ignore[no-any-return]  # it picks what it is given
        return f"int({self.expression(self.pick(('int', 'double', 'string')), d)})"

    def of_double(self, depth: int) -> str:
        d = depth - 1
        form = self.pick(("arithmetic", "negate", "convert"))
        if form == "arithmetic":
            return f"({self.expression('double', d)} {self.pick('+-*')} {self.expression('double', d)})"
        if form == "negate":
            return f"(-({self.expression('double', d)}))"
        return f"double({self.expression(self.pick(('int', 'double')), d)})"

    def of_string(self, depth: int) -> str:
        d = depth - 1
        if self.draw(st.booleans()):
            return f"({self.expression('string', d)} + {self.expression('string', d)})"
        return f"string({self.expression(self.pick(('int', 'string', 'bool')), d)})"

    def of_list(self, depth: int) -> str:
        d = depth - 1
        form = self.pick(("display", "display", "sum", "filter", "map", "map3"))
        if form == "display":
            return "[" + ", ".join(self.any(d) for _ in range(self.pick((0, 1, 2, 3)))) + "]"
        if form == "sum":
            return f"({self.expression('list', d)} + {self.expression('list', d)})"
        return self.macro(form, "bool" if form == "filter" else self.pick(KINDS), depth)

    def of_map(self, depth: int) -> str:
        keys = self.draw(st.lists(st.sampled_from(KEYS), max_size=3, unique=True))
        return "{" + ", ".join(f"'{key}': {self.any(depth - 1)}" for key in keys) + "}"

    def macro(self, form: str, kind: str, depth: int) -> str:
        source = self.expression(self.pick(("list", "list", "map")), depth - 1)
        self.count += 1
        name = f"v{self.count}"
        outer = self.scope
        self.scope = {**outer, name: "any"}
        bodies = [self.expression("bool", depth - 1)] if form == "map3" else []
        bodies.append(self.expression(kind, depth - 1))
        self.scope = outer
        return f"{source}.{form.removesuffix('3')}({name}, {', '.join(bodies)})"


@st.composite
def cases(draw: Any, depth: int = 3) -> Case:
    """Draw an expression with values for its variables."""
    text = Writer(draw).expression(draw(st.sampled_from(KINDS[:-1])), depth)
    values = {
        "b": draw(st.booleans()),
        "i": draw(st.sampled_from(INTEGERS)),
        "d": draw(st.sampled_from(DOUBLES)),
        "s": draw(st.sampled_from(STRINGS)),
        "l": draw(json_lists),
        "m": draw(json_maps),
        "x": draw(json_values),
    }
    return Case(text, values)
