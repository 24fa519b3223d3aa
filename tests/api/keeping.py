"""The service with storage, and keys to ask it with."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from litestar.testing import TestClient

from opads.access.accounts import Account
from opads.access.store import Access
from opads.api import app as app_module
from opads.api.app import create_app
from opads.api.routes import HANDLERS
from opads.settings import Settings
from tests.api.conftest import Client

__all__ = ("access_of", "bearer", "key_of", "service_at")


@contextmanager
def service_at(address: str, *handlers: Any, **settings: Any) -> Iterator[Client]:
    """Give the service with the database of an address, and further handlers."""
    with patch.object(app_module, "HANDLERS", (*HANDLERS, *handlers)):
        service = create_app(Settings(base_url="https://opads.example", database=address, **settings))
    with TestClient(service, raise_server_exceptions=False) as client:
        yield client


def access_of(client: Client) -> Access:
    """Give the accounts and keys of a service."""
    found: Access = client.app.installation.access
    return found


def bearer(text: str) -> dict[str, str]:
    """Give the header that a key or token is sent in."""
    return {"Authorization": f"Bearer {text}"}


def key_of(
    client: Client, name: str, *roles: str, scopes: tuple[str, ...] | None = None
) -> tuple[Account, dict[str, str]]:
    """Make an account with some roles; give it, and the header with a key of it."""
    account = access_of(client).accounts.add(name, roles)
    _, text = access_of(client).keys.new(account.id, "test", scopes)
    return account, bearer(text)
