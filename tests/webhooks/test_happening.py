"""What the register does is told to those who want to know, in the same transaction."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opads.formats import default_registry
from opads.receipts.keyring import Keyring
from opads.receipts.signing import Signer
from opads.receipts.vault import Vault
from opads.register import Document, Intent, Register, RegisterError
from opads.register.states import KINDS
from opads.storage import Database
from opads.storage.migrations import migrate
from opads.storage.moments import now
from opads.webhooks import EVENTS
from opads.webhooks.guard import Guard, Rules
from opads.webhooks.happening import TYPES, tell_batch
from opads.webhooks.store import Webhooks
from tests.register.conftest import disclosure, document


class Told:
    """A register, and what its webhooks are to be told."""

    def __init__(self, database: Database, folder: Path) -> None:
        migrate(database)
        self.database = database
        signer = Signer(Keyring(database, Vault(folder)))
        self.register = Register(database, default_registry(), lambda: signer)
        self.hooks = Webhooks(database, Guard(Rules()))

    def events(self) -> list[dict[str, Any]]:
        rows = self.database.read(
            lambda t: t.all("SELECT payload FROM job WHERE kind = 'webhooks.deliver' ORDER BY id")
        )
        return [json.loads(payload) for (payload,) in rows]


@pytest.fixture
def told(database: Database, tmp_path: Path) -> Told:
    return Told(database, tmp_path / "keys")


def test_every_kind_of_entry_has_its_event() -> None:
    assert set(TYPES) == set(KINDS)
    assert set(TYPES.values()) | {"batch.done"} == set(EVENTS)


def test_the_life_of_a_disclosure(told: Told) -> None:
    told.hooks.create("a", "https://8.8.8.8/own")
    told.hooks.create("r", "https://8.8.8.8/all", reach="all")
    told.hooks.create("b", "https://8.8.8.8/other")
    first = told.register.submit(document(disclosure("ad")), account="a")
    id_ = first.submission.outcomes[0].disclosure
    told.register.submit(document(disclosure("ad", title="Vote!")), Intent(action="amended"), account="a")
    told.register.submit(document(disclosure("ad", title="Vote?")), Intent(action="corrected"), account="a")
    told.register.step(id_, "suspended", "an order of a court", account="r")
    told.register.step(id_, "resumed", "the order was lifted", account="r")
    told.register.step(id_, "withdrawn", "placed by mistake", account="a")
    events = told.events()
    kinds = ["accepted", "amended", "corrected", "suspended", "resumed", "withdrawn"]
    assert [event["data"]["kind"] for event in events] == [kind for kind in kinds for _ in range(2)]
    assert {event["webhook"] for event in events} == {hook.id for name in "ar" for hook in told.hooks.of(name)}
    assert {event["data"]["disclosure"] for event in events} == {id_}
    assert [event["data"]["sequence"] for event in events[::2]] == [1, 2, 3, 4, 5, 6]
    text = json.dumps(events)
    assert "Vote" not in text, "nothing of what a disclosure says is told"
    assert "court" not in text


def test_the_sandbox_is_told_apart(told: Told) -> None:
    told.hooks.create("a", "https://8.8.8.8/own")
    told.register.submit(document(disclosure("trial")), account="a", chain="sandbox")
    assert told.events() == []


def test_what_is_unchanged_or_refused_is_not_told(told: Told) -> None:
    told.hooks.create("a", "https://8.8.8.8/own")
    told.register.submit(document(disclosure("ad")), account="a")
    told.register.submit(document(disclosure("ad")), account="a")
    with pytest.raises(RegisterError):
        told.register.submit(document(disclosure("ad", title="other")), account="a")
    with pytest.raises(RegisterError):
        told.register.submit(Document(b"{", "application/json"), account="a")
    assert len(told.events()) == 1


def test_the_end_of_a_batch(told: Told, opened: Callable[[], Database]) -> None:
    hook = told.hooks.create("a", "https://8.8.8.8/own", ["batch.done"])
    trial = told.hooks.create("a", "https://8.8.8.8/trial", ["batch.done"], chain="sandbox")
    told.database.write(
        lambda t: t.run(
            "INSERT INTO batch (id, account, request_key, digest, wish, bytes, sha256, state, version, progress, created_at) "
            "VALUES ('b1', 'a', 'k', '', '{}', 0, '', 'done', 1, '{}', ?)",
            now(),
        )
    )
    assert told.database.write(lambda t: tell_batch(t, "b1", "done", now())) == 2
    assert told.database.write(lambda t: tell_batch(t, "unknown", "done", now())) == 0
    assert {event["webhook"] for event in told.events()} == {hook.id, trial.id}
    assert told.events()[0]["data"] == {"batch": "b1", "state": "done"}
