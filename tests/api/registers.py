"""The service with a register, asked by accounts of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from litestar.testing import TestClient

from opads.access.caller import ANYBODY, Caller, Role
from opads.api.app import create_app
from opads.api.front import Service
from opads.settings import Settings

OWNER = Caller("account-1", "Example Daily", frozenset({Role.SUBMITTER}), frozenset({"submit", "read"}))
OTHER = Caller("account-2", "Other Daily", frozenset({Role.SUBMITTER}), frozenset({"submit", "read"}))
TRYING = Caller("account-1", "Example Daily", frozenset({Role.SUBMITTER}), frozenset({"submit", "read"}), sandbox=True)
REGULATOR = Caller("account-9", "Authority", frozenset({Role.REGULATOR}), frozenset({"read", "oversee"}))


class Asking:
    """A client that asks as one caller or another."""

    def __init__(self, service: Service, client: "TestClient[Any]") -> None:
        self.service = service
        self._client = client
        self._caller = ANYBODY

    @property
    def caller(self) -> Caller:
        return self._caller

    def ask(self, caller: Caller, method: str, path: str, **more: Any) -> httpx.Response:
        """Ask as a caller."""
        self._caller = caller
        return self._client.request(method, path, **more)


@contextmanager
def asking(settings: Settings) -> Iterator[Asking]:
    """Give a client of a service of its own."""
    service = create_app(settings)
    holder: list[Asking] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope.setdefault("state", {})["caller"] = holder[0].caller
        await service(scope, receive, send)

    with TestClient(application, raise_server_exceptions=False) as client:
        holder.append(Asking(service, client))
        yield holder[0]
    service.installation.close()
