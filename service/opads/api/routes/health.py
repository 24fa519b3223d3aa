"""GET /health/live and /health/ready: for those who run the service."""

from __future__ import annotations

import logging
from typing import Any

import anyio.to_thread
import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency

import opads
from opads.api.answers import JSON, fresh
from opads.api.contract import operation, problems, success
from opads.api.jobs import Jobs
from opads.api.models import Health
from opads.api.negotiation import negotiate
from opads.api.problem import Refusal
from opads.installation import Installation
from opads.operations.readiness import UnreadyError, look_at
from opads.operations.watch import Watch

__all__ = ("live", "load", "ready", "warm")

LOGGER = logging.getLogger("opads.api")


@get(
    "/health/live",
    operation_id="live",
    summary="Whether the process answers",
    tags=["operation"],
    responses={**success(Health, "It does."), **problems("not-acceptable")},
    operation_class=operation(),
)
async def live(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Answer at all."""
    negotiate(request.headers.get("accept"), (JSON,))
    return fresh(msgspec.json.encode(Health("live", opads.__version__)))


@get(
    "/health/ready",
    operation_id="ready",
    summary="Whether every format is loaded and what is kept can be read and written",
    description="Without storage, the formats alone. False while the service is stopping. The cause of a refusal is in the log.",
    tags=["operation"],
    responses={**success(Health, "It is."), **problems("not-acceptable", "not-ready")},
    operation_class=operation(),
)
async def ready(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    watch: NamedDependency[Watch],
) -> Response[bytes]:
    """Load what is not loaded yet, look at what is kept, and say so."""
    negotiate(request.headers.get("accept"), (JSON,))
    if watch.stopping:
        raise Refusal("not-ready", "The service is stopping.", headers={"Retry-After": "5"})
    try:
        rules = await jobs.workshop.run(lambda: load(jobs))
    except Exception as error:  # whatever is wrong with the data, the service is not ready
        LOGGER.exception("the standard or a format cannot be loaded")
        raise Refusal("not-ready", "A format cannot be loaded; the log says which.") from error
    try:
        await anyio.to_thread.run_sync(lambda: look_at(installation))
    except UnreadyError as error:
        LOGGER.warning("not ready: %s", error, exc_info=error.__cause__)
        raise Refusal("not-ready", "What is kept cannot be used; the log says why.") from error
    return fresh(msgspec.json.encode(Health("ready", opads.__version__, len(jobs.registry), rules)))


async def warm(jobs: Jobs) -> None:
    """Load everything before the first request; what cannot be loaded is told by ``ready``, not by a service that is down."""
    try:
        await jobs.workshop.run(lambda: load(jobs))
    except Exception:
        LOGGER.exception("the standard or a format cannot be loaded")


def load(jobs: Jobs) -> int:
    """Load every part of every format; return the number of rules and findings. Raises what is wrong with them."""
    for format_ in jobs.registry:
        _ = (format_.lens, format_.rules, format_.record_validator, format_.declared)
    return len(jobs.catalogue)
