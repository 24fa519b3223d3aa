"""A progress bar on the error stream, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from opads.cli.inputs import Input
from opads.rendering.characters import shortened

__all__ = ("followed",)


def followed(inputs: Sequence[Input], *, quiet: bool = False) -> Iterator[Input]:
    """Yield the inputs and show how many are done; the bar is gone when the last is."""
    if quiet or not sys.stderr.isatty():
        yield from inputs
        return
    from rich.console import Console  # noqa: PLC0415 - costs time that only a person at a terminal gets back
    from rich.markup import escape  # noqa: PLC0415 - rich is slow to import
    from rich.progress import (  # noqa: PLC0415 - the same
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(inputs))
        for item in inputs:
            bar.update(task, description=escape(shortened(item.name, 60)))
            yield item
            bar.advance(task)
