"""The register against a model of it that is as simple as can be, through any order of steps."""

import tempfile
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from msgspec.structs import astuple, replace

from opads.formats import default_registry
from opads.receipts.keyring import Keyring
from opads.receipts.signing import Signer
from opads.receipts.vault import Vault
from opads.receipts.verifying import read
from opads.register import ConflictError, Intent, Register, Submitted, UnknownDisclosureError
from opads.register.chain import INSERT, hash_of
from opads.register.rebuilding import rebuild
from opads.register.verifying import verify
from opads.replays import Answer, KeyReusedError, Replays, Request, digest_of
from opads.storage import open_database
from opads.storage.migrations import migrate
from tests.databases import DIALECTS, empty_database
from tests.register.conftest import disclosure, document

ACCOUNTS = st.sampled_from(["account-1", "account-2"])
NAMES = st.sampled_from(["N-1", "N-2", "N-3"])
TITLES = st.sampled_from(["a", "b", "c"])
ACTIONS = st.sampled_from([None, "amended", "corrected"])
STEPS = st.sampled_from(["withdrawn", "suspended", "resumed"])


@dataclass
class Expected:
    """A disclosure as the model has it."""

    id: str
    account: str
    status: str = "accepted"
    titles: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    receipt: str = ""
    """That of the submission that brought the newest version."""


class Model(RuleBasedStateMachine):
    """Hands in, amends, withdraws, suspends, resumes, and sends again; the register and the model must agree."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        address = self.stack.enter_context(self.database(folder))
        self.base = open_database(address)
        self.stack.callback(self.base.close)
        migrate(self.base)
        signer = Signer(Keyring(self.base, Vault(folder / "keys", "")))
        self.register = Register(self.base, default_registry(), lambda: signer)
        self.replays = Replays(self.base)
        self.known: dict[tuple[str, str], Expected] = {}
        self.answers: dict[tuple[str, str], tuple[str, Answer]] = {}
        self.entries = 0

    def database(self, folder: Path) -> Any:
        raise NotImplementedError

    def teardown(self) -> None:
        self.stack.close()

    def hand_in(self, account: str, name: str, title: str, action: Any, key: str | None = None) -> Submitted | Answer:
        """Hand in one disclosure, under a key if there is one."""
        intent = Intent(action=action)
        handed = document(disclosure(name, title))
        job = self.register.entering(self.register.judge(handed, intent), intent, account=account, chain="public")
        if key is None:
            return self.base.write(job)
        request = Request(account, "POST", key, digest_of(handed.data, [("action", str(action))]))
        return self.replays.once(request, job, lambda found: Answer(201, found.submission.receipt.encode()))[0]

    @rule(account=ACCOUNTS, name=NAMES, title=TITLES, action=ACTIONS)
    def submit(self, account: str, name: str, title: str, action: Any) -> None:
        """Hand in; the model says what must come of it."""
        before = self.known.get((account, name))
        same = before is not None and before.titles[-1] == title
        if before is not None and (before.status == "withdrawn" or (not same and action is None)):
            with pytest.raises(ConflictError) as caught:
                self.hand_in(account, name, title, action)
            (clash,) = caught.value.clashes
            assert (clash.disclosure, clash.version, clash.status) == (before.id, len(before.titles), before.status)
            return
        found = self.hand_in(account, name, title, action)
        assert isinstance(found, Submitted)
        (outcome,) = found.submission.outcomes
        if same and before is not None:
            assert not found.fresh
            assert found.submission.receipt == before.receipt
            return
        assert found.fresh
        self.take(account, name, title, action, outcome.disclosure, found.submission.receipt)
        assert outcome.outcome == self.known[account, name].kinds[-1]

    def take(self, account: str, name: str, title: str, action: str | None, id_: str, receipt: str) -> None:
        """Let the model know of a new version."""
        new = (account, name) not in self.known
        expected = self.known.setdefault((account, name), Expected(id_, account))
        assert expected.id == id_
        expected.titles.append(title)
        expected.kinds.append("accepted" if new else str(action))
        expected.receipt = receipt
        self.entries += 1

    @rule(account=ACCOUNTS, name=NAMES, title=TITLES, action=ACTIONS, key=st.sampled_from(["k-1", "k-2"]))
    def submit_with_a_key(self, account: str, name: str, title: str, action: Any, key: str) -> None:
        """Hand in under a key: done once, or refused without using the key up."""
        said = f"{name} {title} {action}"
        before = self.answers.get((account, key))
        if before is not None:
            if before[0] != said:
                with pytest.raises(KeyReusedError):
                    self.hand_in(account, name, title, action, key)
            else:
                assert self.hand_in(account, name, title, action, key) == before[1]
            return
        known = self.known.get((account, name))
        fresh = known is None or known.titles[-1] != title
        if known is not None and (known.status == "withdrawn" or (fresh and action is None)):
            with pytest.raises(ConflictError):
                self.hand_in(account, name, title, action, key)
            return
        answer = self.hand_in(account, name, title, action, key)
        assert isinstance(answer, Answer)
        self.answers[account, key] = said, answer
        receipt = answer.body.decode()
        if fresh:
            self.take(account, name, title, action, read(receipt)[1].entries[0].disclosure, receipt)

    @rule(asks=ACCOUNTS, account=ACCOUNTS, name=NAMES, kind=STEPS)
    def step(self, asks: str, account: str, name: str, kind: str) -> None:
        """Withdraw one's own, suspend and resume anyone's."""
        before = self.known.get((account, name))
        if before is None or (kind == "withdrawn" and asks != account):
            with pytest.raises(UnknownDisclosureError):
                self.register.step(before.id if before else "none", kind, "Because.", account=asks)
            return
        after = {
            ("accepted", "withdrawn"): "withdrawn",
            ("suspended", "withdrawn"): "withdrawn",
            ("accepted", "suspended"): "suspended",
            ("suspended", "resumed"): "accepted",
        }.get((before.status, kind))
        if after is None:
            with pytest.raises(ConflictError):
                self.register.step(before.id, kind, "Because.", account=asks)
            return
        found = self.register.step(before.id, kind, "Because.", account=asks)
        assert (found.status, found.version) == (after, len(before.titles))
        before.status = after
        before.kinds.append(kind)
        self.entries += 1

    @rule()
    def made_anew(self) -> None:
        """Make what stands by the log anew: it is the same at any time."""
        assert rebuild(self.base) == len(self.known)

    @rule(data=st.data())
    def tampered(self, data: st.DataObject) -> None:
        """Whatever entry is edited, left out or written twice is named, and all is sound when it is as it was."""
        if not self.entries:
            return
        sequence = data.draw(st.integers(1, self.entries))
        (entry,) = self.register.log("public", sequence - 1, 1)
        edited = replace(entry, reason="ours") if data.draw(st.booleans()) else replace(entry, hash="0" * 64)
        gone = data.draw(st.booleans())
        self.base.write(lambda t: t.run("DELETE FROM entry WHERE chain = 'public' AND sequence = ?", sequence))
        if not gone:
            self.base.write(lambda t: t.run(INSERT, *astuple(edited)))
        fault = verify(self.base, contents=False).faults[0]
        last = sequence == self.entries
        assert (fault.kind, fault.sequence) == (("end" if last else "missing") if gone else "changed", sequence)
        self.base.write(lambda t: t.run("DELETE FROM entry WHERE chain = 'public' AND sequence = ?", sequence))
        assert hash_of(entry) == entry.hash
        self.base.write(lambda t: t.run(INSERT, *astuple(entry)))

    @invariant()
    def they_agree(self) -> None:
        """Log, projection and answers say what the model says."""
        assert self.register.head("public").sequence == self.entries
        for (account, name), expected in self.known.items():
            stands = self.register.by_publisher_id(name, account, "public")
            assert stands is not None
            assert (stands.id, stands.status, stands.version) == (expected.id, expected.status, len(expected.titles))
            assert [entry.kind for entry in self.register.history(expected.id, "public")] == expected.kinds
        found = verify(self.base, contents=False)
        assert (found.faults, found.entries, found.disclosures) == ((), self.entries, len(self.known))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_register_does_as_the_model(dialect: str, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue("postgres") if dialect == "postgresql" else None

    class Here(Model):
        def database(self, folder: Path) -> Any:
            return nullcontext(f"sqlite:///{folder / 'test.db'}") if server is None else empty_database(server)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=8 if server is None else 4,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
