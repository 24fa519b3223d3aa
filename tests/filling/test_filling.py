"""Values stated by hand: typed by the schema, put where they belong, refused where they do not fit."""

import json
from decimal import Decimal

import pytest

from opads.conversion import convert
from opads.filling import EVERY, KINDS, NotTypedError, Statements, asked_for, fill, typed
from opads.formats import Format, default_registry

REGISTRY = default_registry()
TTPA = REGISTRY.get("eu-ttpa")
SOURCE = (REGISTRY.get("meta-ad-library").folder / "examples" / "valid" / "single-object.json").read_bytes()
SEVERAL = (REGISTRY.get("meta-ad-library").folder / "examples" / "valid" / "lines.ndjson").read_bytes()


def test_what_is_missing_is_asked_for() -> None:
    done = convert(SOURCE, REGISTRY, target="eu-ttpa")
    (record,) = json.loads(done.output)
    asked = {
        one.pointer: one for one in asked_for(TTPA, (row.target for row in done.account.records[0].missing), record)
    }
    assert asked["/adAmount/total"].kind == "decimal"
    assert asked["/adAmount/total"].title == "Total figure"
    assert asked["/sponsor/kind"].kind == "choice"
    assert "natural-person" in asked["/sponsor/kind"].choices
    assert asked["/funding/nature"].kind == "choices"
    assert asked["/techniques/used"].kind == "yes-no"
    assert asked["/sponsor/postalAddress/fullAddress"].within == ("1. Sponsor", "Postal address")
    assert asked["/reportingMechanism/url"].missing == "/reportingMechanism"
    assert "/sponsor/businessName" not in asked, "it is there"


@pytest.mark.parametrize("format_", list(REGISTRY), ids=lambda f: f.id)
def test_every_field_that_can_be_missing_is_a_question(format_: Format) -> None:
    target = REGISTRY.get(format_.id)
    done = convert(SOURCE, REGISTRY, target=target.id)
    missing = [row.target for row in done.account.records[0].missing]
    asked = asked_for(target, missing, {})
    assert {one.missing for one in asked} == {p for p in missing if target.declared.at(p) and not empty(target, p)}
    for one in asked:
        assert one.kind in KINDS
        assert one.title
        assert one.kind not in ("choice", "choices") or one.choices


def empty(target: Format, pointer: str) -> bool:
    """Say whether a field is an object of which nothing is known."""
    schemas = target.declared.at(pointer)
    return not any(s.get("properties") or s.get("items") for s in schemas) and any(
        "object" in str(s.get("type")) for s in schemas
    )


def test_filled_in_until_nothing_is_missing() -> None:
    said = Statements()
    answers: dict[str, str | list[str]] = {
        "/adAmount/total": "120.00",
        "/adAmount/currency": "EUR",
        "/amountMethodology/0/text": "Sum of the invoices.",
        "/amountMethodology/0/language": "en",
        "/funding/nature": ["private"],
        "/funding/geoOrigin": ["inside-union"],
        "/payer/email": "a@example.org",
        "/payer/kind": "legal-entity",
        "/payer/postalAddress/fullAddress": "Main Street 1, Springfield",
        "/priorSuspension/occurred": "false",
        "/reportingMechanism/email": "report@example.org",
        "/sponsor/email": "b@example.org",
        "/sponsor/kind": "legal-entity",
        "/sponsor/postalAddress/fullAddress": "Main Street 2, Springfield",
        "/techniques/used": "false",
    }
    for pointer, text in answers.items():
        said = said.with_(0, pointer, text)
    before = convert(SOURCE, REGISTRY, target="eu-ttpa")
    done = convert(SOURCE, REGISTRY, target="eu-ttpa", statements=said)
    refused = {one.pointer for one in done.refused}
    account = done.account.records[0]
    assert {row.target for row in account.stated} == set(said.by_record[0]) - refused
    assert account.leaves == before.account.records[0].leaves, "what the source says is told as before"
    assert done.account.totals.stated == len(account.stated)
    assert before.account.totals.missing == 14
    assert done.account.totals.missing < 3
    (record,) = json.loads(done.output)
    assert record["adAmount"] == {"total": "120.00", "currency": "EUR"}
    assert record["priorSuspension"]["occurred"] is False
    again = convert(done.output, REGISTRY, target="opads-disclosure")
    assert not again.account.unread, "the disclosure that travels along says what was filled in"


def test_what_does_not_fit_is_refused_and_the_rest_taken() -> None:
    said = Statements().with_(0, "/adAmount/currency", "euro").with_(0, "/sponsor/email", "a@example.org")
    said = (
        said.with_(0, "/sponsor/businessName", "Other")
        .with_(0, "/nothing/there", "x")
        .with_(0, "/techniques/used", "perhaps")
    )
    done = convert(SOURCE, REGISTRY, target="eu-ttpa", statements=said)
    assert {one.pointer: one.reason for one in done.refused} == {
        "/adAmount/currency": "schema",
        "/sponsor/businessName": "has-a-value",
        "/nothing/there": "unknown-field",
        "/techniques/used": "not-yes-or-no",
    }
    assert [row.target for row in done.account.records[0].stated] == ["/sponsor/email"]
    issue = next(one.issue for one in done.refused if one.issue)
    assert issue.keyword == "pattern"
    (record,) = json.loads(done.output)
    assert record["sponsor"]["businessName"] != "Other"
    assert "adAmount" not in record


def test_for_one_record_and_for_every_one() -> None:
    said = Statements().with_(EVERY, "/reportingMechanism/email", "all@example.org").with_(1, "/adAmount/total", "5")
    done = convert(SEVERAL, REGISTRY, target="eu-ttpa", statements=said)
    assert len(done.account.records) > 1
    for account in done.account.records:
        stated = {row.target: row.value for row in account.stated}
        assert stated["/reportingMechanism/email"] == "all@example.org"
        assert stated.get("/adAmount/total") == ("5" if account.record == 1 else None)
    assert not done.refused


def test_nothing_is_changed_where_nothing_is_stated() -> None:
    assert convert(SOURCE, REGISTRY, target="eu-ttpa", statements=Statements()) == convert(
        SOURCE, REGISTRY, target="eu-ttpa"
    )


def test_statements_as_text() -> None:
    said = Statements().with_(0, "/a", "x").with_(EVERY, "/b", ["y", "z"]).with_(3, "/c", "ü\n\u202e")
    assert Statements.read(said.written()) == said
    assert said.of(0) == {"/a": ("x", False), "/b": (["y", "z"], True)}
    assert not said.with_(0, "/a", "").with_(EVERY, "/b", "").with_(3, "/c", "")
    for wrong in ("", "[]", '{"x": 1}', '{"0": {"/a": 1}}', "\ud800"):
        with pytest.raises(ValueError, match=r"."):
            Statements.read(wrong)
    assert not Statements.read('{"-7": {"/a": "b"}, "0": {"a": "b"}}')


def test_types() -> None:
    def schemas(*types: str) -> list[dict[str, object]]:
        return [{"type": list(types)}]

    assert typed("12", schemas("integer", "null")) == 12
    assert typed("12.50", schemas("number")) == Decimal("12.50")
    assert str(typed("12.50", schemas("number"))) == "12.50"
    assert typed("9" * 30, schemas("integer")) == Decimal("9" * 30)
    assert typed("12.50", schemas("string")) == "12.50"
    assert typed("12.50", schemas("number", "string")) == Decimal("12.50")
    assert typed("a", schemas("number", "string")) == "a"
    assert typed("1.5", schemas("integer", "string")) == "1.5"
    assert typed("true", schemas("boolean")) is True
    assert typed("a\n\n b ", schemas("array"), schemas("string")) == ["a", "b"]
    assert typed(["1", "2"], schemas("array"), schemas("integer")) == [1, 2]
    for text, types, reason in (
        ("1,5", ("number",), "not-a-number"),
        ("1e5", ("number",), "not-a-number"),
        ("1.5", ("integer",), "not-a-whole-number"),
        ("x", ("integer",), "not-a-whole-number"),
        ("yes", ("boolean",), "not-yes-or-no"),
        ("x", ("object",), "not-a-single-value"),
    ):
        with pytest.raises(NotTypedError, match=reason):
            typed(text, schemas(*types))


HOSTILE = (
    "/", "//", "/adAmount/total/x/y", "/sponsor", "/~2", "/" * 500, "/amountMethodology/99999999999/text",
    "/amountMethodology/7/text", "/extensions/opads/x", "/sponsor/email/0", "/reportingMechanism",
)  # fmt: skip


@pytest.mark.parametrize("pointer", HOSTILE)
def test_pointers_that_lead_nowhere_are_refused(pointer: str) -> None:
    found = fill(TTPA, {}, {pointer: ("x" * 10, False)})
    assert not found.taken
    assert found.native == {}
    assert [one.pointer for one in found.refused] == [pointer]


def test_texts_that_no_record_holds_are_refused() -> None:
    found = fill(TTPA, {}, {"/sponsor/email": ("x" * 30_000, False), "/payer/email": ("\ud800", False)})
    assert {one.reason for one in found.refused} == {"too-long", "no-text"}
    assert not found.taken


def test_what_no_record_takes_is_told() -> None:
    said = Statements().with_(7, "/adAmount/total", "1").with_(EVERY, "/sponsor/businessName", "Other")
    done = convert(SOURCE, REGISTRY, target="eu-ttpa", statements=said)
    assert {(one.record, one.pointer, one.reason) for one in done.refused} == {
        (7, "/adAmount/total", "no-such-record"),
        (EVERY, "/sponsor/businessName", "has-a-value"),
    }
