"""Notices and labels: what a disclosure says, in words for people, with every gap shown. Driven by ``schema/notices``."""

from opads.notice.errors import NoticeError, RenderingUnavailableError, TemplateError

__all__ = ("NoticeError", "RenderingUnavailableError", "TemplateError")
