"""Enters an accepted document into the log: all of its records or none."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from opads.receipts.claims import payload_of
from opads.register.accepting import Accepted, Record, checked_text
from opads.register.chain import Chained, locked
from opads.register.contents import keep
from opads.register.errors import Clash, ConflictError, StaleVersionError, UnfitError, UnknownDisclosureError
from opads.register.lookups import disclosure_by_publisher_id, owned_disclosure, submission
from opads.register.model import LONGEST_ID, Disclosure, Entry, Intent, Outcome, Submission, Submitted
from opads.register.projection import project
from opads.register.receipting import Signer, submission_claims
from opads.register.states import allowed, next_status
from opads.storage import Transaction
from opads.storage.ids import new_id
from opads.webhooks.happening import tell_entries

__all__ = ("check_intent", "enter")

CLASHES = 100
"""Clashes that a refusal names."""


def check_intent(accepted: Accepted, intent: Intent) -> None:
    """Raise UnfitError where an intent does not fit a document."""
    if intent.publisher_id is not None:
        checked_text(intent.publisher_id, "the publisher's identifier", LONGEST_ID, "publisher-id")
    if intent.of_one and len(accepted.records) != 1:
        raise UnfitError(
            f"the request names one disclosure, and the document has {len(accepted.records)} records",
            "amends"
            if intent.amends is not None
            else "publisher-id"
            if intent.publisher_id is not None
            else "If-Match",
        )


def enter(
    transaction: Transaction, accepted: Accepted, intent: Intent, *, account: str, chain: str, signer: Signer
) -> Submitted:
    """Enter a document; return the submission with its receipt.

    Where the register holds all of it already, as one earlier submission brought it, that is returned. Raises ConflictError,
    StaleVersionError, UnfitError and UnknownDisclosureError; then the transaction must not be ended.
    """
    check_intent(accepted, intent)
    work = _Entering(locked(transaction, chain), transaction, accepted, intent, account)
    for record in accepted.records:
        work.take(record)
    if work.clashes:
        raise ConflictError(tuple(work.clashes))
    earlier = work.earlier()
    if earlier is not None:
        return Submitted(earlier, fresh=False)
    return Submitted(work.finish(signer), fresh=True)


@dataclass
class _Entering:
    """A document on its way into the log."""

    chain: Chained
    transaction: Transaction
    accepted: Accepted
    intent: Intent
    account: str
    id: str = field(default_factory=new_id)
    outcomes: list[Outcome] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    brought: set[str | None] = field(default_factory=set)
    """Submissions that brought what is unchanged."""

    def take(self, record: Record) -> None:
        """Decide what a record is, and add its entry to the chain."""
        before = self._before(record)
        publisher_id = self._publisher_id(record, before)
        if before is None:
            self._add(record, new_id(), 1, "accepted", publisher_id)
            return
        if self.intent.version not in (None, 0, before.version):
            raise StaleVersionError(before.id, before.version, self.intent.version or 0)
        if before.canonical == record.digest and before.status != "withdrawn":
            self._unchanged(record, before)
            return
        kind = self.intent.kind
        if kind is None or next_status(before.status, kind) is None:
            self._clash(record, before, kind)
            return
        self._add(record, before.id, before.version + 1, kind, publisher_id)

    def _before(self, record: Record) -> Disclosure | None:
        """Return the disclosure of which a record is a version; None for a new one."""
        chain = self.chain.head.chain
        if self.intent.amends is not None:
            return owned_disclosure(self.transaction, self.intent.amends, self.account, chain)
        named = self.intent.publisher_id or record.publisher_id
        found = disclosure_by_publisher_id(self.transaction, named, self.account, chain) if named is not None else None
        if found is None and self.intent.version is not None:
            raise UnknownDisclosureError("there is no earlier version of it")
        return found

    def _publisher_id(self, record: Record, before: Disclosure | None) -> str | None:
        """Return the identifier under which a record is entered; that of a disclosure stays what it is."""
        named = self.intent.publisher_id or record.publisher_id
        if before is None or before.publisher_id == named or named is None:
            return named if before is None else before.publisher_id
        if before.publisher_id is not None and self.intent.publisher_id is not None:
            raise UnfitError(f"{before.id} has another identifier of its publisher, which stays", "publisher-id")
        if before.publisher_id is not None:
            return before.publisher_id
        other = disclosure_by_publisher_id(self.transaction, named, self.account, before.chain)
        if other is not None:
            self._clash(record, other, None)
        return named

    def _clash(self, record: Record, before: Disclosure, kind: str | None) -> None:
        if len(self.clashes) >= CLASHES:
            return
        name = f"{before.publisher_id!r} is" if before.publisher_id is not None else "this is"
        told = f"{name} version {before.version} of {before.id}"
        if before.status == "withdrawn":
            told += ", which is withdrawn and stays so"
        elif kind is None:
            told += "; say whether the other content amends or corrects it"
        else:
            told += f", which is {before.status}"
        self.clashes.append(Clash(told, before.id, before.version, before.status, allowed(before.status), record.index))

    def _unchanged(self, record: Record, before: Disclosure) -> None:
        row = self.transaction.one(
            "SELECT sequence, hash, submission FROM entry WHERE disclosure = ? AND canonical IS NOT NULL "
            "ORDER BY sequence DESC LIMIT 1",
            before.id,
        )
        if row is None:
            raise UnknownDisclosureError(f"the log does not have {before.id}; verify the register")
        self.brought.add(row[2])
        self._outcome(record, "unchanged", before.id, before.version, row[0], row[1], before.publisher_id)

    def _add(self, record: Record, disclosure: str, version: int, kind: str, publisher_id: str | None) -> None:
        if self.clashes:
            return  # nothing will be entered any more; what else is in the way is still of interest
        report = self.accepted.report
        keep(self.transaction, (record.canonical,))
        if not self.entries:
            self._begin()
        entry = self.chain.append(
            Entry(
                chain="",
                sequence=0,
                kind=kind,
                disclosure=disclosure,
                version=version,
                account=self.account,
                publisher_id=publisher_id,
                submission=self.id,
                record=record.index,
                document=self.accepted.digest,
                canonical=record.digest,
                format=report.input.format,
                verdict=report.verdict,
                report=self.accepted.report_digest,
                reason=None,
                at="",
                previous="",
            )
        )
        project(self.transaction, entry)
        self.entries.append(entry)
        self._outcome(record, kind, disclosure, version, entry.sequence, entry.hash, publisher_id)

    def _outcome(
        self, record: Record, outcome: str, disclosure: str, version: int, sequence: int, hash_: str, named: str | None
    ) -> None:
        self.outcomes.append(Outcome(record.index, outcome, disclosure, version, sequence, hash_, record.digest, named))

    def earlier(self) -> Submission | None:
        """Return the one submission that brought all of it before; None where there is something new, or several brought it."""
        if self.entries or len(self.brought) != 1:
            return None
        (brought,) = self.brought
        return submission(self.transaction, str(brought), self.account, self.chain.head.chain)

    def _begin(self) -> None:
        """Put down the submission, to which entries refer; outcomes and receipt follow at the end."""
        accepted = self.accepted
        keep(self.transaction, (accepted.document.data, accepted.report_bytes))
        self.transaction.run(
            "INSERT INTO submission (id, chain, account, received_at, document, media_type, format, carrier, verdict, report, "
            "outcomes, receipt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', '')",
            *(self.id, self.chain.head.chain, self.account, self.chain.clock, accepted.digest),
            *(accepted.document.media_type, accepted.report.input.format, accepted.report.input.carrier),
            *(accepted.report.verdict, accepted.report_digest),
        )

    def finish(self, signer: Signer) -> Submission:
        """Sign the receipt and put it down."""
        if not self.entries:
            self._begin()
        claims = submission_claims(self.accepted, self.outcomes, self.chain, submission=self.id, account=self.account)
        receipt = signer.sign_payload(payload_of(claims), self.transaction)
        tell_entries(self.transaction, self.entries, self.account)
        self.transaction.run(
            "UPDATE submission SET outcomes = ?, receipt = ? WHERE id = ?",
            *(msgspec.json.encode(self.outcomes).decode(), receipt, self.id),
        )
        found = submission(self.transaction, self.id, self.account, self.chain.head.chain)
        if found is None:
            raise UnknownDisclosureError(f"the submission {self.id} was not kept")
        return found
