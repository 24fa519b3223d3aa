"""The keys of an installation: the public ones in the database, for ever; the private ones in a folder of each machine.

Machines that share a database may share the folder too, or have each its own key: every public key is published by all of them.
"""

from __future__ import annotations

from joserfc.jwk import OKPKey

from opads.receipts.errors import NoSuchKeyError, SigningError
from opads.receipts.keys import Key
from opads.receipts.vault import Vault
from opads.storage import Database, Transaction
from opads.storage.moments import now

__all__ = ("Keyring", "published")

COLUMNS = "kid, x, valid_from, retired_at, revoked_at, reason"


def published(transaction: Transaction) -> list[Key]:
    """Return every public key, the newest first."""
    rows = transaction.all(f"SELECT {COLUMNS} FROM signing_key ORDER BY valid_from DESC, kid")  # noqa: S608 - our own names
    return [Key(*row) for row in rows]


class Keyring:
    """Makes, finds, retires and revokes keys."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def all(self, transaction: Transaction | None = None) -> list[Key]:
        """Return every public key, the newest first."""
        return published(transaction) if transaction is not None else self._database.read(published)

    def here(self) -> frozenset[str]:
        """Return the ids of the keys of which the private one is on this machine."""
        return frozenset(self._vault.kids())

    def current(self, transaction: Transaction | None = None) -> Key | None:
        """Return the key that signs here: the newest in use of which the private one is here."""
        here = self._vault.kids()
        return next((key for key in self.all(transaction) if key.active and key.kid in here), None)

    def private(self, kid: str) -> OKPKey:
        """Return a private key; raises SigningError."""
        return self._vault.private(kid)

    def ensure(self) -> Key:
        """Return the key that signs here, made where there is none; processes that begin together make one.

        A private key of which the database knows nothing (it was restored, or the machine died) is taken in first. None is made in place
        of one that was retired or revoked: who takes the last one out of use means it.
        """
        found = self.current()
        if found is not None:
            return found
        with self._vault.held():
            known = {key.kid for key in self.all()}
            here = self._vault.kids()
            for kid in here.keys() - known:
                self._record(self._vault.public(kid))
            if not here:
                self._record(self._vault.make())
            found = self.current()
        if found is None:
            raise SigningError("every key of this machine is retired or revoked; make one by `opads receipt keys new`")
        return found

    def new(self, *, retire: bool = True) -> Key:
        """Make a key that signs from now on here; the others of this machine are retired, unless told otherwise."""
        with self._vault.held():
            key = self._vault.make()
            here = self._vault.kids().keys() - {key.kid}
            self._record(key)
        if retire:
            for other in self.all():
                if other.active and other.kid in here:
                    self.retire(other.kid, at=key.valid_from)
        return key

    def retire(self, kid: str, at: str | None = None) -> Key:
        """Take a key out of use from a moment on, the present one when None; raises NoSuchKeyError."""
        return self._changed("retired_at = ?", kid, "retired_at IS NULL AND revoked_at IS NULL", at or now())

    def revoke(self, kid: str, reason: str, since: str | None = None) -> Key:
        """Say that a key was in other hands from a moment on; nothing that it signed since then proves anything.

        A key may be revoked again from an earlier moment, never from a later one. Raises NoSuchKeyError.
        """
        since = since or now()
        where = "(revoked_at IS NULL OR revoked_at > ?)"
        return self._changed("revoked_at = ?, reason = ?", kid, where, since, reason, since)

    def _record(self, key: Key) -> None:
        self._database.write(
            lambda transaction: transaction.run(
                "INSERT INTO signing_key (kid, x, valid_from) VALUES (?, ?, ?) ON CONFLICT (kid) DO NOTHING",
                *(key.kid, key.x, key.valid_from),
            )
        )

    def _changed(self, change: str, kid: str, where: str, *values: str) -> Key:
        """Change a key where it is as it must be; ``values`` are those of the change, then those of ``where``."""
        split = change.count("?")

        def job(transaction: Transaction) -> Key | None:
            row = transaction.one(
                f"UPDATE signing_key SET {change} WHERE kid = ? AND {where} RETURNING {COLUMNS}",  # noqa: S608 - our own words
                *values[:split],
                kid,
                *values[split:],
            )
            return Key(*row) if row is not None else None

        found = self._database.write(job)
        if found is None:
            raise NoSuchKeyError(
                f"there is no key {kid}, or it is out of use since then already; see `opads receipt keys list`"
            )
        return found
