"""Whatever is done to the tables behind the register's back, verifying names the first entry concerned."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import astuple, replace

from opads.receipts.verifying import read
from opads.register import Entry, Intent, Register, RegisterError
from opads.register.chain import COLUMNS, INSERT, hash_of
from opads.register.rebuilding import rebuild
from opads.register.verifying import Pin, Verified, verify
from opads.storage import Database
from tests.register.conftest import disclosure, document

OWNER = "account-1"
SIZE = 7


@pytest.fixture
def filled(register: Register) -> Register:
    """Give a register of seven public entries, and one in the sandbox."""
    ids = [
        register.submit(document(disclosure(f"N-{number}")), account=OWNER).submission.outcomes[0].disclosure
        for number in range(3)
    ]
    register.submit(document(disclosure("N-1", "b")), Intent(action="corrected"), account=OWNER)
    register.step(ids[2], "suspended", "Because.", account="account-9")
    register.step(ids[2], "resumed", "No more.", account="account-9")
    register.step(ids[0], "withdrawn", "Ours.", account=OWNER)
    register.submit(document(disclosure("N-1")), account=OWNER, chain="sandbox")
    return register


def sql(register: Register, *statements: str) -> None:
    """Change the tables behind the register's back; as whoever administers the database can, without foreign keys."""

    def job(transaction: Any) -> None:
        for statement in statements:
            transaction.run(statement)

    register.database.write(job)


def entry_of(register: Register, sequence: int) -> Entry:
    return register.log("public", sequence - 1, 1)[0]


def put(register: Register, entry: Entry) -> None:
    register.database.write(lambda t: t.run(INSERT, *astuple(entry)))


def first(found: Verified) -> tuple[str, str, int | None]:
    fault = found.faults[0]
    return fault.kind, fault.chain, fault.sequence


def test_what_was_written_is_sound(filled: Register) -> None:
    found = verify(filled.database)
    assert found.faults == ()
    assert (found.entries, found.disclosures) == (SIZE + 1, 4)
    assert found.contents > 8
    head = filled.head("public")
    assert verify(filled.database, (Pin(head.sequence, head.hash), Pin(3, entry_of(filled, 3).hash))).faults == ()


@pytest.mark.parametrize("name", [name for name in Entry.__struct_fields__ if name not in {"chain", "sequence"}])
def test_an_edited_entry_is_named(filled: Register, name: str) -> None:
    value = 9 if name in {"version", "record"} else None if name in {"submission", "canonical"} else "edited"
    statement = f"UPDATE entry SET {name} = ? WHERE chain = 'public' AND sequence = 4"  # noqa: S608 - names and values of our own
    filled.database.write(lambda t: t.run(statement, value))
    assert first(verify(filled.database)) == ("changed", "public", 4)


def test_an_entry_that_is_edited_and_hashed_anew_shows_in_the_next(filled: Register) -> None:
    forged = replace(entry_of(filled, 4), account="account-2")
    sql(filled, "DELETE FROM entry WHERE chain = 'public' AND sequence = 4")
    put(filled, replace(forged, hash=hash_of(forged)))
    kind, chain, sequence = first(verify(filled.database))
    assert (chain, sequence) == ("public", 4) or (kind, sequence) == ("link", 5)


@pytest.mark.parametrize("sequence", [1, 4])
def test_a_missing_entry_is_named(filled: Register, sequence: int) -> None:
    sql(filled, f"DELETE FROM entry WHERE chain = 'public' AND sequence = {sequence}")  # noqa: S608 - names and values of our own
    assert first(verify(filled.database)) == ("missing", "public", sequence)


def test_exchanged_entries_are_named(filled: Register) -> None:
    sql(
        filled,
        "UPDATE entry SET sequence = 99 WHERE chain = 'public' AND sequence = 2",
        "UPDATE entry SET sequence = 2 WHERE chain = 'public' AND sequence = 3",
        "UPDATE entry SET sequence = 3 WHERE chain = 'public' AND sequence = 99",
    )
    assert first(verify(filled.database)) == ("changed", "public", 2)


def test_exchanged_entries_that_are_hashed_anew_are_named(filled: Register) -> None:
    two, three = entry_of(filled, 2), entry_of(filled, 3)
    sql(filled, "DELETE FROM entry WHERE chain = 'public' AND sequence IN (2, 3)")
    for entry in (replace(three, sequence=2), replace(two, sequence=3)):
        put(filled, replace(entry, hash=hash_of(entry)))
    assert first(verify(filled.database)) == ("link", "public", 2)


def test_an_entry_put_in_is_named(filled: Register) -> None:
    for n in range(SIZE, 3, -1):
        sql(filled, f"UPDATE entry SET sequence = {n + 1} WHERE chain = 'public' AND sequence = {n}")  # noqa: S608 - names and values of our own
    forged = replace(entry_of(filled, 3), sequence=4, previous=entry_of(filled, 3).hash)
    put(filled, replace(forged, hash=hash_of(forged)))
    found = first(verify(filled.database))
    assert found in {("state", "public", 4), ("changed", "public", 5)}


def test_an_end_that_is_cut_off_is_named(filled: Register) -> None:
    sql(filled, "DELETE FROM entry WHERE chain = 'public' AND sequence > 5")
    assert first(verify(filled.database)) == ("end", "public", 6)


def test_an_end_that_is_cut_off_with_care_shows_by_what_was_kept(filled: Register) -> None:
    receipt = read(filled.submissions(OWNER, "public")[3].receipt)[1]
    kept = filled.head("public")
    last = entry_of(filled, 3)
    sql(
        filled,
        "DELETE FROM step",
        "DELETE FROM entry WHERE chain = 'public' AND sequence > 3",
        "DELETE FROM submission WHERE chain = 'public' AND id NOT IN (SELECT submission FROM entry WHERE submission IS NOT NULL)",
        f"UPDATE head SET sequence = 3, hash = '{last.hash}' WHERE chain = 'public'",  # noqa: S608 - names and values of our own
    )
    rebuild(filled.database)
    assert verify(filled.database).faults == ()
    for pin in (Pin(kept.sequence, kept.hash), Pin(receipt.head.sequence, receipt.head.hash)):
        assert first(verify(filled.database, (pin,))) == ("pinned", "public", 4)
    assert first(verify(filled.database, (Pin(2, "0" * 64),))) == ("pinned", "public", 2)
    assert first(verify(filled.database, (Pin(2, "0" * 64, "sandbox"),))) == ("pinned", "sandbox", 2)


def test_a_log_written_anew_shows_by_what_was_kept(filled: Register) -> None:
    kept = entry_of(filled, 5)
    entries = filled.log("public", 0, 100)
    sql(filled, "DELETE FROM entry WHERE chain = 'public'")
    previous = ""
    for entry in entries:
        made = replace(entry, previous=previous, reason="ours" if entry.sequence == 5 else entry.reason)
        made = replace(made, hash=hash_of(made))
        put(filled, made)
        previous = made.hash
    sql(filled, f"UPDATE head SET hash = '{previous}' WHERE chain = 'public'")  # noqa: S608 - names and values of our own
    assert verify(filled.database).faults == ()
    assert first(verify(filled.database, (Pin(5, kept.hash),))) == ("pinned", "public", 5)


def test_a_step_that_is_not_allowed_is_named(filled: Register) -> None:
    head = filled.head("public")
    forged = replace(entry_of(filled, 7), sequence=8, previous=head.hash)
    forged = replace(forged, hash=hash_of(forged))
    put(filled, forged)
    sql(filled, f"UPDATE head SET sequence = 8, hash = '{forged.hash}' WHERE chain = 'public'")  # noqa: S608 - names and values of our own
    assert first(verify(filled.database)) == ("state", "public", 8)
    with pytest.raises(RegisterError, match="entry 8"):
        rebuild(filled.database)


@pytest.mark.parametrize("column", ["canonical", "document", "report"])
def test_changed_bytes_are_named_with_the_entry(filled: Register, column: str) -> None:
    digest = getattr(entry_of(filled, 4), column)
    filled.database.write(lambda t: t.run("UPDATE content SET bytes = ? WHERE sha256 = ?", b"other", digest))
    assert first(verify(filled.database)) == ("content", "public", 4)
    assert verify(filled.database, contents=False).faults == ()


@pytest.mark.parametrize("name", ["account", "document", "format", "verdict", "report"])
def test_a_changed_submission_is_named(filled: Register, name: str) -> None:
    other = (
        "'other'"
        if name not in {"document", "report"}
        else f"(SELECT MIN(sha256) FROM content WHERE sha256 <> submission.{name})"  # noqa: S608 - a name of ours
    )
    sql(filled, f"UPDATE submission SET {name} = {other} WHERE id = '{entry_of(filled, 4).submission}'")  # noqa: S608 - names and values of our own
    assert first(verify(filled.database)) == ("submission", "public", 4)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosure SET status = 'accepted' WHERE status = 'withdrawn'",
        "UPDATE disclosure SET version = 7 WHERE version = 2",
        "UPDATE disclosure SET account = 'account-2' WHERE version = 2",
        "DELETE FROM disclosure WHERE version = 2",
        "UPDATE disclosure SET id = 'other' WHERE version = 2",
    ],
)
def test_what_does_not_stand_as_the_log_has_it_is_named_and_made_anew(filled: Register, statement: str) -> None:
    sql(filled, statement)
    found = verify(filled.database)
    assert {fault.kind for fault in found.faults} == {"projection"}
    assert rebuild(filled.database) == 4
    assert verify(filled.database).faults == ()


def test_the_sandbox_is_verified_too(filled: Register) -> None:
    sql(filled, "UPDATE entry SET account = 'other' WHERE chain = 'sandbox'")
    assert first(verify(filled.database)) == ("changed", "sandbox", 1)


def test_a_moment_before_the_one_before_it_is_named(filled: Register) -> None:
    entries = filled.log("public", 0, 100)
    sql(filled, "DELETE FROM entry WHERE chain = 'public'")
    previous = ""
    for entry in entries:
        made = replace(entry, previous=previous, at="2020-01-01T00:00:00.000000Z" if entry.sequence == 6 else entry.at)
        made = replace(made, hash=hash_of(made))
        put(filled, made)
        previous = made.hash
    sql(filled, f"UPDATE head SET hash = '{previous}' WHERE chain = 'public'")  # noqa: S608 - names and values of our own
    assert first(verify(filled.database)) == ("order", "public", 6)


def test_a_clock_that_jumps_moves_nothing_back(
    register: Register, monkeypatch: pytest.MonkeyPatch, opened: Callable[[], Database]
) -> None:
    clock = iter(
        [
            "2026-11-27T12:00:00.000000Z",
            "2027-11-27T12:00:00.000000Z",
            "2026-11-27T11:00:00.000000Z",
            "2026-11-27T12:00:01.000000Z",
        ]
    )
    monkeypatch.setattr("opads.register.chain.now", lambda: next(clock))
    found = [register.submit(document(disclosure(f"N-{n}")), account=OWNER).submission for n in range(4)]
    entries = register.log("public", 0, 10)
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4]
    assert [entry.at[:13] for entry in entries] == ["2026-11-27T12", "2027-11-27T12", "2027-11-27T12", "2027-11-27T12"]
    # The receipt has the clock of the server as it was, and the sequence that decides.
    claims = [read(submission.receipt)[1] for submission in found]
    assert [c.issued_at[:16] for c in claims] == [
        "2026-11-27T12:00",
        "2027-11-27T12:00",
        "2026-11-27T11:00",
        "2026-11-27T12:00",
    ]
    assert [c.head.sequence for c in claims] == [1, 2, 3, 4]
    assert verify(opened()).faults == ()


def test_columns_are_those_of_the_table(register: Register) -> None:
    register.database.read(lambda t: t.all(f"SELECT {COLUMNS} FROM entry"))  # noqa: S608 - names and values of our own
    assert set(COLUMNS.split(", ")) == set(Entry.__struct_fields__)
