"""The application: ``python -m granian --interface asgi opads.api.app:app``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import anyio.to_thread
from litestar import Router
from litestar.di import Provide

from opads.api import openapi
from opads.api.bulk import Bulk
from opads.api.calling import caller_of
from opads.api.front import Service
from opads.api.gate import Gate
from opads.api.jobs import Jobs
from opads.api.lifecycle import RETIRED, Lifecycle, Retirement
from opads.api.query import check_query
from opads.api.room import Room
from opads.api.routes import HANDLERS
from opads.api.routes.health import warm
from opads.api.routes.validation import OFFERED
from opads.api.shortcut import PATH, Shortcut
from opads.formats import Registry, registry_with
from opads.formats.local import named_in
from opads.installation import Installation
from opads.operations.watch import Watch
from opads.settings import Settings
from opads.web.failures import respond_in_kind
from opads.web.pages import PAGES
from opads.work.background import Background

__all__ = ("app", "create_app")


def create_app(
    settings: Settings | None = None, registry: Registry | None = None, retired: Iterable[Retirement] = RETIRED
) -> Service:
    """Return the service with its page.

    Settings are those of the environment when None, formats those of the standard and of the folders that the
    settings name. Raises ResourceError where the standard is not found, FormatError for a format that cannot be used,
    and ValueError for a retirement of what is not there or cannot end so.
    """
    settings = settings or Settings()
    jobs = Jobs(settings, registry or registry_with(named_in(settings.path)))
    watch = Watch(settings, jobs.tally)
    installation = Installation(settings, jobs.registry)
    bulk = Bulk(jobs, installation.judges)
    background = Background(installation)

    async def stop() -> None:
        await anyio.to_thread.run_sync(background.stop)

    gate = Gate(installation)
    lifecycle = Lifecycle(retired, settings.base_url)
    service = Service(
        # Programs are told what they misspell; people may arrive with a tracker's parameter in the address.
        [Router("/", route_handlers=HANDLERS, before_request=check_query), *PAGES],
        dependencies={
            "jobs": Provide(lambda: jobs, sync_to_thread=False),
            "bulk": Provide(lambda: bulk, sync_to_thread=False),
            "watch": Provide(lambda: watch, sync_to_thread=False),
            "installation": Provide(lambda: installation, sync_to_thread=False),
            "caller": Provide(caller_of, sync_to_thread=False),
            "contract": Provide(lambda: openapi.text(settings.base_url, lifecycle), sync_to_thread=False),
        },
        on_startup=[
            gate.open,
            partial(warm, jobs),
            watch.begin,
            *([background.start] if settings.background and installation.keeps else []),
        ],
        on_shutdown=[watch.end, stop, installation.close],
        exception_handlers={Exception: respond_in_kind},
        openapi_config=None,
        logging_config=None,
        # Bodies are bounded by read_body alone, so that one limit and one answer holds for all.
        request_max_body_size=None,
    )
    service.settings = settings
    service.installation = installation
    service.room = Room(settings.max_held)
    service.gate = gate
    service.lifecycle = lifecycle
    stale = [path for path in lifecycle.paths() if not service.allowed_methods(path)]
    if stale:
        raise ValueError(f"retired, but not there at all: {', '.join(stale)}")
    if not lifecycle.headers(PATH):  # what goes past the front could not tell of its end
        service.shortcut = Shortcut(jobs, tuple(OFFERED))
    service.watch = watch
    return service


app = create_app()
"""The service with the settings of the environment."""
