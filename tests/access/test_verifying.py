"""Whose key it is: found out once in a few seconds, and no longer believed after that."""

import logging
from collections.abc import Callable
from typing import Any

import pytest

from opads.access.accounts import Account
from opads.access.caller import Role
from opads.access.errors import CredentialError
from opads.access.secrets import id_in, new_key
from opads.access.store import Access
from opads.access.verifying import BELIEVED, Verifier
from opads.storage import Database, StorageError, UnavailableError
from opads.storage.moments import later, now


@pytest.fixture
def account(access: Access) -> Account:
    return access.accounts.add("Morgenblatt", ["submitter"])


def test_a_key_tells_the_caller(access: Access, account: Account) -> None:
    key, text = access.keys.new(account.id, "a", ["submit"])
    caller = access.verifier.caller(text)
    assert (caller.account, caller.name, caller.roles) == (account.id, "Morgenblatt", frozenset({Role.SUBMITTER}))
    assert (caller.scopes, caller.sandbox, caller.credential) == (frozenset({"submit"}), False, f"key:{key.id}")
    assert text not in repr(caller)


@pytest.mark.parametrize(("apart", "own"), [(True, False), (False, True), (True, True)])
def test_the_sandbox_is_that_of_the_key_or_the_account(access: Access, *, apart: bool, own: bool) -> None:
    account = access.accounts.add("A", ["submitter"], sandbox=apart)
    _, text = access.keys.new(account.id, "a", sandbox=own)
    assert access.verifier.caller(text).sandbox


def test_scopes_shrink_with_the_roles(access: Access, account: Account) -> None:
    _, text = access.keys.new(account.id, "a")
    access.accounts.change(account.id, roles=["regulator"])
    caller = access.verifier.caller(text)
    assert caller.scopes == {"batch", "read"}
    assert caller.roles == {Role.REGULATOR}


def wrong(access: Access, account: Account) -> dict[str, str]:
    """Give keys that are not valid, by what is wrong with them."""
    key, text = access.keys.new(account.id, "a")
    stranger = new_key()
    forged = stranger.text.replace(stranger.id, key.id)
    assert id_in(forged) is None
    revoked, revoked_text = access.keys.new(account.id, "b")
    access.keys.revoke(account.id, revoked.id)
    return {"there is none": stranger.text, "form": forged, "check": text[:-1], "revoked": revoked_text}


def test_what_is_wrong_is_for_the_log_and_holds_no_secret(access: Access, account: Account) -> None:
    for why, text in wrong(access, account).items():
        with pytest.raises(CredentialError, match=why) as raised:
            access.verifier.caller(text)
        assert text.rsplit("_", 1)[1][:20] not in str(raised.value)
        assert access.verifier.remembered(text) is None


def test_a_right_id_with_another_secret_is_refused(
    access: Access, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _ = access.keys.new(account.id, "a")
    letters = iter(key.id)
    monkeypatch.setattr("opads.access.secrets.secrets.choice", lambda _: next(letters))
    forged = new_key()
    assert id_in(forged.text) == key.id
    with pytest.raises(CredentialError, match="another one"):
        access.verifier.caller(forged.text)


def test_unknown_and_wrong_secrets_take_the_same_steps(
    access: Access, account: Account, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _ = access.keys.new(account.id, "a")
    letters = iter(key.id)
    with monkeypatch.context() as patch:
        patch.setattr("opads.access.secrets.secrets.choice", lambda _: next(letters))
        wrong_secret = new_key().text
    steps: list[str] = []
    monkeypatch.setattr(
        "opads.access.verifying.same", lambda one, other: steps.append(f"compare {len(one)} {len(other)}")
    )
    read = database.read

    def reading(job: Any) -> Any:
        steps.append("read")
        return read(job)

    monkeypatch.setattr(database, "read", reading)
    verifier = Verifier(database)
    taken = []
    for text in (wrong_secret, new_key().text):
        with pytest.raises(CredentialError):
            verifier.caller(text)
        taken.append(list(steps))
        steps.clear()
    assert taken[0] == taken[1] == ["read", "compare 64 64"]


def test_an_expired_key_is_refused(access: Access, account: Account, database: Database) -> None:
    key, text = access.keys.new(account.id, "a", expires_at=later(60))
    access.verifier.caller(text)
    database.write(lambda t: t.run("UPDATE api_key SET expires_at = ? WHERE id = ?", now(), key.id))
    with pytest.raises(CredentialError, match="expired"):
        access.verifier.caller(text)


def test_both_keys_are_valid_while_they_overlap(access: Access, account: Account) -> None:
    key, text = access.keys.new(account.id, "a")
    _, new, _ = access.keys.rotate(account.id, key.id, 60)
    assert {access.verifier.caller(one).account for one in (text, new)} == {account.id}
    access.keys.revoke(account.id, key.id)
    with pytest.raises(CredentialError, match="revoked"):
        access.verifier.caller(text)
    assert access.verifier.caller(new).account == account.id


def test_a_suspended_account_has_no_valid_keys(access: Access, account: Account) -> None:
    _, text = access.keys.new(account.id, "a")
    access.accounts.change(account.id, suspended=True)
    with pytest.raises(CredentialError, match="suspended"):
        access.verifier.caller(text)
    access.accounts.change(account.id, suspended=False)
    assert access.verifier.caller(text).account == account.id


class Clock:
    """A clock that is put on by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_was_found_is_believed_for_a_few_seconds_only(
    access: Access, account: Account, database: Database
) -> None:
    clock = Clock()
    verifier = Verifier(database, clock)
    key, text = access.keys.new(account.id, "a")
    assert verifier.remembered(text) is None
    caller = verifier.caller(text)
    access.keys.revoke(account.id, key.id)
    clock.now = BELIEVED - 0.01
    assert verifier.remembered(text) == caller
    clock.now = BELIEVED
    assert verifier.remembered(text) is None
    verifier.close()


def test_it_is_not_believed_beyond_the_end_of_the_key(access: Access, account: Account, database: Database) -> None:
    clock = Clock()
    verifier = Verifier(database, clock)
    key, text = access.keys.new(account.id, "a")
    access.keys.rotate(account.id, key.id, 2)
    verifier.caller(text)
    clock.now = 2.0
    assert verifier.remembered(text) is None
    verifier.close()


def test_what_is_remembered_is_bounded_and_holds_no_key(
    access: Access, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opads.access.verifying.MOST", 2)
    texts = [access.keys.new(account.id, f"key {number}")[1] for number in range(3)]
    for text in texts:
        access.verifier.caller(text)
    assert [access.verifier.remembered(text) is not None for text in texts] == [False, True, True]
    assert not any(text in repr(vars(access.verifier)) for text in texts)


def test_use_is_noted_to_the_hour_and_seldom(another: Callable[[], Access], monkeypatch: pytest.MonkeyPatch) -> None:
    access = another()
    account = access.accounts.add("A", ["submitter"])
    key, text = access.keys.new(account.id, "a")
    access.verifier.caller(text)
    access.close()
    noted = access.keys.get(account.id, key.id).used_at
    assert noted is not None
    assert noted.endswith(":00:00.000000Z")
    assert noted <= now() < later(3600, noted)

    # Used again within the hour, nothing is written.
    def written(id_: str, at: str) -> None:
        raise AssertionError("it was noted again")

    monkeypatch.setattr(access.verifier, "_note", written)
    access.verifier.caller(text)
    access.keys.revoke(account.id, key.id)
    assert access.keys.get(account.id, key.id).used_at == noted


def test_a_use_that_cannot_be_noted_is_a_line_in_the_log(
    another: Callable[[], Access], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    access = another()
    account = access.accounts.add("A", ["submitter"])
    key, text = access.keys.new(account.id, "a")

    def failing(job: Any) -> None:
        raise UnavailableError("full")

    monkeypatch.setattr(access.verifier._database, "write", failing)
    with caplog.at_level(logging.WARNING, "opads.access"):
        assert access.verifier.caller(text).account == account.id
        access.close()
    assert key.id in caplog.text
    assert text not in caplog.text


def test_a_database_that_does_not_answer_is_no_wrong_key(
    access: Access, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, text = access.keys.new(account.id, "a")

    def failing(job: Any) -> None:
        raise UnavailableError("gone")

    monkeypatch.setattr(access.verifier._database, "read", failing)
    with pytest.raises(StorageError):
        access.verifier.caller(text)
