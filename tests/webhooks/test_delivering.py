"""From what happened to what arrives, over both databases."""

import base64
import json
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from opads.access.accounts import Accounts
from opads.access.caller import Role
from opads.receipts.keyring import Keyring
from opads.receipts.signing import Signer
from opads.receipts.vault import Vault
from opads.settings import Settings
from opads.storage import Database
from opads.storage.migrations import migrate
from opads.storage.moments import later, now, parsed
from opads.webhooks import EVENTS, Event, WebhookConflictError, WebhookError, announce
from opads.webhooks.announcing import KIND, WAITS
from opads.webhooks.delivering import Deliverer, headers_of
from opads.webhooks.guard import Guard, Rules
from opads.webhooks.sending import Sender
from opads.webhooks.store import MOST, Webhooks
from opads.work import Handler
from opads.work.worker import Worker
from tests.webhooks.receiver import NAME, Receiver, receiving

ID = "01936d2e-0000-7000-8000-000000000001"


class Post:
    """Webhooks, their queue and its worker, over one database."""

    def __init__(self, database: Database, folder: Path, receiver: Receiver) -> None:
        migrate(database)
        self.database = database
        self.receiver = receiver
        rules = Rules(frozenset({"http"}), frozenset({receiver.port}), (ip_network("127.0.0.0/8"),))
        self.hooks = Webhooks(database, Guard(rules, lambda _host, _port: ("127.0.0.1",)))
        self.signer = Signer(Keyring(database, Vault(folder)))
        settings = Settings(base_url="https://opads.example")
        deliverer = Deliverer(self.hooks, Sender(self.hooks.guard, patience=2.0), self.signer, settings)
        self.worker = Worker(database, [Handler(KIND, deliverer.deliver, lane="webhooks")])

    def url(self, path: str = "/") -> str:
        return f"http://{NAME}:{self.receiver.port}{path}"

    def happened(self, account: str = "a", type_: str = EVENTS[0], chain: Any = "public") -> int:
        event = Event(type_, account, chain, now(), {"disclosure": ID, "version": 2, "sequence": 7})
        return self.database.write(lambda transaction: announce(transaction, [event]))

    def time_passes(self) -> str:
        """Let the next attempt be due; return for when it was put off."""
        row = self.database.read(lambda t: t.one("SELECT run_at FROM job WHERE state = 'waiting'"))
        assert row is not None
        self.database.write(lambda t: t.run("UPDATE job SET run_at = ? WHERE state = 'waiting'", now()))
        return str(row[0])

    def states(self) -> list[str]:
        return [row[0] for row in self.database.read(lambda t: t.all("SELECT state FROM job ORDER BY id"))]


@pytest.fixture
def post(database: Database, tmp_path: Path) -> Iterator[Post]:
    with receiving() as receiver:
        yield Post(database, tmp_path / "keys", receiver)


def verified(signer: Signer, headers: dict[str, str], body: bytes) -> None:
    """Verify as a receiver does by Standard Webhooks, with the published key; raises InvalidSignature."""
    scheme, _, signature = headers["webhook-signature"].partition(",")
    assert scheme == "v1a"
    raw = base64.urlsafe_b64decode(signer.key().x + "=")
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    Ed25519PublicKey.from_public_bytes(raw).verify(base64.b64decode(signature), content)


def test_an_event_arrives_signed_and_thin(post: Post) -> None:
    hook = post.hooks.create("a", post.url("/hook"))
    assert post.happened() == 1
    assert post.receiver.asked == [], "nothing is sent before the transaction is done"
    assert post.worker.until_idle() == 1
    (asked,) = post.receiver.asked
    verified(post.signer, asked.headers, asked.body)
    assert asked.headers["webhook-id"].startswith("msg_")
    body = json.loads(asked.body)
    assert body == {
        "type": "disclosure.accepted",
        "timestamp": body["timestamp"],
        "data": {
            "webhook": hook.id,
            "disclosure": ID,
            "version": 2,
            "sequence": 7,
            "links": {"disclosure": f"https://opads.example/v1/disclosures/{ID}"},
        },
    }
    found = post.hooks.get("a", hook.id)
    assert found is not None
    assert found.delivered_at is not None
    assert post.states() == ["done"]


def test_what_did_not_happen_is_not_told(post: Post) -> None:
    post.hooks.create("a", post.url())
    event = Event(EVENTS[0], "a", "public", now(), {})

    def undone(transaction: Any) -> None:
        announce(transaction, [event])
        raise RuntimeError("something went wrong afterwards")

    with pytest.raises(RuntimeError):
        post.database.write(undone)
    assert post.worker.until_idle() == 0


def test_it_is_sent_again_with_the_same_id_and_body(post: Post) -> None:
    post.receiver.statuses = [500, 503, 204]
    hook = post.hooks.create("a", post.url())
    post.happened()
    for wait in WAITS[:2]:
        assert post.worker.until_idle() == 1
        assert post.worker.until_idle() == 0, "not before its time"
        due = (parsed(post.time_passes()) - parsed(now())).total_seconds()
        assert wait * 0.7 < due + 1 < wait * 1.3 + 1
        found = post.hooks.get("a", hook.id)
        assert found is not None
        assert found.failing_since is not None
        assert found.last_error in {"the answer was 500", "the answer was 503"}
    post.worker.until_idle()
    first, second, third = post.receiver.asked
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == third.headers["webhook-id"]
    assert first.body == second.body == third.body
    found = post.hooks.get("a", hook.id)
    assert found is not None
    assert (found.failing_since, found.last_error) == (None, None)


def test_a_receiver_may_ask_to_be_left_alone(post: Post) -> None:
    post.receiver.statuses = [429]
    post.receiver.headers = {"Retry-After": "3600"}
    post.hooks.create("a", post.url())
    post.happened()
    post.worker.until_idle()
    assert parsed(post.time_passes()) > parsed(later(3500))


def test_it_is_given_up_after_days(post: Post) -> None:
    post.receiver.statuses = [500]
    post.hooks.create("a", post.url())
    post.happened()
    for _ in WAITS:
        assert post.worker.until_idle() == 1
        post.time_passes()
    post.worker.until_idle()
    assert post.states() == ["given-up"]
    assert len(post.receiver.asked) == len(WAITS) + 1
    assert sum(WAITS) > 3 * 86_400


def test_gone_is_gone(post: Post) -> None:
    post.receiver.statuses = [410]
    hook = post.hooks.create("a", post.url())
    post.happened()
    post.worker.until_idle()
    found = post.hooks.get("a", hook.id)
    assert found is not None
    assert found.disabled_at is not None
    assert post.states() == ["done"]
    assert post.happened() == 0
    with pytest.raises(WebhookConflictError, match="disabled"):
        post.hooks.create("a", post.url())
    assert post.hooks.delete("a", hook.id)
    assert post.hooks.create("a", post.url()).disabled_at is None


def test_who_fails_for_too_long_is_not_called_any_more(post: Post) -> None:
    post.receiver.statuses = [500]
    hook = post.hooks.create("a", post.url())
    for _ in range(2):
        post.happened()
    post.database.write(lambda t: t.run("UPDATE webhook SET failing_since = ?", later(-6 * 86_400)))
    post.worker.until_idle()
    found = post.hooks.get("a", hook.id)
    assert found is not None
    assert found.disabled_at is not None
    assert len(post.receiver.asked) == 1, "the second is dropped"


def test_what_is_on_its_way_to_a_deleted_webhook_is_dropped(post: Post) -> None:
    hook = post.hooks.create("a", post.url())
    post.happened()
    post.hooks.delete("a", hook.id)
    post.worker.until_idle()
    assert post.receiver.asked == []
    assert post.states() == ["done"]


def test_who_is_suspended_is_told_nothing(post: Post) -> None:
    accounts = Accounts(post.database)
    account = accounts.add("Gazette", [Role.SUBMITTER])
    post.hooks.create(account.id, post.url())
    assert post.happened(account.id) == 1
    accounts.change(account.id, suspended=True)
    assert post.happened(account.id) == 0
    post.worker.until_idle()
    assert post.receiver.asked == []
    accounts.change(account.id, suspended=False)
    post.happened(account.id)
    post.worker.until_idle()
    assert len(post.receiver.asked) == 1


def test_an_address_that_is_near_by_then_is_not_called(post: Post) -> None:
    hook = post.hooks.create("a", post.url())
    post.happened()
    post.hooks.guard._resolve = lambda _host, _port: ("169.254.169.254",)
    post.worker.until_idle()
    assert post.receiver.asked == []
    found = post.hooks.get("a", hook.id)
    assert found is not None
    assert "not on the public Internet" in (found.last_error or "")


def test_who_is_told_of_what(post: Post) -> None:
    post.hooks.create("a", post.url("/a"))
    post.hooks.create("b", post.url("/b"), [EVENTS[5]])
    post.hooks.create("r", post.url("/r"), reach="all")
    post.hooks.create("a", post.url("/sandbox"), chain="sandbox")
    assert post.happened("a") == 2
    assert post.happened("b") == 1
    assert post.happened("b", EVENTS[5]) == 2
    assert post.happened("a", chain="sandbox") == 1
    post.worker.until_idle()
    paths = [asked.path for asked in post.receiver.asked]
    assert {path: paths.count(path) for path in paths} == {"/a": 1, "/b": 1, "/r": 3, "/sandbox": 1}
    assert len({asked.headers["webhook-id"] for asked in post.receiver.asked}) == 6


def test_a_worker_that_died_leaves_it_to_others_with_the_same_id(post: Post, opened: Callable[[], Database]) -> None:
    """Killed after sending and before noting it: it is sent twice with one id, so that the receiver takes it once."""
    post.hooks.create("a", post.url())
    post.happened()
    post.worker.until_idle()
    post.database.write(
        lambda t: t.run("UPDATE job SET state = 'running', lease_until = ?, holder = 'dead', done_at = NULL", later(-1))
    )
    Worker(opened(), post.worker._handlers.values()).until_idle()
    first, second = post.receiver.asked
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_every_account_has_its_own(post: Post) -> None:
    hook = post.hooks.create("a", post.url())
    assert post.hooks.get("b", hook.id) is None
    assert not post.hooks.delete("b", hook.id)
    assert post.hooks.of("b") == []
    assert post.hooks.of("a") == [hook]
    assert post.hooks.create("b", post.url()).id != hook.id


def test_the_same_again_is_the_same(post: Post) -> None:
    hook = post.hooks.create("a", post.url())
    assert post.hooks.create("a", post.url(), tuple(reversed(EVENTS))) == hook
    with pytest.raises(WebhookConflictError):
        post.hooks.create("a", post.url(), EVENTS[:1])
    with pytest.raises(WebhookConflictError):
        post.hooks.create("a", post.url(), reach="all")


def test_what_cannot_be(post: Post) -> None:
    with pytest.raises(WebhookError, match=r"no event 'ad\.shown'"):
        post.hooks.create("a", post.url(), ["ad.shown"])
    with pytest.raises(WebhookError, match="name an event"):
        post.hooks.create("a", post.url(), [])
    for number in range(MOST):
        post.hooks.create("a", post.url(f"/{number}"))
    with pytest.raises(WebhookConflictError, match="20 webhooks"):
        post.hooks.create("a", post.url("/more"))
    assert len(post.hooks.of("a", limit=100)) == MOST


def test_a_signature_is_for_one_time_and_one_message(post: Post) -> None:
    headers = headers_of("msg_1", b"{}", post.signer, at=1_674_087_231)
    assert headers["webhook-timestamp"] == "1674087231"
    verified(post.signer, headers, b"{}")
    for changed in ({"webhook-id": "msg_2"}, {"webhook-timestamp": "1674087232"}):
        with pytest.raises(Exception, match=r"^$") as raised:
            verified(post.signer, {**headers, **changed}, b"{}")
        assert type(raised.value).__name__ == "InvalidSignature"


def test_nothing_is_signed_that_could_be_a_receipt(post: Post) -> None:
    with pytest.raises(ValueError, match="begins as a receipt"):
        post.signer.sign_bytes(b"eyJhbGciOiJFZERTQSJ9.e30")
