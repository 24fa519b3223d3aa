"""Charts: what is drawn is what is measured, and all of it can be read."""

from decimal import Decimal

import pytest

from opads.speech import speech_in
from opads.web.charts import KINDS, Bar, Bars, Cell, Column, Columns, Heat, HeatRow, Part, Span, Stack, StackRow
from opads.web.charts.measures import Drawn, Measure, drawn, longest
from opads.web.render import PLAIN, Look, environment
from tests.web.conftest import Page


def rendered(macro: str, chart: object, look: Look = PLAIN) -> Page:
    source = "{% from 'charts.html' import " + macro + " with context %}{{ " + macro + "(chart) }}"
    return Page(environment(look).from_string(source).render(chart=chart))


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (50, Drawn("50", "0", "50", open=False, absent=False)),
        (Decimal("0.001"), Drawn("0.6", "0", "0.6", open=False, absent=False)),
        (0, Drawn("0", "0", "0", open=False, absent=False)),
        (-5, Drawn("0", "0", "0", open=False, absent=False)),
        (Span(25, 75), Drawn("25", "50", "75", open=False, absent=False)),
        (Span(None, 75), Drawn("0", "75", "75", open=False, absent=False)),
        (None, Drawn("0", "0", "0", open=False, absent=True)),
        (Span(None, None), Drawn("0", "0", "0", open=False, absent=True)),
    ],
)
def test_a_measure_is_drawn_to_scale(measure: Measure, expected: Drawn) -> None:
    assert drawn(measure, (100.0, False)) == expected


def test_what_has_no_upper_end_is_drawn_beyond_all_others() -> None:
    scale = longest([100, Span(50, None), None, Span(None, 70)])
    assert scale == (100.0, True)
    assert drawn(100, scale).end == "86"
    assert drawn(Span(50, None), scale) == Drawn("43", "57", "100", open=True, absent=False)


def test_bars_are_a_table_whose_drawings_say_nothing_of_their_own() -> None:
    chart = Bars(
        "spent",
        "Spent",
        ("Sponsor", "Amount", "Disclosures"),
        (
            Bar("<b>A</b>", 10, "€10", href="/register?sponsor=A", more=("3",)),
            Bar("B", Span(5, None), "€5 or more", more=("1",)),
            Bar("C", None, "not stated", more=("1",)),
        ),
        note="Ranges are hatched.",
    )
    page = rendered("bars", chart, Look("fr", "/fr"))
    assert [text for _, text in page.all("figcaption")] == ["Spent"]
    assert [text for _, text in page.all("th", scope="col")] == ["Sponsor", "Amount", "Disclosures"]
    assert [text for _, text in page.all("td", class_="number")] == ["€10", "3", "€5 or more", "1", "not stated", "1"]
    assert page.all("a", href="/fr/register?sponsor=A")[0][1] == "<b>A</b>"
    assert len(page.all("tr", class_="bar-row", aria_hidden="true")) == len(page.all("svg", width="100%")) == 3
    assert [attributes["fill"] for attributes, _ in page.all("rect", class_="between")] == ["url(#spent-hatch)"]
    assert page.all("pattern", id="spent-hatch")
    assert len(page.all("path", class_="arrow")) == 1
    assert len(page.all("circle", class_="absent")) == 1
    assert "Ranges are hatched." in page.text


def test_a_stack_has_a_key_a_name_and_its_numbers() -> None:
    parts = tuple(Part(kind, kind.title()) for kind in KINDS)
    chart = Stack("s", "Outcomes", parts, (StackRow("One", (80, 15, 5, 0, 0, 0, 0), tuple("8150000")),), "File")
    page = rendered("stack", chart)
    assert [text for _, text in page.all("li")] == [kind.title() for kind in KINDS]
    assert [text for _, text in page.all("title")] == ["One"]
    assert page.all("desc")[0][1].startswith("Plain 8; Good 1; Error 5; Warning 0")
    widths = [(a["x"], a["width"]) for a, _ in page.all("rect", class_="edge")]
    assert widths == [("0%", "80%"), ("80%", "15%"), ("95%", "5%")]
    assert [text for _, text in page.all("td")] == list("8150000")


def test_segments_of_a_stack_never_leave_the_room_there_is() -> None:
    chart = Stack("s", "x", (Part("error", "a"), Part("good", "b")), (StackRow("", (10**9, 1), ("", "")),))
    ((_, segments),) = chart.drawn
    assert float(segments[-1].x) + float(segments[-1].width) == pytest.approx(100, abs=0.02)
    assert float(segments[-1].width) > 0.5


def test_stacks_of_different_length_can_be_compared() -> None:
    rows = (StackRow("a", (50, 50), ("", "")), StackRow("b", (25, 25), ("", "")))
    chart = Stack("s", "x", (Part("error", "a"), Part("good", "b")), rows, shares=False)
    assert [sum(float(s.width) for s in segments) for _, segments in chart.drawn] == [100, 50]


def test_columns_are_one_picture_with_a_table_behind() -> None:
    columns = tuple(
        Column(label, (value,), (label,), href="/register")
        for label, value in (("Jan", 5), ("Feb", Span(2, 10)), ("Mar", Span(4, None)), ("Apr", None), ("May", 1))
    )
    page = rendered("columns", Columns("c", "By month", ("Month", "Spent"), columns, top="€10"))
    assert [a["role"] for a, _ in page.all("svg", class_="drawing high")] == ["img"]
    assert [text for _, text in page.all("title")] == ["By month"]
    assert [text for _, text in page.all("span")] == ["Jan", "Mar", "May"]
    assert [text for _, text in page.all("td")] == ["Jan", "Feb", "Mar", "Apr", "May"]
    assert len(page.all("rect", class_="between")) == 2
    assert len(page.all("path", class_="arrow")) == 1
    assert len(page.all("circle", class_="absent")) == 1


def test_parts_of_columns_stand_on_each_other() -> None:
    columns = (Column("a", (30, 70), ("30", "70")), Column("b", (0, 50), ("0", "50")))
    chart = Columns("c", "x", ("r", "e", "w"), columns, (Part("error", "Errors"), Part("warning", "Warnings")))
    assert [(p.kind, p.y, p.height) for p in chart.pieces] == [
        ("error", "70", "30"),
        ("warning", "0", "70"),
        ("warning", "50", "50"),
    ]
    assert [text for _, text in rendered("columns", chart).all("li")] == ["Errors", "Warnings"]


def test_heat_has_its_numbers_in_the_cells() -> None:
    cells = (Cell(None, "-"), Cell(0, "0"), Cell(0.01, "1"), Cell(0.4, "40"), Cell(1, "100", "all of it", "/formats"))
    assert [cell.shade for cell in cells] == ["none", "0", "1", "2", "5"]
    heads = tuple((str(n), "") for n in range(5))
    page = rendered("heat", Heat("h", "Pairs", "From, to", heads, (HeatRow("A", cells, "/formats/a"),)))
    assert [text.strip() for _, text in page.all("td")] == ["-", "0", "1", "40", "100"]
    assert page.all("a", href="/formats", aria_label="all of it")


@pytest.mark.parametrize("macro", ["bars", "columns", "stack"])
def test_a_chart_of_nothing_says_so(macro: str) -> None:
    charts: dict[str, object] = {
        "bars": Bars("x", "x", ("a", "b"), ()),
        "columns": Columns("x", "x", ("a", "b"), ()),
        "stack": Stack("x", "x", (Part("good", "a"),), ()),
    }
    assert speech_in("en").gettext("None.") in rendered(macro, charts[macro]).text


def test_no_chart_has_styles_of_its_own() -> None:
    chart = Bars("x", "x", ("a", "b"), (Bar("a", Span(1, 2), "1-2"),))
    page = rendered("bars", chart)
    assert not [tag for tag, attributes, _ in page.elements if "style" in attributes or tag == "style"]


@pytest.mark.parametrize(("own", "shown"), [(True, "\u200fa"), (False, "\\u200fa")])
def test_only_texts_of_ours_have_marks_of_their_own(*, own: bool, shown: str) -> None:
    page = rendered("bars", Bars("x", "x", ("a", "b"), (Bar("\u200fa", 1, "1", own=own),)))
    assert [text for _, text in page.all("th", scope="row")] == [shown]
