"""Who asks, and what that one may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ("ANYBODY", "SCOPES", "AccessError", "Caller", "Role", "UnknownCallerError", "scopes_of")


class Role(StrEnum):
    """What an account is in the register."""

    SUBMITTER = "submitter"
    """Hands in disclosures and sees its own."""
    REGULATOR = "regulator"
    """Sees all, suspends and reinstates, and exports."""
    ADMIN = "admin"
    """Makes accounts and keys, besides all that a regulator may."""


SCOPES = {
    "submit": "hand in disclosures, amend and withdraw them",
    "batch": "send batches and fetch what became of them",
    "read": "read what is not public of one's own, and of all as a regulator",
    "oversee": "suspend and reinstate disclosures",
    "admin": "make and change accounts and keys",
}
"""What a key or token may be good for."""

BY_ROLE = {
    Role.SUBMITTER: frozenset({"submit", "batch", "read"}),
    Role.REGULATOR: frozenset({"batch", "read", "oversee"}),
    Role.ADMIN: frozenset({"batch", "read", "oversee", "admin"}),
}


def scopes_of(roles: Iterable[Role]) -> frozenset[str]:
    """Return the scopes that keys of an account with these roles can have."""
    return frozenset().union(*(BY_ROLE[role] for role in roles))


class AccessError(Exception):
    """A caller may not do what it asks for."""


class UnknownCallerError(AccessError):
    """Nobody may do this without saying who asks."""


@dataclass(frozen=True, slots=True)
class Caller:
    """An account as it stands behind one request; nobody in particular where ``account`` is empty."""

    account: str = ""
    """The id of the account, the owner of what it hands in."""
    name: str = ""
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[str] = frozenset()
    """What a key or token is good for, narrower than the roles: ``submit``, ``batch``, ``read``, ``oversee``, ``admin``."""
    sandbox: bool = False
    """What it hands in is checked and receipted as ever, but kept apart and never published."""
    credential: str = ""
    """The id of the key or token, for logs; never the secret."""

    def has(self, role: Role) -> bool:
        """Say whether the caller has a role; admins have those of regulators too."""
        return role in self.roles or (role is Role.REGULATOR and Role.ADMIN in self.roles)

    def need(self, scope: str, *roles: Role) -> None:
        """Raise UnknownCallerError where nobody is known, AccessError where the scope, or every one of the roles, is lacking."""
        if not self.account:
            raise UnknownCallerError("say who asks: send an API key or a bearer token")
        if scope not in self.scopes or not any(self.has(role) for role in roles):
            raise AccessError(f"this needs the scope {scope} and the role {' or '.join(roles)}")


ANYBODY = Caller()
"""Who says nothing about themselves."""
