"""Models of what authors write: every mistake is told, at its place; what fits is taken as it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.formats.model import FormatFile, PackFile
from opads.mapping import MappingFile
from opads.mapping.codecs.spec import CODECS
from opads.rules import Rule
from opads.standard import resources
from opads.standard.authored import Authored, AuthoredError, Mistake
from opads.standard.mistakes import mistakes
from opads.standard.yamlfile import read_yaml_file


class Part(Authored, frozen=True, kw_only=True):
    name: Annotated[str, msgspec.Meta(min_length=1, pattern="^[a-z]*\\Z")]
    since: date | None = None
    size: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1

    def __post_init__(self) -> None:
        if self.name == "size" and self.size == 1:
            raise ValueError("size: is too small for its name")


class Whole(Authored, frozen=True, kw_only=True):
    kind: Literal["zebra", "ant"]
    weight: float = 1.0
    sure: bool = True
    parts: tuple[Part, ...] = ()
    paths: str | list[str] | dict[str, str] = ""
    more: dict[str, Any] = msgspec.field(default_factory=dict)
    last: Part | None = None


GOOD = {"kind": "ant", "parts": [{"name": "a", "since": date(2026, 1, 2)}], "paths": {"x": "/x"}, "more": {"a": [date(2026, 1, 1)]}}  # fmt: skip


def test_what_fits_is_taken_as_it_is() -> None:
    made = Whole.model_validate(GOOD)
    assert made.parts == (Part(name="a", since=date(2026, 1, 2)),)
    assert made.more == {"a": [date(2026, 1, 1)]}
    assert Whole.model_validate({"kind": "zebra", "parts": ({"name": "b", "since": "2026-01-02"},)}).parts[0].since
    assert mistakes(Whole, GOOD) == []


@pytest.mark.parametrize(
    ("change", "field", "text"),
    [
        ({"kind": "bee"}, "kind", "Input should be 'zebra' or 'ant'"),
        ({"kind": None}, "kind", "Input should be 'zebra' or 'ant'"),
        ({"weight": "1"}, "weight", "Input should be a valid number"),
        ({"weight": True}, "weight", "Input should be a valid number"),
        ({"sure": "yes"}, "sure", "Input should be a valid boolean"),
        ({"parts": "a"}, "parts", "Input should be a valid list"),
        ({"parts": [{"size": 1}]}, "parts.0.name", "Field required"),
        ({"parts": [{"name": ""}]}, "parts.0.name", "String should have at least 1 character"),
        ({"parts": [{"name": "A\n"}]}, "parts.0.name", "String should match pattern '^[a-z]*\\\\Z'"),
        ({"parts": [{"name": "a"}, {"name": "a", "size": 0}]}, "parts.1.size", "Input should be greater than or equal to 1"),
        ({"parts": [{"name": "a", "size": 10}]}, "parts.0.size", "Input should be less than or equal to 9"),
        ({"parts": [{"name": "a", "size": True}]}, "parts.0.size", "Input should be a valid integer"),
        ({"parts": [{"name": "a", "since": "2026-02-30"}]}, "parts.0.since", "Input should be a valid date"),
        ({"parts": [{"name": "a", "since": 2026}]}, "parts.0.since", "Input should be a valid date"),
        ({"parts": [{"name": "a", "seize": 1}]}, "parts.0.seize", "Extra inputs are not permitted"),
        ({"parts": [{"name": "size"}]}, "parts.0", "size: is too small for its name"),
        ({"paths": {"x": 1}}, "paths.x", "Input should be a valid string"),
        ({"paths": ["/a", None]}, "paths.1", "Input should be a valid string"),
        ({"paths": 1}, "paths", "Input should be a valid string or a valid list or a valid dictionary"),
        ({"last": "a"}, "last", "Input should be a valid dictionary"),
        ({"more": [1]}, "more", "Input should be a valid dictionary"),
        ({"other": 1}, "other", "Extra inputs are not permitted"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_place(change: dict[str, Any], field: str, text: str) -> None:
    with pytest.raises(AuthoredError) as error:
        Whole.model_validate({**GOOD, **change})
    assert [(mistake.field, mistake.text) for mistake in error.value.mistakes] == [(field, text)]
    assert str(error.value) == f"{field}: {text}"


def test_all_mistakes_are_told_at_once_in_the_order_of_the_model() -> None:
    with pytest.raises(AuthoredError) as error:
        Whole.model_validate({"sure": 1, "parts": [{"name": 5}, {"nme": "x"}], "x": 1})
    assert [mistake.field for mistake in error.value.mistakes] == ["kind", "sure", "parts.0.name", "parts.1.name", "parts.1.nme", "x"]  # fmt: skip


def test_what_is_no_table_at_all() -> None:
    for value in ("text", [GOOD], None):
        with pytest.raises(AuthoredError, match="valid dictionary"):
            Whole.model_validate(value)


def test_a_text_that_yaml_takes_for_something_else_is_known() -> None:
    (mistake,) = mistakes(Part, {"name": False})
    assert (mistake.wants_text, mistake.value) == (True, False)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 12) | st.sampled_from(["", "a", "ant", "A", "size", "2026-01-02"]) | st.dates(),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(
        st.sampled_from(["kind", "parts", "paths", "name", "size", "since", "last", "more", "x"]), inner, max_size=4
    ),
    max_leaves=12,
)  # fmt: skip


@given(ANY, st.sampled_from([Whole, Part]))
def test_words_are_found_exactly_where_something_is_refused(value: Any, model: type[Authored]) -> None:
    try:
        msgspec.convert(value, model)
    except msgspec.ValidationError:
        assert mistakes(model, value)
    else:
        assert not mistakes(model, value)


FORMATS: list[tuple[type[Authored], Path]] = [
    (FormatFile, path) for path in sorted(resources.formats().glob("*/format.yaml"))
]
MAPPINGS: list[tuple[type[Authored], Path]] = [
    (MappingFile, path) for path in sorted(resources.formats().glob("*/mapping.yaml"))
]
PACKS: list[tuple[type[Authored], Path]] = [
    (PackFile, path) for path in sorted((resources.root() / "packs").glob("*/pack.yaml"))
]


def _values(value: Any, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(found for name, child in inner for found in _values(child, (*place, name)))]


def _with(value: Any, place: tuple[str | int, ...], new: Any) -> Any:
    if not place:
        return new
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = _with(value[place[0]], place[1:], new)
    return copy


@given(st.data())
def test_nothing_that_the_standard_writes_may_be_of_another_kind_without_words(data: st.DataObject) -> None:
    model, path = data.draw(st.sampled_from([*FORMATS, *MAPPINGS, *PACKS]))
    value = read_yaml_file(path)
    assert mistakes(model, value) == []
    place = data.draw(st.sampled_from(_values(value)))
    changed = _with(value, place, data.draw(st.sampled_from([None, True, 7, "", "{x}", [], {}, ["a", 1], {"a": 1}])))
    told: tuple[Mistake, ...] = ()
    try:
        model.model_validate(changed)
    except AuthoredError as error:
        told = error.mistakes
    assert list(told) == mistakes(model, changed)
    assert all(mistake.place[: len(place)] == place[: len(mistake.place)] for mistake in told)


def test_a_single_citation_and_a_single_key_need_no_list() -> None:
    rule = {
        "id": "set/x", "title": "x", "severity": "info", "verified": False, "on": "set", "each": "/members[]", "assert": "true",
        "citation": {"instrument": "Act"}, "gather": {"key": "disclosure.id"},
    }  # fmt: skip
    made = Rule.model_validate(rule)
    assert made.gather is not None
    assert made.gather.key == ("disclosure.id",)
    assert [citation.instrument for citation in made.citations] == ["Act"]


def test_each_codec_is_known_by_its_name() -> None:
    assert all(cls.name == name for name, cls in CODECS.items())
    assert {"text", "date", "enum", "parts", "bucket"} <= set(CODECS)
