"""GET /openapi.json: the contract itself."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from opads.api.answers import JSON, stored
from opads.api.contract import operation, problems, success
from opads.api.negotiation import negotiate

__all__ = ("get_contract",)


@get(
    "/openapi.json",
    operation_id="getContract",
    summary="This document",
    tags=["operation"],
    responses={**success(dict[str, Any], "The OpenAPI document."), **problems("not-acceptable")},
    operation_class=operation(),
)
async def get_contract(request: Request[Any, Any, Any], contract: NamedDependency[bytes]) -> Response[bytes]:
    """Return the OpenAPI document."""
    negotiate(request.headers.get("accept"), (JSON, "application/vnd.oai.openapi+json"))
    return stored(request, contract)
