"""``opads format check``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from opads.cli import exits, options
from opads.cli.engine import local_paths, refusing
from opads.cli.folders import Judged, judged
from opads.cli.output import emit, pretty
from opads.formats.check import broken, examine
from opads.formats.problem import Problem
from opads.rendering.characters import visible

__all__ = ("command",)

SHOWN = 5
"""Remarks and to-dos that the text shows of a folder."""

EPILOG = """\b
Examples:
  opads format check xx-register
  opads format check formats/ --format json
  opads format check --strict --path formats xx-register

\b
Exit codes: 0 sound, 1 not sound, 2 could not check, 3 nothing checked, 4 internal error."""


@click.command(
    "check", short_help="Check folders of formats and packs: what is wrong, where, how to mend it.", epilog=EPILOG
)
@click.argument("names", nargs=-1, metavar="[FOLDER|ID]...")
@options.rendering_option("text", "json")
@click.option("--strict", is_flag=True, help="Exit with 1 for remarks too.")
@options.output_option
@options.path_option
@refusing()
def command(*, names: tuple[str, ...], rendering: str, output: str | None, strict: bool) -> int:
    """Check each FOLDER (of a format, of a pack, or of several), or the format or pack with the ID; all when none is given.

    Every rule must trip its invalid example, spare the valid ones and those of other countries; values must come back
    from a round trip and stand in the account of every conversion. Problems make a folder unsound; remarks and to-dos
    do not.
    """
    found = [_examined(item) for item in judged(names, local_paths())]
    if rendering == "json":
        emit(pretty([row for row, _ in found]), output)
    else:
        emit("".join(f"{line}\n" for row, problems in found for line in _lines(row, problems)).encode(), output)
    wanted = ("problem", "remark") if strict else ("problem",)
    failed = any(problem.grade in wanted for _, problems in found for problem in problems)
    return exits.UNACCEPTABLE if failed else exits.ACCEPTABLE if found else exits.NOTHING


def _examined(item: Judged) -> tuple[dict[str, Any], list[Problem]]:
    if item.error is not None or item.judge is None:
        problems = broken(item.error) if item.error is not None else []
    else:
        problems = list(dict.fromkeys(examine(item.judge, item.registry)))
    row: dict[str, Any] = {
        "id": item.id,
        "folder": Path(item.folder).as_posix() if item.folder is not None else None,
        "sound": not any(problem.grade == "problem" for problem in problems),
        "problems": [msgspec.to_builtins(problem) for problem in problems],
    }
    return {key: value for key, value in row.items() if value is not None}, problems


def _lines(row: dict[str, Any], problems: list[Problem]) -> Iterator[str]:
    counts = [
        f"{number} {word}{'' if number == 1 or word == 'to do' else 's'}"
        for grade, word in (("problem", "problem"), ("remark", "remark"), ("to-do", "to do"))
        if (number := sum(problem.grade == grade for problem in problems))
    ]
    told = f" ({', '.join(counts)})" if counts else ""
    yield f"{visible(row['id'])}: {'sound' if row['sound'] else 'not sound'}{told}"
    shown = [*(p for p in problems if p.grade == "problem")]
    for grade in ("remark", "to-do"):
        shown += [p for p in problems if p.grade == grade][:SHOWN]
    for problem in shown:
        text = visible(
            f"{problem.grade}  {problem.place}: {problem.text}" if problem.file else f"{problem.grade}  {problem.text}"
        )
        yield from textwrap.wrap(text, 110, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
        if problem.fix:
            fix = visible(f"mend: {problem.fix}")
            yield from textwrap.wrap(fix, 110, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
    if len(shown) < len(problems):
        yield f"  ... and {len(problems) - len(shown)} more (--format json lists all)"
