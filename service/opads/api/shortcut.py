"""The short way of ``POST /v1/validate``: a small document of which nothing is to be said is answered before routing.

It answers as the handler does, to the byte, and leaves to that one whatever is not plain: other parameters, media types
and encodings, documents with findings, and all that is refused.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from opads.api.body import DOCUMENT_TYPES, media_type_of
from opads.api.headers import headers_for
from opads.api.jobs import Jobs, Wish
from opads.api.negotiation import choose
from opads.api.problem import Refusal
from opads.api.workshop import SMALL
from opads.prompt import Prompt

__all__ = ("PATH", "Shortcut")

PATH = "/v1/validate"
QUERY = re.compile(r"(?:from|for)=[a-z0-9-]+(?:&(?:from|for)=[a-z0-9-]+)*")
MOST_HEADERS = 32
LONGEST_HEADERS = 8 * 1024
JSON = "application/json"


class Shortcut:
    """Answers what it can, and gives back the rest unread."""

    def __init__(self, jobs: Jobs, offered: tuple[str, ...]) -> None:
        """``offered`` are the media types in which a report can be had."""
        self._jobs = jobs
        self._offered = offered
        self._longest = min(SMALL, jobs.settings.max_bytes)
        self._dress = headers_for(PATH, JSON)
        self._prompt = lru_cache(maxsize=256)(self._prompt_for)
        self._usual = lru_cache(maxsize=256)(self._is_usual)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        """Answer a POST request on the path; or return what receives its body, for others to answer it."""
        prompt = self._prompt(scope["query_string"])
        length = self._length(scope["headers"]) if prompt is not None else 0
        if prompt is None or not length:
            return receive
        messages: list[Any] = []
        data, more = b"", True
        try:
            async with asyncio.timeout(self._jobs.settings.body_timeout):
                while more and len(data) < length:
                    messages.append(message := await receive())
                    data += message.get("body", b"")
                    more = message.get("more_body", False)
        except TimeoutError:
            return _late
        # A server reads no more than was announced: that nothing follows need not be asked.
        found = prompt.report(data, self._jobs.limits) if len(data) == length else None
        if found is None:
            return _again(messages, receive)
        self._jobs.tally.judged(prompt.source, found.verdict, 1)
        scope["path_template"] = PATH
        headers = [
            (b"cache-control", b"no-store"),
            (b"opads-verdict", found.verdict.encode()),
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(found.text)),
            *self._dress,
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": found.text, "more_body": False})
        return None

    def _length(self, headers: Any) -> int:
        """Return the length that is announced for the body; 0 where the headers are not such as most requests have."""
        length = accept = kind = None
        size = count = 0
        for name, value in headers:
            size += len(name) + len(value)
            count += 1
            if name == b"content-type":
                if kind is not None:
                    return 0
                kind = value
            elif name == b"accept":
                if accept is not None:
                    return 0
                accept = value
            elif name == b"content-length":
                if length is not None:
                    return 0
                length = value
            elif name == b"content-encoding":
                return 0
        if length is None or count > MOST_HEADERS or size > LONGEST_HEADERS or not self._usual(kind, accept):
            return 0
        announced = int(length) if length.isdigit() and len(length) < 8 else 0
        return announced if announced <= self._longest else 0

    def _is_usual(self, kind: bytes | None, accept: bytes | None) -> bool:
        """Say whether documents of a media type are taken, and reports are wanted as JSON."""
        if kind is None:
            return False
        try:
            media_type_of(kind.decode("latin-1"), DOCUMENT_TYPES)
        except Refusal:
            return False
        return choose(None if accept is None else accept.decode("latin-1"), self._offered) == JSON

    def _prompt_for(self, query: bytes) -> Prompt | None:
        """Return what judges at once for a query, None where the query has to be looked at."""
        text = query.decode("latin-1")
        if not QUERY.fullmatch(text):
            return None
        pairs = [pair.split("=") for pair in text.split("&")]
        sources = [value for name, value in pairs if name == "from"]
        wish = Wish(sources[0] if sources else None, tuple(value for name, value in pairs if name == "for"))
        if len(sources) != 1 or wish.source is None:
            return None
        try:
            self._jobs.look_at(wish)
        except Refusal:
            return None
        prompt = Prompt(self._jobs.registry, wish.source, wish.targets)
        return prompt if prompt.possible else None


def _again(messages: Iterable[Any], receive: Any) -> Any:
    """Return what gives the messages that were received, and then those that follow."""
    held = deque(messages)

    async def receiving() -> Any:
        return held.popleft() if held else await receive()

    return receiving


async def _late() -> Any:
    """Stand for a body that did not come in time."""
    raise TimeoutError
