"""Long files over HTTP: a body is judged block by block as it arrives, in processes, and never kept."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from io import BufferedReader
from typing import Any

import anyio
from litestar import Request

from opads.api.body import body_in_pieces, too_large
from opads.api.jobs import Jobs, Wish
from opads.api.pipe import Pipe
from opads.api.problem import Refusal
from opads.bulk.blocks import Options
from opads.bulk.checkpoint import Checkpoint
from opads.bulk.errors import BulkError, TooLongError
from opads.bulk.job import Input, Job
from opads.bulk.running import Pool
from opads.formats.local import named_in
from opads.operations.spans import span
from opads.report import Report

__all__ = ("Bulk",)

BUFFER = 1024 * 1024


class Bulk:
    """The bulk jobs of one process of the service, which share its processes for judging; none of their own where there is no pool."""

    def __init__(self, jobs: Jobs, pool: Pool | None = None) -> None:
        self._jobs = jobs
        self._pool = pool

    async def check(self, request: Request[Any, Any, Any], wish: Wish) -> Report:
        """Return the report on a body of any length; raises Refusal where it is none that can be read to its end."""
        settings = self._jobs.settings
        self._jobs.look_at(wish)
        pipe = Pipe()
        body = body_in_pieces(request, settings.bulk_max_bytes, settings.body_timeout)
        report: Report | BulkError | Refusal
        async with anyio.create_task_group() as group:
            group.start_soon(pipe.fill, body)
            try:
                report = await self._jobs.workshop.run(partial(self._judged, pipe, wish))
            except (BulkError, Refusal) as error:
                report = error
            finally:
                pipe.close()
                group.cancel_scope.cancel()
        if isinstance(report, Report):
            self._jobs.tally.judged(report.input.format, report.verdict, report.totals.records)
            return report
        raise pipe.fault or _refusal(report)

    def _judged(self, pipe: Pipe, wish: Wish) -> Report:
        settings = self._jobs.settings
        options = Options(
            format="",
            carrier="",
            targets=tuple(wish.targets),
            as_of=wish.as_of,
            paths=tuple(map(str, named_in(settings.path))),
        )
        item = Input("document", None, BufferedReader(pipe, BUFFER), settings.bulk_max_bytes)
        with closing(Checkpoint(None, "")) as kept:
            job = Job(self._jobs.registry, options, kept, source=wish.source, carrier=wish.carrier, engine=self._pool)
            with span("judge"):
                return job.validate(0, item)


def _refusal(error: BulkError | Refusal) -> Refusal:
    if isinstance(error, TooLongError):
        return too_large(error.most)
    if isinstance(error, Refusal):
        return error
    return Refusal("bad-request", f"The body {str(error)[:400]}.")
