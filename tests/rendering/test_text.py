"""The rendering for people in a terminal."""

import re

from hypothesis import given
from hypothesis import strategies as st

from opads.carriers import Place
from opads.rendering import NamedReport, RenderOptions, render
from opads.report import LedgerRow
from tests.rendering import builders

SGR = re.compile(r"\x1b\[[0-9;]*m")


def made(*reports: NamedReport, color: bool = False, width: int = 100, limit: int | None = 5) -> str:
    options = RenderOptions(color=color, width=width, limit=limit)
    return render("text", list(reports), builders.CATALOGUE, options).decode()


def test_a_finding_says_what_where_by_which_law_and_how_to_mend_it() -> None:
    text = made(builders.table(), width=200)
    assert "exports/ads.csv:4117:col 12 (column spend, row 4113)  error  demo/amount-is-one-figure\n" in text
    assert "\n  The notice gives a range (100 to 499); the law asks for one total figure.\n" in text
    assert (
        "(Implementing Regulation (EU) 2025/1410, Annex II, point 5; Regulation (EU) 2024/900, Article 12(1)(d))"
        in text
    )
    assert "\n  mend: State one total figure and its currency.\n" in text
    assert text.endswith("\ninvalid: not acceptable, 41,208 errors, 1 warning\n")


def test_totals_are_true_whatever_is_shown() -> None:
    for limit, more in ((1, "41,207"), (2, "41,206"), (None, "41,205")):
        text = made(builders.table(), limit=limit)
        assert "41,208 times in 41,208 records" in text
        assert f"… and {more} more" in text


def test_a_sentence_is_repeated_only_where_its_values_differ() -> None:
    text = made(builders.table(), width=200)
    assert text.count("a range (100 to 499)") == 1
    assert text.count("a range (0 to 499)") == 1


def test_lines_are_wrapped_to_the_width() -> None:
    for line in made(builders.table(), width=60).splitlines():
        assert len(line) <= 60 or not line.startswith("  "), line


def test_colour_changes_no_letter() -> None:
    for make in builders.ALL.values():
        colored = made(make(), color=True)
        assert "\x1b[" in colored
        assert SGR.sub("", colored) == made(make())
        assert "\x1b" not in made(make())


def test_what_was_not_checked_is_said() -> None:
    assert "not evaluated: demo/amount-is-one-figure: no such member: range" in made(builders.unsure())
    assert "outside: 2 lines of the file that disclose no ad" in made(builders.table())
    assert "not checked" not in made(builders.clean())
    rows = tuple(LedgerRow(f"demo/rule-{n:02}", needs_human=1) for n in range(30))
    many = NamedReport("a.json", builders.report("valid", rules=rows))
    assert "… and 20 more" in made(many)
    assert "demo/rule-29" in made(many, limit=None)


def test_several_reports_end_in_an_overview() -> None:
    text = made(builders.clean(), builders.table(), builders.empty())
    assert text.splitlines()[-3:] == [
        "3 files: 1 valid, 1 invalid, 1 undetermined",
        "  exports/ads.csv: invalid: not acceptable, 41,208 errors, 1 warning",
        "  empty.ndjson: undetermined: no record was found, so nothing was checked",
    ]


def test_a_rule_that_is_not_at_hand_is_told_by_the_report() -> None:
    assert "  It is in none of demo.\n  mend: Name it.\n" in made(builders.unknown())


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=40), st.integers(0, 200))
def test_no_value_steers_the_terminal(value: str, name: str, native: str, width: int) -> None:
    found = builders.finding(builders.NAMED, 0, native, Place(1, 1), name=value)
    reports = [NamedReport(name, builders.report("valid", builders.group(builders.NAMED, found)))]
    options = RenderOptions(width=width)
    text = render("text", reports, builders.CATALOGUE, options).decode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", text)
    for rendering in ("csv", "junit", "github", "html", "sarif", "ndjson", "json"):
        assert render(rendering, reports, builders.CATALOGUE, options).decode()
