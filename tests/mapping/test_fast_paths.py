"""What is done quickly gives what is done step by step: paths, elements of selectors, remembered texts, origins."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from opads.formats import Format, default_registry
from opads.mapping import Lens, MappingFile, Reading, remembered
from opads.mapping.builder import Builder
from opads.mapping.compile import ValueRow
from opads.mapping.path import Hit, Match, Path, _apply, compile_path
from opads.standard.jsonvalue import escape, unescape
from tests.mapping.demo import lens, records
from tests.native_strategies import native_records

DEMO = lens()
NAMES = st.sampled_from(["a", "b", "0", "1", "c/d", "e~f", ""])
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.sampled_from(["", "a", "x", "true"]))
VALUES = st.recursive(SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(NAMES, v, max_size=4), max_leaves=20)
STEPS = st.one_of(
    NAMES.map(lambda name: "/" + name.replace("~", "~0").replace("/", "~1")),
    st.sampled_from(["[]", "[0]", "[1]", "[=a]", "[a=x]", "[a!=x]", "[a=x,b=true]", "{a|x*}"]),
)
PATHS = st.one_of(
    st.lists(NAMES.map(lambda n: "/" + n.replace("~", "~0").replace("/", "~1")), max_size=4).map("".join),
    st.lists(STEPS, max_size=4).map("".join),
).map(compile_path)


def slowly(path: Path, value: Any, base: str, via: tuple[str, ...]) -> list[Hit]:
    """Apply one step after the other."""
    hits = [Hit(base, value, via)]
    for step in path.steps:
        hits = [found for hit in hits for found in _apply(step, hit)]
    return hits


@given(PATHS, VALUES, st.sampled_from(["", "/z", "/z/0"]), st.sampled_from([(), ("/q",)]))
def test_a_path_selects_what_its_steps_select(path: Path, value: Any, base: str, via: tuple[str, ...]) -> None:
    expected = slowly(path, value, base, via)
    found = path.trace(value, base, via)
    assert found == expected
    assert all(one.value is other.value for one, other in zip(found, expected, strict=True))
    assert path.selects(value) is bool(expected)


def fulfilled(step: Match, pointer: str) -> tuple[dict[str, Any], list[str]]:
    """Put one condition after the other."""
    element: dict[str, Any] = {}
    constants = []
    wanted = [condition for condition in step.conditions if not condition.negated]
    for condition in wanted:
        if condition.key == "roles" or sum(other.key == condition.key for other in wanted) > 1:
            element.setdefault(condition.key, []).append(condition.value)
            constants.append(f"{pointer}/{escape(condition.key)}/{len(element[condition.key]) - 1}")
        else:
            element[condition.key] = {"true": True, "false": False}.get(condition.value, condition.value)
            constants.append(f"{pointer}/{escape(condition.key)}")
    return element, constants


CONDITIONS = st.tuples(
    st.sampled_from(["roles", "a", "b", "x~y"]), st.sampled_from(["=", "!="]), st.sampled_from(["p", "true", "false"])
)


@given(st.lists(CONDITIONS.map("".join), min_size=1, max_size=5))
def test_the_element_of_a_selector_has_what_its_conditions_say(conditions: list[str]) -> None:
    (step,) = compile_path(f"[{','.join(conditions)}]").steps
    assert isinstance(step, Match)
    builder = Builder()
    element = builder.fulfil(step, "/n/3")
    assert (element, builder.constants) == fulfilled(step, "/n/3")
    assert builder.fulfil(step, "/n/4") is not element


@given(st.text(alphabet="~/0a1é\ud800", max_size=8))
def test_an_escaped_name_is_the_name_again(name: str) -> None:
    assert escape(name) == name.replace("~", "~0").replace("/", "~1")
    assert unescape(escape(name)) == name


def read_twice(by: Lens, native: dict[str, Any]) -> tuple[Reading, Reading, Reading]:
    """Read with nothing remembered, then so that the second reading has all that the first one remembered."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remembered, "SHORT", -1)
        plain = by.read(copy.deepcopy(native))
    first = by.read(copy.deepcopy(native))
    untouched = copy.deepcopy(first)
    again = by.read(copy.deepcopy(native))
    assert first == untouched
    return plain, first, again


@given(records)
def test_a_remembered_text_reads_as_ever(native: dict[str, Any]) -> None:
    plain, first, again = read_twice(DEMO, native)
    assert repr(plain) == repr(first) == repr(again)


@given(records, records)
def test_what_is_done_to_one_disclosure_does_not_reach_the_next(native: dict[str, Any], other: dict[str, Any]) -> None:
    before = repr(DEMO.read(native))
    spoil(DEMO.read(copy.deepcopy(native)).disclosure)
    DEMO.read(other)
    assert repr(DEMO.read(native)) == before


def spoil(node: Any) -> None:
    """Fill every container of a value with something else."""
    for child in list(node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()):
        spoil(child)
    if isinstance(node, dict):
        node["spoilt"] = True
    elif isinstance(node, list):
        node.append("spoilt")


@pytest.mark.parametrize("format_", [f for f in default_registry() if not f.lens.identity], ids=lambda f: str(f.id))
@given(data=st.data())
@settings(max_examples=15)
def test_every_format_reads_remembered_texts_as_ever(format_: Format, data: st.DataObject) -> None:
    native = data.draw(native_records(format_.record_schema))
    plain, first, again = read_twice(format_.lens, native)
    assert repr(plain) == repr(first) == repr(again)


def test_no_more_than_a_bounded_number_of_texts_is_remembered() -> None:
    small = Lens(MappingFile.model_validate(yaml.safe_load(SMALL)), version="1.0")
    (row,) = small.nodes
    assert isinstance(row, ValueRow)
    for number in range(3 * remembered.KNOWN):
        assert small.read({"name": f"n{number}"}).disclosure["name"] == f"n{number}"
        assert 0 < len(row.known) <= remembered.KNOWN
    row.known.clear()
    small.read({"name": "x" * (remembered.SHORT + 1)})
    assert not row.known


SMALL = """
format: small
rows: [{native: /name, canonical: /name}]
"""


def origin_by_search(mapped: dict[str, tuple[str, ...]], canonical: str) -> str | None:
    """Look at each pointer in turn."""
    best: str | None = None
    for native, pointers in mapped.items():
        for pointer in pointers:
            if pointer == canonical:
                return native
            if best is None and (pointer.startswith(canonical + "/") or canonical.startswith(pointer + "/")):
                best = native
    return best


POINTERS = st.lists(st.sampled_from(["a", "b", "0", "ab"]), max_size=4).map(
    lambda names: "".join(f"/{n}" for n in names)
)
MAPPED = st.dictionaries(POINTERS, st.lists(POINTERS, max_size=3).map(tuple), max_size=6)


@given(MAPPED, MAPPED, st.lists(POINTERS, min_size=1, max_size=5))
def test_an_origin_is_the_one_that_a_search_finds(
    mapped: dict[str, tuple[str, ...]], other: dict[str, tuple[str, ...]], canonical: list[str]
) -> None:
    found = Reading({}, mapped)
    for pointers in (mapped, other):
        found.mapped = pointers
        assert [found.origin(c) for c in canonical] == [origin_by_search(pointers, c) for c in canonical]
