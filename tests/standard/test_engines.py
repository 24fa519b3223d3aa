"""Two independent engines give the same verdict on written and on generated documents; neither opens a socket."""

import json
import random
import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opads.standard.schemas import SchemaError, SchemaSet
from tests.standard.cases import INVALID, VALID
from tests.strategies import BASE, disclosures, mutate

MUTANTS = 30
EXAMPLES = 75


@pytest.mark.parametrize("document", VALID.values(), ids=VALID)
def test_valid(document: Any, schemas: SchemaSet, oracle: jsonschema.protocols.Validator, no_sockets: None) -> None:
    assert schemas.validate(document) == []
    assert schemas.is_valid(document)
    assert oracle.is_valid(document)


@pytest.mark.parametrize(("document", "rule", "pointer"), INVALID.values(), ids=INVALID)
def test_invalid(
    document: Any,
    rule: str,
    pointer: str,
    schemas: SchemaSet,
    oracle: jsonschema.protocols.Validator,
    no_sockets: None,
) -> None:
    assert [(issue.rule, issue.pointer) for issue in schemas.validate(document)] == [(rule, pointer)]
    assert not schemas.is_valid(document)
    assert not oracle.is_valid(document)


@pytest.mark.parametrize("name", ["complete", "minimal"])
def test_examples(name: str, project: Path, schemas: SchemaSet, oracle: jsonschema.protocols.Validator) -> None:
    document = json.loads((project / f"schema/1.0/examples/{name}.json").read_bytes())
    assert schemas.validate(document) == []
    assert oracle.is_valid(document)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(document=disclosures(), seed=st.integers(0, 2**32))
def test_generated(
    document: dict[str, Any],
    seed: int,
    schemas: SchemaSet,
    oracle: jsonschema.protocols.Validator,
    no_sockets: None,
) -> None:
    """Each generated document is valid; of its mutants both engines say the same, and so does the fast path."""
    assert schemas.validate(document) == []
    assert oracle.is_valid(document)
    chance = random.Random(seed)  # noqa: S311 - reproducible test data
    for _ in range(MUTANTS):
        mutant = mutate(document, chance)
        verdict = schemas.is_valid(mutant)
        assert verdict == oracle.is_valid(mutant), mutant
        assert verdict == (schemas.validate(mutant) == [])


def test_mutants_of_both_kinds(project: Path, schemas: SchemaSet) -> None:
    """The mutators make documents of both verdicts, so the comparison above is not idle."""
    document = json.loads((project / "schema/1.0/examples/complete.json").read_bytes())
    chance = random.Random(1)  # noqa: S311 - reproducible test data
    verdicts = [schemas.is_valid(mutate(document, chance)) for _ in range(300)]
    assert 30 < sum(verdicts) < 270


@pytest.mark.parametrize(
    "reference",
    [
        "https://example.org/elsewhere.json",
        "file:///etc/hostname",
        f"{BASE}absent.json",
        f"{BASE}party.json#/$defs/absent",
        "#/$defs/absent",
        "http://json-schema.org/draft-07/schema-elsewhere",
    ],
)
def test_nothing_is_fetched(reference: str, schemas: SchemaSet, no_sockets: None) -> None:
    with pytest.raises(SchemaError):
        schemas.compile({"type": "object", "properties": {"x": {"$ref": reference}}})


def test_not_even_a_server_at_hand_is_asked(schemas: SchemaSet) -> None:
    """The engine is no Python, so banning Python's sockets proves little of it: a server counts who comes."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"type": "integer"}')

        def log_message(self, *_: object) -> None:
            """Keep silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        with pytest.raises(SchemaError):
            schemas.compile({"$ref": f"{address}/reference.json"})
        unasked = schemas.compile(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"x": True}}
        )
        assert unasked.is_valid({"x": {"$ref": f"{address}/value.json", "$schema": f"{address}/dialect.json"}})
        connection = HTTPConnection("127.0.0.1", server.server_port)
        connection.request("GET", "/control.json")
        assert connection.getresponse().read()
        connection.close()
        server.shutdown()
    assert asked == ["/control.json"]


def test_the_banned_socket_is_noticed(no_sockets: None) -> None:
    import socket  # noqa: PLC0415 - after the ban

    with pytest.raises(AssertionError, match="socket"):
        socket.create_connection(("example.org", 80))
