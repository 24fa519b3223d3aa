"""``opads schema``."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

import click

from opads.cli.options import output_option
from opads.cli.output import emit
from opads.cli.refusal import Refusal
from opads.cli.schemas import named
from opads.standard.bundling import bundle
from opads.standard.resources import ResourceError

__all__ = ("command",)


@click.command("schema", short_help="Print the JSON Schemas of the standard and the formats.")
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--list", "listing", is_flag=True, help="List the names of all schemas with their titles.")
@click.option(
    "--bundle", "bundled", is_flag=True, help="Print the schema of the disclosure with all parts in one file."
)
@output_option
def command(name: str | None, output: str | None, *, listing: bool, bundled: bool) -> int:
    """Print a JSON Schema (2020-12): the one called NAME, by default that of the canonical disclosure.

    NAME is a part of the standard such as disclosure, party or money; report or account; or formats/ID/record for the
    native records of a format.
    """
    if (name is not None) + listing + bundled > 1:
        raise click.UsageError("give one of NAME, --list and --bundle.")
    try:
        schemas = named()
    except ResourceError as error:
        raise Refusal(str(error)) from error
    if listing:
        wide = max(map(len, schemas))
        emit("".join(f"{key:<{wide}}  {_title(path)}\n" for key, path in schemas.items()).encode(), output)
    elif bundled:
        emit(json.dumps(bundle(), ensure_ascii=False, indent=2).encode() + b"\n", output)
    else:
        emit(_found(name or "disclosure", schemas).read_bytes(), output)
    return 0


def _found(name: str, schemas: dict[str, Path]) -> Path:
    path = schemas.get(name.removesuffix(".json"))
    if path is None:
        near = difflib.get_close_matches(name, schemas, n=1, cutoff=0.5)
        raise Refusal(
            f"there is no schema {name!r}{f'; did you mean {near[0]!r}?' if near else ' (opads schema --list)'}"
        )
    return path


def _title(path: Path) -> str:
    return str(json.loads(path.read_bytes()).get("title", ""))
