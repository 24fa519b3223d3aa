"""``opads format docs``."""

from __future__ import annotations

from pathlib import Path

import click

from opads.cli import exits, options
from opads.cli.engine import local_paths, refusing
from opads.cli.folders import judged
from opads.cli.output import emit
from opads.cli.refusal import Refusal, say
from opads.formats.check import broken
from opads.kit.documentation import document
from opads.kit.pages import RENDERERS

__all__ = ("command",)


@click.command("docs", short_help="Write a page of documentation for each format.")
@click.argument("names", nargs=-1, metavar="[FOLDER|ID]...")
@click.option(
    "-f",
    "--format",
    "kinds",
    type=click.Choice(list(RENDERERS)),
    multiple=True,
    help="Write this kind of page only; may be repeated. Default: both.",
)
@click.option(
    "--towards",
    type=options.FORMAT,
    multiple=True,
    metavar="FORMAT",
    help="Show what is lost towards FORMAT; may be repeated. Default: the formats that have a notice for readers.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="The folder to write to; default: here.",
)
@options.path_option
@refusing()
def command(names: tuple[str, ...], kinds: tuple[str, ...], towards: tuple[str, ...], output: Path) -> int:
    """Write ID.html and ID.md for each FOLDER or ID (all formats and packs when none is given).

    A page shows fields, their places in the canonical disclosure both ways, rules with their law, examples, and what
    is lost towards other formats. The HTML is one file that fetches nothing.
    """
    codes = [exits.NOTHING]
    for item in judged(names, local_paths()):
        if item.judge is None:
            for problem in broken(item.error) if item.error else []:
                say(f"{item.id}: {problem}")
            say(f"{item.id}: no page was written; opads format check tells more")
            codes.append(exits.UNCHECKABLE)
            continue
        page = document(item.judge, item.registry, towards or None)
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refusal(f"{output}: cannot be made ({error.strerror})") from error
        for kind in kinds or tuple(RENDERERS):
            path = output / f"{item.id}.{kind}"
            emit(RENDERERS[kind](page), str(path))
            emit(f"{path.as_posix()}\n".encode())
        codes.append(exits.ACCEPTABLE)
    return exits.worst(codes[1:])
