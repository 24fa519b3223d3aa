"""The language by example, in the categories of CEL's public conformance suite; the rows are data."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from opads.rules.errors import CelError, ExpressionError
from opads.rules.program import compile_expression
from opads.rules.signatures import Kind
from tests.rules.oracles import ERROR, same
from tests.rules.reference import WalkError, walk

FOLDER = Path(__file__).parent / "conformance"
CATEGORIES = {"basic", "comparisons", "conversions", "fields", "integer_math", "lists", "logic", "macros", "string"}


def exact(value: Any) -> Any:
    """Return YAML's value with its floats as decimals."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, list):
        return [exact(item) for item in value]
    if isinstance(value, dict):
        return {key: exact(item) for key, item in value.items()}
    return value


def rows() -> list[Any]:
    return [
        pytest.param(row, id=f"{path.stem}: {row['expr']}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def test_every_category_has_cases() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == CATEGORIES


@pytest.mark.parametrize("row", rows())
def test_case(row: dict[str, Any]) -> None:
    assert len({"gives", "error", "refused"} & set(row)) == 1
    values = exact(row.get("with", {}))
    variables: dict[str, Kind] = dict.fromkeys(values, "dyn")
    if "refused" in row:
        with pytest.raises(ExpressionError) as refusal:
            compile_expression(row["expr"], variables)
        assert row["refused"] in refusal.value.problem
        return
    program = compile_expression(row["expr"], variables)
    walked, _ = walk(program.tree, values)
    if "error" in row:
        with pytest.raises(CelError) as error:
            program.evaluate(*values.values())
        assert row["error"] in error.value.reason
        assert isinstance(walked, WalkError)
        return
    result = program.evaluate(*values.values())
    assert same(result, exact(row["gives"]))
    assert same(ERROR if isinstance(walked, WalkError) else walked, result)
