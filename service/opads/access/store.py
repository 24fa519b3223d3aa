"""What is known of who may: accounts, keys, and whose a key is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opads.access.accounts import Accounts
from opads.access.keys import Keys
from opads.access.verifying import Verifier
from opads.storage import Database

if TYPE_CHECKING:
    from opads.access.oidc import Tokens

__all__ = ("Access",)


class Access:
    """The accounts and keys of a database."""

    def __init__(self, database: Database, tokens: Tokens | None = None) -> None:
        """``tokens`` reads bearer tokens; without it keys alone are taken."""
        self.accounts = Accounts(database)
        self.keys = Keys(database)
        self.verifier = Verifier(database, tokens=tokens)

    def close(self) -> None:
        """Wait for what is still to be written down."""
        self.verifier.close()
