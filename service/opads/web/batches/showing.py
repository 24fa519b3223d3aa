"""``/batches/{id}``: how far the work on a file is, then what was found in it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.access.caller import Caller
from opads.api.batches import asked, who
from opads.api.jobs import Jobs
from opads.api.problem import Refusal
from opads.batches.model import Batch
from opads.batches.service import Batches
from opads.installation import Installation, NoStorageError
from opads.web.answering import led, look_of, made_page, refusal_page, speech_of
from opads.web.batches.measuring import Measures
from opads.web.batches.starting import closed
from opads.web.batches.views import result_view, running_view
from opads.web.render import page

__all__ = ("delete_batch", "show_batch")

AGAIN = 5
"""Seconds after which a page that is asked to looks again by itself."""


@get("/batches/{batch_id:str}", include_in_schema=False)
async def show_batch(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    batch_id: FromPath[str],
) -> Response[bytes]:
    """Show a batch as it stands."""
    try:
        batches, batch = await _found(jobs, installation, caller, batch_id)
        found = None if batch.state in ("cancelled", "failed") else await asked(partial(batches.found, batch))
        name = await asked(partial(batches.name, batch))
    except NoStorageError as error:
        return closed(request, jobs.settings, error)
    except Refusal as refusal:
        if refusal.kind.status >= 500:
            raise
        return refusal_page(request, refusal, "batches/absent.html")
    look, speech = look_of(request), speech_of(request)
    rule = str(request.query_params.get("rule", ""))
    values: dict[str, Any] = {
        "batch": batch,
        "called": name,
        "retention": jobs.settings.batch_retention,
        "measures": Measures(speech),
        "again": AGAIN if "again" in request.query_params else 0,
    }

    def fill() -> bytes:
        if batch.state == "done" and found is not None:
            values.update(result_view(batch, found, name, rule, jobs, speech))
            return page("batches/result.html", look, f"/batches/{batch.id}", **values)
        if batch.state in ("waiting", "running"):
            values.update(running_view(batch, found, jobs, speech, datetime.now(UTC)))
            return page("batches/running.html", look, f"/batches/{batch.id}", **values)
        return page("batches/ended.html", look, f"/batches/{batch.id}", **values)

    return made_page(request, await jobs.workshop.run(fill))


@post("/batches/{batch_id:str}/delete", include_in_schema=False)
async def delete_batch(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    batch_id: FromPath[str],
) -> Response[Any]:
    """Cancel a batch, or delete its results; lead to where another file can be handed in."""
    try:
        batches, batch = await _found(jobs, installation, caller, batch_id)
        await asked(partial(batches.drop, batch))
    except NoStorageError as error:
        return closed(request, jobs.settings, error)
    except Refusal as refusal:
        if refusal.kind.status >= 500:
            raise
        return refusal_page(request, refusal, "batches/absent.html")
    return led(request, "/batches?deleted=1")


async def _found(jobs: Jobs, installation: Installation, caller: Caller, id_: str) -> tuple[Batches, Batch]:
    """Return a batch that the caller may see; raises Refusal, and NoStorageError."""
    account = who(caller, jobs.settings) if caller.account else ""
    batches = await asked(lambda: installation.batches)
    return batches, await asked(partial(batches.store.get, id_, account))
