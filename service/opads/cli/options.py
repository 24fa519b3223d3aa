"""Options and argument types that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from opads.standard import resources

__all__ = (
    "CARRIERS", "DATE", "FORMAT", "PATHS", "carrier_option", "carry_option", "color_option", "date_option", "empty_option",
    "fail_on_option", "lang_option", "laws_option", "loss_option", "output_option", "path_option", "quiet_option", "rendering_option",
    "report_option", "source_option", "target_option",
)  # fmt: skip

_F = TypeVar("_F", bound=Callable[..., Any])

CARRIERS = ("json", "ndjson", "jsonld", "csv", "fec", "xml")


class FormatId(click.ParamType[str]):
    """The id of a format; whether it exists is the registry's to say."""

    name = "format"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the ids that begin so, by the names of the folders alone."""
        del ctx, param
        folders = sorted(path.parent.name for path in resources.formats().glob("*/format.yaml"))
        return [CompletionItem(name) for name in folders if name.startswith(incomplete)]


class Date(click.ParamType[date]):
    """A calendar date, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date, or fail as a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write YYYY-MM-DD", param, ctx)


class Tongue(click.ParamType[str]):
    """The tag of a language of the interface."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the tag, or fail as a usage error that lists those there are."""
        from opads.speech.languages import LANGUAGES  # noqa: PLC0415 - only who asks for one needs to know

        tag = str(value).lower()
        if tag not in LANGUAGES:
            self.fail(f"{value!r} is none of {', '.join(LANGUAGES)}", param, ctx)
        return tag

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the tags that begin so."""
        from opads.speech.languages import LANGUAGES  # noqa: PLC0415 - the same

        del ctx, param
        return [CompletionItem(tag) for tag in LANGUAGES if tag.startswith(incomplete)]


FORMAT = FormatId()
DATE = Date()


def rendering_option(*choices: str) -> Callable[[_F], _F]:
    """Add ``--format``, of which the first choice is the default."""
    return click.option(
        "-f", "--format", "rendering", type=click.Choice(choices), default=choices[0], show_default=True,
        help="How to show the answer.",
    )  # fmt: skip


def report_option(choices: Iterable[str]) -> Callable[[_F], _F]:
    """Add ``--format`` for reports, which are shown as text unless told otherwise."""
    return click.option(
        "-f", "--format", "rendering", type=click.Choice(list(choices)), default="text", show_default=True,
        help="How to show the report.",
    )  # fmt: skip


def source_option(what: str) -> Callable[[_F], _F]:
    """Add ``--from``; ``what`` are the files meant."""
    return click.option(
        "--from", "source", type=FORMAT, metavar="FORMAT",
        help=f"The format of {what}; default: recognised by {'its' if what.isupper() else 'their'} fields.",
    )  # fmt: skip


def carrier_option(what: str) -> Callable[[_F], _F]:
    """Add ``--carrier``; ``what`` are the files meant."""
    return click.option(
        "--carrier", type=click.Choice(CARRIERS), help=f"The syntax of {what}; default: recognised."
    )  # fmt: skip


def lang_option(what: str) -> Callable[[_F], _F]:
    """Add ``--lang``; ``what`` is told in it."""
    return click.option(
        "--lang", type=Tongue(), default="en", metavar="LANG", show_default=True,
        help=f"The language of {what}, such as fr; what has no words in it is told in English.",
    )  # fmt: skip


def laws_option(function: _F) -> _F:
    """Add ``--for``."""
    return click.option(
        "--for", "targets", type=FORMAT, multiple=True, metavar="FORMAT",
        help="Judge by the law of FORMAT too; may be repeated.",
    )(function)  # fmt: skip


def target_option(function: _F) -> _F:
    """Add ``--to``."""
    return click.option(
        "--to", "target", type=FORMAT, metavar="FORMAT", required=True, help="The format to write."
    )(function)  # fmt: skip


def fail_on_option(choices: Iterable[str]) -> Callable[[_F], _F]:
    """Add ``--fail-on``."""
    return click.option(
        "--fail-on", type=click.Choice(list(choices)), default="error", show_default=True,
        help="Exit with 1 where there are findings of this severity or graver.",
    )  # fmt: skip


def empty_option(function: _F) -> _F:
    """Add ``--allow-empty``."""
    return click.option(
        "--allow-empty", is_flag=True, help="Exit with 0 where there is no file or no record to check."
    )(function)  # fmt: skip


def carry_option(function: _F) -> _F:
    """Add ``--no-carry``."""
    return click.option(
        "--no-carry", is_flag=True, help="Do not let the source travel in the extension point of the target format."
    )(function)  # fmt: skip


def loss_option(kinds: Iterable[str]) -> Callable[[_F], _F]:
    """Add ``--fail-on-loss``."""
    return click.option(
        "--fail-on-loss", "kinds", type=click.Choice([*kinds, "any"]), multiple=True,
        help="Exit with 1 where such a loss occurs; may be repeated.",
    )  # fmt: skip


PATHS = "opads.paths"
"""Where the context of a command keeps the folders named."""


def path_option(function: _F) -> _F:
    """Add ``--path``, which the registry of the command looks at."""
    return click.option(
        "--path", multiple=True, type=click.Path(path_type=Path), metavar="DIR", expose_value=False, is_eager=True,
        callback=_remember,
        help="Use the formats and packs in DIR too (a folder of folders, or one of them); may be repeated.",
    )(function)  # fmt: skip


def _remember(ctx: click.Context, param: click.Parameter, value: tuple[Path, ...]) -> None:
    del param
    ctx.meta[PATHS] = (*ctx.meta.get(PATHS, ()), *value)


def output_option(function: _F) -> _F:
    """Add ``-o``."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help="Write to FILE instead of standard output.",
    )(function)


def quiet_option(function: _F) -> _F:
    """Add ``--quiet``."""
    return click.option("-q", "--quiet", is_flag=True, help="Say less: only verdicts, no hints, no progress.")(function)


def date_option(function: _F) -> _F:
    """Add ``--date``."""
    return click.option(
        "--date",
        "as_of",
        type=DATE,
        metavar="DATE",
        help="Apply the law as of DATE (YYYY-MM-DD); default: each disclosure's own date.",
    )(function)


def color_option(function: _F) -> _F:
    """Add ``--color``."""
    return click.option(
        "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True,
        help="Colour the text; auto does so on a terminal, unless NO_COLOR is set.",
    )(function)  # fmt: skip
