"""A rule explained to a person, as lines of text: what it asks, by which law, what it says, how to mend it, since when."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from opads.catalogue import RuleInfo
from opads.rendering.wording import SEVERITIES
from opads.speech import ENGLISH, Speech, mark

__all__ = ("EXECUTABILITY", "explained")

EXECUTABILITY = {
    "full": mark("fully by this service"),
    "partial": mark("in part by this service; a person checks the rest"),
    "human": mark("by a person; the report says that it is due"),
}
"""How far a rule is checked, to be translated where it is shown."""


def explained(info: RuleInfo, examples: Sequence[str], speech: Speech = ENGLISH) -> Iterator[str]:
    """Yield the lines; ``info`` brings title, text and fix in the language, what is described stays in English."""
    yield info.id
    yield info.title
    yield ""
    facts = list(_facts(info, speech))
    wide = max(11, *(len(name) + 1 for name, _ in facts))
    for name, value in facts:
        yield f"{name:<{wide}}{value}"
    sections = (
        (speech.gettext("What it checks"), info.description, True),
        (speech.gettext("What it says"), info.text, True),
        (speech.gettext("How to mend it"), info.fix, True),
        (speech.gettext("Only where (CEL)"), info.when, False),
        (speech.gettext("What must hold (CEL)"), info.check, False),
        (speech.gettext("Place it blames"), info.at, True),
    )
    for title, body, wrap in sections:
        if body:
            yield from ("", title)
            yield from _indented(body, wrap=wrap)
    if examples:
        yield from ("", speech.gettext("Examples that trip it"))
        yield from (f"  {name}" for name in examples)


def _facts(info: RuleInfo, speech: Speech) -> Iterator[tuple[str, str]]:
    yield speech.gettext("severity"), speech.gettext(SEVERITIES[info.severity])
    yield speech.gettext("checked"), speech.gettext(EXECUTABILITY.get(info.executability, info.executability))
    if info.valid_from and info.valid_until:
        span = speech.said("from %(first)s until %(last)s", first=info.valid_from, last=info.valid_until)
    elif info.valid_from:
        span = speech.said("from %(first)s", first=info.valid_from)
    else:
        span = speech.said("until %(last)s", last=info.valid_until) if info.valid_until else ""
    if span:
        yield speech.gettext("in force"), span
    for number, citation in enumerate(info.citations):
        heading = "" if number else speech.gettext("source") if info.format is None else speech.gettext("law")
        yield heading, ", ".join(filter(None, (citation.instrument, citation.provision)))
        if citation.url:
            read = f" ({speech.said('read %(day)s', day=citation.retrieved)})" if citation.retrieved else ""
            yield "", f"{citation.url}{read}"
    if not info.verified:
        yield (
            speech.gettext("unverified"),
            speech.gettext("the source was not read in the original; the rule never makes a file unacceptable"),
        )


def _indented(body: str, *, wrap: bool) -> Iterator[str]:
    for line in body.strip().splitlines():
        yield from textwrap.wrap(line, 98, initial_indent="  ", subsequent_indent="  ") if wrap else (f"  {line}",)
