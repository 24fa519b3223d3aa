"""Turns whatever is raised into a refusal: nothing of an unexpected exception is told to the client."""

from __future__ import annotations

import logging
from typing import Any
from uuid import uuid4

from litestar.exceptions import HTTPException, MethodNotAllowedException, NotFoundException, ValidationException

from opads.access.caller import AccessError, UnknownCallerError
from opads.api.problem import Fault, Refusal
from opads.installation import NoStorageError
from opads.receipts.errors import SigningError
from opads.storage import StorageError, UnavailableError, UnsureError

__all__ = ("refusal_of",)

LOGGER = logging.getLogger("opads.api")


def refusal_of(error: Exception) -> Refusal:
    """Return the refusal that an exception amounts to; unexpected ones are logged under the instance told."""
    if isinstance(error, Refusal):
        return error
    known = _known(error)
    if known is not None:
        return known
    if isinstance(error, ValidationException):
        faults = tuple(_faults(error.extra))
        named = "; ".join(f"{fault.parameter}: {fault.detail}" for fault in faults)
        return Refusal("bad-parameter", named or "A required parameter is missing.", errors=faults)
    if isinstance(error, NotFoundException):
        return Refusal("not-found", "No page or resource has this address.")
    if isinstance(error, MethodNotAllowedException):
        return Refusal("method-not-allowed", "The method is not allowed here.")
    if isinstance(error, HTTPException) and error.status_code < 500:
        return Refusal("bad-request", str(error.detail))
    instance = uuid4().urn
    LOGGER.error("unexpected failure, instance %s", instance, exc_info=error)
    return Refusal(
        "internal-error", "The service failed; the operator finds the cause by the instance.", instance=instance
    )


def _known(error: Exception) -> Refusal | None:
    """Return the refusal that an error of access or of storage is; None for others."""
    if isinstance(error, MemoryError):
        LOGGER.error("there was not memory enough for a request", exc_info=error)
        return Refusal("busy", "There is not enough memory for this at the moment.", headers={"Retry-After": "30"})
    if isinstance(error, UnknownCallerError):
        return Refusal("unauthenticated", f"{error}.", headers={"WWW-Authenticate": 'Bearer realm="opads"'})
    if isinstance(error, AccessError):
        return Refusal("forbidden", f"{error}.")
    if isinstance(error, NoStorageError):
        return Refusal("no-storage", "The operator has named neither a folder nor a database.")
    if isinstance(error, UnavailableError | UnsureError):
        LOGGER.error("the storage does not answer", exc_info=error)
        return Refusal("storage-unavailable", "Try again later.", headers={"Retry-After": "5"})
    if isinstance(error, StorageError | SigningError):
        instance = uuid4().urn
        LOGGER.error("the storage failed, instance %s", instance, exc_info=error)
        return Refusal("storage-unavailable", "The operator finds the cause by the instance.", instance=instance)
    return None


def _faults(extra: Any) -> list[Fault]:
    rows = extra if isinstance(extra, list) else []
    return [
        Fault(str(row.get("message", "is not valid")), parameter=str(row.get("key", "")) or None)
        for row in rows
        if isinstance(row, dict)
    ]
