"""Keys, a signer, and receipts to tamper with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from opads.receipts.keyring import Keyring
from opads.receipts.signing import Signer
from opads.receipts.vault import Vault
from opads.storage import Database
from opads.storage.migrations import migrate


@pytest.fixture
def keyring_of(opened: Callable[[], Database], tmp_path: Path) -> Callable[..., Keyring]:
    """Give what makes a keyring as another process, or with another folder as another machine, would."""

    def make(folder: str = "keys", passphrase: str = "") -> Keyring:
        database = opened()
        migrate(database, ["opads.receipts"])
        return Keyring(database, Vault(tmp_path / folder, passphrase))

    return make


@pytest.fixture
def keyring(keyring_of: Callable[..., Keyring]) -> Keyring:
    """Give an empty keyring, over each database."""
    return keyring_of()


@pytest.fixture
def signer(keyring: Keyring) -> Signer:
    """Give a signer with its first key."""
    return Signer(keyring)
