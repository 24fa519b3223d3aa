"""The contract, walked and fuzzed in process by Schemathesis: every check on, none may fail."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import schemathesis
from hypothesis import settings
from schemathesis.config import SchemathesisConfig

from opads.webhooks.guard import Guard
from tests.fuzzing import keeping

service, config = keeping()
schema = schemathesis.openapi.from_asgi("/openapi.json", service, config=SchemathesisConfig.from_str(config))


@pytest.fixture(scope="module", autouse=True)
def _names() -> Iterator[None]:
    """Let every name stand for an address that may be called; nobody is: there is no worker."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("opads.webhooks.guard.Guard", partial(Guard, resolver=lambda _host, _port: ["1.1.1.1"]))
        yield


@schema.parametrize()
@settings(max_examples=60, deadline=None)
def test_every_operation_keeps_the_contract(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()


# What is kept makes the same steps end otherwise when they are taken again, which Hypothesis takes for a flaw of the test: operations that keep
# something are walked by `make soak`.
TestStateful = schema.exclude(tag=["access", "batches", "register"]).as_state_machine().TestCase
TestStateful.settings = settings(max_examples=30, stateful_step_count=8, deadline=None)
