"""Accounts are made, found and changed, and keep what cannot be out."""

from collections.abc import Callable
from typing import Any

import pytest

from opads.access.accounts import Account
from opads.access.caller import Role
from opads.access.errors import AccountError, NameTakenError, NotThereError
from opads.access.store import Access


def test_what_is_made_is_found(access: Access) -> None:
    made = access.accounts.add("  Morgenblatt Verlag ", ["submitter"])
    assert (made.name, made.roles, made.sandbox, made.version) == (
        "Morgenblatt Verlag",
        frozenset({Role.SUBMITTER}),
        False,
        1,
    )
    assert (
        access.accounts.get(made.id)
        == access.accounts.find("Morgenblatt Verlag")
        == access.accounts.find(made.id)
        == made
    )


def test_it_is_found_by_other_processes(another: Callable[[], Access]) -> None:
    made = another().accounts.add("Autorité", ["regulator", "admin"], sandbox=True)
    assert another().accounts.get(made.id) == made


@pytest.mark.parametrize("name", ["", "  ", "a" * 201, "a\nb", "a\0", "a\u202eb", "a\u200bb", "\ud800", "a\u2028b"])
def test_names_that_nobody_can_read_are_refused(access: Access, name: str) -> None:
    with pytest.raises(AccountError):
        access.accounts.add(name, ["submitter"])


def test_names_are_compared_as_they_are_read(access: Access) -> None:
    access.accounts.add("Zürich", ["submitter"])
    with pytest.raises(NameTakenError):
        access.accounts.add("Zu\u0308rich", ["regulator"])
    assert len(access.accounts.page(10)) == 1


@pytest.mark.parametrize("roles", [[], ["owner"], ["submitter", "Admin"], [""]])
def test_roles_are_those_that_there_are(access: Access, roles: list[str]) -> None:
    with pytest.raises(AccountError, match="submitter, regulator, admin"):
        access.accounts.add("A", roles)


def test_unknown_ones_are_not_there(access: Access) -> None:
    for id_ in ("", "x", "%", "' OR 1=1 --"):
        with pytest.raises(NotThereError):
            access.accounts.get(id_)
        with pytest.raises(NotThereError):
            access.accounts.change(id_, name="B")


def test_pages_go_on_where_the_one_before_ended(access: Access) -> None:
    made = [access.accounts.add(f"Account {number}", ["submitter"]) for number in range(5)]
    first = access.accounts.page(2)
    rest = access.accounts.page(10, first[-1].id)
    assert {account.id for account in [*first, *rest]} == {account.id for account in made}
    assert len(first) == 2
    assert [account.id for account in [*first, *rest]] == sorted(account.id for account in made)


@pytest.mark.parametrize(
    "changes",
    [{"name": "New"}, {"roles": ["admin"]}, {"sandbox": True}, {"issuer": "https://i.example", "subject": "s"}],
)
def test_what_is_changed_stays_changed(access: Access, changes: dict[str, Any]) -> None:
    made = access.accounts.add("Old", ["submitter"])
    changed = access.accounts.change(made.id, **changes)
    assert changed == access.accounts.get(made.id)
    assert changed.version == 2
    for name, value in changes.items():
        found = getattr(changed, name)
        assert (sorted(found) if name == "roles" else found) == value
    untouched = {"id", "name", "roles", "sandbox", "issuer", "subject", "created_at", "suspended_at"} - changes.keys()
    assert all(getattr(changed, name) == getattr(made, name) for name in untouched)


def test_a_change_of_what_was_changed_meanwhile_is_refused(access: Access) -> None:
    made = access.accounts.add("A", ["submitter"])

    def seen(account: Account) -> None:
        if account != made:
            raise AccountError("another version")

    access.accounts.change(made.id, seen, name="B")
    with pytest.raises(AccountError, match="another version"):
        access.accounts.change(made.id, seen, name="C")
    assert access.accounts.get(made.id).name == "B"


def test_a_suspension_has_a_beginning_and_an_end(access: Access) -> None:
    made = access.accounts.add("A", ["submitter"])
    first = access.accounts.change(made.id, suspended=True)
    again = access.accounts.change(made.id, suspended=True)
    assert first.suspended_at is not None
    assert first.suspended_at == again.suspended_at
    assert access.accounts.change(made.id, suspended=False).suspended_at is None


def test_an_issuer_knows_an_account_by_one_subject(access: Access) -> None:
    made = access.accounts.add("A", ["submitter"], issuer="https://i.example", subject="7")
    assert access.accounts.known_as("https://i.example", "7") == made
    assert access.accounts.known_as("https://i.example", "8") is None
    assert access.accounts.known_as("https://j.example", "7") is None
    with pytest.raises(NameTakenError):
        access.accounts.add("B", ["submitter"], issuer="https://i.example", subject="7")
    access.accounts.add("C", ["submitter"], issuer="https://j.example", subject="7")
    access.accounts.add("D", ["submitter"])
    access.accounts.add("E", ["submitter"])


@pytest.mark.parametrize(
    "known",
    [
        {"issuer": "https://i.example"},
        {"subject": "x"},
        {"issuer": "", "subject": "x"},
        {"issuer": "i", "subject": "a\0"},
    ],
)
def test_half_an_identity_is_none(access: Access, known: dict[str, str]) -> None:
    with pytest.raises(AccountError):
        access.accounts.add("A", ["submitter"], **known)  # type: ignore[arg-type]  # texts all of them
