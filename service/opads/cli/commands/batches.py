"""``opads batches``: what an operator sees of batches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
import msgspec

from opads.cli.engine import refusing, registry
from opads.cli.refusal import Refusal, say

if TYPE_CHECKING:
    from opads.installation import Installation

__all__ = ("command",)


@click.group("batches", short_help="List the batches of a service, show one, try one again, let go of old ones.")
def command() -> None:
    """See and mend the batches of the service that OPADS_DATA and OPADS_DATABASE name."""


@contextmanager
def _opened() -> Iterator[Installation]:
    from opads.installation import Installation  # noqa: PLC0415 - only who works for a service needs it
    from opads.settings import Settings  # noqa: PLC0415 - the same
    from opads.storage import StorageError  # noqa: PLC0415 - the same

    installation = Installation(Settings(), registry())
    try:
        yield installation
    except StorageError as error:
        raise Refusal(str(error)) from error
    finally:
        installation.close()


@command.command("list")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="Batches at most.")
@refusing()
def list_(limit: int) -> int:
    """List the newest batches of all accounts."""
    with _opened() as installation:
        for batch in installation.batches.store.all(limit):
            share = f"{batch.progress.share:4.0%}"
            click.echo(
                f"{batch.id}  {batch.created_at[:19]}  {batch.state:9}  {share}  {batch.bytes:>13,}  {batch.account}"
            )
    return 0


@command.command("show")
@click.argument("batch_id", metavar="ID")
@refusing()
def show(batch_id: str) -> int:
    """Show all that is known of a batch, and of its job: why it failed, who holds it."""
    from opads.work.operating import jobs  # noqa: PLC0415 - see above

    with _opened() as installation:
        found = installation.batches.store.find(batch_id)
        if found is None:
            raise Refusal(f"there is no batch {batch_id}")
        told = {**msgspec.to_builtins(found), "jobs": jobs(installation.database, subject=batch_id)}
        click.echo(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
    return 0


@command.command("retry")
@click.argument("batch_id", metavar="ID")
@refusing()
def retry(batch_id: str) -> int:
    """Try a batch again that was given up."""
    from opads.work.operating import jobs  # noqa: PLC0415 - see above
    from opads.work.operating import retry as again  # noqa: PLC0415 - see above

    with _opened() as installation:
        given_up = jobs(installation.database, "given-up", subject=batch_id)
        if not sum(again(installation.database, job.id) for job in given_up):
            raise Refusal(f"no job of a batch {batch_id} was given up")
    say("it waits for a worker")
    return 0


@command.command("sweep")
@refusing()
def sweep() -> int:
    """Let go of what has been kept for its time; the service does it every minute by itself."""
    from opads.batches.sweeping import sweep as swept  # noqa: PLC0415 - see above

    with _opened() as installation:
        count = swept(installation.batches.store, installation.batches.files)
    say(f"{count} batches let go")
    return 0
