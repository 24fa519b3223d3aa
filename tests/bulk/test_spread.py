"""Where the findings of a file are: exact, whatever it was cut into."""

import io
from collections import Counter
from contextlib import closing
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.bulk.blocks import Options
from opads.bulk.checkpoint import Checkpoint
from opads.bulk.job import Input, Job
from opads.bulk.spread import STRETCHES, Spread, Spreading
from opads.report import Report
from opads.validation import validate
from tests.bulk.helpers import REGISTRY, many_lines

FORMAT = "meta-ad-library"
LINES = many_lines(FORMAT, 150)


def spread_of(findings: list[tuple[str, int | None]], records: range) -> Spread:
    places = Spreading()
    for number in records:
        places.record(number, number + 2)
    for rule, record in findings:
        places.finding(rule, "error", record)
    return places.spread()


@given(
    records=st.integers(1, 3_000),
    cuts=st.lists(st.integers(0, 3_000), max_size=6),
    found=st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2_999)), max_size=60),
    backwards=st.booleans(),
)
def test_parts_add_up_to_the_whole(
    records: int, cuts: list[int], found: list[tuple[str, int]], *, backwards: bool
) -> None:
    found = [(rule, record % records) for rule, record in found]
    whole = spread_of([*found, ("a", None)], range(records))
    edges = sorted({0, records, *(cut for cut in cuts if cut < records)})
    parts = [
        spread_of([(rule, at) for rule, at in found if first <= at < end], range(first, end))
        for first, end in pairwise(edges)
    ]
    merged = spread_of([("a", None)], range(0))
    for part in reversed(parts) if backwards else parts:
        merged = merged.merge(part)
    assert merged == whole
    rows = list(whole.stretches)
    assert (len(rows) > STRETCHES // 2) == (records > STRETCHES // 2)
    assert len(rows) <= STRETCHES
    assert [first for first, _, _ in rows] == [0, *(last + 1 for _, last, _ in rows[:-1])]
    assert rows[-1][1] == records - 1
    assert [line for _, _, line in rows] == [first + 2 for first, _, _ in rows]
    for rule in "ab":
        expected = Counter(next(i for i, (a, b, _) in enumerate(rows) if a <= at <= b) for r, at in found if r == rule)
        assert whole.of(f"error {rule}") == [expected[i] for i in range(len(rows))]
    assert (whole.elsewhere("error a"), whole.elsewhere("error b")) == (1, 0)


def judged(size: int) -> tuple[Report, Spread]:
    options = Options("", "", outcomes=True)
    with closing(Checkpoint(None, "")) as kept:
        job = Job(REGISTRY, options, kept, source=FORMAT, carrier="ndjson", size=size)
        report = job.validate(0, Input("document", None, io.BytesIO(LINES)))
        return report, job.states[0].spread


@pytest.mark.parametrize("size", [700, 4_000, 10**6])
def test_every_finding_of_the_report_has_its_place(size: int) -> None:
    report, spread = judged(size)
    every = validate(LINES, REGISTRY, source=FORMAT, carrier="ndjson", samples=None)
    length = 1 << spread.shift
    expected = {
        f"{group.severity} {group.rule}": Counter(
            -1 if finding.record is None else finding.record // length for finding in group.samples
        )
        for group in every.groups
    }
    assert {name: Counter(counts) for name, counts in spread.counts.items()} == expected
    assert spread.last == sum(bool(line) for line in LINES.splitlines()) - 1
    assert report.totals == every.totals
    starts = [line or 0 for _, _, line in spread.stretches]
    assert starts == sorted(set(starts))
    assert starts[0] == 1


def test_nothing_is_counted_where_nobody_asks() -> None:
    with closing(Checkpoint(None, "")) as kept:
        job = Job(REGISTRY, Options("", ""), kept, source=FORMAT, carrier="ndjson")
        job.validate(0, Input("document", None, io.BytesIO(LINES)))
        assert job.states[0].spread == Spread()
