"""What the register refuses, and what it says of it."""

from __future__ import annotations

from dataclasses import dataclass

from opads.report import Report

__all__ = (
    "Clash",
    "ConflictError",
    "NotAcceptedError",
    "RegisterError",
    "StaleVersionError",
    "UnfitError",
    "UnknownDisclosureError",
)


class RegisterError(Exception):
    """Something that the register does not do; nothing was changed."""


class NotAcceptedError(RegisterError):
    """The document was judged and is not acceptable; the report says why."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


class UnfitError(RegisterError):
    """What is asked for does not fit the document or cannot be kept: ``parameter`` says what of the request is meant."""

    def __init__(self, message: str, parameter: str | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter


class UnknownDisclosureError(RegisterError):
    """There is no such disclosure, or none that the caller may know of."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A disclosure that stands in the way: where it stands, and which steps are open to it."""

    message: str
    disclosure: str
    version: int
    status: str
    allowed: tuple[str, ...]
    record: int | None = None
    """Number of the record, from 0, that it stands in the way of."""


class ConflictError(RegisterError):
    """What is asked for contradicts what the register holds."""

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        super().__init__("; ".join(clash.message for clash in clashes[:3]) + ("; …" if len(clashes) > 3 else ""))
        self.clashes = clashes


class StaleVersionError(RegisterError):
    """The version that the request builds on is not the newest one."""

    def __init__(self, disclosure: str, version: int, expected: int) -> None:
        super().__init__(f"the newest version of {disclosure} is {version}, not {expected}")
        self.disclosure = disclosure
        self.version = version
