"""The files that come out of answers: the disclosure in each format, the notice and the label, the draft itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from functools import cached_property

from opads.conversion import Conversion, convert
from opads.formats import Registry
from opads.notice.building import build_notice, choose_language
from opads.notice.document import NoticeDocument
from opads.notice.labelling import build_label
from opads.notice.loading import template
from opads.notice.renderings import LABELS, NOTICES, render_label, render_notice
from opads.notice.template import Template
from opads.report import Report, canonical_report
from opads.standard.jsonvalue import canonical
from opads.validation import validate
from opads.writing.building import write
from opads.writing.draft import Draft
from opads.writing.model import Questionnaire

__all__ = ("Files", "bundle")

JSON = "application/json"
NOTICE_FORMS = ("html", "pdf", "txt")
LABEL_FORMS = ("svg", "txt")


class Files:
    """What answers give, made when it is asked for; nothing is written anywhere."""

    def __init__(self, asked: Questionnaire, draft: Draft, registry: Registry) -> None:
        self.asked = asked
        self.draft = draft
        self.registry = registry
        self.done = write(asked, draft)
        self._own = next(format_.id for format_ in registry if format_.file.kind == "standard")
        self._made: dict[str, Conversion] = {}

    @cached_property
    def disclosure(self) -> bytes:
        """The canonical disclosure, in the form of RFC 8785."""
        return canonical(self.done.disclosure)

    @cached_property
    def report(self) -> Report:
        """The verdict on the disclosure by the rules of the law."""
        return validate(self.disclosure, self.registry, source=self._own, targets=(self.asked.law,))

    @property
    def template(self) -> Template | None:
        """The template of the notice; None where the law asks for none."""
        return template(self.asked.template) if self.asked.template else None

    @property
    def language(self) -> str:
        """The language of the notice: that of the advertisement, where the template has it."""
        return choose_language(self.template, self.done.disclosure) if self.template else ""

    def notice(self, language: str) -> NoticeDocument:
        """Return the notice in a language; raises NoticeError for one that there are no words in."""
        if self.template is None:
            raise LookupError("no notice is asked for")
        return build_notice(self.template, self.done.disclosure, language)

    def converted(self, name: str) -> Conversion:
        """Return the disclosure in a format."""
        if name not in self._made:
            self._made[name] = convert(self.disclosure, self.registry, target=name, source=self._own)
        return self._made[name]

    def names(self, languages: Iterable[str]) -> dict[str, str]:
        """Return the media types of all files by their names, those of notice and label in some languages."""
        found = {"disclosure.json": JSON}
        for name in self.asked.formats:
            found[f"{name}{self._ending(name)}"] = self.registry.get(name).file.media_type
        if self.template is not None:
            for tag in dict.fromkeys(languages):
                found |= {f"notice-{tag}.{form}": NOTICES[form].media_type for form in NOTICE_FORMS}
                found |= {f"label-{tag}.{form}": LABELS[form].media_type for form in LABEL_FORMS}
            if build_label(self.template, self.done.disclosure).url:
                found["qr.svg"] = LABELS["qr"].media_type
        return found | {"report.json": JSON, "draft.json": JSON}

    def make(self, name: str) -> bytes:
        """Return a file by its name; raises LookupError for another name than those of ``names``.

        Raises NoticeError for a language that there are no words in, RenderingUnavailableError where a library is not
        on this machine.
        """
        stem, _, form = name.rpartition(".")
        kind, _, tag = stem.partition("-")
        if name == "disclosure.json":
            return self.disclosure
        if name == "report.json":
            return canonical_report(self.report)
        if name == "draft.json":
            return self.draft.encode()
        if self.template is not None and kind == "notice" and form in NOTICE_FORMS:
            return render_notice(form, self.notice(tag))
        if self.template is not None and (name == "qr.svg" or (kind == "label" and form in LABEL_FORMS)):
            label = build_label(self.template, self.done.disclosure, tag or None)
            return render_label("qr" if name == "qr.svg" else form, label)
        if stem in self.asked.formats:
            return self.converted(stem).output
        raise LookupError(name)

    def _ending(self, name: str) -> str:
        endings = [ending for use in self.registry.get(name).file.carriers for ending in use.extensions or ()]
        return endings[0] if endings else ".json"


def bundle(files: Files, languages: Iterable[str], more: dict[str, bytes]) -> bytes:
    """Return all files in one ZIP archive, with some more."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*more.items(), *((name, files.make(name)) for name in files.names(languages))]:
            # A fixed day: it says nothing of when it was made, and archives of the same files are alike.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
