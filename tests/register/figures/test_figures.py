"""What the figures add up, what they do not, and that they say so; over both databases."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.register.figures import DIMENSIONS, AmountSeries, Figures, FiguresWish, PositionError, figures_of
from opads.register.figures.counting import count
from opads.register.figures.rows import FactRow
from opads.register.reading import reindex
from opads.register.reading.asking import Query
from opads.register.reading.facts import Facts, Money, facts_of
from opads.storage import Database
from opads.storage.migrations import migrate
from tests.register.held import OTHER, OWNER, enter, party, step

SPENT = AmountSeries("EUR", "spent", "ad")


@pytest.fixture
def kept(database: Database) -> Database:
    migrate(database)
    return database


def paid(
    exact: str = "", *, kind: str = "spent", scope: str = "ad", currency: str = "EUR", **more: Any
) -> dict[str, Any]:
    stated = {"kind": kind, "scope": scope, "currency": currency, **more}
    return {**stated, "exact": exact} if exact else stated


def ad(*amounts: dict[str, Any], sponsor: str = "", **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"opads": "1.0", **more}
    if amounts:
        found["money"] = {"amounts": list(amounts)}
    if sponsor:
        found["parties"] = [party(sponsor, "sponsor")]
    return found


def known(value: str, scope: str, scheme: str = "uri", **more: Any) -> dict[str, Any]:
    return {"identity": {"identifiers": [{"scheme": scheme, "value": value, "scope": scope}], **more}}


def all_of(database: Database, query: Query | None = None, position: int | None = None) -> Figures:
    return figures_of(database, FiguresWish(query or Query(), position))


def left(figures: Figures) -> dict[str, int]:
    return {one.reason: one.disclosures for one in figures.left_out}


def missed(figures: Figures) -> dict[str, int]:
    return {one.reason: one.disclosures for one in figures.chosen_left_out}


def groups(figures: Figures, dimension: Any) -> dict[str, int]:
    return {group.value: group.disclosures for group in figures.grouping(dimension).groups}


def test_an_empty_register_has_figures(kept: Database) -> None:
    figures = all_of(kept)
    assert (figures.found, figures.counted, figures.sums, figures.chosen) == (0, 0, (), None)
    assert [grouping.dimension for grouping in figures.groupings] == list(DIMENSIONS)
    assert figures.position.sequence == 0


def test_amounts_are_added_exactly_and_within_their_series(kept: Database) -> None:
    enter(
        kept,
        ad(paid("0.10")),
        ad(paid("0.20")),
        ad(paid("99999999999999999999999999999999.01")),
        ad(paid("-0.31")),
        ad(paid("5", currency="USD")),
        ad(paid("6", kind="list-price")),
        ad(paid("7", scope="campaign")),
        ad(paid("8", scope="")),
        ad(paid("1", kind="rate"), paid("2", memo=True), paid("3", parallel=True), paid("4", kind="share")),
        ad(paid()),
        ad(),
    )
    figures = all_of(kept)
    assert figures.found == figures.counted == 11
    assert figures.chosen == SPENT
    sums = {one.series: (one.lower, one.upper, one.disclosures, one.exact) for one in figures.sums}
    assert sums == {
        SPENT: ("99999999999999999999999999999999.00",) * 2 + (4, 4),
        AmountSeries("USD", "spent", "ad"): ("5", "5", 1, 1),
        AmountSeries("EUR", "list-price", "ad"): ("6", "6", 1, 1),
        AmountSeries("EUR", "spent", "campaign"): ("7", "7", 1, 1),
        AmountSeries("EUR", "spent", ""): ("8", "8", 1, 1),
    }
    assert missed(figures) == {
        "other-currency": 1,
        "other-kind": 1,
        "other-scope": 2,
        "no-amount": 2,
        "unusable": 1,
    }
    assert figures.sums[0].disclosures + sum(missed(figures).values()) == figures.counted


def test_ranges_are_added_as_ranges_and_open_ends_stay_open(kept: Database) -> None:
    enter(kept, ad(paid("10")), ad(paid(range={"lower": "100", "upper": "199"})))
    assert (all_of(kept).sums[0].lower, all_of(kept).sums[0].upper) == ("110", "209")
    enter(kept, ad(paid(range={"lower": "1000"})), ad(paid(range={"upper": "50"})))
    (one,) = all_of(kept).sums
    assert (one.lower, one.upper) == (None, None)
    assert (one.stated_lower, one.stated_upper) == ("1110", "259")
    assert (one.without_lower, one.without_upper, one.disclosures, one.exact) == (1, 1, 4, 1)
    basis = all_of(kept).basis
    assert (basis.exact, basis.ranges, basis.without_amount) == (1, 3, 0)


def test_several_amounts_of_one_disclosure_are_not_added_up(kept: Database) -> None:
    enter(kept, ad(paid("1"), paid("2"), paid("3", kind="total")), ad(paid("4")))
    figures = all_of(kept)
    sums = {one.series.kind: one.lower for one in figures.sums}
    assert sums == {"spent": "4", "total": "3"}
    assert missed(figures) == {"several": 1}


def test_what_is_asked_for_decides_which_series_is_shown(kept: Database) -> None:
    enter(kept, ad(paid("1")), ad(paid("2")), ad(paid("3", kind="total", currency="USD"), paid("9")))
    assert all_of(kept).chosen == SPENT
    asked = all_of(kept, Query(amount_kind="total"))
    assert (asked.chosen, asked.found) == (AmountSeries("USD", "total", "ad"), 1)
    assert all_of(kept, Query(currency="CHF")).chosen is None


def test_the_same_advertisement_counts_once(kept: Database) -> None:
    first = ad(paid("10"), sponsor="First", **known("https://ads.example/1", "ad"))
    again = ad(paid("10"), sponsor="Second", **known("HTTPS://ads.example/1", "ad"))
    enter(kept, first)
    enter(kept, again, account=OTHER)
    enter(kept, ad(paid("5"), **known("https://ads.example/1", "creative")))
    figures = all_of(kept)
    assert (figures.found, figures.counted, left(figures)) == (3, 2, {"duplicate": 1})
    assert (figures.sums[0].lower, figures.sums[0].disclosures) == ("15", 2)
    assert groups(figures, "sponsor") == {"First": 1}


def test_what_is_amended_by_its_own_account_no_longer_counts(kept: Database) -> None:
    old, new = known("F-1", "filing"), known("F-2", "filing", amends={"scheme": "uri", "value": "f-1"})
    enter(kept, ad(paid("10"), **old))
    enter(kept, ad(paid("99"), **new), account=OTHER)
    assert left(all_of(kept)) == {}
    enter(kept, ad(paid("12"), **new))
    figures = all_of(kept)
    assert left(figures) == {"superseded": 1}
    assert figures.sums[0].lower == "111"


def test_what_shares_its_identifier_with_what_it_amends_counts(kept: Database) -> None:
    enter(kept, ad(paid("1"), **known("D", "disclosure")))
    enter(kept, ad(paid("2"), **known("D", "disclosure", amends={"scheme": "uri", "value": "D"})))
    assert all_of(kept).sums[0].lower == "2"


def test_the_amount_of_a_campaign_counts_once(kept: Database) -> None:
    one = known("C-1", "campaign")
    enter(kept, ad(paid("100", scope="campaign"), **one), ad(paid("100", scope="campaign"), **one))
    enter(kept, ad(paid("7", scope="campaign"), **known("C-2", "campaign")), ad(paid("3", scope="campaign")))
    figures = all_of(kept)
    (campaign,) = figures.sums
    assert (campaign.lower, campaign.disclosures, campaign.unlinked) == ("110", 3, 1)
    assert missed(figures) == {"repeated": 1}


def test_groups_say_on_what_they_rest(kept: Database) -> None:
    enter(
        kept,
        ad(paid("5"), sponsor="Bücher", jurisdictions=["FR", "DE"], periods={"actual": {"start": "2027-03-31"}}),
        ad(paid("7"), sponsor="BUCHER", jurisdictions=["FR"], periods={"intended": {"start": "2027-04-01"}}),
        ad(
            sponsor="Nobody",
            targeting={"used": True, "techniques": ["ad-delivery"], "criteria": [{"dimension": "age"}]},
        ),
        ad(processes=[{"name": "Vote"}], advertisement={"platforms": ["somewhere"]}),
    )
    figures = all_of(kept)
    assert groups(figures, "sponsor") == {"Bücher": 2, "Nobody": 1}
    assert list(groups(figures, "sponsor")) == ["Bücher", "Nobody"]
    assert groups(figures, "country") == {"FR": 2, "DE": 1}
    assert groups(figures, "month") == {"2027-03": 1, "2027-04": 1}
    assert groups(figures, "targeting") == {"used": 1, "not-disclosed": 3}
    assert groups(figures, "technique") == {"ad-delivery": 1}
    assert groups(figures, "criterion") == {"age": 1}
    assert groups(figures, "process") == {"Vote": 1}
    assert groups(figures, "publisher") == {"somewhere": 1}
    assert groups(figures, "format") == {"opads-disclosure": 4}
    assert {name: figures.grouping(name).unstated for name in ("sponsor", "country", "month")} == {
        "sponsor": 1,
        "country": 2,
        "month": 2,
    }
    (bucher, _) = figures.grouping("sponsor").groups
    assert (bucher.sums[0].lower, bucher.sums[0].disclosures) == ("12", 2)
    assert (figures.basis.start, figures.basis.end, figures.basis.without_period) == ("2027-03-31", "", 2)


def test_only_what_the_public_sees_is_counted(kept: Database) -> None:
    ids = enter(kept, ad(paid("1")), ad(paid("2")), ad(paid("4")))
    enter(kept, ad(paid("8")), chain="sandbox")
    step(kept, ids[0], "suspended")
    step(kept, ids[1], "withdrawn", account=OWNER)
    assert all_of(kept).sums[0].lower == "4"
    assert all_of(kept, Query(status="withdrawn")).found == 0


def test_only_the_newest_version_counts(kept: Database) -> None:
    (one,) = enter(kept, ad(paid("1")))
    enter(kept, ad(paid("2")), of=one, version=2, kind="amended")
    figures = all_of(kept)
    assert (figures.sums[0].lower, figures.basis.earlier_versions) == ("2", 1)


def test_a_position_gives_the_same_numbers_again(kept: Database) -> None:
    first, second, third = enter(kept, ad(paid("1")), ad(paid("2")), ad(paid("4")))
    before = all_of(kept)
    enter(kept, ad(paid("100")))
    again = all_of(kept, position=before.position.sequence)
    assert (again.position, again.sums, again.groupings) == (before.position, before.sums, before.groupings)
    assert again.since is not None
    assert (again.since.changed, again.since.removed) == (0, 0)
    enter(kept, ad(paid("3")), of=second, version=2, kind="corrected")
    step(kept, third, "withdrawn", account=OWNER)
    later = all_of(kept, position=before.position.sequence)
    assert later.sums[0].lower == "1"
    assert later.since is not None
    assert (later.since.changed, later.since.removed) == (1, 1)
    assert first
    for wrong in (99, -1):
        with pytest.raises(PositionError):
            all_of(kept, position=wrong)


def test_what_is_not_indexed_is_told(kept: Database) -> None:
    enter(kept, ad(paid("1")), ad(paid("2")))
    kept.write(lambda t: t.run("UPDATE search_row SET facts = '', tables = ''"))
    assert (all_of(kept).found, all_of(kept).counted, left(all_of(kept))) == (2, 0, {"not-indexed": 2})
    assert reindex(kept) == 2
    assert all_of(kept).sums[0].lower == "3"


def test_what_is_counted_is_bounded(kept: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opads.register.figures.store.MOST", 1)
    monkeypatch.setattr("opads.register.figures.counting.MOST_GROUPS", 1)
    enter(kept, ad(paid("1"), sponsor="A"))
    enter(kept, ad(paid("2"), parties=[party("B", "sponsor"), party("C", "sponsor")]))
    figures = all_of(kept)
    assert (figures.found, figures.counted, left(figures)) == (2, 1, {"beyond": 1})
    assert (figures.sums[0].lower, figures.grouping("sponsor").more) == ("2", 1)


def test_no_value_of_a_disclosure_raises() -> None:
    strange: list[Any] = [
        None,
        7,
        "x",
        [],
        {},
        [{}],
        {"amounts": 7},
        {"amounts": [7, {"kind": 7}, {"kind": "spent", "currency": "EUR"}]},
    ]
    for value in strange:
        for name in ("money", "parties", "identity", "processes", "label", "advertisement"):
            facts_of({name: value}, (), ())
    long = facts_of(ad(paid("9" * 200)), (), ())
    assert (long.stated, long.amounts) == (1, ())


MONEY = st.decimals("0", "1e20", places=4).map(str)
RANGES = st.tuples(st.none() | MONEY, st.none() | MONEY).filter(any)


@given(st.lists(RANGES, min_size=1, max_size=20))
def test_a_sum_is_the_sum_of_its_ends(ranges: list[tuple[str | None, str | None]]) -> None:
    rows = [
        FactRow(str(n), "", 1, "f", "", Facts(amounts=(Money("spent", "ad", "EUR", lower, upper),), stated=1))
        for n, (lower, upper) in enumerate(ranges)
    ]
    (one,) = count(rows).sums()
    assert Decimal(one.stated_lower) == sum(Decimal(lower) for lower, _ in ranges if lower)
    assert Decimal(one.stated_upper) == sum(Decimal(upper) for _, upper in ranges if upper)
    assert (one.lower is None) == any(lower is None for lower, _ in ranges)
    assert (one.upper is None) == any(upper is None for _, upper in ranges)
    assert one.disclosures == len(ranges)
