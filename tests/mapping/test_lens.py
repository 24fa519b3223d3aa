"""The laws of a lens: there and back is identity, every leaf is accounted for once, nothing is invented."""

import copy
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given

from opads.formats import default_registry
from opads.mapping import Lens, MappingError, MappingFile
from opads.standard.authored import AuthoredError
from opads.standard.jsonvalue import get, leaves
from tests.mapping.demo import lens, records

LENS = lens()
RECORD: dict[str, Any] = {
    "kind": "ad",
    "id": "1",
    "start": "03/04/2026",
    "spend": {"lower": "0100", "upper": "199"},
    "currency": "EUR",
    "who": "Party",
    "election": "P2020",
    "demography": [{"percentage": "0.1", "age": "18-24", "gender": "male"}, {"percentage": "q", "age": "65+"}],
    "languages": ["de", "fr"],
    "places": "a; b",
    "reach": [{"country": "PL", "groups": [{"male": 6}]}],
    "form": "F1",
    "line": "SE",
    "extra": {"deep": [1]},
}


@given(records)
def test_native_to_canonical_to_native_is_identity(record: dict[str, Any]) -> None:
    before = copy.deepcopy(record)
    reading = LENS.read(record)
    assert record == before
    back = LENS.write(reading.disclosure).native
    assert {k: v for k, v in back.items() if k != "kind" or "kind" in record} == record


@given(records)
def test_every_native_leaf_is_mapped_or_kept(record: dict[str, Any]) -> None:
    reading = LENS.read(record)
    kept = {p for pointer, value in reading.kept.items() for p, _ in leaves(value, pointer)}
    for pointer, value in leaves(record):
        if not pointer:
            continue  # an empty record has one leaf: itself
        assert pointer in reading.mapped or pointer in kept
        if pointer in kept:
            assert get(record, pointer) == value


@given(records)
def test_every_canonical_leaf_is_accounted_for_once(record: dict[str, Any]) -> None:
    disclosure = LENS.read(record).disclosure
    account = LENS.write(disclosure).account
    assert [pointer for pointer, _ in leaves(disclosure)] == sorted(account, key=list(account).index)
    assert set(account) == {pointer for pointer, _ in leaves(disclosure)}
    for entry in account.values():
        assert entry.status in ("written", "narrowed", "dropped")
        assert (entry.reason is not None) == (entry.status != "written") or entry.status == "written"


@given(records)
def test_nothing_is_invented(record: dict[str, Any]) -> None:
    """Every canonical leaf comes from a native leaf or is a constant of the mapping."""
    reading = LENS.read(record)
    sourced = {p for pointers in reading.mapped.values() for p in pointers} | set(reading.constants)
    for pointer, _ in leaves({k: v for k, v in reading.disclosure.items() if k != "extensions"}):
        assert pointer in sourced


def test_reads_every_kind_of_row() -> None:
    reading = LENS.read(RECORD)
    disclosure = reading.disclosure
    assert disclosure["identity"]["identifiers"] == [{"scheme": "demo-id", "scope": "ad", "value": "1"}]
    assert disclosure["periods"]["actual"]["start"] == "2026-04-03"
    assert disclosure["money"]["amounts"][0]["range"] == {"lower": "100", "upper": "199"}
    assert disclosure["parties"] == [{"roles": ["sponsor", "payer"], "name": "Party"}]
    assert disclosure["processes"] == [{"type": "election", "round": "primary", "year": 2020}]
    assert disclosure["advertisement"] == {"languages": ["de", "fr"], "platforms": ["a", "b"]}
    assert disclosure["delivery"]["measures"][2] == {
        "metric": "reach",
        "gender": "male",
        "exact": 6,
        "place": {"code": "PL"},
    }
    assert reading.relations == {"/who": "related"}
    (unread,) = reading.unreadable
    assert (unread.pointer, unread.reason, unread.params["value"]) == ("/demography/1/percentage", "not-a-number", "q")


def test_an_edited_value_wins_over_the_native_spelling() -> None:
    disclosure = LENS.read(RECORD).disclosure
    disclosure["money"]["amounts"][0]["range"]["lower"] = "150"
    writing = LENS.write(disclosure)
    assert writing.native["spend"] == {"lower": "150", "upper": "199"}
    assert writing.native["extra"] == {"deep": [1]}
    stale = [p for p, e in writing.account.items() if e.reason == "stale"]
    assert "/extensions/demo/~1spend~1lower" in stale


def test_a_removed_value_is_not_raised_from_the_residue() -> None:
    disclosure = LENS.read(RECORD).disclosure
    del disclosure["money"]["amounts"][0]["range"]["lower"]
    assert "lower" not in LENS.write(disclosure).native["spend"]


def test_what_the_target_cannot_say_is_dropped_with_the_reason() -> None:
    disclosure = {
        "opads": "1.0",
        "parties": [{"roles": ["sponsor", "payer"], "name": "A"}, {"roles": ["sponsor", "payer"], "name": "B"}],
        "money": {"amounts": [{"kind": "spent", "scope": "ad", "exact": "10"}]},
        "periods": {"actual": {"start": "2026-04-03T10:00:00Z"}},
    }
    account = LENS.write(disclosure).account
    assert account["/parties/0/name"].targets == ["/who"]
    assert (account["/parties/1/name"].status, account["/parties/1/name"].reason) == ("dropped", "only-one")
    assert (account["/money/amounts/0/exact"].status, account["/money/amounts/0/exact"].reason) == (
        "dropped",
        "no-field",
    )
    assert account["/periods/actual/start"].reason == "not-a-date"


def test_two_parties_are_never_mixed_into_one() -> None:
    rows = """
- {native: /name, canonical: "/parties[roles=sponsor]/name"}
- {native: /email, canonical: "/parties[roles=sponsor]/email"}
"""
    target = Lens(MappingFile.model_validate({"format": "x", "rows": yaml.safe_load(rows)}), version="1.0")
    writing = target.write(
        {"parties": [{"roles": ["sponsor"], "name": "A"}, {"roles": ["sponsor"], "email": "b@b.eu"}]}
    )
    assert writing.native == {"name": "A"}
    assert (writing.account["/parties/1/email"].status, writing.account["/parties/1/email"].reason) == (
        "dropped",
        "only-one",
    )


def test_conditions_choose_the_block_on_each_side() -> None:
    assert "identity" not in LENS.read({"form": "G1", "line": "SE"}).disclosure
    assert LENS.write({"opads": "1.0", "identity": {"formType": "G1", "recordType": "SE"}}).native == {"kind": "ad"}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("- {native: /a}", "one of them is absent"),
        ("- {native: /a, canonical: /b, direction: read}", "needs a `reason`"),
        ("- {native: /a, canonical: /b, codecs: text}", "codecs"),
        ("- {implied: /a}", "needs a `reason`"),
        ("- {into: /a, rows: [{native: /a, canonical: /b}]}", "needs `each`"),
        ("- {const: {native: /a, canonical: /b, value: 1}}", "names either"),
        ("- {}", "a row needs"),
    ],
)
def test_an_author_is_told_which_row_is_wrong(rows: str, message: str) -> None:
    with pytest.raises(AuthoredError, match=message):
        MappingFile.model_validate({"format": "x", "rows": yaml.safe_load(rows)})


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("- {native: a, canonical: /b}", r"x/mapping.yaml, row 1 \(a\): path 'a', column 1"),
        ("- {native: /a, canonical: /b, codec: nothing}", "unknown codec 'nothing'"),
        ("- {native: /a, canonical: {x: /b}}", "need the codec `parts`"),
        ("- {native: /a, canonical: [/b]}", "needs the codec `join`"),
        ("- {native: ^/a, canonical: /b}", "for reading only"),
        ('- {native: "@", canonical: /b}', "for reading only"),
        ('- {each: "/a/*", into: /b, rows: [{native: "", canonical: /c}]}', "belongs to rows below"),
        ('- {each: /a, into: "[x=y]", rows: [{native: /a, canonical: /b}]}', "names no array"),
    ],
)
def test_a_row_that_cannot_be_compiled_is_named(rows: str, message: str) -> None:
    with pytest.raises(MappingError, match=message):
        Lens(MappingFile.model_validate({"format": "x", "rows": yaml.safe_load(rows)}), version="1.0")


MEMBERS = """
format: demo
rows:
- each: "/reach/*"
  rows:
  - {native: "@", canonical: "/jurisdictions[]", direction: read, reason: names of members}
  - each: "/*"
    rows:
    - each: ""
      into: /delivery/measures[metric=reach,breakdown=age]
      rows:
      - {native: "", canonical: /exact, codec: integer, direction: read, reason: names of members}
      - {native: "@", canonical: /age, codec: age-range, direction: read, reason: names of members, relation: related}
      - {native: ^@, canonical: /place/code, codec: {name: enum, map: [{native: IE, canonical: IE}]}, unreadable: info,
         direction: read, reason: names of members}
"""


def test_members_of_an_object_are_iterated_and_their_names_read() -> None:
    members = Lens(MappingFile.model_validate(yaml.safe_load(MEMBERS)), version="1.0")
    native = {"reach": {"IE": {"18-24": 5, "65+": 7}, "a/b": {"18-24": 1}, "x": 3, "y": {}}}
    reading = members.read(native)
    assert reading.disclosure["jurisdictions"] == ["IE", "a/b", "x", "y"]
    measures = reading.disclosure["delivery"]["measures"]
    assert [(m["exact"], m["age"]["text"], m.get("place")) for m in measures] == [
        (5, "18-24", {"code": "IE"}),
        (7, "65+", {"code": "IE"}),
        (1, "18-24", None),
    ]
    assert set(reading.mapped) == {"/reach/IE/18-24", "/reach/IE/65+", "/reach/a~1b/18-24", "/reach/x", "/reach/y"}
    assert "/jurisdictions/1" in reading.mapped["/reach/a~1b/18-24"]
    assert reading.relations["/reach/IE/65+"] == "related"
    assert [(u.pointer, u.reason) for u in reading.unreadable] == [("/reach/a~1b", "not-in-list")]
    writing = members.write(reading.disclosure)
    assert writing.native == native
    assert {entry.status for entry in writing.account.values()} == {"written"}
    assert "delivery" not in members.read({"reach": [1]}).disclosure


def test_macros_repeat_rows() -> None:
    rows = '- {repeat: {c: [EUR, USD]}, rows: [{native: "/spend_{c.lower}", canonical: "/money/amounts[currency={c}]/exact", codec: decimal}]}'
    two = Lens(MappingFile.model_validate({"format": "x", "rows": yaml.safe_load(rows)}), version="1.0")
    assert two.read({"spend_eur": "1", "spend_usd": "2"}).disclosure["money"]["amounts"] == [
        {"currency": "EUR", "exact": "1"},
        {"currency": "USD", "exact": "2"},
    ]


def test_a_target_with_room_carries_what_it_cannot_say() -> None:
    rows = "- {native: /who, canonical: '/parties[roles=sponsor]/name'}"
    target = Lens(
        MappingFile.model_validate({"format": "x", "rows": yaml.safe_load(rows)}), version="1.0", carry="/extensions"
    )
    source = LENS.read(RECORD).disclosure
    written = target.write(source)
    assert written.account["/money/amounts/0/currency"].status == "carried"
    carried = target.carried(written.native)
    assert carried == source
    assert LENS.write(carried).native == RECORD
    changed = {**written.native, "who": "Another"}
    with pytest.raises(MappingError, match="was changed after"):
        target.carried(changed)
    assert target.carried({"who": "x"}) is None
    assert "extensions" not in target.write(source, carry=False).native


def test_the_account_names_where_an_element_went_when_its_array_was_not_there_before() -> None:
    rows = "- {each: /people, into: '/elections[0]/people', rows: [{native: /name, canonical: /name}]}"
    one = Lens(MappingFile.model_validate({"format": "x", "rows": yaml.safe_load(rows)}), version="1.0")
    reading = one.read({"people": [{"name": "a"}, {"name": "b"}]})
    assert reading.mapped == {
        "/people/0/name": ("/elections/0/people/0/name",),
        "/people/1/name": ("/elections/0/people/1/name",),
    }
    assert [get(reading.disclosure, pointers[0]) for pointers in reading.mapped.values()] == ["a", "b"]


def test_a_residue_left_out_lets_no_other_one_be_read() -> None:
    """A figure edited away does not come back from the range that was only kept beside it."""
    lens = default_registry().get("who-targets-me").lens
    record = {"spending": {"spending_lower_bound": Decimal(0), "spending_total": Decimal("0.0")}}
    disclosure = lens.read(record).disclosure
    disclosure["money"]["amounts"][0]["exact"] = "edited"
    assert "money" not in lens.read(lens.write(disclosure, carry=False).native).disclosure
