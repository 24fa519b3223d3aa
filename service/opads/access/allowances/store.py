"""A leaky bucket for each caller: what is asked for is owed, and time pays it back (the GCRA of ITU-T I.371 is the same in other words).

A minute's allowance can be used at once or evenly; beyond it, whatever time has paid back is free again. What is owed is one row, changed
by one statement, so that the limit is the same however many processes and machines answer.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from opads.storage import Database, Transaction

__all__ = ("MINUTE", "Allowances", "Claim", "Left", "Spent")

MINUTE = 60_000_000
"""The length of an allowance in microseconds."""
SELDOM = 600.0
"""Seconds between two removals of rows on which nothing is owed."""
OWED = """
CASE WHEN allowance.at - excluded.at >= 60000000 THEN 0
     WHEN excluded.at <= allowance.at THEN allowance.debt
     WHEN excluded.at - allowance.at >= allowance.debt THEN 0
     ELSE allowance.debt - (excluded.at - allowance.at) END
"""
"""What is still owed. Clocks that differ by less than a minute give nothing away; for one that was put back by more, nothing is owed."""
ADD = f"""
INSERT INTO allowance (who, debt, at) VALUES (?, ?, ?)
ON CONFLICT (who) DO UPDATE SET
  debt = ({OWED}) + excluded.debt,
  at = CASE WHEN allowance.at > excluded.at AND allowance.at - excluded.at < {MINUTE} THEN allowance.at ELSE excluded.at END
"""  # noqa: S608 - our own
# What is larger than a whole allowance is let through when all of it is there, and then owed.
TAKE = f"""{ADD}
WHERE ({OWED}) + CASE WHEN excluded.debt > {MINUTE} THEN {MINUTE} ELSE excluded.debt END <= {MINUTE}
RETURNING debt
"""


class Claim(NamedTuple):
    """What is asked for: so much of what there is ``most`` of in a minute."""

    kind: str
    """``requests`` or ``bytes``."""
    who: str
    most: int
    amount: int

    @property
    def cost(self) -> int:
        """Microseconds of the allowance that it takes."""
        return max(1, self.amount * MINUTE // self.most) if self.amount else 0

    @property
    def row(self) -> str:
        """The key of what is owed."""
        return f"{self.kind} {self.who}"


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of an allowance."""

    claim: Claim
    remaining: int
    full_in: int
    """Seconds until all of it is there again."""


class Spent(Exception):  # noqa: N818 - not an error but an answer
    """There is not enough left."""

    def __init__(self, claim: Claim, wait: int, left: Left) -> None:
        super().__init__(f"{claim.most} {claim.kind} a minute are used up")
        self.claim = claim
        self.wait = wait
        """Seconds after which there is enough."""
        self.left = left


class Allowances:
    """What callers may still ask for."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._cleaned = clock()

    def take(self, claims: Sequence[Claim]) -> list[Left]:
        """Take all of what is claimed, or nothing; raises Spent. A job of the database may begin again, and then takes anew."""
        at = self._now()

        def job(transaction: Transaction) -> list[Left]:
            return [self._take(transaction, claim, at) for claim in claims]

        found = self._database.write(job)
        if self._clock() - self._cleaned > SELDOM:
            self._cleaned = self._clock()
            self._database.write(lambda t: t.run("DELETE FROM allowance WHERE at + debt <= ?", at))
        return found

    def charge(self, claim: Claim) -> None:
        """Take what has been used already, whether it is there or not: the next claim waits for it."""
        at = self._now()
        self._database.write(lambda transaction: transaction.run(ADD, claim.row, claim.cost, at))

    def _take(self, transaction: Transaction, claim: Claim, at: int) -> Left:
        row = transaction.one(TAKE, claim.row, claim.cost, at)
        if row is not None:
            return _left(claim, row[0])
        owed, since = transaction.one("SELECT debt, at FROM allowance WHERE who = ?", claim.row) or (0, at)
        owed = 0 if since - at >= MINUTE else max(0, owed - max(0, at - since))
        raise Spent(claim, max(1, math.ceil((owed + min(claim.cost, MINUTE) - MINUTE) / 1_000_000)), _left(claim, owed))

    def _now(self) -> int:
        return int(self._clock() * 1_000_000)


def _left(claim: Claim, owed: int) -> Left:
    return Left(claim, max(0, (MINUTE - owed) * claim.most // MINUTE), math.ceil(owed / 1_000_000))
