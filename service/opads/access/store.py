"""What is known of who may: accounts, keys, and whose a key is."""

from __future__ import annotations

from opads.access.accounts import Accounts
from opads.access.keys import Keys
from opads.access.verifying import Verifier
from opads.storage import Database

__all__ = ("Access",)


class Access:
    """The accounts and keys of a database."""

    def __init__(self, database: Database) -> None:
        self.accounts = Accounts(database)
        self.keys = Keys(database)
        self.verifier = Verifier(database)

    def close(self) -> None:
        """Wait for what is still to be written down."""
        self.verifier.close()
