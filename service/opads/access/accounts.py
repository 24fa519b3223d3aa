"""The accounts: a publisher, a regulator's office, whoever hands in or oversees."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from opads.access.caller import Role
from opads.access.errors import AccountError, NameTakenError, NotThereError
from opads.storage import Database, DuplicateError, Transaction
from opads.storage.database import Row
from opads.storage.ids import new_id
from opads.storage.moments import now

__all__ = ("Account", "Accounts", "clean")

COLUMNS = "id, name, roles, sandbox, issuer, subject, version, created_at, changed_at, suspended_at"
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Account:
    """An account. Moments are texts in UTC."""

    id: str
    name: str
    roles: frozenset[Role]
    sandbox: bool
    """What it hands in is kept apart and never published."""
    issuer: str | None
    """The address of the issuer of bearer tokens that knows it, and by which subject."""
    subject: str | None
    version: int
    created_at: str
    changed_at: str
    suspended_at: str | None
    """Since when its keys and tokens are refused."""


class Accounts:
    """Makes, finds and changes accounts. Nothing is ever deleted: what an account handed in goes on being its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        name: str,
        roles: Iterable[str],
        *,
        sandbox: bool = False,
        issuer: str | None = None,
        subject: str | None = None,
    ) -> Account:
        """Make an account; raises AccountError for what cannot be, NameTakenError where another one has the name or the subject."""
        at, id_ = now(), new_id()
        wanted = (id_, clean(name), _roles(roles), int(sandbox), *_known_as(issuer, subject), 1, at, at, None)

        def job(transaction: Transaction) -> Account:
            transaction.run(f"INSERT INTO account ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", *wanted)  # noqa: S608 - our own
            return _account(wanted)

        return self._written(job)

    def get(self, id_: str) -> Account:
        """Return an account; raises NotThereError."""
        return self._database.read(lambda transaction: one(transaction, id_))

    def find(self, name: str) -> Account:
        """Return the account of an id or a name; raises NotThereError."""
        row = self._database.read(
            lambda t: t.one(f"SELECT {COLUMNS} FROM account WHERE id = ? OR name = ?", name, clean(name))  # noqa: S608 - our own
        )
        if row is None:
            raise NotThereError(f"there is no account {name!r}")
        return _account(row)

    def known_as(self, issuer: str, subject: str) -> Account | None:
        """Return the account that an issuer of tokens knows by a subject, None where there is none."""
        row = self._database.read(
            lambda t: t.one(f"SELECT {COLUMNS} FROM account WHERE issuer = ? AND subject = ?", issuer, subject)  # noqa: S608 - our own
        )
        return None if row is None else _account(row)

    def page(self, limit: int, after: str = "") -> list[Account]:
        """Return up to so many accounts in the order in which they were made, behind an id."""
        rows = self._database.read(
            lambda t: t.all(f"SELECT {COLUMNS} FROM account WHERE id > ? ORDER BY id LIMIT ?", after, limit)  # noqa: S608 - our own
        )
        return [_account(row) for row in rows]

    def change(self, id_: str, seen: Callable[[Account], None] | None = None, **changes: Any) -> Account:
        """Change name, roles, sandbox, issuer and subject, or suspended (bool); return the account as it is then.

        ``seen`` is given the account as it was, and raises where that is not what the change set out from. Raises NotThereError,
        AccountError or NameTakenError.
        """

        def job(transaction: Transaction) -> Account:
            found = one(transaction, id_, " FOR UPDATE")
            if seen is not None:
                seen(found)
            at = now()
            known = _known_as(changes.get("issuer", found.issuer), changes.get("subject", found.subject))
            suspended = found.suspended_at
            if "suspended" in changes:
                suspended = (suspended or at) if changes["suspended"] else None
            wanted = (
                found.id,
                clean(changes["name"]) if "name" in changes else found.name,
                _roles(changes.get("roles", found.roles)),
                int(changes.get("sandbox", found.sandbox)),
                *known,
                found.version + 1,
                found.created_at,
                at,
                suspended,
            )
            transaction.run(
                "UPDATE account SET name = ?, roles = ?, sandbox = ?, issuer = ?, subject = ?, version = ?, created_at = ?, "
                "changed_at = ?, suspended_at = ? WHERE id = ?",
                *wanted[1:],
                id_,
            )
            return _account(wanted)

        return self._written(job)

    def _written(self, job: Any) -> Account:
        try:
            found: Account = self._database.write(job)
        except DuplicateError:
            raise NameTakenError("another account has that name, or that issuer and subject") from None
        return found


def one(transaction: Transaction, id_: str, lock: str = "") -> Account:
    """Return an account in a transaction; raises NotThereError."""
    row = transaction.one(f"SELECT {COLUMNS} FROM account WHERE id = ?{lock}", id_)  # noqa: S608 - our own
    if row is None:
        raise NotThereError("there is no such account")
    return _account(row)


def clean(name: str) -> str:
    """Return a name as it is kept (NFC, no space around it); raises AccountError for one that nobody could read or tell from others."""
    found = unicodedata.normalize("NFC", name).strip()
    if not 1 <= len(found) <= LONGEST:
        raise AccountError(f"a name has 1 to {LONGEST} characters")
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for character in found):
        raise AccountError("a name has no control characters and none that cannot be seen")
    return found


def _roles(roles: Iterable[str]) -> str:
    try:
        found = {Role(role) for role in roles}
    except ValueError:
        raise AccountError(f"roles are {', '.join(Role)}") from None
    if not found:
        raise AccountError(f"an account has at least one role: {', '.join(Role)}")
    return " ".join(sorted(found))


def _known_as(issuer: str | None, subject: str | None) -> tuple[str | None, str | None]:
    if (issuer is None) != (subject is None):
        raise AccountError("issuer and subject are given together")
    for text in (issuer, subject):
        if text is not None and not (1 <= len(text) <= 500 and text.isprintable()):
            raise AccountError("issuer and subject have 1 to 500 characters that can be seen")
    return issuer, subject


def _account(row: Row) -> Account:
    id_, name, roles, sandbox, issuer, subject, version, created, changed, suspended = row
    return Account(
        id_,
        name,
        frozenset(map(Role, roles.split())),
        bool(sandbox),
        issuer,
        subject,
        version,
        created,
        changed,
        suspended,
    )
