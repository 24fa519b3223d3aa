"""Records under one schema come back as they were, whatever they hold."""

import io
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opads.bulk.rows import reading_of
from opads.carriers import WriteError
from opads.carriers.parquet.rest import REST
from opads.carriers.parquet.writing import batch_of, schema_of
from opads.formats import Format, default_registry
from opads.standard.shapes import shape_of
from tests.bulk.helpers import natives_of
from tests.carriers.parquet.helpers import rows
from tests.native_strategies import native_records

REGISTRY = default_registry()
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "text": {"type": ["string", "null"]},
        "mixed": {"type": ["string", "integer"]},
        "number": {"type": "number"},
        "whole": {"type": "integer"},
        "flag": {"type": "boolean"},
        "free": {"type": "object"},
        "any": {},
        "list": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}},
        "inner": {"type": "object", "properties": {"x": {"type": "string"}, "y": {"type": "integer"}}},
    },
}
NAMES = st.sampled_from([*SCHEMA["properties"], "a", "x", "y", "a/b", "~", ""])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3)
    | st.sampled_from(["", "1", "true", "null", "{}", "[1]", "{broken", "é"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=10,
)


def through(records: list[dict[str, Any]], schema: dict[str, Any], documents: Any = None) -> list[dict[str, Any]]:
    """Return records written to a file and read back; nothing may be said of them."""
    shape = shape_of(schema, documents or {})
    arrow = schema_of(shape, {"about": "test"})
    file = io.BytesIO()
    pq.write_table(pa.Table.from_batches([batch_of(records, shape, arrow)]), file)
    table = pq.read_table(io.BytesIO(file.getvalue()))
    assert table.schema.equals(arrow)
    found = rows(
        table.combine_chunks().to_batches()[0] if table.num_rows else batch_of([], shape, arrow), schema=schema
    )
    assert found.rules == []
    return found.values


@given(st.lists(st.dictionaries(NAMES, VALUES, max_size=6), min_size=1, max_size=4))
def test_any_records_come_back(records: list[dict[str, Any]]) -> None:
    assert through(records, SCHEMA) == records


@pytest.mark.parametrize("format_", list(REGISTRY), ids=lambda f: f.id)
def test_examples_of_every_format_come_back(format_: Format) -> None:
    records = natives_of(format_)
    shape = shape_of(format_.record_schema, format_.schemas.documents)
    batch = batch_of(records, shape, schema_of(shape, {}))
    assert [record.value for record in reading_of(batch, format_, "json").records] == records


@pytest.mark.parametrize("name", ["meta-ad-library", "us-openfec", "openttpa"])
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_odd_records_of_formats_come_back(name: str, data: st.DataObject) -> None:
    schema = REGISTRY.get(name).record_schema
    record = data.draw(native_records(schema))
    if "\\u0000" in str(record) or "\\x00" in repr(record):
        return
    assert through([record], schema) == [record]


def test_columns_are_those_of_the_schema_whatever_comes() -> None:
    shape = shape_of(SCHEMA, {})
    arrow = schema_of(shape, {})
    assert arrow.names == [*SCHEMA["properties"], REST]
    for records in ([], [{"unknown": 1}], [{"text": "x"}]):
        assert batch_of(records, shape, arrow).schema.equals(arrow)
    assert arrow.field("number").type == pa.string()
    assert arrow.field("whole").type == pa.int64()
    assert pa.types.is_struct(arrow.field("list").type.value_type)


def test_the_rest_holds_what_no_column_holds() -> None:
    shape = shape_of(SCHEMA, {})
    record = {"mixed": 12, "number": Decimal("0.10"), "whole": 2**70, "inner": {"x": None, "z": 1}, "new": [1]}
    batch = batch_of([record, {"text": "x"}], shape, schema_of(shape, {}))
    assert batch.column(batch.num_columns - 1).to_pylist() == [
        '{"/mixed":12,"/whole":1180591620717411303424,"/inner/x":null,"/inner/z":1,"/new":[1]}', None
    ]  # fmt: skip
    assert batch.to_pylist()[0]["mixed"] == "12"
    assert batch.to_pylist()[0]["number"] == "0.10"


@pytest.mark.parametrize("rest", ["[1]", "{", '{"/inner/x": 1}', '{"x": 1}', '{"/list/3": 1}'])
def test_a_rest_that_does_not_fit_costs_its_row(rest: str) -> None:
    found = rows({"list": pa.array([["a"]]), REST: [rest]})
    assert found.values == []
    assert found.rules == ["unreadable-value"]


def test_a_rest_of_another_type_is_passed_over() -> None:
    assert rows({"a": [1], REST: [1.5]}).values == [{"a": 1}]
    assert rows({"a": [1], REST: [1]}).rules == ["unsupported-type"]
    packed = rows({"a": [1], REST: pa.array(['{"/b": 2}']).dictionary_encode()})
    assert packed.values == [{"a": 1, "b": 2}]


def test_what_is_no_text_cannot_be_written() -> None:
    shape = shape_of(SCHEMA, {})
    with pytest.raises(WriteError):
        batch_of([{"text": "\ud800"}], shape, schema_of(shape, {}))
