"""The contract, walked and fuzzed in process by Schemathesis: every check on, none may fail."""

import json

import schemathesis
from hypothesis import settings
from schemathesis.config import SchemathesisConfig

from opads.api.app import create_app

CONFIG = """
[generation]
max-examples = 20
deterministic = true
database = "none"

# A sound request can name formats that do not fit the document: 422 is then the answer.
[[operations]]
include-operation-id = "convert"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 422]
"""



@schemathesis.serializer("application/x-ndjson", "application/jsonl")
def lines(ctx, value):
    """A line for each element of an array, one line for anything else."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in (value if isinstance(value, list) else [value])) or b"\n"


schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(), config=SchemathesisConfig.from_str(CONFIG))


@schema.parametrize()
@settings(max_examples=20, deadline=None)
def test_every_operation_keeps_the_contract(case):
    case.call_and_validate()


TestStateful = schema.as_state_machine().TestCase
TestStateful.settings = settings(max_examples=10, stateful_step_count=8, deadline=None)
