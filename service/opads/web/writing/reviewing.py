"""The answers to be looked over: each with what the rules find about it, and with the way to change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from opads.catalogue import Citation
from opads.report import Group, Report
from opads.speech.findings import SpokenCatalogue
from opads.web.writing.fields import Teller
from opads.writing import Draft, Step
from opads.writing.building import problems_of
from opads.writing.draft import field_key
from opads.writing.files import Files
from opads.writing.locating import field_of

__all__ = ("Remark", "Row", "Section", "remarks", "review")


@dataclass(frozen=True)
class Remark:
    """What a rule says of an answer."""

    severity: str
    rule: str
    text: str
    fix: str
    citations: tuple[Citation, ...]
    lang: str = ""


@dataclass(frozen=True)
class Row:
    """An answer, or that there is none."""

    key: str
    title: str
    lines: list[str]
    reason: str = ""
    problem: str = ""
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """The answers of a step, or of one of its elements."""

    step: Step
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Review:
    """All answers; ``others`` are remarks on none of them."""

    sections: list[Section]
    others: list[Remark]
    problems: int
    errors: int
    warnings: int
    verdict: str


def review(files: Files, teller: Teller, catalogue: SpokenCatalogue) -> Review:
    """Return the answers with what is to be said of them."""
    report = files.report
    placed: dict[str, list[Remark]] = {}
    others: list[Remark] = []
    for remark, pointer in remarks(report.groups, catalogue):
        key = field_of(pointer, files.done)
        (placed.setdefault(key, []) if key else others).append(remark)
    written = _of_the_law(files, report)
    others += [remark for remark, _ in remarks(written, catalogue)]
    problems = 0
    sections = []
    for step in files.draft.steps(files.asked):
        wrong = {problem.key: problem.kind for problem in problems_of(step, files.draft)}
        problems += len(wrong)
        for number in files.draft.numbers(step):
            rows = [_row(teller, step, question, number, files.draft, wrong, placed) for question in step.questions]
            words = teller.words.step(step.id)
            title = teller.say(words.title)
            if number:
                title = f"{teller.say(words.one)} {teller.speech.number(number + 1)}"
            sections.append(Section(step, title, rows))
    groups = (*report.groups, *written)
    errors, warnings = (sum(one.total for one in groups if one.severity == name) for name in ("error", "warning"))
    return Review(sections, others, problems, errors, warnings, "invalid" if errors else report.verdict)


def _of_the_law(files: Files, report: Report) -> tuple[Group, ...]:
    """Return what rules find that judge the law's own form only, and so say nothing of the disclosure itself."""
    if files.asked.law not in files.asked.formats:
        return ()
    said = {group.rule for group in report.groups}
    found = files.converted(files.asked.law).report.groups
    return tuple(one for one in found if one.rule.startswith(f"{files.asked.law}/") and one.rule not in said)


def _row(
    teller: Teller, step: Step, question: Any, number: int | None, draft: Draft, wrong: dict[str, str],
    placed: dict[str, list[Remark]],
) -> Row:  # fmt: skip
    key = field_key(step, question, number)
    text, reason = draft.get(key), draft.get(f"{key}.open")
    lines = teller.shown(question, text, draft.get(f"{key}.currency")) if text else []
    told = "" if text or not reason or key in wrong else teller.reason(reason)
    title = teller.say(teller.words.question(question.key).title)
    problem = teller.problem(wrong[key]) if key in wrong else ""
    return Row(key, title, lines, told, problem, placed.get(key, []))


def remarks(groups: Iterable[Group], catalogue: SpokenCatalogue) -> list[tuple[Remark, str | None]]:
    """Return errors and warnings in the words of a language, each with its place in the disclosure."""
    found = []
    for group in groups:
        if group.severity == "info":
            continue
        tongue = catalogue.tongue(group.rule)
        lang = "" if tongue == catalogue.tag else tongue
        for finding in group.samples:
            text, fix = (say(group.rule, finding.params) for say in (catalogue.text, catalogue.fix))
            remark = Remark(group.severity, group.rule, text, fix, group.citations, lang)
            found.append((remark, finding.pointer))
    return found
