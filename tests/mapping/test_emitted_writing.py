"""What the emitted functions write is what the interpreter writes: record, order of members, account entry by entry."""

from __future__ import annotations

import copy
import random
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from opads import carriers
from opads.formats import Format, default_registry
from opads.mapping import Lens, MappingFile, Writing
from opads.mapping.emit_places import is_plain
from opads.mapping.emit_writing import emit
from opads.mapping.lens import alike
from opads.mapping.path import scalar_text
from opads.mapping.writing import Interpreter, Writer
from opads.standard.jsonvalue import copied, leaves
from tests.mapping.demo import lens, records
from tests.native_strategies import native_records
from tests.strategies import disclosures, json_values, mutate

REGISTRY = default_registry()
FORMATS = [format_ for format_ in REGISTRY if not format_.lens.identity]
each_format = pytest.mark.parametrize("format_", FORMATS, ids=lambda f: str(f.id))


@cache
def writers(format_: Format) -> tuple[Interpreter, Writer]:
    return Interpreter(format_.lens.nodes), Writer(format_.id, format_.lens.nodes, warm=0)


def shown(writing: Writing) -> tuple[str, list[tuple[str, str]]]:
    return repr(writing.native), [(pointer, repr(entry)) for pointer, entry in writing.account.items()]


def check(pair: tuple[Interpreter, Writer], disclosure: dict[str, Any]) -> None:
    """Compare both ways, with and without an account, on one disclosure, which stays as it is."""
    interpreter, writer = pair
    before = repr(disclosure)
    for slot in (None, "/extensions/opads"):
        expected = shown(interpreter.write(disclosure, slot))
        assert shown(writer.write(disclosure, slot)) == expected
        assert repr(writer.native(disclosure)) == expected[0]
    assert repr(disclosure) == before


@each_format
@given(disclosure=disclosures())
@settings(max_examples=15)
def test_any_disclosure_is_written_as_the_interpreter_writes_it(format_: Format, disclosure: dict[str, Any]) -> None:
    check(writers(format_), disclosure)


@cache
def examples(format_: Format) -> list[dict[str, Any]]:
    """Return the disclosures of a format's examples, good and bad ones."""
    found = []
    for path in sorted((format_.folder / "examples").rglob("*.*")):
        data = path.read_bytes()
        for carrier in [c for c in carriers.sniff(data) if format_.carrier_options(c) is not None][:1]:
            reading = carriers.get(carrier).read(data, format_.carrier_options(carrier) or {})
            found += [format_.lens.read(record.value).disclosure for record in list(reading.records)[:2]]
    return found


@each_format
def test_examples_and_what_becomes_of_them_are_written_alike(format_: Format) -> None:
    chance = random.Random(format_.id)  # noqa: S311 - reproducible test data
    for disclosure in examples(format_):
        changed: Any = copy.deepcopy(disclosure)
        for _ in range(3):
            other = mutate(changed, chance)
            changed = other if isinstance(other, dict) else changed
        for target in (format_, *chance.sample(FORMATS, 2)):
            check(writers(target), disclosure)
            check(writers(target), changed)


def test_nearly_all_formats_are_emitted() -> None:
    left = [f.id for f in FORMATS if emit(f.lens.nodes, account=True) is None]
    assert len(left) <= 3, f"left to the interpreter: {left}"


@given(records)
def test_the_demonstration_is_written_alike(native: dict[str, Any]) -> None:
    nodes = lens().nodes
    check((Interpreter(nodes), Writer("demo", nodes, warm=0)), lens().read(native).disclosure)


ROWS = """
- const: {native: /kind, value: fixed}
- const: {canonical: "/list[a=x]/flag", value: true}
- {native: /one, canonical: "/list[a=x]/b"}
- {native: /one, canonical: "/list[a!=x]/b", direction: write, reason: a fallback}
- {native: /two/c, canonical: "/list[a=x,b=true]/inner[d=1]/e", codec: {name: enum, map: [{native: N, canonical: n, relation: broader}], else: keep}}
- {native: /two/d, canonical: "/list[1]/b", codec: integer, relation: related}
- {native: /all, canonical: "/list[]/b", direction: write, reason: the first of all}
- {native: /joined, canonical: ["/list[a=x]/inner", "/texts[0]", /single], codec: join, direction: write, reason: in one text}
- each: /texts
  into: /texts
  rows: [{native: "", canonical: ""}]
- each: /chosen/ones
  into: "/list[roles=x]/inner"
  rows:
    - {native: /d, canonical: /d}
    - when: {canonical: ["/e", "!/d{1|n*}"]}
      rows: [{native: /e, canonical: /e, codec: same}]
- each: /chosen/two
  into: "/list[a=x]"
  rows: [{native: /b, canonical: /b}, {const: {native: /k, value: 1}}]
- when: {canonical: ["/texts[=x]", "/list[a=x]/b{*}", "!/list[0]"]}
  rows: [{native: /seldom, canonical: /single}]
- {implied: "/list[a=x]/inner", reason: stands elsewhere}
- {native: /flag, canonical: /flag, codec: boolean}
- {native: "/a~1b", canonical: "/it's {odd}", codec: array-of}
"""
SMALL = st.recursive(
    st.sampled_from(["x", "n", "1", "true", "", "no x"]) | st.integers(0, 1) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "d", "e", "flag", "roles", "inner"]), inner, max_size=4)
    ),
    max_leaves=12,
)
ODD = st.dictionaries(
    st.sampled_from(["list", "texts", "single", "flag", "it's {odd}"]), SMALL | st.lists(SMALL), max_size=5
)


@given(ODD)
def test_rows_of_all_kinds_are_written_alike_whatever_stands_in_their_places(disclosure: dict[str, Any]) -> None:
    check(WRITERS, disclosure)


NODES = Lens(MappingFile.model_validate({"format": "x", "rows": yaml.safe_load(ROWS)}), version="1.0").nodes
WRITERS = Interpreter(NODES), Writer("x", NODES, warm=0)


@pytest.mark.parametrize(
    "rows",
    [
        '[{native: "/a[0]", canonical: /x}]',
        "[{native: /a, canonical: /x}, {native: /a/b, canonical: /y}]",
        '[{native: /a, canonical: /x}, {each: /a, into: /y, rows: [{native: "", canonical: ""}]}]',
        "[{const: {native: /a, value: [1]}}]",
    ],
)
def test_rows_that_are_not_known_are_left_to_the_interpreter(rows: str) -> None:
    nodes = Lens(MappingFile.model_validate({"format": "x", "rows": yaml.safe_load(rows)}), version="1.0").nodes
    assert emit(nodes, account=True) is None
    check((Interpreter(nodes), Writer("x", nodes, warm=0)), {"x": "1"})


@given(st.sampled_from(["true", "null", "1", "1.0", "-5", "NaN", "x", "a1", "e5", ""]), json_values)
def test_no_other_scalar_compares_equal_to_a_plain_text(text: str, value: Any) -> None:
    if is_plain(text) and scalar_text(value) == text:
        assert value == text


@each_format
@given(data=st.data())
@settings(max_examples=10)
def test_the_record_alone_is_that_of_the_account(format_: Format, data: st.DataObject) -> None:
    native = data.draw(native_records(format_.record_schema))
    disclosure = format_.lens.read(native, complete=data.draw(st.booleans())).disclosure
    disclosure = mutate(disclosure, random.Random(data.draw(st.integers(0, 9))))  # noqa: S311 - reproducible
    if isinstance(disclosure, dict):
        assert repr(format_.lens._written(disclosure)) == repr(format_.lens.write(disclosure, carry=False).native)


@given(json_values, json_values)
def test_two_values_are_alike_where_they_have_the_same_leaves(one: Any, other: Any) -> None:
    def kept(value: Any) -> dict[str, tuple[type, Any]]:
        return {pointer: (type(leaf), leaf) for pointer, leaf in leaves({"v": value})}

    assert alike(one, copied(one))
    if alike(one, other):
        assert kept(one) == kept(other)
    elif not isinstance(one, dict | list):
        assert type(one) is not type(other) or one != other
