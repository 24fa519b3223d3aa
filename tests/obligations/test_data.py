"""The data keep their house rules: regimes, shared facts, election calendar."""

import datetime as dt
import re
import zoneinfo
from pathlib import Path

import pytest

from opads.catalogue import catalogue_of
from opads.formats import default_registry
from opads.obligations import Calendar, LibraryError, default_calendar, default_library, load_library
from opads.obligations.elections import Election, read
from opads.obligations.library import CompiledDuty
from opads.obligations.model import BEARERS
from opads.obligations.situation import facts_known
from opads.standard import codelists
from opads.standard.resources import root

LIBRARY = default_library()
DUTIES = list(LIBRARY)
CALENDAR = default_calendar()


@pytest.mark.parametrize("one", DUTIES, ids=lambda one: one.duty.id)
def test_a_duty(one: CompiledDuty) -> None:
    duty = one.duty
    assert duty.title[0].isupper()
    assert not duty.title.endswith(".")
    assert duty.description.endswith(".")
    assert set(duty.who) <= set(BEARERS)
    if duty.note:
        assert duty.note.endswith(".")
    assert duty.format is None or duty.format in default_registry().ids
    catalogue = catalogue_of(default_registry())
    assert [rule for rule in duty.rules if catalogue.get(rule) is None] == []
    assert catalogue.get(duty.id) is None, "an id means one thing"
    if duty.deadline and duty.deadline.zone:
        assert duty.deadline.zone in zoneinfo.available_timezones()


def test_every_fact_is_used_by_some_duty_or_deadline() -> None:
    used = {fact for regime in LIBRARY.regimes for fact in regime.when.facts}
    used |= {fact for one in DUTIES for fact in one.when.facts}
    used |= {row.derivation.fact for row in LIBRARY.derived}
    told = {"/process/id", "/process/name", "/sponsor/actorType"}
    assert set(facts_known()) - used == told, "the poll by id, and what people want to see"


def test_groups_hold_codes_and_the_union_has_27_members() -> None:
    groups = LIBRARY.groups("2026-11-23")
    assert len(groups["union"]) == 28
    assert set(groups["union"]) <= set(codelists.load("countries"))
    assert "GB" in LIBRARY.groups("2020-01-31")["union"]
    assert "GB" not in LIBRARY.groups("2020-02-01")["union"]
    assert "HR" not in LIBRARY.groups("2013-06-30")["union"]
    assert LIBRARY.groups(None)["union"] == groups["union"]
    lists = {"onlineMedia": "medium", "offlineMedia": "medium", "broadcastMedia": "medium",
             "intermediaries": "publisher-kind", "onlinePlatforms": "publisher-kind", "veryLarge": "publisher-kind"}  # fmt: skip
    for name, codelist in lists.items():
        assert set(groups[name]) <= set(codelists.load(codelist))
    assert not set(groups["onlineMedia"]) & set(groups["offlineMedia"])
    assert set(codelists.load("medium")) - set(groups["onlineMedia"]) - set(groups["offlineMedia"]) == {
        "direct-message"
    }


@pytest.mark.parametrize("row", list(CALENDAR), ids=lambda row: row.id)
def test_an_election(row: Election) -> None:
    assert re.fullmatch(r"[a-z]{2}(-[a-z0-9]+)+", row.id)
    assert codelists.is_code("countries", row.country)
    assert row.id.startswith(row.country.lower())
    assert codelists.is_code("process-type", row.type)
    assert codelists.is_code("process-level", row.level)
    assert row.round == "" or codelists.is_code("election-round", row.round)
    days = [dt.date.fromisoformat(d) for d in (row.date, row.end_date or row.date)]
    assert days == sorted(days)
    assert str(days[0].year) in row.id
    assert row.source.startswith("https://")
    assert dt.date.fromisoformat(row.source_date)
    assert row.name


def test_ids_of_elections_are_unique_and_nothing_is_guessed() -> None:
    rows = [row for path in sorted((root() / "elections").glob("*.csv")) for row in read(path)]
    assert len({row.id for row in rows}) == len(rows) == len(CALENDAR) > 20
    assert {"eu-parliament-2024", "us-general-2026", "us-general-2028"} <= {row.id for row in rows}
    assert [e.date for e in CALENDAR] == sorted(e.date for e in CALENDAR)


def test_a_calendar_with_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("id,name\na,b\n")
    with pytest.raises(ValueError, match="the columns must be"):
        list(read(tmp_path / "x.csv"))
    head = "id,country,territory,type,level,round,name,date,end_date,source,source_date,verified"
    (tmp_path / "y.csv").write_text(f"{head}\na,DE,,,,,,,,,,maybe\n")
    with pytest.raises(ValueError, match="verified is yes or no"):
        list(read(tmp_path / "y.csv"))
    assert len(Calendar([])) == 0


FACTS = "groups: {union: {title: t, source: s, members: [DE, {code: GB, until: 2020-01-31}]}}\n"
REGIME = """
id: some
title: T
description: D
jurisdiction: [EU]
instruments: {law: {name: Law, url: "https://example.org", retrieved: 2026-01-01}}
let: {name: "situation.online"}
when: "true"
duties:
  - {id: some/duty, title: T, description: D, who: sponsor, when: "{name}", citation: {provision: "1"}, verified: true}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("some/duty", "other/duty", "field id: must be some/"),
        ('when: "{name}"', 'when: "{nome}"', "no condition named {nome}"),
        ('"situation.online"}', '"{name}"}', "or it names itself"),
        ('when: "{name}"', 'when: "situation.onlin"', "a situation has no /onlin"),
        ('when: "{name}"', 'when: "group.x == []"', "there is no group 'x'"),
        ('when: "{name}"', 'when: "1 +"', "field when: line 1"),
        ('when: "{name}"', 'when: "1 + 1"', "must be true or false, but is a int"),
        ("verified: true", "verified: false", "says what was not read"),
        (", retrieved: 2026-01-01", "", "needs the url and the day"),
        ('{provision: "1"}', '{of: act, provision: "1"}', "the regime has no instrument 'act'"),
        ("who: sponsor", "who: somebody", "duties.0.who"),
        ("id: some\n", "id: another\n", "must be the name of the file"),
        ("verified: true}", "verified: true, deadline: {text: x, from: /perio, days: 1}}", "a situation has no /perio"),
        ("duties:", "- duties:", "some.yaml: "),
        ("title: T\n", "title: T\nsurprise: 1\n", "surprise"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "facts.yaml").write_text(FACTS)
    (tmp_path / "some.yaml").write_text(REGIME)
    assert len(list(load_library(tmp_path))) == 1
    assert old in REGIME
    (tmp_path / "some.yaml").write_text(REGIME.replace(old, new, 1))
    with pytest.raises(LibraryError, match=re.escape(said)):
        load_library(tmp_path)


def test_mistakes_of_shared_facts_are_told(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"facts\.yaml"):
        load_library(tmp_path)
    (tmp_path / "facts.yaml").write_text(FACTS + 'derived: [{fact: /no, value: "situation.", because: b}]\n')
    with pytest.raises(LibraryError) as caught:
        load_library(tmp_path)
    assert len(caught.value.problems) == 2


def test_an_id_occurs_once(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(FACTS)
    (tmp_path / "some.yaml").write_text(REGIME + REGIME.strip().splitlines()[-1].replace("  -", "  -") + "\n")
    with pytest.raises(LibraryError, match="occurs twice"):
        load_library(tmp_path)
