"""The register as its doors use it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from opads.carriers import Limits
from opads.formats import Registry
from opads.register import lookups
from opads.register.accepting import Accepted, accept
from opads.register.chain import head_of
from opads.register.contents import content
from opads.register.errors import UnknownDisclosureError
from opads.register.model import PUBLIC, Disclosure, Document, Entry, Head, Intent, Step, Submission, Submitted
from opads.register.receipting import Signer
from opads.register.steps import step
from opads.register.submitting import check_intent, enter
from opads.storage import Database, Transaction

__all__ = ("MOST", "Register")

MOST = 1000
"""Records of one document that is handed in, unless the operator says otherwise."""

NO_INTENT = Intent()
"""That each record is a disclosure of its own, known by the identifier it has."""


class Register:
    """What was handed in. ``signer`` gives what signs receipts; it is asked when the first is needed."""

    def __init__(
        self,
        database: Database,
        registry: Registry,
        signer: Callable[[], Signer],
        *,
        targets: Sequence[str] = (),
        strict: bool = False,
        most: int = MOST,
        limits: Limits | None = None,
    ) -> None:
        """Keep what is needed; raises FormatError where a target is no format or pack."""
        registry.wanted(targets)
        self.database = database
        self.registry = registry
        self._signer = signer
        self._targets = tuple(targets)
        self._strict = strict
        self._most = most
        self._limits = limits

    def judge(self, document: Document, intent: Intent = NO_INTENT) -> Accepted:
        """Return a document ready to be entered; raises NotAcceptedError, UnfitError and FormatError. Nothing is kept yet."""
        accepted = accept(
            document,
            self.registry,
            targets=self._targets,
            strict=self._strict,
            most=self._most,
            limits=self._limits,
        )
        check_intent(accepted, intent)
        return accepted

    def entering(
        self, accepted: Accepted, intent: Intent, *, account: str, chain: str
    ) -> Callable[[Transaction], Submitted]:
        """Return the job that enters a document; see ``opads.register.submitting.enter`` for what it raises."""
        # A signer may make its first key, which is a transaction of its own: so not within the job.
        return partial(enter, accepted=accepted, intent=intent, account=account, chain=chain, signer=self._signer())

    def submit(self, document: Document, intent: Intent = NO_INTENT, *, account: str, chain: str = PUBLIC) -> Submitted:
        """Judge and enter a document in a transaction of its own."""
        return self.database.write(self.entering(self.judge(document, intent), intent, account=account, chain=chain))

    def stepping(
        self, disclosure: str, kind: str, reason: str, *, account: str, chain: str = PUBLIC
    ) -> Callable[[Transaction], Step]:
        """Return the job that withdraws, suspends or resumes; see ``opads.register.steps.step`` for what it raises."""
        return partial(
            step, disclosure=disclosure, kind=kind, reason=reason, account=account, chain=chain, signer=self._signer()
        )

    def step(self, disclosure: str, kind: str, reason: str, *, account: str, chain: str = PUBLIC) -> Step:
        """Withdraw, suspend or resume in a transaction of its own."""
        return self.database.write(self.stepping(disclosure, kind, reason, account=account, chain=chain))

    def step_taken(self, id_: str, chain: str, account: str | None) -> Step:
        """Return a step that an account took, or that was taken with its disclosure; (None) any. Raises UnknownDisclosureError."""
        return self.database.read(lambda t: lookups.step_taken(t, id_, chain, account))

    def submission(self, id_: str, chain: str, account: str | None) -> tuple[Submission, list[Disclosure]]:
        """Return a document of an account, or (None) of any, and the disclosures it is about as they stand.

        Raises UnknownDisclosureError where there is none.
        """

        def job(transaction: Transaction) -> tuple[Submission, list[Disclosure]]:
            found = lookups.submission(transaction, id_, account, chain)
            if found is None:
                raise UnknownDisclosureError("the register has no such submission")
            ids = dict.fromkeys(outcome.disclosure for outcome in found.outcomes)
            return found, [lookups.any_disclosure(transaction, name, chain) for name in ids]

        return self.database.read(job)

    def submissions(
        self, account: str, chain: str, *, after: str = "", publisher_id: str | None = None, limit: int = 50
    ) -> list[Submission]:
        """Return documents of an account behind an id, the oldest first."""
        return self.database.read(
            lambda t: lookups.submissions(t, account, chain, after=after, publisher_id=publisher_id, limit=limit)
        )

    def disclosure(self, id_: str, chain: str) -> Disclosure:
        """Return a disclosure as it stands; raises UnknownDisclosureError."""
        return self.database.read(lambda t: lookups.any_disclosure(t, id_, chain))

    def by_publisher_id(self, publisher_id: str, account: str, chain: str) -> Disclosure | None:
        """Return the disclosure that an account calls by an identifier, None where there is none."""
        return self.database.read(lambda t: lookups.disclosure_by_publisher_id(t, publisher_id, account, chain))

    def history(self, disclosure: str, chain: str) -> list[Entry]:
        """Return the entries of a disclosure; raises UnknownDisclosureError where there are none."""
        found = self.database.read(lambda t: lookups.history(t, disclosure, chain))
        if not found:
            raise UnknownDisclosureError("the register has no such disclosure")
        return found

    def log(self, chain: str, after: int = 0, limit: int = 50) -> list[Entry]:
        """Return entries of a chain behind a sequence."""
        return self.database.read(lambda t: lookups.log(t, chain, after, limit))

    def head(self, chain: str) -> Head:
        """Return the end of a chain."""
        return self.database.read(lambda t: head_of(t, chain))

    def content(self, digest: str) -> bytes | None:
        """Return bytes that are kept, by their SHA-256."""
        return self.database.read(lambda t: content(t, digest))
