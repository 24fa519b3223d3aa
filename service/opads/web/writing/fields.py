"""How questions stand on a page: words, what was typed, what may be chosen, what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from opads.notice.loading import template
from opads.notice.loading import words as notice_words
from opads.speech import Speech, mark
from opads.standard import codelists
from opads.writing import Draft, Question, Questionnaire, Step, wording
from opads.writing.building import REASONS
from opads.writing.draft import field_key
from opads.writing.values import Money, Problem, choices, read_value
from opads.writing.words import Wording

__all__ = ("PROBLEM_TEXTS", "Entry", "Field", "Teller", "entries")

FEW = 7
"""Choices that stand as buttons; more are a list to unfold."""
PROBLEM_TEXTS = {
    "open": mark("Answer this, or say why it is left open."),
    "too-long": mark("This is too long."),
    "not-text": mark("This has characters that cannot be shown. Type it again."),
    "one-line": mark("This has more than one line."),
    "no-date": mark("This is no date. Give year, month and day, such as 2026-09-30."),
    "no-amount": mark("This is no amount. Use digits only, such as 1234.50."),
    "unclear-amount": mark("This could be read in two ways. Leave out separators of thousands, and write two decimals, such as 1234.00."),
    "no-currency": mark("Choose the currency."),
    "no-email": mark("This is no e-mail address. It looks like name@example.org."),
    "no-url": mark("This is no web address. It begins with https://"),
    "no-number": mark("This is no whole number. Use digits only."),
    "no-choice": mark("Choose one of the answers."),
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """A question as it is shown; ``options`` are value, words, and whether it is chosen."""

    key: str
    question: Question
    title: str
    hint: str
    value: str
    currency: str = ""
    reason: str = ""
    problem: str = ""
    options: list[tuple[str, str, bool]] = field(default_factory=list)
    currencies: list[tuple[str, str, bool]] = field(default_factory=list)
    reasons: list[tuple[str, str, bool]] = field(default_factory=list)

    @property
    def shape(self) -> str:
        """Which kind of control it is."""
        kind = self.question.kind
        if kind in ("codes", "countries"):
            return "ticks"
        if kind in ("country", "language") or (kind == "code" and len(self.options) > FEW):
            return "select"
        if kind in ("yes-no", "choice", "code"):
            return "radios"
        return "area" if kind in ("long", "urls") else "money" if kind == "money" else "input"

    @property
    def target(self) -> str:
        """The id of the control that a link to the field leads to: of several the first."""
        return self.key

    @property
    def wrong(self) -> str:
        """The id of the control that is wrong."""
        return (
            f"{self.key}.currency"
            if self.problem and self.currency == "" and self.shape == "money" and self.value
            else self.key
        )


@dataclass(frozen=True)
class Entry:
    """The questions of a step, or of one of its elements, which has a number from 0."""

    number: int | None
    fields: list[Field]


class Teller:
    """Says the words of a questionnaire in one language."""

    def __init__(self, asked: Questionnaire, speech: Speech) -> None:
        self.asked = asked
        self.speech = speech
        self.words: Wording = wording(asked, speech.tag)
        # In the languages that show up forgotten texts, English ones that came through the words are disguised too.
        self.say: Callable[[str], str] = speech.gettext if speech.pseudo else str
        self.lang = "" if speech.pseudo else self.words.lang

    def code(self, codes: str, code: str) -> str:
        """Return the words of a code: the questionnaire's, else those of the notice, else the code list's."""
        own = self.words.code(codes, code)
        if own is None and self.asked.template is not None:
            of = template(self.asked.template)
            if self.speech.tag in of.languages:
                said = notice_words(of, self.speech.tag).code((codes,), code)
                own = said.text if said and not said.lang else None
        return self.say(own or self.words.english_code(codes, code) or codelists.titles(codes).get(code, code))

    def chosen(self, question: Question, value: str) -> str:
        """Return the words of an answer that was chosen."""
        match question.kind:
            case "yes-no":
                return self.speech.gettext("Yes") if value == "yes" else self.speech.gettext("No")
            case "choice":
                return self.say(self.words.choice(question.key, value))
            case "code" | "codes":
                return self.code(question.codes, value)
            case "country" | "countries":
                return self.speech.country(value)
            case "language":
                return self.speech.tongue(value)
        return value

    def shown(self, question: Question, text: str, currency: str) -> list[str]:
        """Return the lines in which an answer is repeated to whoever gave it; what cannot be read as it was typed."""
        try:
            value = read_value(question, text, currency)
        except ValueError:
            return [text, *([currency] if currency else [])]
        if isinstance(value, Money):
            return [f"{value.exact} {value.currency}"]
        if question.kind == "date":
            return [self.speech.day(value, "long")]
        return [self.chosen(question, one) for one in text.split("\n") if one]

    def reason(self, reason: str) -> str:
        """Return the words of why an answer is left open."""
        return self.code("absence-reason", reason)

    def problem(self, kind: str) -> str:
        """Return the words of what is wrong with an answer."""
        return self.speech.gettext(PROBLEM_TEXTS[kind])

    def field(self, step: Step, question: Question, number: int | None, draft: Draft, problem: str) -> Field:
        """Return a question as it is shown."""
        key = field_key(step, question, number)
        words = self.words.question(question.key)
        text, currency, reason = draft.get(key), draft.get(f"{key}.currency"), draft.get(f"{key}.open")
        given = text.split("\n")
        offered = [(value, self.chosen(question, value), value in given) for value in choices(question)]
        if question.kind in ("country", "countries", "language"):
            offered.sort(key=lambda option: option[1])
        return Field(
            key,
            question,
            self.say(words.title),
            self.say(words.hint) if words.hint else "",
            text,
            currency,
            reason,
            self.problem(problem) if problem else "",
            offered,
            [(c, name, c == currency) for c, name in _currencies(self.speech)] if question.kind == "money" else [],
            [(r, self.reason(r), r == reason) for r in REASONS] if question.demanded else [],
        )


def entries(teller: Teller, step: Step, draft: Draft, problems: list[Problem], shown: int = 0) -> list[Entry]:
    """Return the questions of a step with what was typed; ``shown`` elements at least, where it has elements."""
    wrong = {problem.key: problem.kind for problem in problems}
    numbers = range(max(draft.count(step), shown)) if step.each else (None,)
    return [
        Entry(n, [teller.field(step, q, n, draft, wrong.get(field_key(step, q, n), "")) for q in step.questions])
        for n in numbers
    ]


@lru_cache(maxsize=64)
def _currencies(speech: Speech) -> list[tuple[str, str]]:
    """Return code and name of the currencies in use, in the order of the codes."""
    found = codelists.load("currencies")
    return [(code, f"{code} {speech.currency(code)}") for code, entry in found.items() if not entry.valid_until]
