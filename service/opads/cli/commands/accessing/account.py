"""``opads access account``."""

from __future__ import annotations

import click

from opads.access.accounts import Account
from opads.access.caller import Role
from opads.access.errors import AccountError
from opads.access.rows import account_row
from opads.cli import options
from opads.cli.keeping import kept
from opads.cli.output import emit, pretty
from opads.cli.refusal import Refusal, say

__all__ = ("command",)

PAGE = 500


@click.group("account", short_help="Make, list, suspend and reinstate accounts.", no_args_is_help=True)
def command() -> None:
    """Make, list, suspend and reinstate accounts."""


@command.command("add", short_help="Make an account.")
@click.argument("name")
@click.option(
    "--role",
    "roles",
    type=click.Choice([str(role) for role in Role]),
    multiple=True,
    required=True,
    help="What it is; repeatable.",
)
@click.option("--sandbox", is_flag=True, help="Keep apart what it hands in, and never publish it.")
@click.option("--issuer", default=None, metavar="URL", help="The issuer of bearer tokens that knows it …")
@click.option("--subject", default=None, help="… and the value of the claim by which it does.")
def add(name: str, roles: tuple[str, ...], issuer: str | None, subject: str | None, *, sandbox: bool) -> int:
    """Make an account of the name NAME and print its id."""
    with kept(begin=True) as installation:
        try:
            made = installation.access.accounts.add(name, roles, sandbox=sandbox, issuer=issuer, subject=subject)
        except AccountError as error:
            raise Refusal(str(error)) from error
    emit(f"{made.id}\n".encode())
    return 0


@command.command("list", short_help="List the accounts.")
@options.rendering_option("text", "json")
def list_(rendering: str) -> int:
    """List the accounts in the order in which they were made."""
    found: list[Account] = []
    page: list[Account] | None = None
    with kept() as installation:
        while page is None or len(page) == PAGE:
            page = installation.access.accounts.page(PAGE, found[-1].id if found else "")
            found += page
    if rendering == "json":
        emit(pretty([account_row(account) for account in found]))
        return 0
    for account in found:
        words = [*sorted(account.roles), *(["sandbox"] if account.sandbox else [])]
        if account.suspended_at:
            words.append(f"suspended since {account.suspended_at}")
        emit(f"{account.id}  {account.name}  ({', '.join(words)})\n".encode())
    return 0


@command.command("suspend", short_help="Suspend an account, or reinstate it.")
@click.argument("account")
@click.option("--reinstate", is_flag=True, help="End the suspension.")
def suspend(account: str, *, reinstate: bool) -> int:
    """Refuse all keys and tokens of ACCOUNT, an id or a name; what it handed in stays as it is."""
    with kept() as installation:
        try:
            found = installation.access.accounts.find(account)
            installation.access.accounts.change(found.id, suspended=not reinstate)
        except AccountError as error:
            raise Refusal(str(error)) from error
    say(f"{found.name} is {'no longer ' if reinstate else ''}suspended; a service that runs heeds it within seconds")
    return 0
