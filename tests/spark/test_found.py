"""What partitions found adds up to the same in any order, and stands where it is in the whole."""

import hashlib
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from opads.bulk.members import pack, unpack
from opads.carriers import Place
from opads.findings import Finding
from opads.parts import Part
from opads.report import ReportBuilder
from opads.sets import Left, Member
from opads.spark.bag import EMPTY, added, bag_of, digest_of
from opads.spark.found import SLICES, Found, Placing, partition_of


def part_of(partition: int, findings: list[Finding]) -> Part:
    builder = ReportBuilder(3, (partition + 1) * SLICES)
    for finding in findings:
        builder.add(finding)
    return builder.part()


def finding(record: int) -> Finding:
    return Finding("a/b", "error", {}, record, None, "/x", Place(line=record + 1, column=2, offset=99))


@st.composite
def founds(draw: st.DrawFn) -> list[Found]:
    made = []
    for partition in draw(st.lists(st.integers(0, 50), min_size=1, max_size=5, unique=True)):
        records = draw(st.integers(0, 4))
        contents = [bytes([partition, n]) for n in range(records)]
        missed = {0: (partition, f"reason {partition}")} if draw(st.booleans()) else {}
        made.append(
            Found(
                part_of(partition, [finding(n) for n in range(records)]),
                {partition: (records + 1, records)},
                missed,
                draw(st.sampled_from(["", "2026-01-01", "2026-02-01"])),
                records,
                bag_of(contents),
                broken=draw(st.booleans()),
            )
        )
    return made


@given(founds(), st.randoms())
def test_merging_does_not_depend_on_the_order(made: list[Found], random: Random) -> None:
    whole = Found(Part(3), {})
    for one in made:
        whole = whole.merge(one)
    shuffled = list(made)
    random.shuffle(shuffled)
    nested = Found(Part(3), {})
    for one in shuffled:
        nested = one.merge(nested)
    assert nested == whole


def test_findings_stand_where_they_are_in_the_whole() -> None:
    found = Found(part_of(0, [finding(1)]), {0: (5, 4)}).merge(Found(part_of(2, [finding(0)]), {2: (2, 2)}))
    placed = Placing(found, lines=True).part(found.part)
    samples = [sample for _, sample in placed.groups["error a/b"].samples]
    assert [(sample.record, sample.place) for sample in samples] == [
        (1, Place(line=2, column=2)),
        (4, Place(line=6, column=2)),
    ]
    assert [partition_of(at[1]) for at, _ in placed.groups["error a/b"].samples] == [0, 2]


def test_lines_that_a_finding_speaks_of_move_with_it() -> None:
    twice = Finding("carrier-json/duplicate-name", "error", {"line": 1, "first_line": 1}, 0, place=Place(line=1))
    found = Found(part_of(1, [twice]), {0: (5, 4), 1: (1, 1)})
    ((_, sample),) = Placing(found, lines=True).part(found.part).groups["error carrier-json/duplicate-name"].samples
    assert sample.params == {"line": 6, "first_line": 6}


def test_rows_of_columns_are_counted_from_the_one_behind_that_of_the_driver() -> None:
    one = Finding("a/b", "error", {}, 1, None, "/x", Place(row=2, field="x", field_number=3))
    found = Found(part_of(1, [one]), {0: (5, 5), 1: (1, 1)})
    ((_, sample),) = Placing(found, lines=False).part(found.part).groups["error a/b"].samples
    assert (sample.record, sample.place) == (5, Place(row=6, field="x", field_number=3))


def test_members_of_sets_move_as_well() -> None:
    member = Member(0, 1, "/identity", "/id", lambda: Place(line=2, column=1))
    packed = pack(Left(3, ["k"], {"record": 1, "input": 0}, member))
    placing = Placing(Found(Part(3), {0: (5, 4), 1: (2, 2)}), lines=True)
    rule, digest, data = placing.member(3, packed[1], 1)
    key, seen, moved = unpack(data)
    assert (rule, digest, key, seen) == (3, packed[0], ["k"], {"record": 5, "input": 0})
    assert (moved.record, moved.locate()) == (5, Place(line=7, column=1))


@given(st.lists(st.binary(max_size=5), max_size=6), st.integers(0, 6))
def test_a_bag_has_no_order_and_counts(records: list[bytes], cut: int) -> None:
    whole = bag_of(records)
    assert added(bag_of(records[cut:]), bag_of(records[:cut])) == whole == bag_of(reversed(records))
    assert bag_of([*records, b"more"]) != whole
    assert digest_of(whole) == hashlib.sha256(whole).hexdigest()
    assert bag_of([]) == EMPTY
