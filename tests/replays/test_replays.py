"""Requests sent again, over both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.replays import Answer, KeyReusedError, Replays, Request, digest_of, is_key
from opads.storage import Database, Transaction
from opads.storage.migrations import migrate

REQUEST = Request("account-1", "POST /v1/things", "key-1", digest_of(b"body"))
DONE = count()


@pytest.fixture
def replays(database: Database) -> Replays:
    migrate(database)
    database.write(lambda t: t.run("CREATE TABLE thing (name TEXT NOT NULL)"))
    return Replays(database)


def add(transaction: Transaction) -> str:
    name = f"thing-{next(DONE)}"
    transaction.run("INSERT INTO thing (name) VALUES (?)", name)
    return name


def told(name: str) -> Answer:
    return Answer(201, name.encode(), {"Location": f"/v1/things/{name}"})


def things(database: Database) -> list[str]:
    return [name for (name,) in database.read(lambda t: t.all("SELECT name FROM thing"))]


def test_the_same_request_is_done_once_and_answered_alike(replays: Replays, database: Database) -> None:
    assert replays.found(REQUEST) is None
    first, again = replays.once(REQUEST, add, told)
    assert not again
    assert replays.once(REQUEST, add, told) == (first, True)
    assert replays.found(REQUEST) == first
    assert things(database) == [first.body.decode()]


def test_without_a_key_nothing_is_remembered(replays: Replays, database: Database) -> None:
    assert replays.once(None, add, told)[0] != replays.once(None, add, told)[0]
    assert len(things(database)) == 2


@pytest.mark.parametrize("other", [digest_of(b"other"), digest_of(b"body", [("a", "b")])])
def test_a_key_is_for_one_request(replays: Replays, database: Database, other: str) -> None:
    replays.once(REQUEST, add, told)
    changed = Request(REQUEST.account, REQUEST.endpoint, REQUEST.key, other)
    with pytest.raises(KeyReusedError):
        replays.found(changed)
    with pytest.raises(KeyReusedError):
        replays.once(changed, add, told)
    assert len(things(database)) == 1


def test_keys_of_other_accounts_and_endpoints_are_others(replays: Replays, database: Database) -> None:
    for account in ("account-1", "account-2"):
        for endpoint in ("POST /v1/things", "POST /v1/batches"):
            _, again = replays.once(Request(account, endpoint, "key-1", account), add, told)
            assert not again
    assert len(things(database)) == 4


def test_a_job_that_fails_leaves_its_key(replays: Replays, database: Database) -> None:
    def fails(transaction: Transaction) -> str:
        add(transaction)
        raise LookupError("ours")

    with pytest.raises(LookupError):
        replays.once(REQUEST, fails, told)
    assert replays.found(REQUEST) is None
    other = Request(REQUEST.account, REQUEST.endpoint, REQUEST.key, digest_of(b"mended"))
    assert not replays.once(other, add, told)[1]
    assert len(things(database)) == 1


def test_of_many_at_once_one_is_done(replays: Replays, database: Database, opened: Callable[[], Database]) -> None:
    stores = [replays, Replays(opened()), Replays(opened())]
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda number: stores[number % 3].once(REQUEST, add, told), range(24)))
    assert len({answer.body for answer, _ in answers}) == 1
    assert [again for _, again in answers].count(False) == 1
    assert len(things(database)) == 1


def test_answers_are_forgotten_after_their_time(database: Database, replays: Replays) -> None:
    brief = Replays(database, kept=-1)
    brief.once(REQUEST, add, told)
    assert replays.found(REQUEST) is None
    assert not replays.once(Request(REQUEST.account, REQUEST.endpoint, REQUEST.key, "other"), add, told)[1]
    assert replays.sweep() == 0
    brief.once(Request("account-2", REQUEST.endpoint, "k", "d"), add, told)
    assert (brief.sweep(), brief.sweep()) == (1, 0)
    assert replays.found(Request(REQUEST.account, REQUEST.endpoint, REQUEST.key, "other")) is not None


@pytest.mark.parametrize("text", ["", "a b", "ä", "a\n", "\x7f", "k" * 256])
def test_what_is_no_key(text: str) -> None:
    assert not is_key(text)


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=255))
def test_what_is_a_key(text: str) -> None:
    assert is_key(text)


def test_digests_tell_requests_apart_whatever_the_order() -> None:
    pairs = [("b", "1"), ("a", "2")]
    assert digest_of(b"x", pairs) == digest_of(b"x", pairs[::-1]) == digest_of(sha256(b"x").hexdigest(), pairs)
    apart = {digest_of(b"x"), digest_of(b"y"), digest_of(b"x", pairs), digest_of(b"x", (), pairs)}
    assert len(apart) == 4
