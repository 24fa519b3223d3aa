"""Refusing to work: one line on the error stream and exit code 2, never a traceback."""

from __future__ import annotations

from typing import IO, Any

import click

from opads.cli.exits import UNCHECKABLE

__all__ = ("Refusal", "say")


class Refusal(click.ClickException):
    """Something that stands in the way of checking: an unknown format, an unreadable file."""

    exit_code = UNCHECKABLE

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the one line."""
        del file
        say(self.format_message())


def say(message: str) -> None:
    """Write one line to the error stream."""
    from opads.rendering.characters import visible  # noqa: PLC0415  # where all is well nothing is said

    click.echo(f"opads: {visible(message)}", err=True)
