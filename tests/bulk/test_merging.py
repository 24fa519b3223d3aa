"""Parts of reports merge in any order and any grouping, and to the report of the whole."""

from collections.abc import Callable
from functools import reduce
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from opads.findings import Finding
from opads.parts import Part
from opads.report import ReportBuilder

EVENTS = st.lists(
    st.one_of(
        st.tuples(
            st.just("finding"),
            st.sampled_from(["a/one", "a/two"]),
            st.sampled_from(["error", "warning"]),
            st.sampled_from(["", "/x", "/y/0", "/y/1"]),
        ),
        st.tuples(
            st.just("outcome"),
            st.sampled_from(["a/one", "a/two"]),
            st.sampled_from(["passed", "not-evaluated"]),
            st.sampled_from([None, "why", "because"]),
        ),
        st.tuples(st.just("judged"), st.sampled_from(["valid", "invalid"]), st.dates().map(str), st.just("own")),
    ),
    max_size=40,
)
BLOCKS = st.lists(EVENTS, min_size=3, max_size=6)


def fill(builder: ReportBuilder, events: list[tuple[str, ...]], number: int) -> None:
    for count, (kind, *rest) in enumerate(events):
        if kind == "finding":
            builder.add(Finding(rest[0], rest[1], {}, number * 1000 + count // 3, None, rest[2]))
        elif kind == "outcome":
            builder.outcome(*rest)
        else:
            builder.judged(*rest)


def part(events: list[tuple[str, ...]], number: int, samples: int | None = 12) -> Part:
    builder = ReportBuilder(samples, number)
    fill(builder, events, number)
    return builder.part()


def merged(parts: list[Part]) -> Part:
    return reduce(Part.merge, parts)


@given(blocks=BLOCKS, order=st.randoms())
def test_merging_is_commutative(blocks: list[list[tuple[str, ...]]], order: Random) -> None:
    parts = [part(events, number) for number, events in enumerate(blocks)]
    shuffled = list(parts)
    order.shuffle(shuffled)
    assert merged(shuffled) == merged(parts)


@given(blocks=BLOCKS)
def test_merging_is_associative(blocks: list[list[tuple[str, ...]]]) -> None:
    one, two, *rest = (part(events, number) for number, events in enumerate(blocks))
    three = merged(rest)
    assert one.merge(two).merge(three) == one.merge(two.merge(three))


@given(blocks=BLOCKS)
def test_nothing_is_neutral(blocks: list[list[tuple[str, ...]]]) -> None:
    some = part(blocks[0], 0)
    assert Part(12).merge(some) == some == some.merge(Part(12))


@given(blocks=BLOCKS, samples=st.sampled_from([1, 5, 12, None]))
def test_parts_add_up_to_the_whole(blocks: list[list[tuple[str, ...]]], samples: int | None) -> None:
    whole = ReportBuilder(samples)
    for number, events in enumerate(blocks):
        fill(whole, events, number)
    expected, found = whole.part(), merged([part(events, n, samples) for n, events in enumerate(blocks)])
    bare: Callable[[Part], object] = lambda p: (  # noqa: E731 - positions are those of blocks
        {name: (g.total, g.records, [f for _, f in g.samples]) for name, g in p.groups.items()},
        {rule: (t.counts, [reason for _, reason in t.reasons]) for rule, t in p.outcomes.items()},
        (p.counts, p.basis, p.dates, p.records),
    )
    assert bare(found) == bare(expected)
