"""``opads access key``."""

from __future__ import annotations

import re

import click

from opads.access.caller import SCOPES
from opads.access.errors import AccountError
from opads.access.keys import Key
from opads.access.rows import key_row
from opads.cli import options
from opads.cli.keeping import kept
from opads.cli.output import emit, pretty
from opads.cli.refusal import Refusal, say
from opads.storage.moments import later, now

__all__ = ("command",)

PAGE = 500
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 24 * 3600}
ONCE = "the key is shown this once and kept nowhere: put it where the program finds it, and no one else"


class Duration(click.ParamType[int]):
    """A length of time in seconds, of a number and a unit."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the seconds."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d{1,6})([smhd])", str(value))
        if found is None:
            self.fail(f"{value!r} is no length of time such as 90s, 30m, 24h or 7d", param, ctx)
        return int(found[1]) * UNITS[found[2]]


DURATION = Duration()


@click.group("key", short_help="Make, list, exchange and revoke API keys.", no_args_is_help=True)
def command() -> None:
    """Make, list, exchange and revoke API keys. ACCOUNT is the id or the name of an account, KEY the id of a key."""


@command.command("new", short_help="Make a key.")
@click.argument("account")
@click.option("--name", default="key", show_default=True, help="What it is for.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([*SCOPES]),
    multiple=True,
    help="What it is good for; repeatable; all of the roles when left out.",
)
@click.option("--lasts", type=DURATION, default=None, metavar="TIME", help="Let it expire after a time such as 90d.")
@click.option("--sandbox", is_flag=True, help="Keep apart what is handed in with it, and never publish it.")
def new(account: str, name: str, scopes: tuple[str, ...], lasts: int | None, *, sandbox: bool) -> int:
    """Make a key of ACCOUNT and print it, this once."""
    with kept() as installation:
        try:
            owner = installation.access.accounts.find(account)
            until = None if lasts is None else later(lasts)
            key, text = installation.access.keys.new(owner.id, name, scopes or None, expires_at=until, sandbox=sandbox)
        except AccountError as error:
            raise Refusal(str(error)) from error
    say(
        f"key {key.id} of {owner.name}, good for {', '.join(sorted(key.scopes))}, valid until {key.expires_at or 'revoked'}"
    )
    say(ONCE)
    emit(f"{text}\n".encode())
    return 0


@command.command("list", short_help="List the keys of an account.")
@click.argument("account")
@options.rendering_option("text", "json")
def list_(account: str, rendering: str) -> int:
    """List the keys of ACCOUNT, those that ended among them; never a secret."""
    found: list[Key] = []
    page: list[Key] | None = None
    with kept() as installation:
        try:
            owner = installation.access.accounts.find(account)
            while page is None or len(page) == PAGE:
                page = installation.access.keys.of(owner.id, PAGE, found[-1].id if found else "")
                found += page
        except AccountError as error:
            raise Refusal(str(error)) from error
    if rendering == "json":
        emit(pretty([key_row(key) for key in found]))
        return 0
    at = now()
    for key in sorted(found, key=lambda key: key.created_at):
        ends = min((end for end in (key.expires_at, key.revoked_at) if end), default="revoked")
        state = f"ended {ends}" if key.ended(at) else f"valid until {ends}"
        used = f"last used in the hour of {key.used_at}" if key.used_at else "not used yet"
        words = [*sorted(key.scopes), *(["sandbox"] if key.sandbox else []), state, used]
        emit(f"{key.id}  {key.name}  ({', '.join(words)})\n".encode())
    return 0


@command.command("rotate", short_help="Exchange a key for a new one.")
@click.argument("account")
@click.argument("key")
@click.option(
    "--overlap",
    type=DURATION,
    default="24h",
    show_default=True,
    metavar="TIME",
    help="How long the old one stays valid.",
)
def rotate(account: str, key: str, overlap: int) -> int:
    """Make a key like KEY of ACCOUNT and print it, this once; the old one stays valid for a while."""
    with kept() as installation:
        try:
            owner = installation.access.accounts.find(account)
            made, text, old = installation.access.keys.rotate(owner.id, key, overlap)
        except AccountError as error:
            raise Refusal(str(error)) from error
    say(f"key {made.id} follows {old.id}, which ends at {old.revoked_at}")
    say(ONCE)
    emit(f"{text}\n".encode())
    return 0


@command.command("revoke", short_help="End a key now.")
@click.argument("account")
@click.argument("key")
def revoke(account: str, key: str) -> int:
    """End KEY of ACCOUNT now."""
    with kept() as installation:
        try:
            owner = installation.access.accounts.find(account)
            ended = installation.access.keys.revoke(owner.id, key)
        except AccountError as error:
            raise Refusal(str(error)) from error
    say(f"key {ended.id} ended at {ended.revoked_at}; a service that runs heeds it within seconds")
    return 0
