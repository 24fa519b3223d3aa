"""Builds the neutral label of a disclosure."""

from __future__ import annotations

from typing import Any

from opads.notice.building import choose_language
from opads.notice.document import LabelDocument, LabelLine, Value
from opads.notice.forms import Forms
from opads.notice.loading import words as load_words
from opads.notice.seeking import holds, seek
from opads.notice.template import Line, Template

__all__ = ("build_label",)


def build_label(template: Template, disclosure: dict[str, Any], language: str | None = None) -> LabelDocument:
    """Return the label; whatever the disclosure holds, no value raises. Raises NoticeError for an unknown language."""
    words = load_words(template, choose_language(template, disclosure, language))
    forms = Forms(words, None)
    wanted = template.label
    lines = tuple(line for spec in wanted.lines if (line := _line(spec, disclosure, forms)) is not None)
    target = _first(wanted.notice, disclosure, forms)
    gap = words.say("sentences.not-stated") if not target and holds(wanted.notice.required, disclosure) else None
    return LabelDocument(
        template=template.id,
        language=words.language,
        direction=words.direction,
        statement=words.say(wanted.statement),
        lines=lines,
        notice=words.say(wanted.notice.text),
        code=words.say("label.code"),
        url=target[0].href if target else None,
        shown=target[0].text if target else None,
        gap=gap,
    )


def _line(spec: Line, disclosure: dict[str, Any], forms: Forms) -> LabelLine | None:
    if not holds(spec.when, disclosure):
        return None
    sentence = forms.words.say(spec.text)
    if spec.fixed:
        return LabelLine(spec.id, sentence)
    values = _first(spec, disclosure, forms)
    if values:
        return LabelLine(spec.id, sentence, tuple(values))
    if not holds(spec.required, disclosure):
        return None
    return LabelLine(spec.id, sentence, gap=forms.words.say("sentences.not-stated"))


def _first(spec: Line, disclosure: dict[str, Any], forms: Forms) -> list[Value]:
    return next((values for place in spec.places if (values := seek(place, disclosure, forms))), [])
