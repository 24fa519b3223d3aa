"""``/explore/elections``: the election calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get

from opads.obligations import default_calendar
from opads.speech import mark
from opads.web.answering import fresh_page

__all__ = ("LEVELS", "TYPES", "show_elections")

LEVELS = {
    "union": mark("European Union"),
    "national": mark("National"),
    "regional": mark("Regional"),
    "local": mark("Local"),
}
TYPES = {
    "election": mark("Election"),
    "referendum": mark("Referendum"),
    "legislative-process": mark("Legislative process"),
    "regulatory-process": mark("Regulatory process"),
}


@get("/explore/elections", include_in_schema=False)
async def show_elections(request: Request[Any, Any, Any]) -> Response[bytes]:
    """List the polls, those to come first."""
    today = datetime.now(UTC).date().isoformat()
    polls = list(default_calendar())
    coming = [poll for poll in polls if (poll.end_date or poll.date) >= today]
    past = [poll for poll in reversed(polls) if (poll.end_date or poll.date) < today]
    return fresh_page(request, "explore/elections.html", coming=coming, past=past, levels=LEVELS, types=TYPES)
