"""What commands share that work with the engine: the registry, the extensions it knows, refusals in its words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from opads.catalogue import Catalogue, catalogue_of
from opads.cli.options import PATHS
from opads.cli.refusal import Refusal
from opads.formats import FormatError, Registry, registry_with
from opads.formats.local import VARIABLE, named_in
from opads.report import Report
from opads.standard.resources import ResourceError
from opads.standard.schemas import SchemaError

__all__ = ("catalogue_for", "extensions", "local_paths", "refusing", "registry", "words_of")


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the engine cannot work with into a refusal; also a decorator."""
    try:
        yield
    except (FormatError, ResourceError, SchemaError) as error:
        raise Refusal(str(error)) from error


def local_paths() -> tuple[Path, ...]:
    """Return the folders named by ``--path`` and by the environment."""
    ctx = click.get_current_context(silent=True)
    given: tuple[Path, ...] = ctx.meta.get(PATHS, ()) if ctx is not None else ()
    return (*given, *named_in(os.environ.get(VARIABLE, "")))


def registry() -> Registry:
    """Return the formats at hand: the standard's and those of the folders named; read once a command."""
    ctx = click.get_current_context(silent=True)
    paths = local_paths()
    if ctx is None or not paths:
        return registry_with(paths)
    key = f"opads.registry{paths}"
    if key not in ctx.meta:
        ctx.meta[key] = registry_with(paths)
    found: Registry = ctx.meta[key]
    return found


def extensions() -> frozenset[str]:
    """Return the endings of file names in which some format occurs."""
    return frozenset(
        ending.lower() for format_ in registry() for use in format_.file.carriers for ending in use.extensions
    )


def catalogue_for(reports: Iterable[Report], lang: str = "en") -> Catalogue:
    """Return the words of all findings that some reports can hold, in a language."""
    return words_of(tuple({f.id: None for report in reports for f in report.formats}), lang)


def words_of(formats: tuple[str, ...] | None, lang: str) -> Catalogue:
    """Return the words of all findings of some formats and packs (of all when None), in a language."""
    if lang == "en":
        return catalogue_of(registry(), formats)
    from opads.speech.findings import spoken_catalogue  # noqa: PLC0415 - English does without

    return spoken_catalogue(registry(), lang, formats)
