"""Sees every request: counts it, writes its line of the log, opens its span."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any

from opads.access.caller import ANYBODY, Caller
from opads.operations.logs import REQUEST, line_log
from opads.operations.running import RunFolder
from opads.operations.spans import Spans, tracing
from opads.operations.tally import Tally, gathered
from opads.settings import Settings

__all__ = ("Watch",)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
UNKNOWN = "-"
"""The route of a request that was answered before it had any, or whose address is none of ours."""
REQUEST_ID = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
"""Ids of requests that are taken over from the header X-Request-Id."""
TRACE = re.compile(rb"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*")
"""The header traceparent (W3C Trace Context, section 3.2.2)."""
EVERY = 1.0
"""Seconds after which counts are written for the other processes."""

Answer = Callable[[Any, Any, Any], Awaitable[None]]
LastResort = Callable[[Any, Any, Exception], Awaitable[None]]


class Watch:
    """Watches the requests of one process."""

    def __init__(self, settings: Settings, tally: Tally | None = None) -> None:
        self.tally = tally or Tally()
        self.run = RunFolder(Path(settings.run)) if settings.run else None
        self._all = settings.access_log == "all"
        self._refused = settings.access_log != "none"
        self._log = line_log()
        self._process, self._count = secrets.token_hex(6), count(1)
        self._writing: asyncio.Task[None] | None = None

    async def __call__(self, answer: Answer, last_resort: LastResort, scope: Any, receive: Any, send: Any) -> None:
        """Have a request answered, whatever happens, and tell of it."""
        seen = Seen(scope["method"], receive, send)
        begun = perf_counter()
        tally = self.tally
        tally.under_way += 1
        name, trace = self._named(scope["headers"])
        token = REQUEST.set(name)
        spans = tracing()
        try:
            if spans is None:
                await answer(scope, seen.receive, seen.send)
            else:
                await self._traced(spans, seen, answer, scope)
        except Exception as error:
            if seen.status:
                raise
            await last_resort(scope, seen.send, error)
        finally:
            REQUEST.reset(token)
            tally.under_way -= 1
            seconds = perf_counter() - begun
            route = scope.get("path_template") or UNKNOWN
            # 499 stands for a client that went away before it was answered.
            status = seen.status or 499
            tally.answered(route, seen.method, status, seconds, seen.taken, seen.given)
            if self._all or (self._refused and status >= 400):
                self._tell(name, trace, route, seen, status, seconds, scope)

    def _named(self, headers: Any) -> tuple[str, str]:
        """Return the id of a request and that of its trace, new or as its headers have them."""
        name = trace = ""
        for key, value in headers:
            if key == b"x-request-id" and REQUEST_ID.fullmatch(value):
                name = value.decode("ascii")
            elif key == b"traceparent" and (found := TRACE.fullmatch(value)):
                trace = found[1].decode("ascii")
        return name or f"{self._process}-{next(self._count):x}", trace

    def _tell(self, name: str, trace: str, route: str, seen: Seen, status: int, seconds: float, scope: Any) -> None:
        fields: dict[str, Any] = {
            "request": name,
            "method": seen.method,
            "route": route,
            "status": status,
            "taken": seen.taken,
            "given": seen.given,
            "ms": round(seconds * 1000, 2),
        }
        if trace:
            fields["trace"] = trace
        caller = scope.get("state", {}).get("caller", ANYBODY)
        if isinstance(caller, Caller) and caller.account:
            fields["account"] = caller.account
            fields["credential"] = caller.credential
        (self._log.info if status < 500 else self._log.warning)("request", **fields)

    async def _traced(self, spans: Spans, seen: Seen, answer: Answer, scope: Any) -> None:
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        with spans.request(
            seen.method, {key: headers[key] for key in ("traceparent", "tracestate") if key in headers}
        ) as span:
            await answer(scope, seen.receive, seen.send)
            route = scope.get("path_template") or UNKNOWN
            span.update_name(f"{seen.method} {route}")
            span.set_attributes({"http.route": route, "http.response.status_code": seen.status or 499})
            if seen.status >= 500:
                spans.failed(span)

    async def begin(self) -> None:
        """Write the counts from time to time, where there are other processes that want them."""
        if self.run is not None:
            self._writing = asyncio.create_task(self._write(self.run.path))

    async def _write(self, folder: Path) -> None:
        while True:
            self.tally.write(folder)
            await asyncio.sleep(EVERY)

    async def end(self) -> None:
        """Write the last counts."""
        if self._writing is not None:
            self._writing.cancel()
            with suppress(asyncio.CancelledError):
                await self._writing
            self._writing = None
        if self.run is not None:
            self.tally.write(self.run.path, ended=True)

    @property
    def whole(self) -> Tally:
        """The counts of all processes."""
        return gathered(self.run.path if self.run is not None else None, self.tally)

    @property
    def stopping(self) -> bool:
        """Whether the service is to stop."""
        return self.run is not None and self.run.stopping


class Seen:
    """What passes between a client and the service in one request."""

    __slots__ = ("_receive", "_send", "given", "method", "receive", "status", "taken")

    def __init__(self, method: str, receive: Any, send: Any) -> None:
        self.method = method if method in METHODS else UNKNOWN
        self.status = self.taken = self.given = 0
        self._receive = receive
        self._send = send
        self.receive = self._receiving if method in WITH_BODY else receive

    async def _receiving(self) -> Any:
        message = await self._receive()
        self.taken += len(message.get("body", b""))
        return message

    async def send(self, message: Any) -> None:
        """Pass on a part of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.given += len(message.get("body", b""))
        await self._send(message)
