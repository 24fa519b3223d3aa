"""What a caller may: by scope and role, and as the public."""

import pytest

from opads.access.caller import ANYBODY, SCOPES, AccessError, Caller, Role, UnknownCallerError, scopes_of
from opads.access.public import may_read
from opads.settings import Settings


def caller(*roles: Role, scopes: tuple[str, ...] = ()) -> Caller:
    return Caller("id", "A", frozenset(roles), frozenset(scopes) or scopes_of(roles))


@pytest.mark.parametrize(
    ("roles", "found"),
    [((), ""), ((Role.SUBMITTER,), "batch read submit"), ((Role.REGULATOR,), "batch oversee read"),
     ((Role.ADMIN,), "admin batch oversee read"), (tuple(Role), "admin batch oversee read submit")],
)  # fmt: skip
def test_scopes_of_roles(roles: tuple[Role, ...], found: str) -> None:
    assert sorted(scopes_of(roles)) == found.split()
    assert scopes_of(roles) <= SCOPES.keys()


def test_both_scope_and_role_are_needed() -> None:
    caller(Role.SUBMITTER).need("submit", Role.SUBMITTER)
    caller(Role.ADMIN).need("oversee", Role.REGULATOR)
    with pytest.raises(AccessError, match="the scope submit and the role submitter"):
        caller(Role.SUBMITTER, scopes=("read",)).need("submit", Role.SUBMITTER)
    with pytest.raises(AccessError):
        caller(Role.REGULATOR, scopes=("submit",)).need("submit", Role.SUBMITTER)
    with pytest.raises(AccessError):
        caller(Role.ADMIN).need("submit", Role.SUBMITTER)
    with pytest.raises(AccessError):
        caller().need("read", *Role)


def test_nobody_in_particular_is_asked_who_that_is() -> None:
    with pytest.raises(UnknownCallerError):
        ANYBODY.need("read", *Role)
    with pytest.raises(UnknownCallerError):
        Caller(roles=frozenset(Role), scopes=frozenset(SCOPES)).need("admin", Role.ADMIN)


def test_everybody_may_read_what_is_public() -> None:
    for who in (ANYBODY, caller(Role.SUBMITTER, scopes=("submit",))):
        may_read(who, Settings())


def test_reading_can_be_for_those_who_are_known() -> None:
    closed = Settings(public_reading=False)
    with pytest.raises(UnknownCallerError):
        may_read(ANYBODY, closed)
    with pytest.raises(AccessError):
        may_read(caller(Role.SUBMITTER, scopes=("submit",)), closed)
    for role in Role:
        may_read(caller(role), closed)
