"""What is found, by what, and by whom; over both databases."""

from functools import partial
from typing import Any

import pytest

from opads.register.reading import reindex, unindex
from opads.register.reading.asking import Query, Viewer
from opads.register.reading.fields import fields
from opads.register.reading.indexing import rows_of
from opads.register.reading.store import Reading
from opads.storage import Database
from tests.register.held import NOTHING_WITHHELD, OTHER, OWNER, enter, party, step, whole

PUBLIC = Viewer()


def titles(reading: Reading, query: Query, viewer: Viewer = PUBLIC) -> list[str]:
    """Give the titles found, and see that as many are counted."""
    found = [found.summary.get("title", "") for found in reading.search(query, viewer, 100)]
    assert reading.count(query, viewer).number == len(found)
    return found


def titled(title: str, **more: Any) -> dict[str, Any]:
    return {"opads": "1.0", "advertisement": {"title": title}, **more}


def amount(currency: str = "EUR", **more: Any) -> dict[str, Any]:
    return {"amounts": [{"kind": "total", "scope": "ad", "currency": currency, **more}]}


ROWS = [
    titled(
        "shelves",
        parties=[party("Bücher für Łódź", "sponsor"), party("Payer & Sons", "payer"), party("Courier", "publisher")],
    ),
    titled(
        "place",
        processes=[
            {
                "type": "election",
                "level": "regional",
                "name": "Landtag",
                "territory": {"scheme": "nuts", "code": "EL30"},
            }
        ],
    ),
    titled("named", processes=[{"territory": {"name": "Île-de-France"}}], jurisdictions=["FR"]),
    titled("exact", money=amount(exact="100.50")),
    titled("range", money=amount(range={"lower": "100", "upper": "199"})),
    titled("open", money=amount(range={"lower": "1000"})),
    titled("huge", money=amount("JPY", exact="123456789012345678901234567890.5")),
    titled("rate", money={"amounts": [{"kind": "rate", "currency": "EUR", "exact": "7"}]}),
    titled(
        "spring",
        periods={
            "intended": {"start": "2027-03-01", "end": "2027-03-31"},
            "actual": {"start": "2027-04-01T00:00:00+02:00"},
        },
    ),
    titled("shown", events=[{"kind": "first-shown", "at": "2026-01-01"}, {"kind": "last-shown", "at": "2026-01-31"}]),
    titled("targeted", targeting={"used": True, "techniques": ["targeting"], "personalData": [{"special": "health"}]}),
    titled("untargeted", targeting={"used": False}),
    titled("criteria", targeting={"criteria": [{"dimension": "age"}]}),
    titled("filer", parties=[party("F", "sponsor", identifiers=[{"scheme": "lei", "value": "5299000000000000TEST"}])]),
    titled("選挙", advertisement={"title": "東京都知事選挙"}),
]


@pytest.fixture
def filled(kept: Database, reading: Reading) -> Reading:
    enter(kept, *ROWS)
    return reading


CASES: list[tuple[str, Query, list[str]]] = [
    ("sponsor", Query(words={"sponsor": "bucher lodz"}), ["shelves"]),
    ("beginning", Query(words={"sponsor": "BUCH"}), ["shelves"]),
    ("payer alone", Query(words={"payer": "sons"}), ["shelves"]),
    ("not the payer", Query(words={"sponsor": "sons"}), []),
    ("party", Query(words={"party": "sons courier"}), ["shelves"]),
    ("publisher", Query(words={"publisher": "cou"}), ["shelves"]),
    ("nothing but signs", Query(words={"text": "\u202e --"}), []),
    ("percent", Query(words={"text": "%"}), []),
    ("underscore", Query(words={"text": "s_elves"}), []),
    ("process", Query(words={"process": "landtag"}), ["place"]),
    ("code of process", Query(codes={"process-type": "election", "process-level": "regional"}), ["place"]),
    ("country of a code", Query(codes={"country": "GR"}), ["place"]),
    ("country", Query(codes={"country": "FR"}), ["named"]),
    ("territory", Query(words={"territory": "ile france"}), ["named"]),
    ("script without spaces", Query(words={"text": "知事"}), ["東京都知事選挙"]),
    ("amount", Query(currency="EUR", at_least="100.5", at_most="100.5"), ["range", "exact"]),
    ("above", Query(currency="EUR", at_least="199.01"), ["open"]),
    ("below", Query(currency="EUR", at_most="99.99"), []),
    ("a range overlaps", Query(currency="EUR", at_least="150", at_most="160"), ["range"]),
    ("far above", Query(currency="EUR", at_least="99999999999999999999"), ["open"]),
    ("any length", Query(currency="JPY", at_least="123456789012345678901234567890.4"), ["huge"]),
    ("too little", Query(currency="JPY", at_least="123456789012345678901234567890.6"), []),
    ("kind and scope", Query(amount_kind="total", amount_scope="ad", currency="JPY"), ["huge"]),
    ("period", Query(since="2027-03-31", until="2027-03-31"), ["spring"]),
    ("kind of period", Query(since="2027-03-31", until="2027-03-31", period="actual"), []),
    ("open period", Query(since="2030-01-01"), ["spring"]),
    ("events", Query(since="2026-01-15", until="2026-01-16", period="actual"), ["shown"]),
    ("used", Query(codes={"targeting": "used"}), ["criteria", "targeted"]),
    ("not used", Query(codes={"targeting": "not-used"}), ["untargeted"]),
    ("special category", Query(codes={"special-category": "health"}), ["targeted"]),
    ("criterion", Query(codes={"criterion": "age"}), ["criteria"]),
    ("identifier", Query(identifier="5299000000000000test"), ["filer"]),
    ("identifier of a scheme", Query(identifier="lei:5299000000000000TEST"), ["filer"]),
    ("another scheme", Query(identifier="vat:5299000000000000TEST"), []),
    ("all together", Query(words={"text": "targ"}, codes={"technique": "targeting"}), ["targeted"]),
    ("format", Query(format="none-such"), []),
    ("accepted later", Query(handed_in_since="2999-01-01"), []),
]


def test_what_is_asked_for_is_found(filled: Reading) -> None:
    """One test for all cases: the register is filled once."""
    assert {name: sorted(titles(filled, query)) for name, query, _ in CASES} == {
        name: sorted(t) for name, _, t in CASES
    }
    assert len(titles(filled, Query())) == len(ROWS)
    assert len(titles(filled, Query(codes={"targeting": "not-disclosed"}))) == len(ROWS) - 3
    assert len(
        titles(filled, Query(handed_in_since="2020-01-01", handed_in_until="2999-01-01", format="opads-disclosure"))
    ) == len(ROWS)


def test_pages_follow_each_other_the_newest_first(kept: Database, reading: Reading) -> None:
    ids = [enter(kept, titled(f"number {number}"))[0] for number in range(7)]
    enter(kept, titled("number 3, amended"), of=ids[3], version=2, kind="amended")
    found: list[str] = []
    after: tuple[str, str] | None = None
    while page := reading.search(Query(), PUBLIC, 3, after):
        found += [one.held.id for one in page]
        after = (page[-1].held.first_at, page[-1].held.id)
        if len(found) == 3:
            enter(kept, titled("put in meanwhile"))
    assert found == ids[::-1]
    assert titles(reading, Query(words={"text": "amended"})) == ["number 3, amended"]


def test_more_than_are_counted_are_said_to_be_more(
    kept: Database, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opads.register.reading.store.COUNTED", 2)
    enter(kept, *(titled(f"t{n}") for n in range(3)))
    assert (reading.count(Query(), PUBLIC).number, reading.count(Query(), PUBLIC).exact) == (2, False)
    assert (
        reading.count(Query(words={"text": "t1"}), PUBLIC).number,
        reading.count(Query(words={"text": "t1"}), PUBLIC).exact,
    ) == (1, True)


def test_who_sees_what(kept: Database, reading: Reading) -> None:
    shown, suspended, withdrawn = (enter(kept, titled(f"secret {n}"), publisher_id=f"p{n}")[0] for n in range(3))
    enter(kept, titled("sandbox"), chain="sandbox")
    step(kept, suspended, "suspended", reason="under examination")
    step(kept, withdrawn, "withdrawn", account=OWNER)
    asked = Query(words={"text": "secret"})
    assert titles(reading, asked) == ["secret 0"]
    assert titles(reading, asked, Viewer(OTHER)) == ["secret 0"]
    assert len(titles(reading, asked, Viewer(OWNER))) == 3
    assert len(titles(reading, asked, Viewer(OTHER, everything=True))) == 3
    assert titles(reading, Query(), Viewer(OWNER, sandbox=True)) == ["sandbox"]
    assert titles(reading, Query(), Viewer(OTHER, sandbox=True)) == []
    assert titles(reading, asked, Viewer(public=False)) == []
    assert titles(reading, asked, Viewer(OTHER, public=False)) == []
    # That there are such is told, not what they say; and what they say cannot be found out by asking.
    (told,) = reading.search(Query(status="suspended"), PUBLIC, 10)
    assert (told.held.id, told.summary) == (suspended, {})
    assert reading.search(Query(status="suspended", words={"text": "secret"}), PUBLIC, 10) == []
    assert reading.search(Query(status="withdrawn", words={"text": "secret"}), Viewer(OTHER), 10) == []
    assert [f.held.id for f in reading.search(Query(account=OWNER, publisher_id="p0"), PUBLIC, 10)] == [shown]


def test_nothing_is_found_by_what_is_withheld(kept: Database, reading: Reading) -> None:
    person = {
        "roles": ["agent"],
        "kind": "natural-person",
        "name": "Erika",
        "identifiers": [{"scheme": "national-register", "value": "7700"}],
    }
    enter(kept, titled("person", parties=[person], extensions={"xx": {"/a": "hidden words"}}))
    for viewer in (PUBLIC, Viewer(OWNER), Viewer(OTHER, everything=True)):
        assert titles(reading, Query(identifier="7700"), viewer) == []
        assert titles(reading, Query(words={"text": "hidden"}), viewer) == []
        assert titles(reading, Query(words={"party": "erika"}), viewer) == ["person"]


def test_an_index_is_made_anew(kept: Database, reading: Reading) -> None:
    ids = enter(kept, *ROWS[:4])
    for one in ids[:2]:
        kept.write(partial(unindex, disclosure_id=one))
    assert reading.count(Query(words={"text": "shelves"}), PUBLIC).number == 0
    assert reindex(kept) == 2
    assert titles(reading, Query(words={"text": "shelves"})) == ["shelves"]
    assert reindex(kept) == 0
    kept.write(lambda t: t.run("UPDATE search_row SET tables = 'other'"))
    kept.write(lambda t: t.run("INSERT INTO search_word (field, word, disclosure) VALUES ('text', 'lost', 'no-such')"))
    assert reindex(kept) == 4
    assert reindex(kept, everything=True) == 4
    assert kept.read(lambda t: t.one("SELECT count(*) FROM search_word WHERE disclosure = 'no-such'")) == (0,)


def test_one_document_cannot_fill_the_index() -> None:
    found = rows_of(titled(" ".join(f"w{n}" for n in range(30_000)), jurisdictions=["FR"] * 30_000))
    assert len([word for name, word in found.words if name == "text"]) == 4000
    assert found.codes.count(("country", "FR")) == 1
    assert len(found.summary) < 1000


@pytest.mark.parametrize("value", [None, 7, True, [], {}, "", "\0", [None], {"a": None}, [[[]]], "x" * 100_000])
def test_no_value_of_any_field_raises(value: Any) -> None:
    for name in whole():
        rows_of({**whole(), name: value})
        rows_of({**whole(), name: [value]})
        rows_of(
            {**whole(), name: dict.fromkeys(("amounts", "intended", "used", "identifiers", "title", "place"), value)}
        )
    assert rows_of(NOTHING_WITHHELD).words == [("text", "nothing"), ("text", "hidden")]


def test_the_table_has_a_code_list_or_words_for_each_field() -> None:
    assert set(fields().words) == {"sponsor", "payer", "party", "publisher", "process", "territory", "text"}
    assert {span.kind for span in fields().periods} == {"intended", "actual", "reporting", "contracted"}
    assert {answer.code for answer in fields().targeting} == {"used", "not-used", "not-disclosed"}
