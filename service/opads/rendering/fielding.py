"""A field of the disclosure explained to a person, as lines of text: what it means, where it comes from, who has one for it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from opads.reference import Field, Use
from opads.speech import ENGLISH, Speech, mark

__all__ = ("FIELD_KINDS", "field_explained")

FIELD_KINDS = {
    "text": mark("text"),
    "code": mark("code"),
    "integer": mark("whole number"),
    "number": mark("number"),
    "boolean": mark("yes or no"),
    "object": mark("group of fields"),
    "any": mark("anything"),
}
"""What a field can hold, to be translated where it is shown."""


def field_explained(field: Field, uses: Sequence[Use], speech: Speech = ENGLISH) -> Iterator[str]:
    """Yield the lines; what the schema says stays in English."""
    yield field.path
    yield field.title
    yield ""
    kind = speech.gettext(FIELD_KINDS[field.kind])
    facts = (
        (speech.gettext("Type"), speech.said("several: %(kind)s", kind=kind) if field.many else kind),
        (speech.gettext("Required"), speech.gettext("yes") if field.required else ""),
        (speech.gettext("Code list"), field.codelist),
        (speech.gettext("Source"), "; ".join(field.sources)),
    )
    wide = max(11, *(len(name) + 1 for name, _ in facts))
    yield from (f"{name:<{wide}}{value}" for name, value in facts if value)
    yield from ("", speech.gettext("What it means"))
    for body in (field.description, field.form):
        yield from textwrap.wrap(body, 98, initial_indent="  ", subsequent_indent="  ")
    if uses:
        yield from ("", speech.gettext("Formats that have a field for it"))
        for use in uses:
            yield from textwrap.wrap(
                f"{use.format}: {', '.join(use.natives)}" if use.natives else use.format,
                98, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
