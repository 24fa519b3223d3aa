"""``opads receipt keys``: the keys of this service."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from opads.cli import exits, options
from opads.cli.commands.receipts import signing
from opads.cli.keeping import kept
from opads.cli.output import emit, pretty
from opads.rendering.characters import visible

if TYPE_CHECKING:
    from opads.receipts import Key

__all__ = ("command",)


@click.group("keys", short_help="List, make, retire and revoke the keys of this service.", no_args_is_help=True)
def command() -> None:
    """Keep the keys of the service that OPADS_DATA and OPADS_DATABASE name. A running service follows within seconds."""


@command.command("list")
@options.rendering_option("text", "json", "jwks")
@options.output_option
@signing()
def list_(rendering: str, output: str | None) -> int:
    """List every key there was; as ``jwks``, the file that others pin."""
    from opads.receipts import key_set  # noqa: PLC0415 - installed only with receipts

    with kept() as installation:
        ring = installation.keyring
        keys, here, current = ring.all(), ring.here(), ring.current()
    if rendering == "jwks":
        emit(pretty(key_set(keys)), output)
    elif rendering == "json":
        emit(pretty([{**key.jwk(), "here": key.kid in here, "signs": key == current} for key in keys]), output)
    else:
        emit("".join(_line(key, here=key.kid in here, signs=key == current) for key in keys).encode(), output)
    return exits.ACCEPTABLE if keys else exits.NOTHING


@command.command("new")
@click.option(
    "--keep", is_flag=True, help="Let the keys before it stay in use; it signs nevertheless, being the newest."
)
@signing()
def new(*, keep: bool) -> int:
    """Make a key that signs from now on. Those of this machine before it are retired: what they signed stays verifiable."""
    with kept() as installation:
        key = installation.keyring.new(retire=not keep)
    emit(f"{key.kid}\n".encode())
    return exits.ACCEPTABLE


@command.command("retire")
@click.argument("kid", metavar="KEY")
@signing()
def retire(kid: str) -> int:
    """Take KEY out of use. What it signed stays verifiable."""
    with kept() as installation:
        key = installation.keyring.retire(kid)
    emit(f"{key.kid} retired at {key.retired_at}\n".encode())
    return exits.ACCEPTABLE


@command.command("revoke")
@click.argument("kid", metavar="KEY")
@click.option("--reason", required=True, help="Why, in words that are published with the key.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"]),
    default=None,
    help="From when on it may have been in other hands, in UTC; default: now.",
)
@signing()
def revoke(kid: str, reason: str, since: datetime | None) -> int:
    """Say that KEY was in other hands. Receipts that it signed since then prove nothing any more; give new ones."""
    from opads.storage.moments import moment  # noqa: PLC0415 - only who revokes needs it

    with kept() as installation:
        key = installation.keyring.revoke(kid, reason, moment(since.replace(tzinfo=UTC)) if since is not None else None)
    emit(f"{key.kid} revoked since {key.revoked_at}: {visible(reason)}\n".encode())
    return exits.ACCEPTABLE


def _line(key: Key, *, here: bool, signs: bool) -> str:
    state = "signs" if signs else "in use" if key.active else "retired"
    if key.revoked_at is not None:
        state = f"revoked since {key.revoked_at} ({visible(key.reason or '')})"
    elif key.retired_at is not None:
        state = f"retired {key.retired_at}"
    return f"{key.kid}  from {key.valid_from}  {state}{'' if here else ', private key elsewhere'}\n"
