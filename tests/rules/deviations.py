"""Where the two libraries differ from the language, told in the operations and types that the reference walker notes.

Each row has an expression that shows the difference; a test fails when a library no longer shows it.
"""

import re
from dataclasses import dataclass

__all__ = ("DEVIATIONS", "Deviation", "excused")


@dataclass(frozen=True)
class Deviation:
    """A library, a pattern of the operations concerned, an expression that shows it, and what the library does."""

    library: str
    operation: str
    example: str
    reason: str


_PYTHON = [
    (r"string\(bool\)", "string(true)", "gives Python's 'True'"),
    (r"string\((list|map|null)\)", "string([])", "gives Python's repr instead of an error"),
    (r"has\(error\)", "has({}.a.b)", "takes an error of the operand for an absent member"),
    (r"map\(.*error.*\)", "size({'a': 1 / 0})", "keeps an error as a value of the map"),
    (r"([-+*/%]|[<>]=?)\(.*bool.*\)", "1 + true", "takes booleans for integers, as Python does"),
    (r"[<>]=?\((int, double|double, int)\)|(==|!=|in) int with double", "1 < 1.5", "compares no integer with a double"),
    (r"(int|double)\((bool|null)\)", "int(true)", "converts booleans and null"),
    (r"/\(int, double\)|%\((int, double|double, double)\)", "5 % 2.0", "divides an integer by a double"),
    (r"in\(string, string\)", "'a' in 'abc'", "looks for a part of a text"),
    (r"\[\]\(list, double\)", "[1, 2][1.0]", "takes no double for a position"),
    (r"(&&|\|\|)\(error, error.*\)", "{}.a && {'x': []}.a && false", "may not see the operand after two errors"),
    (r"size\(null\)", "size(null)", "takes the size of null for 0"),
    (r"string\(double\)", "string(1.0)", "writes 1.0 for 1"),
    (
        r"contains\((list|map), .*\)|contains\(string, string\)",
        "[].contains('a')",
        "looks into lists, and forgets that joined text is text",
    ),
    (
        r"(all|exists|exists_one|filter|map)\((string|error|null|bool|int|double)\)",
        "'a'.filter(x, true)",
        "goes over texts and errors",
    ),
    (r"\[\]\(string, (int|bool)\)|\[\] misses\(list, bool\)", "'a'[0]", "takes a character out of a text"),
    (r"has\((bool|int|double|string|list|null)\)", "has([].a)", "finds no member where an error is due"),
    (r"(==|!=|in) mixed", "null == 2", "has an error where values of different types are compared"),
    (r"[-+*/%]\(double, int\)", "1.0 + 1", "adds an integer to a double"),
    (r"map by\(.*\)", "[1].map(x, true, x)", "has no map() with three arguments"),
    (r"\[\] misses\(list, int\)", "[1][-1]", "counts negative positions from the end"),
    (r"(&&|\|\|)\(.*(null|int|double|string|list|map).*\)", "true && 1", "lets values that are no booleans through"),
    (
        r"(all|exists|exists_one|filter) by\(.*(error|null|int|double|string|list|map).*\)",
        "[1].exists_one(x, 'a')",
        "counts what is no boolean",
    ),
]
_RUST = [
    (r"string\(bool\)", "string(true)", "has no such conversion"),
    (r"-\(bool\)", "-(true)", "takes the minus of a boolean for its negation"),
    (r"!\((string|int|double|list|map|null)\)", "!!'a'", "negates what is no boolean"),
    (
        r"(all|exists) by\(bool, (double|error|int|list|map|null|string).*\)",
        "[0, 1].exists(x, 1 / x == 1)",
        "ends a macro with the error of an element before the one that decides",
    ),
    (r"\[\]\(list, double\)", "[1][0.0]", "takes no double for a position"),
    ("overflow", "-(-9223372036854775808)", "does not see the overflow of a minus"),
    (r"size\(string\)", "size('\u00e9')", "counts bytes"),
    # Sixteen keys, for the order is random: with few it would now and then be ours by chance.
    (
        r"(filter|map)\(map\)",
        "{'a': 1, 'b': 1, 'c': 1, 'd': 1, 'e': 1, 'f': 1, 'g': 1, 'h': 1, 'i': 1, 'j': 1, 'k': 1, 'l': 1, 'm': 1, 'n': 1, 'o': 1, 'p': 1}.map(k, k)",
        "visits the keys in an order of its own",
    ),
    (r"\+\(list, map\)", "[] + {'a': 1}", "adds the keys of a map to a list"),
    (r"in\((list|map|null|double), map\)", "[] in {}", "has an error where a value of this type cannot be a key"),
]
_BOTH = [
    (
        "beyond binary64",
        "double(9223372036854775807) == 9223372036854775808.0",
        "rounds to 53 bits; our numbers are exact",
    ),
]

DEVIATIONS = (
    *(Deviation("cel-python", *row) for row in (*_PYTHON, *_BOTH)),
    *(Deviation("cel-rust", *row) for row in (*_RUST, *_BOTH)),
)


def excused(library: str, seen: set[str]) -> bool:
    """Say whether a library is known to differ for one of the operations seen."""
    return any(
        re.fullmatch(deviation.operation, operation)
        for deviation in DEVIATIONS
        if deviation.library == library
        for operation in seen
    )
