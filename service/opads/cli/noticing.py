"""What the commands ``notice`` and ``label`` share: arguments, reading, refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from opads.carriers import Limits
from opads.cli import exits, options
from opads.cli.engine import registry
from opads.cli.inputs import STDIN, UnreadableError, expand
from opads.cli.refusal import Refusal

if TYPE_CHECKING:
    from opads.notice.template import Template

__all__ = ("language", "read", "shared_options", "translated")

_F = TypeVar("_F", bound=Callable[..., Any])
_LIBRARIES = frozenset({"babel", "segno"})


class _NothingMade(Refusal):
    """The file was read and there is nothing to make a notice of."""

    exit_code = exits.UNACCEPTABLE


def shared_options(function: _F) -> _F:
    """Add FILE, ``--from``, ``--carrier``, ``--record``, ``--lang``, ``--template`` and ``--path``."""
    for add in (
        options.path_option,
        click.option("--template", metavar="ID", help="The notice template; default: the first of those installed."),
        click.option(
            "--lang", metavar="LANG", help="The language, such as de; default: that of the disclosure, else en."
        ),
        click.option(
            "--record",
            type=click.IntRange(min=1),
            metavar="N",
            help="Which disclosure of FILE, from 1, where it has several.",
        ),
        click.option("--carrier", type=click.Choice(options.CARRIERS), help="The syntax of FILE; default: recognised."),
        click.option(
            "--from",
            "source",
            type=options.FORMAT,
            metavar="FORMAT",
            help="The format of FILE; default: recognised by its fields.",
        ),
        click.argument("file", metavar="FILE"),
    ):
        function = add(function)
    return function


def read(chosen: Mapping[str, Any]) -> tuple[Template, dict[str, Any]]:
    """Return the template asked for and the disclosure in the file; raises Refusal where either cannot be had."""
    from opads.notice import NoticeError  # noqa: PLC0415 - its libraries may not be installed
    from opads.notice.loading import template, words  # noqa: PLC0415 - its libraries may not be installed
    from opads.notice.source import read_disclosure  # noqa: PLC0415 - the same

    try:
        wanted = template(chosen["template"])
        if chosen["lang"] is not None:
            words(wanted, chosen["lang"])
    except NoticeError as error:
        raise Refusal(str(error)) from error
    known = registry()
    if chosen["source"] is not None:
        known.get(chosen["source"])
    disclosure = read_disclosure(
        _bytes(chosen["file"]),
        known,
        source=chosen["source"],
        carrier=chosen["carrier"],
        record=chosen["record"],
        limits=Limits(),
    )
    return wanted, disclosure


def language(chosen: Mapping[str, Any]) -> str | None:
    """Return the language asked for."""
    return None if chosen["lang"] is None else str(chosen["lang"])


@contextmanager
def translated() -> Iterator[None]:
    """Turn what notices cannot do into refusals, each with its exit code."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _LIBRARIES:
            raise
        raise Refusal(f"notices need the Python package {error.name}; install opads[notice]") from error
    except (ValueError, RuntimeError) as error:
        from opads.notice.errors import NoticeError, RenderingUnavailableError, TemplateError  # noqa: PLC0415 - as above

        if isinstance(error, NoticeError):
            raise _NothingMade(f"nothing was written: {error}") from error
        if isinstance(error, RenderingUnavailableError | TemplateError):
            raise Refusal(str(error)) from error
        raise


def _bytes(file: str) -> bytes:
    inputs, _ = expand([file], frozenset())
    if len(inputs) != 1 or (file != STDIN and inputs[0].name != file):
        raise Refusal(f"{file}: give the path of one file, or - for standard input")
    try:
        return inputs[0].read(Limits().max_bytes)
    except UnreadableError as error:
        raise Refusal(str(error)) from error
