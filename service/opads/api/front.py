"""What happens before routing: limits on address and headers, HEAD, OPTIONS, wrong methods, CORS, security headers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from litestar import Litestar, Response
from litestar.routes import HTTPRoute
from litestar.types import HTTPScope, Message, Send

from opads.api.answers import refused
from opads.api.failures import refusal_of
from opads.api.gate import Gate
from opads.api.headers import headers_for
from opads.api.lifecycle import Lifecycle
from opads.api.problem import Fault, Refusal
from opads.api.room import Room, hold
from opads.api.sharing import preflight
from opads.api.shortcut import PATH, Shortcut
from opads.installation import Installation
from opads.operations.watch import Watch
from opads.settings import Settings
from opads.speech.choosing import chosen
from opads.speech.languages import offered

__all__ = ("Service",)

MAX_ADDRESS = 8 * 1024
MAX_HEADERS = 100
MAX_HEADER_BYTES = 32 * 1024
HOST = re.compile(rb"(?:[A-Za-z0-9._~!$&'()*+,;=%-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")
"""RFC 9110, section 7.2; the name itself is never made use of."""
NOTHING_RETIRED = Lifecycle(())


class Service(Litestar):
    """A Litestar application that answers HEAD wherever GET is, OPTIONS everywhere, and 405 with a true Allow."""

    settings: Settings
    installation: Installation
    room: Room
    gate: Gate | None = None
    shortcut: Shortcut | None = None
    lifecycle: Lifecycle = NOTHING_RETIRED
    watch: Watch | None = None
    _methods: list[tuple[re.Pattern[str], frozenset[str]]] | None = None
    _known: dict[str, frozenset[str]] | None = None
    """Methods by path, of paths that are addresses of routes as they stand."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Entry point of ASGI."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        self._in_language(scope)
        if self.watch is None:
            await self._serve(scope, receive, send)
        else:
            await self.watch(self._serve, self._last_resort, scope, receive, send)

    def _in_language(self, scope: Any) -> None:
        """Take the language off an address that begins with one, and put it down: a page is the same in all of them."""
        found = chosen(scope["path"], offered(pseudo=self.settings.pseudo_languages))
        if found is None:
            return
        tag, path = found
        scope["path"] = path
        raw = scope.get("raw_path")
        if raw and raw.startswith(f"/{tag}".encode()):
            scope["raw_path"] = raw[len(tag) + 1 :] or b"/"
        scope.setdefault("state", {})["language"] = tag

    async def _last_resort(self, scope: Any, send: Any, error: Exception) -> None:
        """Answer where a mistake of ours came before any handler of mistakes."""
        answer = refused(refusal_of(error), self.settings)
        await _answer(_dressed(send, scope["path"], headless=scope["method"] == "HEAD"), answer)

    async def _serve(self, scope: Any, receive: Any, send: Any) -> None:
        method = scope["method"]
        entry = await self.gate(scope, receive, send) if self.gate is not None else None
        if entry is not None:
            receive, send, refusal = entry
            if refusal is not None:
                await _answer(_dressed(send, scope["path"], headless=method == "HEAD"), refused(refusal, self.settings))
                return
        if method == "POST" and scope["path"] == PATH and self.shortcut is not None:
            receive = await self.shortcut(scope, receive, send)
            if receive is None:
                return
        send = _dressed(send, scope["path"], headless=method == "HEAD", lifecycle=self.lifecycle)
        answer = self._before(scope, method)
        if answer is not None:
            await _answer(send, answer)
            return
        scope["method"] = "GET" if method == "HEAD" else method
        scope.setdefault("state", {})["headless"] = method == "HEAD"
        held = hold(scope, self.room)
        try:
            await super().__call__(scope, receive, send)
        finally:
            held.release()

    def _before(self, scope: HTTPScope, method: str) -> Response[bytes] | None:
        """Return the answer that needs no handler, or None."""
        address = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogatepass")
        if len(address) + len(scope.get("query_string", b"")) > MAX_ADDRESS:
            return self._refuse("address-too-long", f"Path and query may have {MAX_ADDRESS} bytes together.")
        headers = list(scope["headers"])
        if len(headers) > MAX_HEADERS or sum(len(k) + len(v) for k, v in headers) > MAX_HEADER_BYTES:
            return self._refuse("too-many-headers", f"At most {MAX_HEADERS} headers and {MAX_HEADER_BYTES} bytes.")
        hosts = [value for name, value in headers if name == b"host"]
        if len(hosts) > 1 or not all(HOST.fullmatch(host) for host in hosts):
            return self._refuse("bad-request", "The header Host names one host, and perhaps a port.")
        if "\0" in scope["path"]:  # no id has it, and PostgreSQL takes it in no text
            return refused(Refusal("not-found", "No page or resource has this address."), self.settings)
        allowed = self.allowed_methods(scope["path"])
        if not allowed:
            return None
        allow = {"Allow": ", ".join(sorted(allowed))}
        if method == "OPTIONS":
            asks = any(name == b"access-control-request-method" for name, _ in headers)
            cors = {**preflight(headers, self.settings), "access-control-allow-methods": allow["Allow"]} if asks else {}
            return Response(b"", status_code=204, headers={**allow, **cors})
        if method not in allowed:
            fault = Fault("method is not allowed here")
            return refused(
                Refusal("method-not-allowed", f"Use {allow['Allow']}.", errors=(fault,), headers=allow), self.settings
            )
        return None

    def _refuse(self, kind: str, detail: str) -> Response[bytes]:
        return refused(Refusal(kind, detail, headers={"Connection": "close"}), self.settings)

    def allowed_methods(self, path: str) -> frozenset[str]:
        """Return the methods that a path takes; none for a path that does not exist."""
        if self._known is None:
            self._known = {route.path: self._allowed(route.path) for route in self.routes if "{" not in route.path}
        known = self._known.get(path)
        return known if known is not None else self._allowed(path)

    def _allowed(self, path: str) -> frozenset[str]:
        if self._methods is None:
            self._methods = list(_patterns(self.routes))
        found: frozenset[str] = frozenset()
        for pattern, methods in self._methods:
            if pattern.fullmatch(path.rstrip("/") or "/"):
                found |= methods
        return found


async def _answer(send: Send, response: Response[bytes]) -> None:
    fields = {**response.headers, "Content-Length": str(len(response.content))}
    if response.content and response.media_type:
        fields["Content-Type"] = str(response.media_type)
    headers = [(name.lower().encode(), str(value).encode("latin-1")) for name, value in fields.items()]
    await send({"type": "http.response.start", "status": response.status_code or 200, "headers": headers})
    await send({"type": "http.response.body", "body": response.content, "more_body": False})


def _patterns(routes: Iterable[Any]) -> Iterable[tuple[re.Pattern[str], frozenset[str]]]:
    for route in routes:
        if not isinstance(route, HTTPRoute):
            continue
        pieces = []
        for component in route.path_components:
            if isinstance(component, str):
                pieces.append("/" + re.escape(component))
            else:
                pieces.append("/.+" if component.full.endswith(":path") else "/[^/]+")
        methods = {str(method) for method in route.methods} | {"OPTIONS"}
        yield re.compile("".join(pieces) or "/"), frozenset(methods | ({"HEAD"} if "GET" in methods else set()))


def _dressed(send: Send, path: str, *, headless: bool, lifecycle: Lifecycle = NOTHING_RETIRED) -> Send:
    """Return a send that adds the headers every answer has, and leaves out the body where only headers are asked for."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name.lower() for name, _ in message["headers"]}
            kind = next((v.decode("latin-1") for k, v in message["headers"] if k.lower() == b"content-type"), "")
            if (
                message["status"] == 304
            ):  # it has no type; the policy of the stored answer holds, and one sent would replace it
                present.add(b"content-security-policy")
            more = [(k, v) for k, v in headers_for(path, kind) if k not in present]
            message = {**message, "headers": [*message["headers"], *more, *lifecycle.headers(path)]}
        elif headless and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return sending
