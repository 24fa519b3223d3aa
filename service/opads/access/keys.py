"""The API keys of accounts: made, listed, exchanged for new ones, revoked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from opads.access.accounts import Account, clean, one
from opads.access.caller import SCOPES, scopes_of
from opads.access.errors import AccountError, NotThereError
from opads.access.secrets import MadeKey, new_key
from opads.storage import Database, Transaction
from opads.storage.database import Row
from opads.storage.moments import later, moment, now, parsed

__all__ = ("LONGEST_OVERLAP", "Key", "Keys")

COLUMNS = "id, account, name, scopes, sandbox, follows, created_at, expires_at, revoked_at, used_at"
MOST = 100
"""Keys of one account that are valid at the same time."""
LONGEST_OVERLAP = 30 * 24 * 3600
"""Seconds that a key may go on being valid beside the one that follows it."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key; never its secret. Moments are texts in UTC."""

    id: str
    account: str
    name: str
    scopes: frozenset[str]
    sandbox: bool
    """What is handed in with it is kept apart and never published, whatever the account."""
    follows: str | None
    """The key for which it was exchanged."""
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    used_at: str | None
    """When it was last used, to the hour."""

    def ended(self, at: str) -> bool:
        """Say whether it is no longer valid at a moment."""
        return any(end is not None and end <= at for end in (self.expires_at, self.revoked_at))


class Keys:
    """Makes, lists, exchanges and revokes keys. A key of an account cannot be reached through another account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def new(
        self,
        account: str,
        name: str,
        scopes: Iterable[str] | None = None,
        *,
        expires_at: str | None = None,
        sandbox: bool = False,
    ) -> tuple[Key, str]:
        """Make a key; return it, and its text, which is kept nowhere.

        The scopes are all that the account's roles allow when None. Raises NotThereError for an unknown account, AccountError for scopes
        that the roles do not allow, a moment of expiry that has passed, and more keys than an account can have.
        """
        at = now()
        until = None if expires_at is None else _future(expires_at, at)
        made, named = new_key(sandbox=sandbox), clean(name)

        def job(transaction: Transaction) -> Key:
            owner = one(transaction, account, " FOR UPDATE")
            asked = _scopes(scopes, owner)
            valid = transaction.one(
                "SELECT count(*) FROM api_key WHERE account = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)",
                account,
                at,
            )
            if valid is not None and valid[0] >= MOST:
                raise AccountError(f"an account has at most {MOST} valid keys; revoke some that are not needed")
            return _add(transaction, made, (account, named, asked, int(sandbox), None, at, until))

        return self._database.write(job), made.text

    def of(self, account: str, limit: int, after: str = "") -> list[Key]:
        """Return up to so many keys of an account, behind one of an id, those that ended among them; raises NotThereError."""

        def job(transaction: Transaction) -> list[Key]:
            one(transaction, account)
            sql = f"SELECT {COLUMNS} FROM api_key WHERE account = ? AND id > ? ORDER BY id LIMIT ?"  # noqa: S608 - our own
            rows = transaction.all(sql, account, after, limit)
            return [_key(row) for row in rows]

        return self._database.read(job)

    def get(self, account: str, id_: str) -> Key:
        """Return a key of an account; raises NotThereError."""
        return self._database.read(lambda transaction: _one(transaction, account, id_))

    def revoke(self, account: str, id_: str) -> Key:
        """End a key now; one that was revoked stays so from the moment when it was. Raises NotThereError."""

        def job(transaction: Transaction) -> Key:
            _one(transaction, account, id_)
            transaction.run(
                "UPDATE api_key SET revoked_at = ? WHERE id = ? AND (revoked_at IS NULL OR revoked_at > ?)",
                *((at := now()), id_, at),
            )
            return _one(transaction, account, id_)

        return self._database.write(job)

    def rotate(self, account: str, id_: str, overlap: float) -> tuple[Key, str, Key]:
        """Make a key that follows another, like it and valid as long; return it, its text, and the old key.

        The old one stays valid for so many seconds, unless it ends before. Raises NotThereError, and AccountError for a key that has
        ended or an overlap that is too long.
        """
        if not 0 <= overlap <= LONGEST_OVERLAP:
            raise AccountError(f"the overlap has 0 to {LONGEST_OVERLAP} seconds")

        def job(transaction: Transaction) -> tuple[Key, str, Key]:
            old, at = _one(transaction, account, id_, " FOR UPDATE"), now()
            if old.ended(at):
                raise AccountError("the key has ended; make a new one")
            if old.revoked_at is not None:
                raise AccountError(f"the key was exchanged before; it ends at {old.revoked_at}")
            until = None
            if old.expires_at is not None:
                lasted: timedelta = parsed(old.expires_at) - parsed(old.created_at)
                until = moment(parsed(at) + lasted)
            made = new_key(sandbox=old.sandbox)
            values = (account, old.name, " ".join(sorted(old.scopes)), int(old.sandbox), old.id, at, until)
            new = _add(transaction, made, values)
            transaction.run("UPDATE api_key SET revoked_at = ? WHERE id = ?", later(overlap, at), id_)
            return new, made.text, _one(transaction, account, id_)

        return self._database.write(job)


def _add(transaction: Transaction, made: MadeKey, values: tuple[object, ...]) -> Key:
    transaction.run(
        "INSERT INTO api_key (id, sha256, account, name, scopes, sandbox, follows, created_at, expires_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(made.id, made.sha256, *values),
    )
    return _one(transaction, str(values[0]), made.id)


def _one(transaction: Transaction, account: str, id_: str, lock: str = "") -> Key:
    row = transaction.one(f"SELECT {COLUMNS} FROM api_key WHERE account = ? AND id = ?{lock}", account, id_)  # noqa: S608 - our own
    if row is None:
        raise NotThereError("there is no such key of this account")
    return _key(row)


def _key(row: Row) -> Key:
    id_, account, name, scopes, sandbox, *rest = row
    return Key(id_, account, name, frozenset(scopes.split()), bool(sandbox), *rest)


def _scopes(scopes: Iterable[str] | None, owner: Account) -> str:
    allowed = scopes_of(owner.roles)
    asked = allowed if scopes is None else frozenset(scopes)
    if not asked or asked - SCOPES.keys():
        raise AccountError(f"a key has scopes, at least one of {', '.join(SCOPES)}")
    if asked - allowed:
        raise AccountError(
            f"an account with the roles {', '.join(sorted(owner.roles))} has no keys with the scope {min(asked - allowed)}"
        )
    return " ".join(sorted(asked))


def _future(text: str, at: str) -> str:
    try:
        found = moment(parsed(text)) if parsed(text).tzinfo is not None else ""
    except (ValueError, OverflowError):
        found = ""
    if not found:
        raise AccountError("a key expires at a moment with an offset, such as 2027-01-31T12:00:00Z")
    if found <= at:
        raise AccountError("a key expires in the future")
    return found
