"""The questions from which duties follow: a situation's facts in plain words, a few on each page."""

from __future__ import annotations

from typing import Any, NamedTuple

from opads.obligations import default_calendar
from opads.obligations.situation import facts_known
from opads.rendering.characters import shortened
from opads.speech import Speech, mark
from opads.standard import codelists

__all__ = ("BEARERS", "QUESTIONS", "STEPS", "Option", "Question", "answered", "options_of", "step_of")

STEPS = (
    mark("Where and how"),
    mark("When, and for which poll"),
    mark("Who is behind it"),
    mark("Who publishes it"),
    mark("United States only"),
)
"""Headings of the pages."""

BEARERS = {
    "sponsor": mark("Sponsor"),
    "provider": mark("Provider of services"),
    "publisher": mark("Publisher"),
    "platform": mark("Online platform"),
    "very-large-platform": mark("Very large online platform"),
    "controller": mark("Controller of personal data"),
}
"""Who can have a duty."""


HINTED = frozenset({
    "/remunerated", "/process/id", "/process/level", "/process/country", "/process/date", "/sponsor/thirdCountryControlled",
    "/otherProviders", "/sponsor/politicalCommittee", "/content/coordinated", "/content/relevantElectorate", "/spending/perElection",
})  # fmt: skip
"""Facts whose description says more than the question."""


class Question(NamedTuple):
    """A question: the page it stands on, the fact of a situation that answers it, its words, how it is answered."""

    step: int
    pointer: str
    words: str
    kind: str
    """yes-no, code, codes, country, countries, day, sum, currency or poll."""

    @property
    def name(self) -> str:
        """The parameter that has the answer."""
        return self.pointer[1:].replace("/", ".")

    @property
    def hint(self) -> str:
        """What the fact means, in English, where that says more than the question."""
        return str(facts_known()[self.pointer]["description"]) if self.pointer in HINTED else ""


class Option(NamedTuple):
    """An answer to choose; ``tongue`` is the language of its words."""

    value: str
    words: str
    tongue: str = "en"
    group: str = ""


QUESTIONS = (
    Question(1, "/countries", mark("In which countries is it shown, or to whose citizens?"), "countries"),
    Question(1, "/media", mark("In which media is it shown?"), "codes"),
    Question(1, "/remunerated", mark("Is anything of value given for this very message?"), "yes-no"),
    Question(2, "/period/start", mark("When is it shown first?"), "day"),
    Question(2, "/period/end", mark("When is it shown last?"), "day"),
    Question(2, "/process/linked", mark("Is it linked with an election, a referendum or a law in the making?"), "yes-no"),
    Question(2, "/process/id", mark("With which poll of the election calendar?"), "poll"),
    Question(2, "/process/type", mark("With another one: what is it?"), "code"),
    Question(2, "/process/level", mark("At which level?"), "code"),
    Question(2, "/process/country", mark("In which country does it take place?"), "country"),
    Question(2, "/process/date", mark("On which day is the poll?"), "day"),
    Question(2, "/process/round", mark("Which round is it?"), "code"),
    Question(3, "/sponsor/kind", mark("What kind of person is the sponsor?"), "code"),
    Question(3, "/sponsor/country", mark("Where is the sponsor established, or where do they live?"), "country"),
    Question(3, "/sponsor/actorType", mark("What is the sponsor in politics?"), "code"),
    Question(3, "/sponsor/thirdCountryControlled", mark("Is the sponsor controlled from outside the European Union?"), "yes-no"),
    Question(3, "/sponsor/unionCitizen", mark("A person: are they a citizen of the European Union?"), "yes-no"),
    Question(3, "/sponsor/residentVoter", mark("A person from elsewhere: do they live in the Union, and may they vote in the poll?"), "yes-no"),
    Question(3, "/payerDiffers", mark("Does somebody else pay?"), "yes-no"),
    Question(4, "/publisher/kind", mark("What kind of publisher is it?"), "code"),
    Question(4, "/publisher/size", mark("How large is its undertaking?"), "code"),
    Question(4, "/publisher/country", mark("Where is it established?"), "country"),
    Question(4, "/otherProviders", mark("Do agencies or others give paid services for it, too?"), "yes-no"),
    Question(4, "/techniquesUsed", mark("Is it targeted or delivered by means of personal data?"), "yes-no"),
    Question(5, "/sponsor/politicalCommittee", mark("Is the sponsor a political committee?"), "yes-no"),
    Question(5, "/content/candidateIdentified", mark("Does it clearly identify a candidate for federal office?"), "yes-no"),
    Question(5, "/content/expressAdvocacy", mark("Does it expressly ask to elect or defeat a candidate?"), "yes-no"),
    Question(5, "/content/coordinated", mark("Is it coordinated with a candidate or a party?"), "yes-no"),
    Question(5, "/content/solicitsContributions", mark("Does it ask for contributions?"), "yes-no"),
    Question(5, "/content/relevantElectorate", mark("Can at least 50,000 people of the constituency receive it?"), "yes-no"),
    Question(5, "/spending/perElection", mark("How much was spent for this election since the last report?"), "sum"),
    Question(5, "/spending/perYear", mark("How much was spent in the calendar year?"), "sum"),
    Question(5, "/spending/currency", mark("In which currency?"), "currency"),
)  # fmt: skip
"""All questions, in the order in which they are asked."""


def step_of(pointer: str) -> int:
    """Return the page on which a fact is asked for; the first for one that is not."""
    return next((question.step for question in QUESTIONS if question.pointer == pointer), 1)


def options_of(question: Question, speech: Speech) -> list[Option]:
    """Return the answers among which to choose; none for a question that takes others."""
    if question.kind in ("country", "countries", "currency"):
        name = "currencies" if question.kind == "currency" else "countries"
        say = speech.currency if question.kind == "currency" else speech.country
        found = [Option(code, say(code), speech.tag) for code in codelists.load(name)]
        return sorted(found, key=lambda option: option.words.casefold())
    if question.kind == "poll":
        return [
            Option(poll.id, f"{speech.day(poll.date)} · {poll.name}", "en", speech.country(poll.country))
            for poll in sorted(default_calendar(), key=lambda poll: (speech.country(poll.country), poll.date))
        ]
    schema = facts_known()[question.pointer]
    name = schema.get("x-codelist") or schema.get("items", {}).get("x-codelist")
    return [Option(code, entry.title) for code, entry in codelists.load(name).items()] if name else []


def answered(question: Question | None, value: Any, speech: Speech) -> list[Option]:
    """Return the value of a fact in words: a code by its title, a country by its name, a day as the language writes it."""
    if isinstance(value, bool):
        return [Option(str(value), speech.gettext("Yes") if value else speech.gettext("No"), speech.tag)]
    if question is None or question.kind == "day":
        text = shortened(str(value))
        moment = len(text) > len("2026-03-01")
        return [Option(text, speech.moment(text) if moment else speech.day(text), speech.tag)]
    known = {option.value: option for option in options_of(question, speech)}
    values = value if isinstance(value, list) else [value]
    return [known.get(str(one), Option(str(one), shortened(str(one)), speech.tag)) for one in values]
