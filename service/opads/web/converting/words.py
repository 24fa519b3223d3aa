"""The words for what became of a value, and why."""

from __future__ import annotations

from typing import Any

from opads.filling import Refused
from opads.lineage import Strand
from opads.speech import Speech, mark
from opads.speech.findings import SpokenCatalogue

__all__ = ("KINDS", "OUTCOMES", "reason_of", "refused_words")

OUTCOMES = {
    "dropped": mark("Dropped"),
    "narrowed": mark("Narrowed"),
    "carried": mark("Carried along"),
    "recast": mark("Written in another form"),
    "renamed": mark("Renamed"),
    "kept": mark("Kept"),
    "implied": mark("Said by the format itself"),
    "stated": mark("Stated by hand"),
}
"""What can become of a value, gravest first."""

KINDS = {"dropped": "error", "narrowed": "warning", "carried": "open", "implied": "none", "stated": "info"}
"""How charts draw each; what is written is drawn as good."""

REASONS = {
    "no-field": mark("The target has no field for it."),
    "only-one": mark("The target holds one such value, and another was written."),
    "in-part": mark("The target holds a part of it."),
    "joined": mark("The target holds it together with others, as one text."),
    "constant-of-format": mark("The format itself says it."),
    "version-of-standard": mark("The format itself says it."),
    "stale": mark("It belonged to an earlier state of the record."),
    "not-a-date": mark("The target takes a date here, and it is none."),
    "not-a-number": mark("The target takes a number here, and it is none."),
    "not-a-whole-number": mark("The target takes a whole number here, and it is none."),
    "not-a-range": mark("The target takes a range here, and it is none."),
    "not-text": mark("The target takes a text here, and it is none."),
    "not-a-list": mark("The target takes a list here, and it is none."),
    "not-a-scalar": mark("The target takes a single value here."),
    "not-in-list": mark("The list of the target has no such value."),
    "no-such-bucket": mark("The target has no such range."),
    "no-match": mark("It does not have the form that the target takes."),
    "part-missing": mark("The target takes it only together with another value, which is not there."),
    "too-long": mark("It is longer than the target takes."),
    "contains-separator": mark("It contains the sign by which the target separates values."),
    "empty": mark("It is empty."),
    "code-broader": mark("The word of the target means more."),
    "code-narrower": mark("The word of the target means less."),
    "code-related": mark("The word of the target means something near it."),
}
RELATIONS = {
    "broader": mark("The two fields do not mean the same: that of the standard means more."),
    "narrower": mark("The two fields do not mean the same: that of the standard means less."),
    "related": mark("The two fields do not mean the same, but something near."),
}

REFUSALS = {
    "no-such-record": mark("There is no such record."),
    "has-a-value": mark("The output has a value here already."),
    "unknown-field": mark("The target has no such field."),
    "no-place": mark("There is no place for it in the record."),
    "too-long": mark("It is too long."),
    "no-text": mark("It is no text."),
    "not-yes-or-no": mark("Answer with yes or no."),
    "not-a-number": mark("Enter a number, with a point before decimals and no other signs, such as 1234.50."),
    "not-a-whole-number": mark("Enter a whole number, in digits alone."),
    "not-a-single-value": mark("The target takes several values here."),
}


def reason_of(strand: Strand, speech: Speech) -> tuple[str, str]:
    """Return why this became of a value, and the language of that: sentences of mappings are English."""
    found = [speech.gettext(RELATIONS[strand.relation])] if strand.relation in RELATIONS else []
    if not strand.reason:
        return " ".join(found), speech.tag
    if strand.reason in REASONS:
        return " ".join([speech.gettext(REASONS[strand.reason]), *found]), speech.tag
    return strand.reason.replace("-", " ") if " " not in strand.reason else strand.reason, "en"


def refused_words(refused: Refused, catalogue: SpokenCatalogue, speech: Speech) -> tuple[str, str]:
    """Return what is wrong with a value that was stated, with how to mend it, and the language of that."""
    if refused.issue is None:
        return speech.gettext(REFUSALS.get(refused.reason, REFUSALS["no-place"])), speech.tag
    rule = refused.issue.rule
    params: dict[str, Any] = {**refused.issue.params, "field": refused.pointer.rpartition("/")[2]}
    words = [catalogue.text(rule, params), catalogue.fix(rule, params)]
    return " ".join(dict.fromkeys(word for word in words if word)), catalogue.tongue(rule)
