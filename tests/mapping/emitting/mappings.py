"""Small mappings of any shape, and records that they may read."""

from typing import Any

from hypothesis import strategies as st

Strategy = st.SearchStrategy[Any]

NAMES = st.sampled_from(["a", "b", "c", "0", "x/y"])
TEXTS = st.sampled_from(["a", "x", "xy", "7", "007", "1.50", "18-24", "65+", "a; b", "G5", "2026-01-02", "true", ""])
SCALARS = st.one_of(TEXTS, TEXTS, st.integers(-2, 9), st.booleans(), st.none())
VALUES = st.recursive(SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(NAMES, v, max_size=4), max_leaves=12)
RECORDS = st.dictionaries(NAMES, VALUES, max_size=5)


def _names(least: int, most: int, *steps: str) -> Strategy:
    name = NAMES.map(lambda n: "/" + n.replace("/", "~1"))
    step = st.one_of(name, st.sampled_from(steps)) if steps else name
    rest = st.lists(step, min_size=max(least - 1, 0), max_size=most - 1).map("".join)
    paths = st.tuples(name, rest).map("".join)
    return paths if least else paths | st.just("")


NATIVE = st.one_of(_names(0, 2), _names(0, 2), _names(1, 2), _names(1, 3, "[0]", "[1]", "[]", "[a=x]", "[=x]", "{x*}"))
CONDITIONS = st.one_of(
    NATIVE,
    NATIVE.map("!".__add__),
    st.tuples(_names(1, 2), st.sampled_from(["{x}", "{x*|7}", "{*}", "{}", "[]"])).map("".join),
)
_PLACES = st.sampled_from(["/p", "/q", "/p/r", "/q/r", "/p/r/s", "/w"])
_ARRAYS = st.sampled_from(["/l", "/p/l", "/m"])
_SELECTORS = st.sampled_from(["[kind=a]", "[kind=b]", "[kind=a,r!=x]", "[roles=a,roles=b]", "[0]", "[1]"])
_LASTS = st.sampled_from(["/v", "/r", "/r/s", "/kind", "/n[kind=a]/v", "/n[0]"])
CANONICAL = st.one_of(
    _PLACES,
    st.tuples(_ARRAYS, _SELECTORS, _LASTS).map("".join),
    st.tuples(_ARRAYS, _SELECTORS, _LASTS).map("".join),
    st.tuples(_ARRAYS, st.sampled_from(["[0]", "[=x]", "[]"])).map("".join),
    st.tuples(st.sampled_from(["/l[kind=a]/roles[=x]", "/l", "/p/l"])).map("".join),
)
INTO = st.one_of(
    _ARRAYS,
    st.tuples(_ARRAYS, st.sampled_from(["[kind=a]", "[kind=b,roles=a]"])).map("".join),
    st.tuples(_ARRAYS, _SELECTORS, st.sampled_from(["/n", "/n[kind=a]"])).map("".join),
)
PARTS = {
    "name": "parts",
    "pattern": "(?P<g>[A-Z])?(?P<n>[0-9])?",
    "format": "{g}{n}",
    "parts": {"g": "text", "n": "text"},
}
CODECS = st.sampled_from(
    [
        "text",
        "text",
        {"name": "text", "max_length": 1},
        "integer",
        {"name": "integer", "native": "string"},
        "decimal",
        {"name": "decimal", "native": "number"},
        "boolean",
        {"name": "boolean", "true": ["x", 1], "false": ["a", False]},
        "same",
        "array-of",
        {"name": "list", "separator": "; "},
        "age-range",
        "date",
        {"name": "percentage", "scale": 1},
        {
            "name": "enum",
            "map": [{"native": "x", "canonical": "y"}, {"native": True, "canonical": "t"}],
            "else": "keep",
        },
    ]
)
RELATIONS = st.sampled_from(["equivalent", "equivalent", "related"])
DIRECTIONS = st.sampled_from(
    [{}, {}, {"direction": "read", "reason": "a test"}, {"direction": "write", "reason": "a test"}]
)


def _row(native: Any, canonical: Any, codec: Any, relation: str, direction: dict[str, str]) -> dict[str, Any]:
    return {"native": native, "canonical": canonical, "codec": codec, "relation": relation, **direction}


def _read_only(native: str, canonical: str, codec: Any, relation: str) -> dict[str, Any]:
    return _row(native, canonical, codec, relation, {"direction": "read", "reason": "a test"})


def rows(*, element: bool) -> Strategy:
    """Return rows for the record, or for an element or a member of it."""
    places = CANONICAL | st.just("") if element else CANONICAL
    scoped = st.one_of(NATIVE.map("^".__add__), NATIVE.map("^^".__add__), st.just("@"))
    value = st.builds(_row, NATIVE, places, CODECS, RELATIONS, DIRECTIONS)
    parts = st.fixed_dictionaries({"g": CANONICAL, "n": CANONICAL})
    several = st.builds(_row, NATIVE, parts, st.just(PARTS), RELATIONS, DIRECTIONS)
    constant = st.one_of(
        st.fixed_dictionaries({"canonical": CANONICAL, "value": st.sampled_from(["x", True, 1])}),
        st.fixed_dictionaries({"native": _names(1, 2), "value": st.sampled_from(["x", True, 7])}),
    ).map(lambda const: {"const": const})
    outer = st.builds(_read_only, scoped, CANONICAL, CODECS, RELATIONS)
    return st.one_of(value, value, value, value, several, constant, *([outer] if element else []))


def _blocks(depth: int, *, element: bool) -> Strategy:
    inner = st.lists(_nodes(depth - 1, element=element), min_size=1, max_size=3)
    below = st.lists(_nodes(depth - 1, element=True), min_size=1, max_size=3)
    when = st.fixed_dictionaries({"native": CONDITIONS | st.lists(CONDITIONS, min_size=1, max_size=2)})
    return st.one_of(
        st.fixed_dictionaries({"when": when, "rows": inner}),
        st.fixed_dictionaries({"each": NATIVE, "rows": below}, optional={"when": when, "into": INTO}),
        st.fixed_dictionaries({"each": _names(1, 2), "into": INTO, "rows": below}),
        st.fixed_dictionaries({"each": st.just(""), "into": INTO, "rows": below}),
        st.fixed_dictionaries({"each": _names(0, 2).map(lambda path: path + "/*"), "rows": below}),
    )


def _nodes(depth: int, *, element: bool) -> Strategy:
    plain = rows(element=element)
    return plain if depth == 0 else st.one_of(plain, _blocks(depth, element=element))


MAPPINGS = st.lists(_nodes(3, element=False), min_size=1, max_size=6)
"""The rows of a mapping, as its file would have them; some are refused."""
