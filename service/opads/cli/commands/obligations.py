"""``opads obligations``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
import msgspec

from opads.cli import exits, options
from opads.cli.engine import refusing
from opads.cli.inputs import STDIN, Input, UnreadableError
from opads.cli.output import emit, pretty
from opads.cli.refusal import Refusal
from opads.obligations import Answer, DutyOutcome, LibraryError, SituationError, default_calendar, resolve
from opads.obligations.reading import MOST, read_situation
from opads.obligations.situation import put
from opads.rendering.characters import visible
from opads.rendering.wording import count, law
from opads.standard import codelists

__all__ = ("command",)

HEADINGS = {"applies": "Applies", "undetermined": "Open: more facts are needed", "does-not-apply": "Does not apply"}


def _codes(name: str) -> click.Choice[str]:
    return click.Choice(tuple(codelists.load(name)))


@click.command("obligations", short_help="Tell which laws and duties apply to an advertisement, and why.")
@click.option("--situation", metavar="FILE", help="Take the facts from a JSON file, or from standard input with -.")
@click.option(
    "--country", "countries", multiple=True, metavar="CODE", help="Country where it is shown; may be repeated."
)
@click.option(
    "--medium", "media", multiple=True, type=_codes("medium"), metavar="CODE", help="Medium; may be repeated."
)
@click.option("--from", "period_start", metavar="DATE", help="First publication, a date or a date and time.")
@click.option("--to", "period_end", metavar="DATE", help="Last publication.")
@click.option("--election", "process_id", metavar="ID", help="Poll it is linked with, from the election calendar.")
@click.option("--no-process", is_flag=True, help="It is linked with no poll and no legislative or regulatory process.")
@click.option("--sponsor-kind", type=_codes("party-kind"), metavar="KIND", help="Kind of sponsor.")
@click.option("--sponsor-country", metavar="CODE", help="Where the sponsor is established or resides.")
@click.option(
    "--third-country-controlled/--not-third-country-controlled",
    "sponsor_thirdCountryControlled",
    default=None,
    help="Whether the sponsor is controlled from outside the Union.",
)
@click.option("--payer-differs/--payer-is-sponsor", "payerDiffers", default=None, help="Whether another pays.")
@click.option("--publisher-kind", type=_codes("publisher-kind"), metavar="KIND", help="Kind of publisher.")
@click.option("--publisher-country", metavar="CODE", help="Where the publisher is established.")
@click.option(
    "--size", "publisher_size", type=_codes("undertaking-size"), metavar="SIZE", help="Size of the publisher."
)
@click.option("--paid/--unpaid", "remunerated", default=None, help="Whether anything is given for this very message.")
@click.option(
    "--techniques/--no-techniques",
    "techniquesUsed",
    default=None,
    help="Whether it is targeted or delivered by personal data.",
)
@click.option(
    "--date", "as_of", type=options.DATE, metavar="DATE", help="The law of DATE; default: of first publication."
)
@click.option("--all", "whole", is_flag=True, help="Show what does not apply, too.")
@click.option("--elections", is_flag=True, help="List the polls of the election calendar instead.")
@options.rendering_option("text", "json")
@options.output_option
@refusing()
def command(
    situation: str | None,
    as_of: date | None,
    rendering: str,
    output: str | None,
    *,
    whole: bool,
    elections: bool,
    no_process: bool,
    **facts: Any,
) -> int:
    """Tell which laws and duties apply to an advertisement, why, until when, and which facts are still wanted.

    Options are facts and come before those of the file. What is not said is unknown: a duty that hangs on it stays open.
    """
    if elections:
        rows = [msgspec.to_builtins(election) for election in default_calendar()]
        emit(pretty(rows) if rendering == "json" else _polls(rows).encode(), output)
        return exits.ACCEPTABLE
    given = _read(situation) if situation else {}
    for name, value in facts.items():
        if value is not None and value != ():
            put(given, "/" + name.replace("_", "/"), list(value) if isinstance(value, tuple) else value)
    if no_process:
        put(given, "/process/linked", value=False)
    if as_of is not None:
        given["asOf"] = as_of.isoformat()
    try:
        answer = resolve(given)
    except (SituationError, LibraryError) as error:
        raise Refusal(str(error)) from error
    emit(
        pretty(answer)
        if rendering == "json"
        else "".join(f"{line}\n" for line in _lines(answer, whole=whole)).encode(),
        output,
    )
    return exits.ACCEPTABLE


def _read(name: str) -> dict[str, Any]:
    """Return the situation of a file or of standard input."""
    try:
        data = (Input("stdin", None) if name == STDIN else Input(name, Path(name))).read(MOST)
        return read_situation(data)
    except (UnreadableError, SituationError) as error:
        raise Refusal(str(error) if str(error).startswith(name) else f"{name}: {error}") from error


def _polls(rows: list[dict[str, Any]]) -> str:
    wide = max((len(row["id"]) for row in rows), default=0)
    return "".join(
        f"{row['date']}  {row['id']:<{wide}}  {row['name']}{'' if row['verified'] else ' (not verified)'}\n"
        for row in rows
    )


def _lines(answer: Answer, *, whole: bool) -> Iterator[str]:
    counts = answer.counts
    yield (
        f"{count(counts.applies, 'duty applies', 'duties apply')}, {counts.undetermined} open, "
        f"{counts.does_not_apply} not; law as of {answer.as_of or 'a day that is not known'}"
    )
    for regime in answer.regimes:
        yield f"  {regime.id}: {regime.status.replace('-', ' ')} ({regime.title})"
    for status, heading in HEADINGS.items():
        duties = [duty for duty in answer.duties if duty.status == status]
        if duties and (whole or status != "does-not-apply"):
            yield from ("", heading)
            for duty in duties:
                yield from _duty(duty)
    if answer.questions:
        yield from ("", "Facts wanted")
        for question in answer.questions:
            yield f"  {question.pointer} ({count(question.duties, 'duty', 'duties')}): {question.description}"
    if answer.derived:
        yield from ("", "Facts that follow")
        for fact in answer.derived:
            yield f"  {fact.pointer} = {_value(fact.value)}: {fact.because}"


def _duty(duty: DutyOutcome) -> Iterator[str]:
    yield f"  {duty.id}{'' if duty.verified else ' (not verified)'}: {duty.title}"
    yield f"    who       {', '.join(duty.who)}"
    yield from textwrap.wrap(law(duty.citations), 104, initial_indent="    law       ", subsequent_indent=" " * 14)
    if duty.why:
        told = "; ".join(f"{fact.pointer} = {_value(fact.value)}" for fact in duty.why)
        yield from textwrap.wrap(told, 104, initial_indent="    because   ", subsequent_indent=" " * 14)
    if duty.missing:
        yield from textwrap.wrap(
            ", ".join(duty.missing), 104, initial_indent="    wanted    ", subsequent_indent=" " * 14
        )
    if duty.reason:
        yield f"    note      {duty.reason}"
    if duty.deadline:
        at = f"{duty.deadline.at}: " if duty.deadline.at else ""
        word = "keep" if duty.deadline.kind == "keep-until" else "until"
        yield from textwrap.wrap(
            at + duty.deadline.text, 104, initial_indent=f"    {word:<10}", subsequent_indent=" " * 14
        )
    if duty.format:
        yield f"    format    {duty.format}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(visible, value)) if isinstance(value, list) else visible(str(value))
