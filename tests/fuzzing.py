"""How Schemathesis fuzzes the service: what it is told beyond the contract, in process and over the wire."""

import atexit
import json
import os
from tempfile import TemporaryDirectory
from typing import Any

import schemathesis

from opads.access.caller import Role
from opads.api import batches
from opads.api.app import create_app
from opads.api.front import Service
from opads.formats import default_registry
from opads.settings import Settings

KEY = os.environ.get("OPADS_FUZZ_KEY", "fuzz")
"""What every request is sent with, besides those by which it is tried what happens without."""
CONFIG = f"""
[generation]
deterministic = true
database = "none"

[checks]
# The walk over lengths also meets the bound on the whole address.
negative_data_rejection.expected-statuses = [400, 401, 404, 405, 406, 413, 414, 415, 422]

[dictionaries]
formats.values = {json.dumps(default_registry().ids)}

[parameters]
"query.from" = {{ dictionary = "formats", probability = 0.6 }}
"query.to" = {{ dictionary = "formats", probability = 0.8 }}
"query.format" = {{ dictionary = "formats", probability = 0.3 }}
"path.format_id" = {{ dictionary = "formats", probability = 0.8 }}

# A sound request can ask for what cannot be written or resolved: 422 is then the answer, where the operation says so.
[[operations]]
include-tag = "jobs"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 422]

# Who may see what, what is there, and which cursors were given, is not of the contract of a request; nor is what a document says.
[[operations]]
include-tag = "access"
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 404, 409, 412, 422]

[[operations]]
include-tag = "register"
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 403, 404, 409, 410, 412, 422, 451]

# The same of batches, which besides may be too many, or too late.
[[operations]]
include-tag = "batches"
checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 403, 404, 409, 410, 422, 429]
"""


def keeping() -> tuple[Service, str]:
    """Give a service that keeps what it is given in a folder of its own, and the settings of the tool that ask it as an account with all roles."""
    folder = TemporaryDirectory(prefix="opads-fuzz-")
    service = create_app(Settings(data=folder.name, batch_waiting=10_000))
    access = service.installation.access
    _, key = access.keys.new(access.accounts.add("Fuzz", list(Role)).id, "fuzz")
    batches.LONGEST = 0.2  # nobody works on what is handed in here, so nothing would end what is told of it

    def end() -> None:
        service.installation.close()
        folder.cleanup()

    atexit.register(end)
    return service, f'{CONFIG}\n[auth.openapi.key]\nbearer = "{key}"\n\n[auth.openapi.token]\nbearer = "{key}"\n'


@schemathesis.serializer("application/x-ndjson", "application/jsonl")
def lines(ctx: Any, value: Any) -> bytes:
    """Give a line for each element of an array, one line for anything else."""
    return (
        b"".join(json.dumps(row).encode() + b"\n" for row in (value if isinstance(value, list) else [value])) or b"\n"
    )


@schemathesis.serializer(
    *("application/xml", "text/xml", "application/gzip", "application/zstd", "application/zip"),
    "application/vnd.apache.parquet",
)
def as_it_is(ctx: Any, value: Any) -> bytes:
    """Send texts as they are: the tool's own way makes an element of an empty one."""
    return (
        value.encode()
        if isinstance(value, str)
        else bytes(value)
        if isinstance(value, bytes)
        else json.dumps(value).encode()
    )
