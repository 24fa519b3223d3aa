"""Hostile documents: always a report, never a failure, never slow."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.formats import default_registry
from tests.api.conftest import ANY, EXAMPLES

CLIENT = TestClient(create_app())
"""Raises what the service fails at, so that a failure shows its cause."""

BYTES = {
    "white space": b" \t\r\n",
    "byte order mark alone": b"\xef\xbb\xbf",
    "byte order mark": b"\xef\xbb\xbf{}",
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "utf-16 unmarked": '{"a": 1}'.encode("utf-16-le"),
    "utf-32": '{"a": 1}'.encode("utf-32"),
    "latin-1": '{"a": "é"}'.encode("latin-1"),
    "overlong": b'{"a": "\xc0\xaf"}',
    "surrogate bytes": b'{"a": "\xed\xa0\x80"}',
    "truncated character": b'{"a": "\xe2\x82',
    "duplicate key": b'{"a": 1, "a": 2}',
    "duplicate key by escape": b'{"a": 1, "\\u0061": 2}',
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": -Infinity}',
    "hexadecimal": b'{"a": 0x1}',
    "leading zero": b'{"a": 01}',
    "huge exponent": b'{"a": 1e999999999}',
    "tiny exponent": b'{"a": 1e-999999999}',
    "long integer": b'{"a": ' + b"9" * 5000 + b"}",
    "very long integer": b'{"a": ' + b"9" * 1_000_000 + b"}",
    "unsafe integer": b'{"a": 9007199254740993}',
    "lone surrogate": b'{"a": "\\ud800"}',
    "lone surrogate key": b'{"\\udfff": 1}',
    "nul": b'{"a": "\\u0000"}',
    "raw nul": b"\x00\x00\x00\x00",
    "deep, open": b"[" * 100_000,
    "deep, closed": b"[" * 50_000 + b"]" * 50_000,
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "trailing comma": b'{"a": 1,}',
    "comment": b'{"a": 1} // no',
    "two documents": b'{"a": 1}{"b": 2}',
    "lines": b'{"a": 1}\n\n{"b": 2}\r\n{"c":',
    "special keys": b'{"__proto__": 1, "$ref": "file:///etc/passwd", "$schema": "https://evil.example/", "__class__": 2}',
    "many keys": ("{" + ",".join(f'"k{n}":{n}' for n in range(5_000)) + "}").encode(),
    "many lists": b"[" + b"[]," * 5_000 + b"[]]",
    "csv, ragged": b"a,b\n1\n1,2,3\n",
    "csv, open quote": b'a,b\n"1,2\n',
    "csv, wide": b",".join([b"a"] * 5_000) + b"\n" + b",".join([b"1"] * 5_000),
    "fec, header alone": b"HDR\x1cFEC\x1c8.5\n",
    "fec, unknown record": b"HDR\x1cFEC\x1c8.5\x1cX\nXYZ\x1c1\nSE\x1c1\x1c2\n",
    "zip": b"PK\x03\x04" + bytes(100),
    "gzip": b"\x1f\x8b\x08\x00" + bytes(100),
    "xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
}


@pytest.mark.parametrize("name", BYTES)
def test_any_bytes_give_a_report(name: str) -> None:
    started = time.perf_counter()
    response = CLIENT.post("/v1/validate", content=BYTES[name], headers=ANY)
    assert response.status_code == 200
    assert response.json()["verdict"] in ("invalid", "undetermined")
    assert "root:" not in response.text
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("format_id", default_registry().ids)
@pytest.mark.parametrize("name", BYTES)
def test_any_bytes_said_to_be_in_a_format_give_a_report(name: str, format_id: str) -> None:
    response = CLIENT.post(f"/v1/validate?from={format_id}", content=BYTES[name], headers=ANY)
    assert response.status_code == 200
    assert response.json()["input"]["format"] == format_id


@pytest.mark.parametrize("name", BYTES)
def test_any_bytes_are_detected_and_converted_or_refused(name: str) -> None:
    assert CLIENT.post("/v1/detect", content=BYTES[name], headers=ANY).status_code == 200
    # What the bytes are is found out before the target matters, and takes its time for long ones.
    targets = default_registry().ids if len(BYTES[name]) < 5_000 else default_registry().ids[::10]
    for target in targets:
        response = CLIENT.post(f"/v1/convert?to={target}", content=BYTES[name], headers=ANY)
        assert response.status_code in (200, 422)


@settings(max_examples=150)
@given(st.data())
def test_damaged_examples_never_fail_the_service(data: Any) -> None:
    document = bytearray(data.draw(st.sampled_from(EXAMPLES)).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, max(0, len(document) - 1)))
        end = min(len(document), start + data.draw(st.integers(0, 6)))
        junk = st.one_of(
            st.binary(max_size=6),
            st.sampled_from(
                [b'"', b"{", b"}", b"[", b"]", b",", b"\n", b"\x1c", b"null", b"1e99", b'"\\ud800"', b"-", b"\xff"]
            ),
        )
        document[start:end] = data.draw(junk)
    for path in ("/v1/validate", f"/v1/convert?to={data.draw(st.sampled_from(default_registry().ids))}", "/v1/detect"):
        response = CLIENT.post(path, content=bytes(document), headers=ANY)
        assert response.status_code in ((200, 422) if document else (400,))
        if path == "/v1/validate" and document:
            totals = response.json()["totals"]
            assert totals["records"] == totals["valid"] + totals["invalid"] + totals["undetermined"]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=100)
@given(st.data())
def test_values_of_any_type_in_any_field_never_fail_the_service(data: Any) -> None:
    """A known format's record in which some members hold what they never should."""
    path = data.draw(st.sampled_from([p for p in EXAMPLES if p.suffix == ".json"]))
    document = json.loads(path.read_bytes())
    record = document[0] if isinstance(document, list) else document
    record = record["data"][0] if isinstance(record.get("data"), list) and record["data"] else record
    for name in data.draw(st.lists(st.sampled_from(sorted(record)), min_size=1, max_size=3)):
        record[name] = data.draw(JSON_VALUES)
    content = json.dumps(document).encode()
    for query in ("validate", f"validate?for={data.draw(st.sampled_from(default_registry().ids))}",
                  f"convert?to={data.draw(st.sampled_from(default_registry().ids))}"):  # fmt: skip
        assert CLIENT.post(f"/v1/{query}", content=content, headers=ANY).status_code in (200, 422)
