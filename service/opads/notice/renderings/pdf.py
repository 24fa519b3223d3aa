"""Rendering ``pdf``: the page as tagged PDF (PDF/UA-1) with the disclosure attached, through WeasyPrint."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from opads.notice.document import NoticeDocument
from opads.notice.errors import RenderingUnavailableError
from opads.notice.renderings.page import page
from opads.standard.jsonvalue import dumps

__all__ = ("render",)


def render(document: NoticeDocument) -> bytes:
    """Return the PDF; nothing is fetched while it is made. Raises RenderingUnavailableError where it cannot be made."""
    weasyprint = _library()
    attachment = weasyprint.Attachment(
        string=dumps(document.disclosure, indent=2),
        name="disclosure.json",
        description=document.embedded.text,
        url_fetcher=_refuse,
    )
    made: bytes = weasyprint.HTML(string=page(document, paper=True).decode(), url_fetcher=_refuse).write_pdf(
        pdf_variant="pdf/ua-1", attachments=[attachment]
    )
    return made


def _library() -> Any:
    try:
        return import_module("weasyprint")
    except ImportError as error:
        raise RenderingUnavailableError("PDF needs the Python package weasyprint; install opads[notice]") from error
    except OSError as error:
        raise RenderingUnavailableError(
            "PDF needs the system libraries of Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)"
        ) from error


def _refuse(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"a notice fetches nothing, so not {url[:80]!r} either")
