"""The two engines, and a ban on sockets."""

import socket
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from opads.standard.schemas import SchemaSet, default_schemas
from tests.strategies import BASE, schema_documents


@pytest.fixture(scope="session")
def schemas() -> SchemaSet:
    """Return the schemas that the service uses."""
    return default_schemas()


def _never(uri: str) -> Resource[Any]:
    raise LookupError(uri)


def _is_integer(_checker: jsonschema.TypeChecker, value: object) -> bool:
    if isinstance(value, Decimal):
        return value == value.to_integral_value()
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(checker: jsonschema.TypeChecker, value: object) -> bool:
    return isinstance(value, Decimal) or _is_integer(checker, value)


@pytest.fixture(scope="session")
def oracle() -> Any:
    """Return the other engine, over a closed registry, with exact numbers."""
    # A document that names its dialect would be judged by the plain engine, which takes no Decimal for a number.
    documents = {uri: {k: v for k, v in doc.items() if k != "$schema"} for uri, doc in schema_documents().items()}
    resources = [(uri, DRAFT202012.create_resource(document)) for uri, document in documents.items()]
    registry: Registry[Any] = Registry(retrieve=_never).with_resources(resources)  # type: ignore[call-arg]  # attrs renames the argument
    base = jsonschema.Draft202012Validator
    engine: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]  # the library has no types here
        base, type_checker=base.TYPE_CHECKER.redefine("integer", _is_integer).redefine("number", _is_number)
    )
    schema = documents[f"{BASE}disclosure.json"]
    return engine(schema, registry=registry, format_checker=base.FORMAT_CHECKER)


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every attempt to open a socket or to resolve a name fail the test."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
