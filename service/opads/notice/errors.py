"""What can stand in the way of a notice."""

from __future__ import annotations

__all__ = ("NoticeError", "RenderingUnavailableError", "TemplateError")


class NoticeError(ValueError):
    """There is no disclosure to make a notice of, or no such template, language or record."""


class TemplateError(ValueError):
    """A template or a file of words that cannot be used; the message names the file and the mistake."""


class RenderingUnavailableError(RuntimeError):
    """A rendering needs a library that is not on this machine; the message names it."""
