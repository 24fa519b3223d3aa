"""Finds out whose key a request came with. What was found is believed for a few seconds, so that busy clients cost little."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING

from opads.access.accounts import Accounts
from opads.access.caller import Caller, Role, scopes_of
from opads.access.errors import CredentialError
from opads.access.secrets import digest, id_in, same
from opads.storage import Database, StorageError, Transaction
from opads.storage.moments import later, now, parsed

__all__ = ("BELIEVED", "Verifier")

if TYPE_CHECKING:
    from opads.access.oidc import Tokens

LOGGER = logging.getLogger("opads.access")
BELIEVED = 5.0
"""Seconds after which at the latest a revocation, a suspension or a change of roles takes effect everywhere."""
MOST = 4096
"""Keys that are remembered."""
SELDOM = 3600
"""Seconds between two notes that a key was used."""
NOBODY = digest("")
"""What the secret of an unknown key is compared with, so that it takes as long as that of a known one."""
QUERY = """
SELECT k.sha256, k.id, k.scopes, k.sandbox, k.expires_at, k.revoked_at, k.used_at, a.id, a.name, a.roles, a.sandbox, a.suspended_at
FROM api_key AS k JOIN account AS a ON a.id = k.account WHERE k.id = ?
"""


class Verifier:
    """Tells callers by their keys; for several threads at once."""

    def __init__(
        self, database: Database, clock: Callable[[], float] = time.monotonic, tokens: Tokens | None = None
    ) -> None:
        self._database = database
        self._accounts = Accounts(database)
        self._tokens = tokens
        self._clock = clock
        self._lock = Lock()
        self._known: OrderedDict[str, tuple[Caller, float]] = OrderedDict()
        self._later: ThreadPoolExecutor | None = None

    def remembered(self, text: str) -> Caller | None:
        """Return whose key it is where that was found out a moment ago; nothing is looked up."""
        with self._lock:
            found = self._known.get(digest(text))
            return found[0] if found is not None and self._clock() < found[1] else None

    def caller(self, text: str) -> Caller:
        """Return whose key or token it is; raises CredentialError, and StorageError where that cannot be found out."""
        if self._tokens is not None and not text.startswith("opads_"):
            return self._of_token(text, self._tokens)
        id_ = id_in(text)
        if id_ is None:
            raise CredentialError("the text is not that of a key: its form or its check digits are wrong")
        sent = digest(text)

        def job(transaction: Transaction) -> tuple[object, ...] | None:
            return transaction.one(QUERY, id_)

        begun = self._clock()
        row = self._database.read(job)
        right = same(sent, str(row[0]) if row is not None else NOBODY)
        if row is None or not right:
            raise CredentialError(
                f"key {id_}: there is none" if row is None else f"key {id_}: the secret is another one"
            )
        _, _, scopes, sandbox, expires, revoked, used, account, name, roles, apart, suspended = map(_text, row)
        at = now()
        if revoked and revoked <= at:
            raise CredentialError(f"key {id_}: revoked at {revoked}")
        if expires and expires <= at:
            raise CredentialError(f"key {id_}: expired at {expires}")
        if suspended:
            raise CredentialError(f"key {id_}: the account {account} is suspended since {suspended}")
        has = frozenset(map(Role, roles.split()))
        caller = Caller(
            account, name, has, frozenset(scopes.split()) & scopes_of(has), "1" in {sandbox, apart}, f"key:{id_}"
        )
        self._remember(sent, caller, begun + min([BELIEVED, *(_seconds(at, end) for end in (expires, revoked) if end)]))
        if not used or later(SELDOM, used) <= at:
            self._note(id_, at)
        return caller

    def _of_token(self, text: str, tokens: Tokens) -> Caller:
        """Return whose token it is: of the account that names the issuer and the subject."""
        begun, identity = self._clock(), tokens.identity(text)
        account = self._accounts.known_as(identity.issuer, identity.subject)
        if account is None:
            raise CredentialError(f"token of {identity.issuer}: no account has the subject {identity.subject[:100]!r}")
        if account.suspended_at:
            raise CredentialError(f"token of {identity.issuer}: the account {account.id} is suspended")
        roles = account.roles if identity.roles is None else account.roles & identity.roles
        named = f"token:{identity.id or digest(text)[:16]}"
        caller = Caller(account.id, account.name, roles, scopes_of(roles), account.sandbox, named)
        self._remember(digest(text), caller, begun + min(BELIEVED, max(0.0, identity.expires - time.time())))
        return caller

    def _remember(self, sent: str, caller: Caller, until: float) -> None:
        with self._lock:
            self._known[sent] = (caller, until)
            self._known.move_to_end(sent)
            while len(self._known) > MOST:
                self._known.popitem(last=False)

    def _note(self, id_: str, at: str) -> None:
        """Write down that a key was used, beside the request, which does not wait for it."""
        with self._lock:
            if self._later is None:
                self._later = ThreadPoolExecutor(1, "opads-access")
            self._later.submit(self._write, id_, at)

    def _write(self, id_: str, at: str) -> None:
        try:
            self._database.write(
                lambda t: t.run("UPDATE api_key SET used_at = ? WHERE id = ?", at[:13] + ":00:00.000000Z", id_)
            )
        except StorageError:
            LOGGER.warning("that key %s was used could not be written down", id_, exc_info=True)

    def close(self) -> None:
        """Wait for what is still to be written down."""
        if self._later is not None:
            self._later.shutdown()


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _seconds(begin: str, end: str) -> float:
    return (parsed(end) - parsed(begin)).total_seconds()
