"""GET /metrics: the figures of the service, for Prometheus."""

from __future__ import annotations

from hmac import compare_digest
from ipaddress import ip_address
from typing import Any

import anyio.to_thread
from litestar import Request, Response, get
from litestar.di import NamedDependency

from opads.api.answers import fresh
from opads.api.contract import OPTIONAL, operation, problems, success
from opads.api.negotiation import negotiate
from opads.api.problem import Fault, Refusal
from opads.installation import Installation
from opads.operations.figures import MEDIA_TYPE, figures
from opads.operations.kept import kept
from opads.operations.watch import Watch
from opads.settings import Settings

__all__ = ("get_metrics",)

PLAIN = "text/plain"
FORWARDED = ("forwarded", "x-forwarded-for", "via")
"""Headers that proxies add: who asks through one is not of this machine, whatever the connection says."""


@get(
    "/metrics",
    operation_id="getMetrics",
    summary="The figures of the service, for Prometheus",
    description="Counts of all processes since the service was started. Who may read them is set by the operator.",
    tags=["operation"],
    security=OPTIONAL,
    responses={
        **success(str, "The figures in the text format of Prometheus.", PLAIN),
        **problems("not-acceptable", "unauthenticated", "forbidden", "not-found"),
    },
    operation_class=operation(),
)
async def get_metrics(
    request: Request[Any, Any, Any], installation: NamedDependency[Installation], watch: NamedDependency[Watch]
) -> Response[bytes]:
    """Add up the counts of all processes, and ask the database for its own."""
    _look_at(request, installation.settings)
    negotiate(request.headers.get("accept"), (PLAIN,))
    text = await anyio.to_thread.run_sync(lambda: figures(watch.whole, kept(installation)))
    return fresh(text, MEDIA_TYPE)


def _look_at(request: Request[Any, Any, Any], settings: Settings) -> None:
    """Raise Refusal where who asks may not read the figures."""
    token = settings.metrics_token.get_secret_value()
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    if settings.metrics == "off":
        raise Refusal("not-found", "No page or resource has this address.")
    if settings.metrics == "open" or (settings.metrics == "local" and _is_local(request)):
        return
    if token and scheme.lower() == "bearer" and compare_digest(sent.strip().encode(), token.encode()):
        return
    if sent and token:
        raise Refusal(
            "unauthenticated",
            "The token is not the one of the setting.",
            headers={"WWW-Authenticate": 'Bearer realm="opads", error="invalid_token"'},
        )
    raise Refusal(
        "forbidden",
        "The figures are read from the machine itself, or with the token that the operator has set.",
        errors=(Fault("a bearer token is wanted", header="Authorization"),),
    )


def _is_local(request: Request[Any, Any, Any]) -> bool:
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
