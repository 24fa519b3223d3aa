"""Problem details (RFC 9457): every refusal of the service is one of a short list of kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from opads.carriers import Place

__all__ = ("KINDS", "MEDIA_TYPE", "Fault", "Kind", "Problem", "Refusal")

MEDIA_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """A kind of refusal; ``/problems/<name>`` explains it."""

    name: str
    status: int
    title: str
    description: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "bad-request",
            400,
            "The request cannot be understood",
            "The request breaks HTTP or the address is not valid percent-encoded UTF-8.",
        ),
        Kind(
            "bad-parameter",
            400,
            "A parameter has a value that it cannot have",
            "The query holds a parameter whose value is not of the kind that the contract states, or that is missing.",
        ),
        Kind(
            "unknown-parameter",
            400,
            "A parameter is not known",
            "The query holds a name that the endpoint does not know. It is refused rather than ignored, because a "
            "check that silently leaves out what was asked for looks like a check that passed.",
        ),
        Kind(
            "repeated-parameter",
            400,
            "A parameter is given more than once",
            "The query holds a parameter twice that has one value. Neither value is chosen.",
        ),
        Kind(
            "key-in-address",
            400,
            "A key or token stands in the address",
            "Addresses are written into logs and histories, so keys and tokens are taken from the header Authorization alone. "
            "One that stood in an address has to be taken as known to others: have it revoked.",
        ),
        Kind(
            "bad-object",
            422,
            "The body is not what is taken here",
            "The body is one JSON object with the members that the contract lists. An unknown member is refused, since a wish that is "
            "left out would look like one that was fulfilled.",
        ),
        Kind(
            "bad-archive",
            400,
            "The archive is not taken",
            "A zip archive is taken where it holds exactly one plain file, not encrypted, under a name without folders, packed once.",
        ),
        Kind("empty-body", 400, "The body is empty", "The document is the body of the request; there is none."),
        Kind(
            "bad-form",
            400,
            "The form cannot be read",
            "The body is not the multipart or URL-encoded form that its media type says.",
        ),
        Kind(
            "no-idempotency-key",
            400,
            "The header Idempotency-Key is missing or malformed",
            "What is submitted is submitted once: the header has 1 to 255 visible ASCII characters, chosen by the client, that stay the same when the request is sent again.",
        ),
        Kind(
            "bad-cursor",
            400,
            "The cursor is not one of ours",
            "The parameter that says where a page begins is taken from an earlier answer, for the same search, and sent back unchanged.",
        ),
        Kind(
            "unauthenticated",
            401,
            "It is not known who asks",
            "The resource needs an API key or a bearer token that is valid now. What exactly is wrong with the one sent is in the log of the operator.",
        ),
        Kind(
            "forbidden",
            403,
            "The caller may not do this",
            "The key or token is valid, but its roles or scopes do not include what was asked for.",
        ),
        Kind("not-found", 404, "There is nothing here", "No page or resource has this address."),
        Kind(
            "unknown-format",
            404,
            "There is no such format",
            "The request names a format that the service does not have, or one that does not occur in the carrier named.",
        ),
        Kind(
            "method-not-allowed",
            405,
            "The method is not allowed here",
            "The resource exists; the header Allow lists the methods that it takes.",
        ),
        Kind(
            "not-acceptable",
            406,
            "No acceptable media type",
            "The header Accept leaves out every media type in which the answer can be given.",
        ),
        Kind(
            "body-too-slow",
            408,
            "The body did not arrive in time",
            "The whole body must arrive within the time that the operator has set.",
        ),
        Kind(
            "in-progress",
            409,
            "The same request is being worked on",
            "A request with the same Idempotency-Key has not been answered yet. The header Retry-After says when to try again.",
        ),
        Kind(
            "conflict",
            409,
            "It does not fit what is there",
            "The register holds something that the request contradicts, such as another document under the same identifier, or a step that the state does not allow.",
        ),
        Kind(
            "gone",
            410,
            "It is no longer kept",
            "The retention time stated when it was accepted has passed, or it was deleted by who sent it.",
        ),
        Kind(
            "changed-meanwhile",
            412,
            "It was changed meanwhile",
            "The header If-Match names another version than the newest one.",
        ),
        Kind(
            "too-large",
            413,
            "The document is too large",
            "The body is longer than the operator allows. Larger files are for the command line, which has no such limit.",
        ),
        Kind("address-too-long", 414, "The address is too long", "Path and query together are longer than 8 KiB."),
        Kind(
            "unsupported-media-type",
            415,
            "The media type is not taken",
            "The header Content-Type is missing, names a type that the endpoint does not take or a charset other than UTF-8.",
        ),
        Kind(
            "unsupported-encoding",
            415,
            "The content encoding is not taken",
            "The body must be sent as it is: the header Content-Encoding is refused whatever it says.",
        ),
        Kind(
            "not-convertible",
            422,
            "No output can be written",
            "The document was read, but the target cannot hold what is in it, or the document is in no known format.",
        ),
        Kind(
            "not-a-situation",
            422,
            "The situation cannot be taken",
            "The body is not one JSON object of facts as the schema `situation.json` has them, or its facts contradict "
            "each other or the election calendar.",
        ),
        Kind(
            "key-reused",
            422,
            "The Idempotency-Key was used for another request",
            "The same key came with another body or address before. A new request needs a new key.",
        ),
        Kind(
            "not-accepted",
            422,
            "The document is not accepted",
            "The register takes only documents whose report is not invalid. The errors are the findings of the report.",
        ),
        Kind(
            "bad-webhook",
            422,
            "The address cannot be called",
            "Webhooks go to public addresses by https alone, and are guarded when they are saved and whenever they are sent.",
        ),
        Kind(
            "too-many-requests",
            429,
            "Too many requests",
            "The caller has used up what it may ask for in this time. The header Retry-After says when there is room again.",
        ),
        Kind(
            "too-many-headers",
            431,
            "Too many headers",
            "The request has more than 100 headers or more than 32 KiB of them.",
        ),
        Kind(
            "suspended",
            451,
            "It is not shown by decision of the regulator",
            "The regulator has suspended the disclosure. That it is, since when, by whose decision and why is told; what it says is not.",
        ),
        Kind(
            "internal-error",
            500,
            "The service failed",
            "A mistake of the service. The instance in the answer is also in its log.",
        ),
        Kind(
            "busy",
            503,
            "The service is busy",
            "All places are taken and none became free in time, or documents on their way leave no room for another. "
            "The header Retry-After says when to try again.",
        ),
        Kind(
            "not-ready",
            503,
            "The service is not ready",
            "The standard or a format could not be loaded, what is kept cannot be read or written, or the service is stopping.",
        ),
        Kind(
            "rendering-unavailable",
            503,
            "This server cannot write it in this form",
            "A library that this rendering needs is not on the machine of the service; `opads doctor` says which. The other renderings work.",
        ),
        Kind(
            "no-storage",
            503,
            "Nothing is kept here",
            "The service runs without storage, so there are no batches and no register.",
        ),
        Kind(
            "storage-unavailable",
            503,
            "The storage does not answer",
            "The database or the disk cannot be written at the moment; nothing was accepted. The same request may be sent again, with the same Idempotency-Key.",
        ),
    )
}


class Fault(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing wrong with a request, and the parameter or header that it concerns.

    Where a document is not accepted it is a finding of the report: ``rule``, ``severity``, the number of the record from 0, a JSON Pointer
    into the disclosure and one into the native record, the place in the bytes. Where the register holds something that is in the way,
    it is named: ``disclosure``, its version and status, and what can be done with it.
    """

    detail: str
    parameter: str | None = None
    header: str | None = None
    nearest: str | None = None
    rule: str | None = None
    severity: str | None = None
    record: int | None = None
    pointer: str | None = None
    native: str | None = None
    place: Place | None = None
    disclosure: str | None = None
    version: int | None = None
    status: str | None = None
    allowed: tuple[str, ...] = ()


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of a refusal (RFC 9457, section 3)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str | None = None
    errors: tuple[Fault, ...] = ()
    report: dict[str, Any] | None = None
    """The whole report on a document that is not accepted."""


class Refusal(Exception):  # noqa: N818 - not an error of ours but an answer to the client
    """Raised to answer with a problem."""

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        errors: tuple[Fault, ...] = (),
        headers: Mapping[str, str] | None = None,
        instance: str | None = None,
        report: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = KINDS[kind]
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})
        self.instance = instance
        self.report = report

    def problem(self, type_url: str) -> Problem:
        """Return the body, given the address that explains the kind."""
        return Problem(
            type_url, self.kind.title, self.kind.status, self.detail, self.instance, self.errors, self.report
        )
