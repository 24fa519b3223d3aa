"""Handing in: what is entered, what is the same again, what is in the way."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from msgspec.structs import replace

from opads.receipts.claims import Claims
from opads.receipts.verifying import read
from opads.register import (
    SANDBOX,
    ConflictError,
    Document,
    Intent,
    NotAcceptedError,
    Register,
    StaleVersionError,
    UnfitError,
    UnknownDisclosureError,
)
from opads.register.chain import hash_of
from opads.report import canonical_report
from opads.storage import Database
from opads.validation import validate
from tests.register.conftest import CANONICAL, disclosure, document

OWNER = "account-1"


def kinds(register: Register, chain: str = "public") -> list[tuple[str, int]]:
    """Give kind and version of each entry of the log."""
    return [(entry.kind, entry.version) for entry in register.log(chain, limit=1000)]


def test_a_document_is_kept_whole(register: Register) -> None:
    handed = document(disclosure("N-1"))
    found = register.submit(handed, account=OWNER)
    submission = found.submission
    assert found.fresh
    assert (submission.account, submission.chain, submission.format) == (OWNER, "public", CANONICAL)
    (outcome,) = submission.outcomes
    assert (outcome.record, outcome.outcome, outcome.version, outcome.sequence) == (0, "accepted", 1, 1)
    assert outcome.publisher_id == "N-1"
    assert register.content(submission.document) == handed.data
    report = validate(handed.data, register.registry, source=CANONICAL)
    assert register.content(submission.report) == canonical_report(report)
    canonical = register.content(outcome.canonical)
    assert canonical is not None
    assert sha256(canonical).hexdigest() == outcome.canonical
    (entry,) = register.log("public")
    assert entry.hash == hash_of(entry) == outcome.hash == register.head("public").hash
    assert (entry.document, entry.canonical, entry.report) == (
        submission.document,
        outcome.canonical,
        submission.report,
    )


def test_the_receipt_says_what_the_register_holds(register: Register) -> None:
    found = register.submit(document(disclosure("N-1"), disclosure("N-2")), account=OWNER).submission
    _, claims = read(found.receipt)
    assert isinstance(claims, Claims)
    assert (claims.id, claims.account, claims.chain) == (found.id, OWNER, "public")
    assert (claims.document.sha256, claims.report, claims.verdict) == (found.document, found.report, found.verdict)
    assert claims.issued_at == found.received_at
    head = register.head("public")
    assert (claims.head.sequence, claims.head.hash) == (head.sequence, head.hash) == (2, found.outcomes[1].hash)
    assert [(e.sequence, e.hash, e.disclosure, e.publisher_id, e.record) for e in claims.entries] == [
        (o.sequence, o.hash, o.disclosure, o.publisher_id, o.record) for o in found.outcomes
    ]


def test_the_same_again_has_the_same_receipt(register: Register) -> None:
    first = register.submit(document(disclosure("N-1"), disclosure("N-2")), account=OWNER)
    spaced = Document(document(disclosure("N-1")).data.replace(b":", b" : "), source=CANONICAL)
    for again in (document(disclosure("N-2"), disclosure("N-1")), spaced):
        second = register.submit(again, account=OWNER)
        assert not second.fresh
        assert second.submission == first.submission
    assert len(kinds(register)) == 2


def test_what_is_known_and_what_is_new_are_receipted_together(register: Register) -> None:
    first = register.submit(document(disclosure("N-1")), account=OWNER).submission
    second = register.submit(document(disclosure("N-1"), disclosure("N-2")), account=OWNER)
    assert second.fresh
    assert [o.outcome for o in second.submission.outcomes] == ["unchanged", "accepted"]
    assert second.submission.outcomes[0].hash == first.outcomes[0].hash
    third = register.submit(document(disclosure("N-1"), disclosure("N-2"), disclosure("N-3")), account=OWNER)
    assert [o.outcome for o in third.submission.outcomes] == ["unchanged", "unchanged", "accepted"]
    fourth = register.submit(document(disclosure("N-3"), disclosure("N-1")), account=OWNER)
    assert fourth.fresh  # several submissions brought it, so that there is no one receipt of it
    assert [o.outcome for o in fourth.submission.outcomes] == ["unchanged", "unchanged"]
    assert len(kinds(register)) == 3


def test_without_an_identifier_each_is_a_disclosure_of_its_own(register: Register) -> None:
    for _ in range(2):
        assert register.submit(document(disclosure()), account=OWNER).fresh
    assert kinds(register) == [("accepted", 1), ("accepted", 1)]


def test_other_content_under_an_identifier_is_a_conflict_unless_meant(register: Register) -> None:
    first = register.submit(document(disclosure("N-1")), account=OWNER).submission.outcomes[0]
    with pytest.raises(ConflictError) as caught:
        register.submit(document(disclosure("N-1", "Vote twice")), account=OWNER)
    (clash,) = caught.value.clashes
    assert (clash.disclosure, clash.version, clash.status, clash.record) == (first.disclosure, 1, "accepted", 0)
    assert clash.allowed == ("amended", "corrected", "suspended", "withdrawn")
    assert first.disclosure in str(caught.value)
    for version, (action, title) in enumerate((("amended", "Vote twice"), ("corrected", "Vote once")), 2):
        found = register.submit(document(disclosure("N-1", title)), Intent(action=action), account=OWNER)  # type: ignore[arg-type] # one of the two words
        (outcome,) = found.submission.outcomes
        assert (outcome.outcome, outcome.disclosure, outcome.version) == (action, first.disclosure, version)
    assert kinds(register) == [("accepted", 1), ("amended", 2), ("corrected", 3)]
    assert register.disclosure(first.disclosure, "public").version == 3


def test_all_of_a_document_is_entered_or_nothing(register: Register) -> None:
    register.submit(document(disclosure("N-2")), account=OWNER)
    many = document(disclosure("N-1"), disclosure("N-2", "other"), disclosure("N-3"), disclosure("N-3", "twice"))
    with pytest.raises(ConflictError) as caught:
        register.submit(many, account=OWNER)
    assert [clash.record for clash in caught.value.clashes] == [1]
    assert kinds(register) == [("accepted", 1)]
    assert len(register.submissions(OWNER, "public")) == 1
    found = register.submit(many, Intent(action="amended"), account=OWNER).submission
    assert [(o.outcome, o.version) for o in found.outcomes] == [
        ("accepted", 1),
        ("amended", 2),
        ("accepted", 1),
        ("amended", 2),
    ]


@pytest.mark.parametrize("intent", [Intent(version=1), Intent(publisher_id="N-1", action="corrected", version=1)])
def test_a_new_version_builds_on_the_newest(register: Register, intent: Intent) -> None:
    id_ = register.submit(document(disclosure("N-1")), account=OWNER).submission.outcomes[0].disclosure
    found = register.submit(document(disclosure("N-1", "b")), intent, account=OWNER).submission.outcomes[0]
    assert (found.disclosure, found.version) == (id_, 2)
    with pytest.raises(StaleVersionError) as caught:
        register.submit(document(disclosure("N-1", "c")), intent, account=OWNER)
    assert (caught.value.disclosure, caught.value.version) == (id_, 2)


def test_the_disclosure_that_is_amended_may_be_named(register: Register) -> None:
    id_ = register.submit(document(disclosure()), account=OWNER).submission.outcomes[0].disclosure
    found = register.submit(document(disclosure("N-1", "b")), Intent(amends=id_), account=OWNER).submission
    assert [(o.outcome, o.disclosure, o.publisher_id) for o in found.outcomes] == [("amended", id_, "N-1")]
    by_name = register.by_publisher_id("N-1", OWNER, "public")
    assert by_name is not None
    assert by_name.id == id_
    other = register.submit(document(disclosure("N-2")), account=OWNER).submission.outcomes[0].disclosure
    with pytest.raises(UnfitError, match="stays"):
        register.submit(document(disclosure("N-9", "c")), Intent("N-9", amends=other), account=OWNER)


def test_what_is_named_must_be_ones_own(register: Register) -> None:
    id_ = register.submit(document(disclosure("N-1")), account=OWNER).submission.outcomes[0].disclosure
    for intent, account, chain in (
        (Intent(amends=id_), "account-2", "public"),
        (Intent(amends=id_), OWNER, SANDBOX),
        (Intent(amends="nothing"), OWNER, "public"),
        (Intent(version=1), "account-2", "public"),
    ):
        with pytest.raises(UnknownDisclosureError):
            register.submit(document(disclosure("N-1", "b")), intent, account=account, chain=chain)
    assert kinds(register) == [("accepted", 1)]


def test_an_identifier_is_an_accounts_own_and_a_chains(register: Register) -> None:
    handed = document(disclosure("N-1"))
    ids = {
        register.submit(handed, account=account, chain=chain).submission.outcomes[0].disclosure
        for account in ("account-1", "account-2")
        for chain in ("public", "sandbox")
    }
    assert len(ids) == 4
    assert [len(kinds(register, chain)) for chain in ("public", "sandbox")] == [2, 2]


def test_a_document_of_several_has_no_one_name(register: Register) -> None:
    several = document(disclosure("N-1"), disclosure("N-2"))
    for intent in (Intent("N-3"), Intent(version=1), Intent(amends="x")):
        with pytest.raises(UnfitError, match="2 records"):
            register.submit(several, intent, account=OWNER)


def test_the_request_names_it_before_the_document(register: Register) -> None:
    found = register.submit(document(disclosure("N-1")), Intent("P-1"), account=OWNER).submission
    assert found.outcomes[0].publisher_id == "P-1"
    assert register.by_publisher_id("N-1", OWNER, "public") is None


@pytest.mark.parametrize("name", ["", " ", "a\0b", "a\nb", "x" * 256])
def test_identifiers_that_cannot_be_kept(register: Register, name: str) -> None:
    with pytest.raises(UnfitError) as caught:
        register.submit(document(disclosure()), Intent(name), account=OWNER)
    assert caught.value.parameter == "publisher-id"
    if name:
        with pytest.raises((UnfitError, NotAcceptedError)):  # a reader may refuse it before
            register.submit(document(disclosure(name)), account=OWNER)
    assert kinds(register) == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'{"opads": "1.0", "advertisement": {"title": 5}}', "errors"),
        (b"not a document", "errors"),
        (b"[]", "no disclosure"),
    ],
)
def test_what_is_not_acceptable_is_told_with_the_report(register: Register, data: bytes, told: str) -> None:
    with pytest.raises(NotAcceptedError, match=told) as caught:
        register.submit(Document(data, source=CANONICAL), account=OWNER)
    assert caught.value.report.verdict != "valid"
    assert register.submissions(OWNER, "public") == []
    assert register.head("public").sequence == 0


def test_what_could_not_be_checked_is_accepted_unless_the_register_is_strict(
    database: Database, register_of: Callable[..., Register], monkeypatch: pytest.MonkeyPatch
) -> None:
    lax, strict = register_of(database), register_of(database, strict=True)

    def open_(*args: Any, **more: Any) -> Any:
        return replace(validate(*args, **more), verdict="undetermined")

    monkeypatch.setattr("opads.register.accepting.validate", open_)
    with pytest.raises(NotAcceptedError, match="wholly"):
        strict.submit(document(disclosure("N-1")), account=OWNER)
    found = lax.submit(document(disclosure("N-1")), account=OWNER).submission
    assert found.verdict == "undetermined"
    _, claims = read(found.receipt)
    assert isinstance(claims, Claims)
    assert claims.verdict == "undetermined"


def test_the_register_judges_by_what_the_operator_says(
    database: Database, register_of: Callable[..., Register]
) -> None:
    judging = register_of(database, targets=("eu-ttpa",))
    with pytest.raises(NotAcceptedError) as caught:
        judging.submit(document(disclosure("N-1")), account=OWNER)
    assert caught.value.report.judged_for == ("eu-ttpa",)


def test_a_document_has_so_many_records_at_most(database: Database, register_of: Callable[..., Register]) -> None:
    register = register_of(database, most=2)
    register.submit(document(disclosure("1"), disclosure("2")), account=OWNER)
    with pytest.raises(UnfitError, match="3 records"):
        register.submit(document(disclosure("1"), disclosure("2"), disclosure("3")), account=OWNER)


def test_what_the_body_says_of_itself_assigns_nothing(register: Register) -> None:
    said = disclosure("N-1")
    said["identity"] |= {"status": "withdrawn", "version": "7", "statusReason": "mine"}
    found = register.submit(document(said), account=OWNER).submission.outcomes[0]
    stands = register.disclosure(found.disclosure, "public")
    assert (stands.status, stands.version, stands.account) == ("accepted", 1, OWNER)
    for name in ("status", "receivedAt", "ownerId", "account"):
        with pytest.raises(NotAcceptedError):
            register.submit(document(disclosure("N-2") | {name: "account-2"}), account=OWNER)
