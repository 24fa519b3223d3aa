"""``opads worker``."""

from __future__ import annotations

import logging
import signal
from contextlib import closing
from threading import Event
from typing import Any

import click

from opads.cli.engine import refusing, registry
from opads.cli.refusal import Refusal, say

__all__ = ("command",)


@click.command("worker", short_help="Do the work for later of a service: batches, and what is done by and by.")
@click.option(
    "--grace",
    type=click.FloatRange(0, 3600),
    default=20.0,
    show_default=True,
    metavar="SECONDS",
    help="When told to stop, wait so long for what is in hand to end or be given back.",
)
@refusing()
def command(grace: float) -> int:
    """Do the work for later of a service, until told to stop (SIGTERM, SIGINT).

    The settings are those of the service that it works for: OPADS_DATA, OPADS_DATABASE, OPADS_PATH, OPADS_BULK_PROCESSES. Any number of workers may run; each piece of
    work is done by one. `opads serve` does this work itself unless OPADS_BACKGROUND is false.
    """
    from opads.installation import Installation  # noqa: PLC0415 - only who works for a service needs it
    from opads.settings import Settings  # noqa: PLC0415 - the same
    from opads.storage import StorageError  # noqa: PLC0415 - the same
    from opads.work.kinds import handlers_of  # noqa: PLC0415 - the same
    from opads.work.worker import Worker  # noqa: PLC0415 - the same

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    told = Event()

    def stop(*_: Any) -> None:
        told.set()

    with closing(Installation(Settings(), registry())) as installation:
        try:
            worker = Worker(installation.database, handlers_of(installation))
        except StorageError as error:
            raise Refusal(str(error)) from error
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        worker.start()
        say(f"working as {worker.holder}")
        told.wait()
        say("stopping")
        return 0 if worker.stop(grace) else 1
