"""Withdrawing, suspending, resuming: who may, when, and what stays."""

from typing import Any

import pytest

from opads.receipts.verifying import read
from opads.register import ConflictError, Intent, Register, UnfitError, UnknownDisclosureError
from opads.register.states import KINDS, NEXT, STEPS, VERSIONS, allowed, next_status
from opads.register.verifying import verify
from opads.standard import codelists
from tests.register.conftest import disclosure, document

OWNER, AUTHORITY = "account-1", "account-9"


@pytest.fixture
def id_(register: Register) -> str:
    """Give the id of a disclosure that was handed in."""
    return register.submit(document(disclosure("N-1")), account=OWNER).submission.outcomes[0].disclosure


def test_a_step_is_entered_and_receipted(register: Register, id_: str) -> None:
    found = register.step(id_, "withdrawn", "Shown nowhere.", account=OWNER)
    assert (found.kind, found.status, found.version, found.sequence) == ("withdrawn", "withdrawn", 1, 2)
    entry = register.history(id_, "public")[-1]
    assert (entry.kind, entry.reason, entry.account, entry.hash) == ("withdrawn", "Shown nowhere.", OWNER, found.hash)
    assert (entry.document, entry.canonical, entry.submission, entry.format) == (None, None, None, None)
    _, claims = read(found.receipt)
    assert (claims.id, claims.entries[0].hash, claims.head.sequence) == (found.id, found.hash, 2)
    assert getattr(claims, "reason", None) == "Shown nowhere."
    assert register.step_taken(found.id, "public", OWNER) == found
    with pytest.raises(UnknownDisclosureError):
        register.step_taken(found.id, "public", "account-2")
    with pytest.raises(UnknownDisclosureError):
        register.step_taken(found.id, "sandbox", OWNER)


def test_what_is_withdrawn_stays_in_the_log(register: Register, id_: str) -> None:
    before = register.history(id_, "public")[0]
    register.step(id_, "withdrawn", "Because.", account=OWNER)
    assert register.history(id_, "public")[0] == before
    assert register.content(str(before.canonical)) is not None
    for kind in ("withdrawn", "suspended", "resumed"):
        with pytest.raises(ConflictError) as caught:
            register.step(id_, kind, "Because.", account=OWNER)
        assert caught.value.clashes[0].allowed == ()
        assert "stays so" in str(caught.value)
    for title in ("Vote", "Vote again"):
        with pytest.raises(ConflictError, match="withdrawn"):
            register.submit(document(disclosure("N-1", title)), Intent(action="amended"), account=OWNER)
    assert verify(register.database).faults == ()


def test_what_is_suspended_is_mended_resumed_or_withdrawn(register: Register, id_: str) -> None:
    register.step(id_, "suspended", "Not complete.", account=AUTHORITY)
    assert not register.submit(document(disclosure("N-1")), account=OWNER).fresh
    mended = register.submit(document(disclosure("N-1", "mended")), Intent(action="corrected"), account=OWNER)
    assert mended.submission.outcomes[0].version == 2
    assert register.disclosure(id_, "public").status == "suspended"
    with pytest.raises(ConflictError) as caught:
        register.step(id_, "suspended", "Again.", account=AUTHORITY)
    assert caught.value.clashes[0].allowed == ("amended", "corrected", "resumed", "withdrawn")
    assert register.step(id_, "resumed", "Complete.", account=AUTHORITY).status == "accepted"
    register.step(id_, "suspended", "Once more.", account=AUTHORITY)
    assert register.step(id_, "withdrawn", "Given up.", account=OWNER).status == "withdrawn"
    # Who handed it in stays its owner, whoever took the last step.
    assert register.disclosure(id_, "public").account == OWNER


def test_a_withdrawal_is_the_owners(register: Register, id_: str) -> None:
    for account, chain in (("account-2", "public"), (AUTHORITY, "public"), (OWNER, "sandbox")):
        with pytest.raises(UnknownDisclosureError):
            register.step(id_, "withdrawn", "Because.", account=account, chain=chain)
    for kind in ("suspended", "resumed"):
        with pytest.raises(UnknownDisclosureError):
            register.step("none", kind, "Because.", account=AUTHORITY)
        with pytest.raises(UnknownDisclosureError):
            register.step(id_, kind, "Because.", account=AUTHORITY, chain="sandbox")
    assert register.head("public").sequence == 1


@pytest.mark.parametrize("reason", ["", "  ", "a\0b", "a\x1b[2J", "\ud800", "x" * 2001])
def test_a_reason_that_cannot_be_kept(register: Register, id_: str, reason: str) -> None:
    with pytest.raises(UnfitError) as caught:
        register.step(id_, "withdrawn", reason, account=OWNER)
    assert caught.value.parameter == "reason"
    assert register.head("public").sequence == 1


@pytest.mark.parametrize("reason", ["x" * 2000, "Zurückgezogen: سحب 🗳"])
def test_a_reason_is_kept_as_it_is(register: Register, id_: str, reason: str) -> None:
    found = register.step(id_, "withdrawn", reason, account=OWNER)
    assert register.history(id_, "public")[-1].reason == reason
    assert getattr(read(found.receipt)[1], "reason", None) == reason
    assert verify(register.database).faults == ()


def test_states_and_kinds_are_words_of_the_standard() -> None:
    status, event = codelists.load("status"), codelists.load("history-event")
    assert set(NEXT.values()) <= set(status)
    # What is corrected was wrong before: the standard's list has one word for both.
    assert {kind for _, kind in NEXT} - {"corrected"} <= set(event)
    assert set(KINDS) == {*VERSIONS, *STEPS}


@pytest.mark.parametrize("pair", sorted(NEXT))
def test_every_state_can_be_reached_and_none_is_left_but_withdrawn(pair: tuple[str, str]) -> None:
    before, kind = pair
    after = next_status(before, kind)
    assert kind in allowed(before)
    assert before == "" or before in set(NEXT.values())
    assert after == "withdrawn" or allowed(str(after))
    assert STEPS.get(kind, Anything()).status in {after, None}


class Anything:
    """Stands for a kind that brings a version: its state is that of before."""

    status: Any = None
