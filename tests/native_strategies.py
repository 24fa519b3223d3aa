"""Hypothesis strategies for the native records of any format, made from its own record schema."""

import random
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from opads.standard.jsonvalue import get
from tests.strategies import mutate

Strategy = st.SearchStrategy[Any]

ODD: Strategy = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.builds(Decimal, st.sampled_from(["0.10", "-1.5", "1E+3", "8.9E-5"]))
    | st.text(max_size=6)
    | st.sampled_from(["0042", "1.50", "2026-1-2", "20261332", "≤ 10k", "65+", "G2026", "8.9E-5", "US, DE", " x "])
    | st.just([])
    | st.just({})
)
"""Values that a field may hold though its schema does not want them."""


def native_records(schema: dict[str, Any]) -> Strategy:
    """Return records with fields that mostly follow the schema, with odd values and unknown fields among them."""
    return st.builds(_damaged, _of(schema, schema, 0), st.integers(0, 3), st.integers(0, 2**32))


def _damaged(record: dict[str, Any], times: int, seed: int) -> dict[str, Any]:
    chance = random.Random(seed)  # noqa: S311 - reproducible test data
    for _ in range(times):
        changed = mutate(record, chance)
        record = changed if isinstance(changed, dict) else record
    return record


def _of(node: dict[str, Any], root: dict[str, Any], depth: int) -> Strategy:
    if "$ref" in node and node["$ref"].startswith("#"):
        return _of(get(root, node["$ref"][1:]), root, depth + 1)
    if "const" in node:
        return st.just(node["const"]) | ODD
    if "enum" in node:
        return st.sampled_from(node["enum"]) | ODD
    kinds = node.get("type", "object" if "properties" in node else "string")
    kind = kinds if isinstance(kinds, str) else next(k for k in kinds if k != "null")
    if kind == "object":
        if depth > 8:
            return st.just({})
        fields = {name: _of(inner, root, depth + 1) for name, inner in (node.get("properties") or {}).items()}
        return _some(fields)
    if kind == "array":
        return st.lists(_of(node.get("items") or {}, root, depth + 1), max_size=3)
    if kind == "string":
        return _string(node) | ODD
    if kind == "boolean":
        return st.booleans()
    if kind == "number":
        return st.builds(Decimal, st.sampled_from(["0", "1.5", "0.10"])) | st.integers(0, 9)
    return st.integers(0, 10**6) | ODD


@st.composite
def _some(draw: st.DrawFn, fields: dict[str, Strategy]) -> dict[str, Any]:
    """Objects with a few of the fields."""
    if not fields:
        return {}
    names = draw(st.lists(st.sampled_from(sorted(fields)), unique=True, max_size=7))
    return {name: draw(fields[name]) for name in names}


def _string(node: dict[str, Any]) -> Strategy:
    pattern = node.get("pattern")
    if pattern is None:
        return st.text(max_size=8)
    return st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii")).filter(lambda t: "\n" not in t)
