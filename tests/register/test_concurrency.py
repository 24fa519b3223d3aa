"""The same handed in by several at once, in threads and in processes: it enters once, and all are told the same."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from opads.formats import default_registry
from opads.receipts.keyring import Keyring
from opads.receipts.signing import Signer
from opads.receipts.vault import Vault
from opads.register import ConflictError, Intent, Register, Submitted
from opads.register.verifying import verify
from opads.replays import Answer, Replays, Request, digest_of
from opads.storage import Database, open_database
from tests.register.conftest import disclosure, document

OWNER = "account-1"
TIMES = 6


def told(found: Submitted) -> Answer:
    return Answer(201 if found.fresh else 200, found.submission.receipt.encode())


def hand_in(register: Register, key: str, title: str = "Vote") -> tuple[Answer, bool]:
    """Hand in one disclosure without an identifier, under a key, as the interface does."""
    handed = document(disclosure(None, title))
    intent = Intent()
    request = Request(OWNER, "POST /v1/submissions", key, digest_of(handed.data))
    job = register.entering(register.judge(handed, intent), intent, account=OWNER, chain="public")
    return Replays(register.database).once(request, job, told)


def hand_in_elsewhere(address: str, keys: str, key: str, times: int) -> list[tuple[bytes, bool]]:
    """Do the same in another process."""
    database = open_database(address)
    try:
        signer = Signer(Keyring(database, Vault(Path(keys), "")))
        register = Register(database, default_registry(), lambda: signer)
        with ThreadPoolExecutor(2) as threads:
            answers = list(threads.map(lambda _: hand_in(register, key), range(times)))
    finally:
        database.close()
    return [(answer.body, again) for answer, again in answers]


def test_threads_with_one_key(
    register: Register, opened: Callable[[], Database], register_of: Callable[..., Register]
) -> None:
    registers = [register, register_of(opened()), register_of(opened())]
    numbers = count()
    with ThreadPoolExecutor(TIMES) as threads:
        answers = list(threads.map(lambda _: hand_in(registers[next(numbers) % 3], "k"), range(2 * TIMES)))
    assert len({answer.body for answer, _ in answers}) == 1
    assert [again for _, again in answers].count(False) == 1
    assert register.head("public").sequence == 1


def test_processes_with_one_key(register: Register, address: str, tmp_path: Path) -> None:
    hand = partial(hand_in_elsewhere, address, str(tmp_path / "keys"), "k")
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as processes:
        answers = [answer for found in processes.map(hand, [TIMES, TIMES]) for answer in found]
    assert len(answers) == 2 * TIMES
    assert len({body for body, _ in answers}) == 1
    assert [again for _, again in answers].count(False) == 1
    assert register.head("public").sequence == 1
    assert verify(register.database).faults == ()


def test_threads_with_one_identifier(
    register: Register, opened: Callable[[], Database], register_of: Callable[..., Register]
) -> None:
    registers = [register, register_of(opened())]

    def go(number: int) -> str | None:
        """Hand in the same, or other content under the same identifier."""
        try:
            found = registers[number % 2].submit(document(disclosure("N-1", f"title {number % 3}")), account=OWNER)
        except ConflictError:
            return None
        return found.submission.receipt

    with ThreadPoolExecutor(TIMES) as threads:
        receipts = list(threads.map(go, range(2 * TIMES)))
    assert len({receipt for receipt in receipts if receipt}) == 1
    assert receipts.count(None) == 2 * TIMES * 2 // 3
    assert register.head("public").sequence == 1


@pytest.mark.parametrize("chains", [("public",), ("public", "sandbox")])
def test_threads_with_many_disclosures_leave_no_gap(
    register: Register, opened: Callable[[], Database], register_of: Callable[..., Register], chains: tuple[str, ...]
) -> None:
    registers = [register, register_of(opened())]

    def go(number: int) -> None:
        many = document(*(disclosure(f"N-{number}-{item}") for item in range(3)))
        registers[number % 2].submit(many, account=OWNER, chain=chains[number % len(chains)])

    with ThreadPoolExecutor(TIMES) as threads:
        list(threads.map(go, range(2 * TIMES)))
    assert sum(register.head(chain).sequence for chain in chains) == 6 * TIMES
    found = verify(register.database)
    assert (found.faults, found.entries) == ((), 6 * TIMES)
