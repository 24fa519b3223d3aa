"""What commands share that work with the engine: the registry, the extensions it knows, refusals in its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from opads.catalogue import Catalogue, catalogue_of
from opads.cli.refusal import Refusal
from opads.formats import FormatError, Registry, default_registry
from opads.report import Report
from opads.standard.resources import ResourceError
from opads.standard.schemas import SchemaError

__all__ = ("catalogue_for", "extensions", "refusing", "registry")


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the engine cannot work with into a refusal; also a decorator."""
    try:
        yield
    except (FormatError, ResourceError, SchemaError) as error:
        raise Refusal(str(error)) from error


def registry() -> Registry:
    """Return the formats at hand."""
    return default_registry()


def extensions() -> frozenset[str]:
    """Return the endings of file names in which some format occurs."""
    return frozenset(
        ending.lower() for format_ in registry() for use in format_.file.carriers for ending in use.extensions
    )


def catalogue_for(reports: Iterable[Report]) -> Catalogue:
    """Return the words of all findings that some reports can hold."""
    return catalogue_of(registry(), tuple({f.id: None for report in reports for f in report.formats}))
