"""What a service refuses, as an exception that a program can read."""

from __future__ import annotations

from typing import Any

import msgspec

__all__ = ("OpadsProblem", "UnreachableError", "problem_of")


class UnreachableError(Exception):
    """No answer came: the connection failed, or broke, as often as it was tried."""


class OpadsProblem(Exception):  # noqa: N818 - its name is that of what it carries (RFC 9457)
    """An answer that is a problem (RFC 9457)."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        *,
        type: str = "about:blank",  # noqa: A002 - the name of the member
        instance: str | None = None,
        errors: tuple[dict[str, Any], ...] = (),
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{status} {title}" + (f": {detail}" if detail else ""))
        self.status = status
        self.title = title
        self.detail = detail
        self.type = type
        """Address of what explains the kind."""
        self.instance = instance
        """Under which the operator finds it in the log."""
        self.errors = errors
        """What is wrong, one by one: parameters and headers, or findings where a document is not accepted."""
        self.retry_after = retry_after
        """Seconds after which to try again, where the service said so."""

    @property
    def kind(self) -> str:
        """The short name of the kind: ``not-accepted``; empty where the answer does not come from a service of OPADS."""
        return self.type.rpartition("/problems/")[2] if "/problems/" in self.type else ""


def problem_of(status: int, content_type: str, body: bytes, phrase: str, retry_after: float | None) -> OpadsProblem:
    """Return the problem that an answer is, whatever a proxy may have made of it."""
    told: Any = None
    if content_type.partition(";")[0].strip().lower() == "application/problem+json":
        try:
            told = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            told = None
    if not isinstance(told, dict):
        return OpadsProblem(status, phrase or "Refused", retry_after=retry_after)
    errors = told.get("errors")
    return OpadsProblem(
        status,
        str(told.get("title", phrase)),
        str(told.get("detail", "")),
        type=str(told.get("type", "about:blank")),
        instance=None if told.get("instance") is None else str(told["instance"]),
        errors=tuple(one for one in errors if isinstance(one, dict)) if isinstance(errors, list) else (),
        retry_after=retry_after,
    )
