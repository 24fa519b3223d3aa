"""What is told of accounts and keys, by every door alike; never a secret."""

from __future__ import annotations

import msgspec

from opads.access.accounts import Account
from opads.access.keys import Key

__all__ = ("AccountRow", "KeyRow", "account_row", "key_row")


class AccountRow(msgspec.Struct, frozen=True, rename="camel"):
    """An account; null is what it does not have."""

    id: str
    name: str
    roles: tuple[str, ...]
    sandbox: bool
    issuer: str | None
    subject: str | None
    version: int
    created_at: str
    changed_at: str
    suspended_at: str | None


class KeyRow(msgspec.Struct, frozen=True, rename="camel"):
    """A key, without its secret; null is what it does not have."""

    id: str
    account: str
    name: str
    scopes: tuple[str, ...]
    sandbox: bool
    follows: str | None
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    used_at: str | None


def account_row(account: Account) -> AccountRow:
    """Return what is told of an account."""
    return AccountRow(
        account.id,
        account.name,
        tuple(sorted(account.roles)),
        account.sandbox,
        account.issuer,
        account.subject,
        account.version,
        account.created_at,
        account.changed_at,
        account.suspended_at,
    )


def key_row(key: Key) -> KeyRow:
    """Return what is told of a key."""
    return KeyRow(
        key.id,
        key.account,
        key.name,
        tuple(sorted(key.scopes)),
        key.sandbox,
        key.follows,
        key.created_at,
        key.expires_at,
        key.revoked_at,
        key.used_at,
    )
