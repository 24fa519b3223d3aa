"""``opads register dump``."""

from __future__ import annotations

from datetime import datetime

import click

from opads.cli.keeping import kept
from opads.cli.output import emit, pretty
from opads.cli.refusal import Refusal, say
from opads.register.dumps.store import DumpError

__all__ = ("command",)


@click.command("dump", short_help="Publish the dump of a day.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="The day (UTC); yesterday when left out."
)
def command(day: datetime | None) -> int:
    """Publish what was public at the end of a day, and print what is published.

    The service does so by itself every day. What is published once never changes: for such a day the same is printed again.
    """
    with kept() as installation:
        try:
            published = installation.dumps.publish(None if day is None else day.date())
        except DumpError as error:
            raise Refusal(str(error)) from error
        say(
            f"the dump of {published.date} is in {installation.dumps.file(published, published.files[-1].name)[0].parent}"
        )
    emit(pretty(published))
    return 0
