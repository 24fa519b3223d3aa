"""What is another account's is not there: one test for every route with an id.

Subclass ``ObjectLevel`` in a module of tests, and give what makes the thing:

    class TestGetBatch(ObjectLevel):
        def make(self, client, owner):
            batch = client.app.installation.batches.add(owner.id, …)
            return f"/v1/batches/{batch.id}", "/v1/batches/{unknown}"
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from opads.access.accounts import Account
from opads.storage.ids import new_id
from tests.api.conftest import Client
from tests.api.keeping import key_of, service_at

__all__ = ("ObjectLevel",)

VOLATILE = {"date", "content-length"}


class ObjectLevel:
    """Asks for a thing of another account, and for one that nobody has: both answers are the same to the byte."""

    method: ClassVar[str] = "GET"
    body: ClassVar[Any] = None
    """The JSON that is sent, None for no body."""
    headers: ClassVar[dict[str, str]] = {}
    roles: ClassVar[tuple[str, ...]] = ("submitter",)
    """What the stranger is."""

    def make(self, client: Client, owner: Account) -> tuple[str, str]:
        """Make a thing of an account; give its path, and the path with ``{unknown}`` in the place of its id."""
        raise NotImplementedError

    @pytest.fixture
    def holding(self, address: str, tmp_path: Path) -> Iterator[Client]:
        with service_at(address, data=str(tmp_path / "data")) as client:
            yield client

    def test_another_account_s_thing_is_not_there(self, holding: Client) -> None:
        owner, own = key_of(holding, "Owner", *self.roles)
        _, strange = key_of(holding, "Stranger", *self.roles)
        path, unknown = self.make(holding, owner)
        others = [self._ask(holding, path, strange)]
        others += [self._ask(holding, unknown.replace("{unknown}", id_), strange) for id_ in (new_id(), "x", "%25")]
        assert {response.status_code for response in others} == {404}
        assert len({response.content for response in others}) == 1
        assert len({tuple(sorted((k, v) for k, v in r.headers.items() if k not in VOLATILE)) for r in others}) == 1
        assert self._ask(holding, unknown.replace("{unknown}", "%00"), strange).status_code == 404
        # The owner meets no such answer, so it is not the path that is wrong.
        assert self._ask(holding, path, own).status_code < 300

    def _ask(self, client: Client, path: str, headers: dict[str, str]) -> Any:
        json = {"json": self.body} if self.body is not None else {}
        return client.request(self.method, path, headers={**headers, **self.headers}, **json)
