"""Keys belong to one account, say less than its roles, and end."""

from collections.abc import Callable

import pytest

from opads.access.accounts import Account
from opads.access.errors import AccountError, NotThereError
from opads.access.keys import LONGEST_OVERLAP, MOST
from opads.access.secrets import id_in
from opads.access.store import Access
from opads.storage import Database
from opads.storage.moments import later, now


@pytest.fixture
def account(access: Access) -> Account:
    return access.accounts.add("Morgenblatt", ["submitter"])


def test_a_key_is_made_and_its_secret_kept_nowhere(
    access: Access, account: Account, opened: Callable[[], Database]
) -> None:
    key, text = access.keys.new(account.id, "nightly export")
    assert id_in(text) == key.id
    assert access.keys.get(account.id, key.id) == key
    assert access.keys.of(account.id, 10) == [key]
    rows = opened().read(lambda t: t.all("SELECT * FROM api_key"))
    assert text.rsplit("_", 1)[1] not in repr(rows)
    assert text not in repr(key)


def test_scopes_are_all_that_the_roles_allow_or_fewer(access: Access, account: Account) -> None:
    assert access.keys.new(account.id, "all")[0].scopes == {"submit", "batch", "read"}
    assert access.keys.new(account.id, "one", ["read"])[0].scopes == {"read"}


@pytest.mark.parametrize("scopes", [[], ["admin"], ["submit", "oversee"], ["everything"], [""]])
def test_scopes_beyond_the_roles_are_refused(access: Access, account: Account, scopes: list[str]) -> None:
    with pytest.raises(AccountError, match="scope"):
        access.keys.new(account.id, "a", scopes)
    assert access.keys.of(account.id, 10) == []


@pytest.mark.parametrize("until", ["tomorrow", "2020-01-01T00:00:00Z", "2099-01-01T00:00:00", "2099-01-01", ""])
def test_a_key_expires_in_the_future(access: Access, account: Account, until: str) -> None:
    with pytest.raises(AccountError, match="expires"):
        access.keys.new(account.id, "a", expires_at=until)


def test_moments_of_expiry_are_kept_in_utc(access: Access, account: Account) -> None:
    key, _ = access.keys.new(account.id, "a", expires_at="2099-01-01T02:00:00+02:00")
    assert key.expires_at == "2099-01-01T00:00:00.000000Z"
    assert not key.ended(now())
    assert key.ended("2099-01-01T00:00:00.000000Z")


def test_unknown_accounts_have_no_keys(access: Access) -> None:
    with pytest.raises(NotThereError):
        access.keys.new("x", "a")
    with pytest.raises(NotThereError):
        access.keys.of("x", 10)


def test_a_key_is_not_reached_through_another_account(access: Access, account: Account) -> None:
    other = access.accounts.add("Abendblatt", ["submitter"])
    key, _ = access.keys.new(account.id, "a")
    for act in (
        lambda: access.keys.get(other.id, key.id),
        lambda: access.keys.revoke(other.id, key.id),
        lambda: access.keys.rotate(other.id, key.id, 0),
    ):
        with pytest.raises(NotThereError):
            act()
    assert access.keys.get(account.id, key.id) == key
    assert access.keys.of(other.id, 10) == []


def test_a_revoked_key_stays_revoked_from_then_on(access: Access, account: Account) -> None:
    key, _ = access.keys.new(account.id, "a")
    revoked = access.keys.revoke(account.id, key.id)
    assert revoked.ended(now())
    assert access.keys.revoke(account.id, key.id).revoked_at == revoked.revoked_at


def test_an_exchanged_key_stays_valid_until_a_stated_time(access: Access, account: Account) -> None:
    key, text = access.keys.new(account.id, "a", ["read"], sandbox=True)
    new, new_text, old = access.keys.rotate(account.id, key.id, 3600)
    assert (new.follows, new.name, new.scopes, new.sandbox, new.expires_at) == (
        key.id,
        "a",
        frozenset({"read"}),
        True,
        None,
    )
    assert new_text != text
    assert old.revoked_at is not None
    assert not old.ended(now())
    assert later(3590) < old.revoked_at < later(3610)
    assert old.ended(later(3610))
    with pytest.raises(AccountError, match="exchanged before"):
        access.keys.rotate(account.id, key.id, 3600)


def test_the_overlap_can_be_cut_short(access: Access, account: Account) -> None:
    key, _ = access.keys.new(account.id, "a")
    access.keys.rotate(account.id, key.id, 3600)
    assert access.keys.revoke(account.id, key.id).ended(now())


def test_an_exchange_without_overlap_ends_the_old_key_at_once(access: Access, account: Account) -> None:
    key, _ = access.keys.new(account.id, "a")
    _, _, old = access.keys.rotate(account.id, key.id, 0)
    assert old.ended(now())
    with pytest.raises(AccountError, match="has ended"):
        access.keys.rotate(account.id, key.id, 0)


def test_the_new_key_lasts_as_long_as_the_old_one_did(access: Access, account: Account) -> None:
    key, _ = access.keys.new(account.id, "a", expires_at=later(7200))
    new, _, old = access.keys.rotate(account.id, key.id, 60)
    assert new.expires_at is not None
    assert later(7150) < new.expires_at < later(7210)
    assert old.expires_at == key.expires_at


@pytest.mark.parametrize("overlap", [-1, LONGEST_OVERLAP + 1])
def test_overlaps_have_bounds(access: Access, account: Account, overlap: float) -> None:
    key, _ = access.keys.new(account.id, "a")
    with pytest.raises(AccountError, match="overlap"):
        access.keys.rotate(account.id, key.id, overlap)


def test_an_account_has_not_more_keys_than_somebody_can_oversee(
    access: Access, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opads.access.keys.MOST", 3)
    assert MOST > 3
    keys = [access.keys.new(account.id, f"key {number}")[0] for number in range(3)]
    with pytest.raises(AccountError, match="revoke"):
        access.keys.new(account.id, "one more")
    access.keys.revoke(account.id, keys[0].id)
    access.keys.new(account.id, "one more")
    assert len(access.keys.of(account.id, 10)) == 4
    first = access.keys.of(account.id, 3)
    assert len(access.keys.of(account.id, 10, first[-1].id)) == 1
