"""``opads format new``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from opads.cli import options
from opads.cli.engine import refusing, registry
from opads.cli.exits import UNCHECKABLE
from opads.cli.output import emit
from opads.cli.refusal import Refusal, say
from opads.kit.errors import KitError
from opads.kit.fields import COLUMNS, TYPES, read_fields
from opads.kit.parts import ENDINGS, UNSTATED, Described
from opads.kit.propose import propose
from opads.kit.scaffold import Made, check_wish, scaffold
from opads.rendering.wording import count

__all__ = ("command",)

EPILOG = f"""\b
The list has one row for each field and a first row that names its columns:
  {", ".join(COLUMNS)}
  (only the name is needed; columns may be called otherwise: field, label, mandatory ...)
\b
Types: {", ".join(TYPES)}
Codes: a=First; b=Second, or a=First->code of the standard
Canonical: the place in the canonical disclosure, such as /parties[roles=sponsor]/name
\b
Examples:
  opads format new xx-register --from-data export.csv -o fields.csv
  opads format new xx-register --from fields.csv --name "Register of XX" --country XX"""


@click.command("new", short_help="Make the folder of a format from a list of its fields.", epilog=EPILOG)
@click.argument("format_id", metavar="ID")
@click.option(
    "--from", "fields_file", type=click.Path(path_type=Path), metavar="FILE", help="The list of fields: CSV or .xlsx."
)
@click.option(
    "--from-data",
    "data_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Propose a list of fields by the header of a CSV file; no value of it is read.",
)
@click.option("--name", help="What the format is called; default: the id.")
@click.option("--authority", help="Who issues it; default: 'not stated'.")
@click.option("--country", metavar="CODE", help="Whose law or register it is: a code of ISO 3166-1, or EU.")
@click.option("--instrument", metavar="TEXT", help="The law or specification that the fields come from.")
@click.option("--url", help="Where that text can be read.")
@click.option(
    "--read",
    "read_on",
    type=options.DATE,
    metavar="DATE",
    help="The day on which you read it there: what it requires is then an error, not a warning.",
)
@click.option(
    "--kind",
    type=click.Choice(["law", "platform", "industry", "standard"]),
    default="law",
    show_default=True,
    help="What kind of format it is.",
)
@click.option(
    "--carrier", type=click.Choice(list(ENDINGS)), default="csv", show_default=True, help="The syntax of its files."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The folder to make ID in (default: here); with --from-data the list to write (default: standard output).",
)
@options.path_option
@refusing()
def command(format_id: str, fields_file: Path | None, data_file: Path | None, **given: Any) -> int:  # fmt: skip
    """Make a folder called ID with all that a format needs, made from a list of its fields and proven sound.

    Where the list says no canonical path for a field, its values are kept with the record, and the output names it
    as a thing to do. All values in the examples are invented.
    """
    if (fields_file is None) == (data_file is None):
        raise click.UsageError("give --from FIELDS (a list of fields) or --from-data FILE (to have one proposed).")
    output: Path | None = given["output"]
    try:
        if data_file is not None:
            return _proposed(format_id, data_file, output)
        assert fields_file is not None  # noqa: S101 - one of the two is given
        described = _described(format_id, given, fields_file.name)
        check_wish(described, registry())
        made = scaffold(read_fields(fields_file), described, registry(), output or Path())
    except KitError as error:
        for problem in error.problems:
            say(problem)
        return UNCHECKABLE
    except OSError as error:
        raise Refusal(f"{error.filename}: {error.strerror}") from error
    emit("".join(f"{line}\n" for line in _lines(made)).encode())
    return 0


def _proposed(format_id: str, data_file: Path, output: Path | None) -> int:
    if output is not None and output.exists():
        raise Refusal(f"{output}: is there already; nothing was written")
    emit(propose(data_file), None if output is None else str(output))
    place = output or "the list"
    say(
        f"titles and types are guesses by name; correct {place}, add canonical paths, then: opads format new {format_id} --from {output or 'FILE'}"
    )
    return 0


def _described(format_id: str, given: dict[str, Any], listed: str) -> Described:
    read_on: date | None = given["read_on"]
    return Described(
        id=format_id, name=given["name"] or format_id, authority=given["authority"] or UNSTATED, carrier=given["carrier"],
        country=given["country"].upper() if given["country"] else None, instrument=given["instrument"], url=given["url"],
        read=read_on, kind=given["kind"], listed=listed,
    )  # fmt: skip


def _lines(made: Made) -> list[str]:
    folder = made.folder.as_posix()
    told = [
        f"{folder}: {count(made.fields, 'field')}, {made.mapped} of them mapped, {count(made.rules, 'rule')}, {count(made.examples, 'example')}"
    ]
    if made.todo:
        told += ["to do:", *(f"  {text}" for text in made.todo)]
    return [*told, f"next: opads format check {folder}"]
