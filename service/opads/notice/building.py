"""Builds the neutral notice of a disclosure."""

from __future__ import annotations

import copy
from typing import Any

from opads.mapping.path import PathError, compile_path
from opads.notice.clean import language_tag, shown, web_link
from opads.notice.document import Block, Gap, Law, NoticeDocument, NoticeEntry, NoticePoint, Value
from opads.notice.forms import Forms
from opads.notice.loading import words as load_words
from opads.notice.seeking import holds, lacking, nodes_at, seek
from opads.notice.template import Field, Point, Template
from opads.notice.words import Said
from opads.standard.jsonvalue import get, parent, unescape

__all__ = ("build_notice", "choose_language", "public")


def choose_language(template: Template, disclosure: dict[str, Any], wanted: str | None = None) -> str:
    """Return the language to write in: the one wanted, else the disclosure's where there are words, else the fallback."""
    if wanted is not None:
        return wanted
    own = _data_language(template, disclosure)
    base = (own or "").lower().partition("-")[0]
    return base if base in template.languages else template.fallback


def build_notice(template: Template, disclosure: dict[str, Any], language: str | None = None) -> NoticeDocument:
    """Return the notice; whatever the disclosure holds, no value raises. Raises NoticeError for an unknown language."""
    return _Builder(template, disclosure, language).build()


def public(template: Template, disclosure: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of the disclosure without what the template withholds."""
    kept: dict[str, Any] = copy.deepcopy(disclosure)
    for path in template.withheld:
        for pointer, _ in reversed(compile_path(path).find(kept)):
            holder, key = get(kept, parent(pointer)), unescape(pointer.rpartition("/")[2])
            if isinstance(holder, list):
                del holder[int(key)]
            else:
                del holder[key]
    return kept


def _data_language(template: Template, disclosure: dict[str, Any]) -> str | None:
    values = (value for path in template.language for value in nodes_at(disclosure, path))
    return language_tag(next(values, None))


class _Builder:
    def __init__(self, template: Template, disclosure: dict[str, Any], language: str | None) -> None:
        self.template = template
        self.disclosure = disclosure
        self.words = load_words(template, choose_language(template, disclosure, language))
        self.data_language = _data_language(template, disclosure)
        # Marked only where it is another language than the document's.
        foreign = self.data_language if self.data_language != self.words.language else None
        self.forms = Forms(self.words, foreign)

    def build(self) -> NoticeDocument:
        say = self.words.say
        points = tuple(self._point(point) for point in self.template.points)
        head = tuple(entry for field in self.template.head.fields if (entry := self._entry(field, self.disclosure, "")))
        missing = [f"{point.number}" for point in points if point.gaps]
        return NoticeDocument(
            template=self.template.id,
            language=self.words.language,
            direction=self.words.direction,
            title=say("title"),
            statement=say(self.template.label.statement),
            introduction=say(self.template.head.introduction),
            head=head,
            points=points,
            embedded=say("sentences.machine-readable"),
            unverified=None if self.words.verified else say("sentences.unverified"),
            subject=next((value.text for entry in head for value in entry.values), ""),
            disclosure=public(self.template, self.disclosure),
            url=next(
                (url for path in self.template.url for v in nodes_at(self.disclosure, path) if (url := web_link(v))),
                None,
            ),
            data_language=self.data_language,
            missing=self.forms.sentence("sentences.missing", points=self.forms.local.list(missing))
            if missing
            else None,
        )

    def _point(self, point: Point) -> NoticePoint:
        blocks = []
        items = self._items(point)
        for pointer, item in items:
            entries = tuple(entry for field in point.fields if (entry := self._entry(field, item, pointer)))
            if entries:
                blocks.append(Block(entries))
        empty = gap = None
        stated = any(entry.values or entry.gaps for block in blocks for entry in block.entries)
        if not stated and holds(point.required, self.disclosure):
            gap = self._gap(point.each or tuple(s.path for f in point.fields for s in f.places), "")
        elif not stated:
            fitting = (e.text for e in point.empty if holds(e.when, self.disclosure))
            empty = self.words.say(next(fitting, "sentences.none"))
        law = Law(point.citation.instrument, point.citation.provision, point.citation.verified)
        heading = self.words.say(f"points.{point.id}")
        return NoticePoint(point.id, point.number, heading, law, tuple(blocks), empty, gap)

    def _items(self, point: Point) -> list[tuple[str, Any]]:
        if not point.each:
            return [("", self.disclosure)]
        return [hit for path in point.each for hit in compile_path(path).find(self.disclosure)]

    def _entry(self, field: Field, item: Any, base: str) -> NoticeEntry | None:
        if not holds(field.when, item):
            return None
        label = self.words.say(f"fields.{field.label}")
        for spec in field.places:
            values = self._preferred(seek(spec, item, self.forms), spec.form)
            if values:
                # What is stated but not whole has a gap for each part that is not there.
                lacks = lacking(field.needs, spec, item)
                return NoticeEntry(field.label, label, tuple(values), tuple(self._part(name) for name in lacks))
        if not holds(field.required, item):
            return None
        return NoticeEntry(field.label, label, gaps=(self._gap(tuple(spec.path for spec in field.places), base),))

    def _preferred(self, values: list[Value], form: str) -> list[Value]:
        """Return of several translations the one in the language of the document, where there is one."""
        if form != "translation":
            return values
        own = [v for v in values if (v.lang or self.words.language).partition("-")[0] == self.words.language]
        return [Value(v.text) for v in own] or values

    def _part(self, name: str) -> Gap:
        return Gap(self.forms.sentence("sentences.not-stated-part", what=self.words.say(f"fields.{name}").text))

    def _gap(self, paths: tuple[str, ...], base: str) -> Gap:
        said = self.words.say("sentences.not-stated")
        absence = self._absence(paths, base)
        if absence is None:
            return Gap(said)
        reason = absence.get("reason")
        words = self.words.code(("absence-reason",), reason) if isinstance(reason, str) else None
        return Gap(
            said, words or (Said(shown(reason), verified=True) if reason else None), shown(absence.get("note")) or None
        )

    def _absence(self, paths: tuple[str, ...], base: str) -> dict[str, Any] | None:
        """Return what the disclosure itself says of something that it does not state."""
        node = get(self.disclosure, base)
        places = {pointer for path in paths for pointer in compile_path(path).blame(node, base)}
        for absence in nodes_at(self.disclosure, "/absences[]"):
            pointer = absence.get("pointer") if isinstance(absence, dict) else None
            if not isinstance(pointer, str):
                continue
            try:
                named = set(compile_path(pointer).blame(self.disclosure))
            except PathError:
                continue
            if named & places:
                found: dict[str, Any] = absence
                return found
        return None
