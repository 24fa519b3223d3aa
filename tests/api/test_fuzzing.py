"""The contract, walked and fuzzed in process by Schemathesis: every check on, none may fail."""

from typing import Any

import schemathesis
from hypothesis import settings
from schemathesis.config import SchemathesisConfig

from tests.fuzzing import keeping

service, config = keeping()
schema = schemathesis.openapi.from_asgi("/openapi.json", service, config=SchemathesisConfig.from_str(config))


@schema.parametrize()
@settings(max_examples=60, deadline=None)
def test_every_operation_keeps_the_contract(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()


TestStateful = schema.as_state_machine().TestCase
TestStateful.settings = settings(max_examples=30, stateful_step_count=8, deadline=None)
