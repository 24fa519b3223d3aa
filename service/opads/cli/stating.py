"""Values stated on the command line: ``--set [N:]POINTER=VALUE``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from opads.catalogue import Catalogue
from opads.cli.refusal import Refusal
from opads.conversion import Conversion
from opads.filling import EVERY, Refused, Statements

__all__ = ("refused_words", "statements_of")

FORM = re.compile(r"(?:([1-9][0-9]{0,8}):)?(/[^=]*)=(.+)", re.DOTALL)
WORDS = {
    "no-such-record": "there is no such record",
    "has-a-value": "the record has a value there already",
    "unknown-field": "the target format has no such field",
    "no-place": "there is no place for it in the record",
    "too-long": "it is too long",
    "no-text": "it is no text",
    "not-yes-or-no": "write true or false",
    "not-a-number": "write a number, with a point before decimals and no other signs",
    "not-a-whole-number": "write a whole number, in digits alone",
    "not-a-single-value": "the target takes several values there; name the pointer of one of them",
}


def statements_of(said: Iterable[str]) -> Statements:
    """Return what options state; raises Refusal for one of another form."""
    found = Statements()
    for text in said:
        parts = FORM.fullmatch(text)
        if parts is None:
            raise Refusal(
                f"--set {text[:100]!r}: write a JSON Pointer, = and the value, such as /adAmount/currency=EUR"
            )
        record, pointer, value = parts.groups()
        found = found.with_(int(record) - 1 if record else EVERY, pointer, value)
    return found


def refused_words(refused: Refused, done: Conversion, catalogue: Catalogue) -> str:
    """Return why a value was not taken, with the record where there are several."""
    of = f" of record {refused.record + 1}" if refused.record != EVERY and len(done.account.records) != 1 else ""
    issue = refused.issue
    why = catalogue.text(issue.rule, {**issue.params, "field": refused.pointer}) if issue else WORDS[refused.reason]
    return f"--set {refused.pointer}{of} was not taken: {why}"
