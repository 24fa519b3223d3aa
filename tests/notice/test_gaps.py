"""Remove what is demanded: exactly that point shows the gap. The cases are drawn from the template."""

import copy
from typing import Any

import pytest

from opads.mapping.path import compile_path
from opads.notice.building import build_notice
from opads.notice.document import NoticeDocument
from opads.notice.loading import template
from opads.notice.seeking import holds
from opads.notice.template import Field, Point, Spec
from opads.standard.jsonvalue import get, parent, unescape
from tests.notice.documents import changed, whole

TEMPLATE = template()


def delete(value: Any, path: str) -> None:
    """Remove the nodes that a path selects."""
    for pointer, _ in reversed(compile_path(path).find(value)):
        holder, key = get(value, parent(pointer)), unescape(pointer.rpartition("/")[2])
        if isinstance(holder, list):
            del holder[int(key)]
        else:
            del holder[key]


def paths_of(spec: Spec) -> list[str]:
    """Return the paths at which a value stands."""
    return [spec.path + path for part in spec.parts for path in paths_of(part)] if spec.parts else [spec.path]


def items(point: Point, disclosure: dict[str, Any]) -> list[Any]:
    """Return what the fields of a point are read from."""
    return (
        [node for path in point.each for node in compile_path(path).values(disclosure)] if point.each else [disclosure]
    )


def demanded() -> list[tuple[Point, Field]]:
    """Return the fields that the whole disclosure must state, or must where an alternative is not stated."""
    found = []
    for point in TEMPLATE.points:
        for field in point.fields:
            needed = tuple(tuple(p for p in paths if not p.startswith("!")) for paths in field.required)
            if any(holds(field.when, item) and holds(needed, item) for item in items(point, whole())):
                found.append((point, field))
    return found


def gaps(document: NoticeDocument) -> tuple[int, ...]:
    return document.points_with_gaps


DEMANDED = demanded()
PARTS = [(p, f, need) for p in TEMPLATE.points for f in p.fields for need in f.needs]
REQUIRED = [point for point in TEMPLATE.points if holds(point.required, whole())]


def test_the_cases_cover_the_template() -> None:
    assert not gaps(build_notice(TEMPLATE, whole()))
    assert len(DEMANDED) > 35
    assert {point.number for point, _ in DEMANDED} == {*range(1, 17)} - {11}
    assert {point.number for point in REQUIRED} == {*range(1, 17)} - {2, 3, 10}


@pytest.mark.parametrize(
    ("point", "field"), DEMANDED, ids=lambda value: getattr(value, "id", getattr(value, "label", ""))
)
def test_a_field_removed_is_a_gap_in_its_point_alone(point: Point, field: Field) -> None:
    disclosure = whole()
    for item in items(point, disclosure):
        if not holds(field.when, item):
            continue
        for spec in field.places:
            for path in paths_of(spec):
                delete(item, path)
        for path in {p for paths in field.required for p in paths if p.startswith("!")}:
            if "{" not in path and not path.endswith("/media"):
                delete(item, path[1:])
    document = build_notice(TEMPLATE, disclosure, "en")
    assert gaps(document) == (point.number,)
    shown = next(p for p in document.points if p.number == point.number)
    told = [gap.said.text for block in shown.blocks for entry in block.entries for gap in entry.gaps]
    assert "Not stated" in [*told, shown.gap.said.text if shown.gap else ""]


@pytest.mark.parametrize(("point", "field", "need"), PARTS, ids=lambda value: getattr(value, "id", str(value)[:20]))
def test_a_part_removed_is_named_in_its_point_alone(point: Point, field: Field, need: str) -> None:
    disclosure = whole()
    whole_value = {"exact": "5.00", "currency": "EUR", "range": {"lower": "1", "upper": "9"}}
    for item in items(point, disclosure):
        if not holds(field.when, item):
            continue
        for node in compile_path(field.places[0].path).values(item):
            if need == "figure":
                node["range"] = whole_value["range"]
            delete(node, field.needs[need])
    document = build_notice(TEMPLATE, disclosure, "en")
    if not any(holds(field.when, item) for item in items(point, disclosure)):
        assert not gaps(document)
        return
    assert gaps(document) == (point.number,)
    shown = next(p for p in document.points if p.number == point.number)
    entry = next(e for block in shown.blocks for e in block.entries if e.gaps)
    assert entry.values, "what is stated still shows"
    assert entry.gaps[0].said.text.startswith("Not stated: ")


@pytest.mark.parametrize("point", REQUIRED, ids=lambda point: point.id)
def test_a_point_of_which_nothing_is_left_is_a_gap(point: Point) -> None:
    disclosure = whole()
    for path in point.each:
        delete(disclosure, path)
    if not point.each:
        for field in point.fields:
            for spec in field.places:
                for path in paths_of(spec):
                    delete(disclosure, path)
    if point.number == 14:
        disclosure["targeting"] = {}
    assert point.number in gaps(build_notice(TEMPLATE, disclosure))


def test_nothing_at_all_is_gaps_and_no_error() -> None:
    document = build_notice(TEMPLATE, {}, "en")
    assert gaps(document) == (1, 4, 5, 7, 8, 11, 12, 13, 14)
    assert document.missing is not None
    assert document.missing.text.endswith("Points: 1, 4, 5, 7, 8, 11, 12, 13 and 14.")
    assert all(point.empty for point in document.points if not point.gaps)


@pytest.mark.parametrize(
    ("media", "online", "gap"),
    [
        (["newspaper-magazine"], None, False),
        (["outdoor", "radio"], False, False),
        (["newspaper-magazine", "website"], None, True),
        (["website"], True, True),
        (None, None, True),
        (None, False, False),
    ],
)
def test_print_may_leave_the_techniques_out(media: list[str] | None, *, online: bool | None, gap: bool) -> None:
    advertisement = {k: v for k, v in {"media": media, "online": online}.items() if v is not None}
    document = build_notice(TEMPLATE, changed(advertisement=advertisement, targeting=None))
    assert (14 in gaps(document)) is gap


def test_an_absence_that_the_source_explains_is_explained() -> None:
    disclosure = whole()
    delete(disclosure, "/processes[]/officialLinks")
    disclosure["absences"] = [
        {"pointer": "/processes/0/officialLinks", "reason": "not-disclosed", "note": "To follow."},
        {"pointer": "][", "reason": "unknown"},
        {"pointer": 5},
        "nothing",
    ]
    document = build_notice(TEMPLATE, disclosure, "en")
    (gap,) = next(e.gaps for e in document.points[9].blocks[0].entries if e.gaps)
    assert gap.reason is not None
    assert (gap.said.text, gap.reason.text, gap.note) == ("Not stated", "not disclosed", "To follow.")


def test_blank_text_and_null_state_nothing() -> None:
    states_nothing: list[Any] = ["", "  \n", None, {}, []]
    for nothing in states_nothing:
        disclosure = copy.deepcopy(whole())
        disclosure["parties"][0]["email"] = nothing
        assert gaps(build_notice(TEMPLATE, disclosure)) == (1,)
