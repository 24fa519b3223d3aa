"""What another account handed in is not there, whatever way it is asked for (hostile input 71)."""

from typing import Any

from opads.access.accounts import Account
from tests.api.conftest import Client
from tests.api.keeping import access_of, bearer
from tests.api.objectlevel import ObjectLevel
from tests.register.conftest import CANONICAL, disclosure, document


def hand_in(client: Client, owner: Account, path: str, **headers: str) -> Any:
    """Send a document as the owner; give the answer."""
    _, text = access_of(client).keys.new(owner.id, "hand in")
    handed = document(disclosure("N-1"))
    sent = {"Content-Type": handed.media_type, "Idempotency-Key": "k", **bearer(text), **headers}
    answer = client.post(f"{path}?from={CANONICAL}", content=handed.data, headers=sent)
    assert answer.status_code in (201, 202), answer.text
    return answer.json()


class TestGetSubmission(ObjectLevel):
    def make(self, client: Client, owner: Account) -> tuple[str, str]:
        return f"/v1/submissions/{hand_in(client, owner, '/v1/submissions')['id']}", "/v1/submissions/{unknown}"


class TestGetSubmissionReport(ObjectLevel):
    def make(self, client: Client, owner: Account) -> tuple[str, str]:
        id_ = hand_in(client, owner, "/v1/submissions")["id"]
        return f"/v1/submissions/{id_}/report", "/v1/submissions/{unknown}/report"


class TestGetBatch(ObjectLevel):
    def make(self, client: Client, owner: Account) -> tuple[str, str]:
        return f"/v1/batches/{hand_in(client, owner, '/v1/batches')['id']}", "/v1/batches/{unknown}"


class TestCancelBatch(ObjectLevel):
    method = "DELETE"

    def make(self, client: Client, owner: Account) -> tuple[str, str]:
        return f"/v1/batches/{hand_in(client, owner, '/v1/batches')['id']}", "/v1/batches/{unknown}"
