"""``/batches``: files are handed in here, and become batches as they would through ``/v1/batches``."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from opads.access.caller import Caller, UnknownCallerError
from opads.api.batches import asked, who
from opads.api.jobs import Jobs
from opads.api.jobs import Wish as Asked
from opads.api.parameters import day
from opads.api.problem import Fault, Refusal
from opads.batches.model import Batch, Wish
from opads.batches.service import Batches
from opads.formats.local import named_in
from opads.installation import Installation, NoStorageError
from opads.settings import Settings
from opads.speech import Speech
from opads.storage.ids import new_id
from opads.web.answering import fresh_page, led, refusal_page, speech_of
from opads.web.batches.measuring import Measures
from opads.web.batches.taking import MOST_FILES, Taken, take
from opads.web.forms import Entry, entry_of

__all__ = ("closed", "show_start", "start")

KEY = re.compile(r"[!-~]{1,200}")
ID = re.compile(r"[0-9a-f-]{36}")


@get("/batches", include_in_schema=False)
async def show_start(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
) -> Response[bytes]:
    """Show the form, and the files handed in together that the address names."""
    try:
        account = who(caller, jobs.settings)
        batches = await asked(lambda: installation.batches)
    except (UnknownCallerError, NoStorageError) as error:
        return closed(request, jobs.settings, error)
    ids = [str(id_) for id_ in request.query_params.getall("id", []) if ID.fullmatch(str(id_))][:MOST_FILES]
    several = await asked(partial(_several, batches, account, ids)) if ids else []
    deleted = "deleted" in request.query_params
    return fresh_page(
        request, "batches/start.html", **_form(Entry(), jobs, speech_of(request)), several=several, deleted=deleted
    )


@post("/batches", include_in_schema=False)
async def start(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
) -> Response[Any]:
    """Take files in, and lead to what becomes of them."""
    entry = Entry()
    try:
        account = who(caller, jobs.settings)
        batches = await asked(lambda: installation.batches)
        judges = installation.judges if jobs.settings.background else None
        if judges is not None:  # they begin while the file is on its way
            await asked(partial(judges.warm, tuple(map(str, named_in(jobs.settings.path)))))
        taken = await take(request, jobs.settings, batches, account)
        try:
            entry = entry_of(taken.fields)
            made = await asked(partial(_made, batches, account, taken, _wish(entry, taken, jobs)))
        except BaseException:
            taken.discard()
            raise
    except (UnknownCallerError, NoStorageError) as error:
        return closed(request, jobs.settings, error)
    except Refusal as refusal:
        return refusal_page(
            request, refusal, "batches/start.html", **_form(entry, jobs, speech_of(request)), several=(), deleted=False
        )  # fmt: skip
    ids = list(dict.fromkeys(batch.id for batch in made))
    return led(request, f"/batches/{ids[0]}" if len(ids) == 1 else "/batches?" + "&".join(f"id={id_}" for id_ in ids))


def _wish(entry: Entry, taken: Taken, jobs: Jobs) -> Wish:
    """Return what is to be done; raises Refusal for what cannot be."""
    if not taken.files:
        raise Refusal("empty-body", "Choose a file.", errors=(Fault("there is no file yet", parameter="file"),))
    try:
        asked_ = Asked(entry.source or None, entry.targets, None, day(entry.date or None))
    except Refusal as refusal:
        raise Refusal(refusal.kind.name, refusal.detail, errors=(Fault("is no date", parameter="date"),)) from None
    jobs.look_at(asked_)
    return Wish(asked_.source, tuple(asked_.targets), None, asked_.as_of)


def _made(batches: Batches, account: str, taken: Taken, wish: Wish) -> list[Batch]:
    """Return the batches of all files, of which each is one; none where one of them is refused.

    The key that came with the form makes a batch of each file once, however often the form is sent.
    """
    given = dict(taken.fields).get("key", "")
    key = given if KEY.fullmatch(given) else new_id()
    made: list[Batch] = []
    try:
        for number, incoming in enumerate(taken.files):
            own = f"{key} {number}" if account else key
            made.append(batches.accept(incoming, account, own, wish, anew=True))
    except BaseException:
        for batch in made:
            batches.drop(batch)
        raise
    return made


def _several(batches: Batches, account: str, ids: list[str]) -> list[tuple[Batch, str]]:
    """Return those of some batches that the caller may see, with what their files are called."""
    found = [(id_, batches.store.find(id_)) for id_ in dict.fromkeys(ids)]
    return [
        (batch, batches.name(batch))
        for _, batch in found
        if batch is not None and batch.account in (account, "") and batch.state != "gone"
    ]


def _form(entry: Entry, jobs: Jobs, speech: Speech) -> dict[str, Any]:
    """Return what the form shows."""
    return {
        "entry": entry,
        "key": new_id(),
        "formats": list(jobs.registry),
        "judges": [format_ for format_ in jobs.registry if len(format_.rules.applicable(own=False))],
        "packs": jobs.registry.packs,
        "limit": jobs.settings.bulk_max_bytes,
        "most": MOST_FILES,
        "retention": jobs.settings.batch_retention,
        "measures": Measures(speech),
        "refusal": None,
    }


def closed(request: Request[Any, Any, Any], settings: Settings, error: Exception) -> Response[bytes]:
    """Return the page that says what is missing here, and what can be done instead."""
    kind = "no-storage" if isinstance(error, NoStorageError) else "unauthenticated"
    headers = {} if kind == "no-storage" else {"WWW-Authenticate": 'Bearer realm="opads"'}
    refusal = Refusal(kind, "", headers=headers)
    return refusal_page(
        request, refusal, "batches/closed.html", limit=settings.max_bytes, measures=Measures(speech_of(request))
    )
