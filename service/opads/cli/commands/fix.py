"""``opads fix``."""

from __future__ import annotations

import difflib
import re
from datetime import date
from decimal import Decimal
from typing import Any

import click
import msgspec

from opads.carriers import Limits
from opads.cli import exits, options
from opads.cli.engine import refusing, registry
from opads.cli.inputs import STDIN, UnreadableError, expand
from opads.cli.output import emit
from opads.cli.refusal import Refusal, say
from opads.fixing import Fix, Mended, fixes_of, mended
from opads.rendering.characters import shortened
from opads.rendering.mending import why
from opads.rendering.wording import verdict
from opads.standard.jsonvalue import dumps

__all__ = ("command",)

EPILOG = """\b
Examples:
  opads fix notice.json
  opads fix export.csv --write
  opads fix notice.json --suggestions
  opads fix notice.json --with 3f0c2a91b7de -o mended.json
  opads fix notice.json --patch > patches.json

\b
Exit codes speak of the document with the fixes put in: 0 acceptable, 1 not acceptable, 2 could not check,
3 nothing checked, 4 internal error."""


@click.command("fix", short_help="Mend what can be mended without changing what is said.", epilog=EPILOG)
@click.argument("file", metavar="FILE")
@options.source_option("FILE")
@options.laws_option
@options.carrier_option("FILE")
@options.date_option
@click.option("--with", "chosen", multiple=True, metavar="ID", help="Put this suggestion in too; may be repeated.")
@click.option("--suggestions", is_flag=True, help="List the safe fixes and the suggestions, with their ids.")
@click.option("--patch", is_flag=True, help="Show the fixes as a JSON Patch (RFC 6902) for each record.")
@click.option("--write", is_flag=True, help="Put the fixes into FILE itself.")
@options.output_option
@options.quiet_option
@options.path_option
@refusing()
def command(
    *, file: str, source: str | None, targets: tuple[str, ...], carrier: str | None, as_of: date | None, chosen: tuple[str, ...],
    suggestions: bool, patch: bool, write: bool, output: str | None, quiet: bool,
) -> int:  # fmt: skip
    """Show how FILE reads with all safe fixes put in, as a difference; nothing is changed without --write or -o.

    A safe fix changes how something is written and nothing of what it says: white space about a value, the case of a
    code, the form of a date. Suggestions (a misspelt code, a comma too many) are put in by --with alone.
    """
    if write + (output is not None) + suggestions + patch > 1:
        raise Refusal("--write, --output, --suggestions and --patch exclude each other")
    if write and file == STDIN:
        raise Refusal("--write needs a file; standard input can be written with -o")
    limits = Limits()
    data = _read(file, limits)
    asked: dict[str, Any] = {
        "source": source, "targets": targets, "carrier": carrier, "as_of": as_of, "limits": limits
    }  # fmt: skip
    if suggestions:
        found = fixes_of(data, registry(), most=None, **asked)
        emit("".join(_line(fix) for fix in found.fixes).encode())
        return exits.of_report(found.report)
    result = _chosen(data, chosen, asked) if chosen else mended(data, registry(), most=None, **asked)
    if patch:
        patches = [record for fix in result.fixes for record in fix.patches]
        emit(msgspec.json.format(dumps(_plain(patches)), indent=2) + b"\n")
    elif write or output is not None:
        if write and result.data != data:
            emit(result.data, file)
        elif output is not None:
            emit(result.data, output)
    else:
        emit(_difference(file, data, result.data))
    if not quiet:
        _tell(result, data, asked)
    return exits.of_report(result.report)


def _read(file: str, limits: Limits) -> bytes:
    """Return the bytes of the one file; raises Refusal."""
    inputs, empty = expand((file,), frozenset())
    if empty or len(inputs) != 1:
        raise Refusal(f"{file}: one file is fixed at a time")
    if inputs[0].is_parquet:
        raise Refusal(f"{file}: is a Parquet file, which has no text to be fixed")
    try:
        return inputs[0].read(limits.max_bytes)
    except UnreadableError as error:
        raise Refusal(str(error)) from error


def _chosen(data: bytes, chosen: tuple[str, ...], asked: dict[str, Any]) -> Mended:
    """Return the document with all safe fixes and the suggestions chosen; raises Refusal for an id that is none."""
    found = fixes_of(data, registry(), most=None, **asked)
    unknown = sorted(set(chosen) - {fix.id for fix in found.fixes})
    if unknown:
        raise Refusal(f"there is no fix {unknown[0]!r}; --suggestions lists them")
    return mended(data, registry(), chosen={*chosen, *(fix.id for fix in found.safe)}, most=None, **asked)


def _line(fix: Fix) -> str:
    place = fix.place
    where = f"{place.line}:{place.column}" if place and place.line and place.column else "-"
    before, after = shortened(fix.before, 80), shortened(fix.after, 80) if fix.after else "(left out)"
    return f"{fix.id}  {fix.kind:<10}  {where:<8}  {before} -> {after}  {fix.native or ''}  {fix.rule}: {why(fix.reason)}\n"


def _difference(name: str, before: bytes, after: bytes) -> bytes:
    """Return a unified difference, as ``patch`` takes it; in bytes, whatever their encoding is."""
    old, new = (re.findall(rb"[^\n]*\n|[^\n]+", data) for data in (before, after))
    head = name.encode("utf-8", "surrogateescape")
    lines = difflib.diff_bytes(difflib.unified_diff, old, new, head, head, lineterm=b"\n")
    return b"".join(line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n" for line in lines)


def _plain(patches: Any) -> Any:
    return msgspec.to_builtins(patches, builtin_types=(Decimal,))


def _tell(result: Mended, data: bytes, asked: dict[str, Any]) -> None:
    """Say how many fixes there are, and how the document stands with them."""
    left = fixes_of(result.data, registry(), most=None, **asked)
    number = len(result.fixes)
    say(f"{number} {'fix' if number == 1 else 'fixes'}{'' if result.data != data else ', nothing to change'}")
    if left.suggestions:
        count = len(left.suggestions)
        say(f"{count} {'suggestion' if count == 1 else 'suggestions'} left; --suggestions lists them")
    say(f"with the fixes: {verdict(result.report)}")
