"""The register over both databases, documents to hand in, and a signer with a key of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opads.formats import default_registry
from opads.receipts.keyring import Keyring
from opads.receipts.signing import Signer
from opads.receipts.vault import Vault
from opads.register import Document, Register
from opads.standard.jsonvalue import dumps
from opads.storage import Database
from opads.storage.migrations import migrate

JSON = "application/json"
NDJSON = "application/jsonl"
CANONICAL = "opads-disclosure"


def disclosure(name: str | None = None, title: str = "Vote", **more: Any) -> dict[str, Any]:
    """Give a disclosure that its publisher calls by a name."""
    identifiers = [] if name is None else [{"value": "AD-1", "scope": "ad"}, {"value": name, "scope": "disclosure"}]
    identity = {"identifiers": identifiers} if identifiers else {}
    return {"opads": "1.0", "identity": identity, "advertisement": {"title": title}, **more}


def document(*disclosures: dict[str, Any]) -> Document:
    """Give a document of some disclosures, one a line where they are several."""
    if len(disclosures) == 1:
        return Document(dumps(disclosures[0]), JSON, CANONICAL)
    return Document(b"".join(dumps(item) + b"\n" for item in disclosures), NDJSON, CANONICAL)


@pytest.fixture
def signer_of(tmp_path: Path) -> Callable[[Database], Signer]:
    """Give what makes the signer of a database; those of one test share their keys."""
    return lambda database: Signer(Keyring(database, Vault(tmp_path / "keys", "")))


@pytest.fixture
def register_of(signer_of: Callable[[Database], Signer]) -> Callable[..., Register]:
    """Give what makes the register of a database, with settings."""

    def make(database: Database, **settings: Any) -> Register:
        migrate(database)
        signer = signer_of(database)
        return Register(database, default_registry(), lambda: signer, **settings)

    return make


@pytest.fixture
def register(database: Database, register_of: Callable[..., Register]) -> Register:
    """Give an empty register."""
    return register_of(database)
