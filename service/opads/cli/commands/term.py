"""``opads term``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import click

from opads.cli import exits, options
from opads.cli.engine import refusing
from opads.cli.output import emit, pretty
from opads.cli.refusal import Refusal
from opads.terms import Glossary, Term, TermError, default_glossary

__all__ = ("command",)

_UNVERIFIED = " (unverified)"
_MATCH = {
    "exact": "the same", "close": "nearly the same", "broad": "wider", "narrow": "narrower", "related": "related",
}  # fmt: skip


@click.command("term", short_help="Show what each law means by a word, side by side.")
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--list", "listing", is_flag=True, help="List all terms.")
@options.rendering_option("text", "json")
@options.output_option
@refusing()
def command(name: str | None, rendering: str, output: str | None, *, listing: bool) -> int:
    """Show how each law defines the term NAME (an id, or a word of any language), and what it is called in languages."""
    glossary = default_glossary()
    if name is None or listing:
        if name is not None:
            raise click.UsageError("give a NAME or --list, not both")
        rows = [{"id": term.id, "label": term.label, "laws": [d.law for d in term.definitions]} for term in glossary]
        wide = max(len(term.id) for term in glossary)
        told = "".join(f"{term.id:<{wide}}  {', '.join(d.law for d in term.definitions)}\n" for term in glossary)
        emit(pretty(rows) if rendering == "json" else told.encode(), output)
        return exits.ACCEPTABLE
    try:
        term = glossary.get(name)
    except TermError as error:
        raise Refusal(
            f"{error}" if "did you mean" in str(error) else f"{error} (opads term --list lists all)"
        ) from error
    if rendering == "json":
        emit(pretty(term.model_dump(mode="json", exclude_none=True)), output)
    else:
        emit("".join(f"{line}\n" for line in _lines(term, glossary)).encode(), output)
    return exits.ACCEPTABLE


def _lines(term: Term, glossary: Glossary) -> Iterator[str]:
    yield term.id
    for definition in term.definitions:
        law = glossary.laws[definition.law]
        word = definition.term or term.label
        yield from ("", f"{law.name}, {definition.provision}{'' if definition.verified else _UNVERIFIED}")
        yield f"  {word} ({_MATCH[definition.match]})"
        yield from textwrap.wrap(definition.text, 98, initial_indent="  ", subsequent_indent="  ")
    yield from ("", "In languages")
    yield from (f"  {tag}  {label.label}{'' if label.verified else _UNVERIFIED}" for tag, label in term.labels.items())
    near = [f"{relation.relation} {relation.concept}" for relation in term.relations if relation.concept]
    if near:
        yield from ("", "See also")
        yield from (f"  {line}" for line in near)
