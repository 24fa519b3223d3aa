"""What programs look for at known places: the catalogue of interfaces (RFC 9727), and whom to tell of a weakness (RFC 9116)."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency

from opads.api.answers import JSON, stored
from opads.api.jobs import Jobs
from opads.api.negotiation import negotiate
from opads.api.problem import Refusal

__all__ = ("api_catalog", "robots", "security")

LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
CATALOG = "/.well-known/api-catalog"
SECURITY = "/.well-known/security.txt"
TEXT = "text/plain; charset=utf-8"


@get(CATALOG, include_in_schema=False)
async def api_catalog(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Return the catalogue: one interface, its contract, its reference, its state (relations of RFC 8631)."""
    negotiate(request.headers.get("accept"), ("application/linkset+json", JSON))
    link = jobs.settings.link
    interface = {
        "anchor": link("/v1/"),
        "service-desc": [{"href": link("/openapi.json"), "type": "application/vnd.oai.openapi+json"}],
        "service-doc": [{"href": link("/docs"), "type": "text/html"}],
        "status": [{"href": link("/health/ready"), "type": JSON}],
    }
    catalogue = {"linkset": [{"anchor": link(CATALOG), "item": [{"href": link("/v1/")}]}, interface]}
    headers = {"Link": f'<{link(CATALOG)}>; rel="api-catalog"'}
    return stored(request, msgspec.json.encode(catalogue), LINKSET, headers=headers)


@get(SECURITY, include_in_schema=False)
async def security(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Return whom to tell; raises Refusal (404) where the operator has named nobody."""
    settings = jobs.settings
    if not settings.security_contact or not settings.security_expires:
        raise Refusal("not-found", "The operator has named nobody.")
    lines = [f"Contact: {settings.security_contact}", f"Expires: {settings.security_expires}"]
    if settings.base_url:
        lines.append(f"Canonical: {settings.link(SECURITY)}")
    return stored(request, "".join(f"{line}\n" for line in lines).encode(), TEXT)


@get("/robots.txt", include_in_schema=False)
async def robots(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Let every page be found, but not what a form makes."""
    return stored(request, b"User-agent: *\nDisallow: /check\nDisallow: /convert\n", TEXT)
