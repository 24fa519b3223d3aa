"""Every questionnaire: its words in every language of the interface, its places, and all that its notice demands."""

from itertools import product

import pytest

from opads.formats.registry import default_registry
from opads.mapping.path import compile_path
from opads.notice.building import build_notice
from opads.notice.loading import template, words
from opads.obligations import default_library
from opads.obligations.situation import facts_known
from opads.speech import LANGUAGES
from opads.standard import codelists
from opads.writing import Questionnaire, QuestionsError, Written, questionnaire, questionnaire_ids, wording, write
from opads.writing.building import REASONS
from opads.writing.loading import languages, words_file
from opads.writing.values import choices
from tests.writing.answering import full

IDS = questionnaire_ids()
ALL = [questionnaire(name) for name in IDS]


@pytest.fixture(params=ALL, ids=IDS)
def asked(request: pytest.FixtureRequest) -> Questionnaire:
    found: Questionnaire = request.param
    return found


def test_there_are_questionnaires() -> None:
    assert "eu-ttpa" in IDS
    with pytest.raises(QuestionsError, match=r"there is no questionnaire '\.\./elsewhere'"):
        questionnaire("../elsewhere")


def test_what_a_questionnaire_names_exists(asked: Questionnaire) -> None:
    registry = default_registry()
    assert registry.judging(asked.law)
    for name in asked.formats:
        assert registry.get(name)
    assert set(asked.regimes) <= {regime.regime.id for regime in default_library().regimes}
    known = facts_known()
    for step, question in asked.questions():
        assert set(question.facts) <= set(known), (step.id, question.id)
        assert not question.codes or set(choices(question)) <= set(codelists.load(question.codes)), question.id
        for setting in (one for several in question.sets.values() for one in several):
            assert not setting.fact or setting.fact in known, question.id


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_words_are_missing_in_a_language_and_none_are_left_over(asked: Questionnaire, tag: str) -> None:
    assert tag in languages(asked), f"{asked.id} has no words in {tag}"
    own, english = words_file(asked, tag), words_file(asked, "en")
    assert set(own.steps) == {step.id for step in asked.steps}
    assert set(own.questions) == {question.key for _, question in asked.questions()}
    assert len(own.needed) == len(english.needed)
    for step in asked.steps:
        said, meant = own.steps[step.id], english.steps[step.id]
        assert said.title.strip()
        assert (bool(said.text), bool(said.one)) == (bool(meant.text), bool(step.each)), (tag, step.id)
    for key, asked_in_english in english.questions.items():
        assert own.questions[key].title.strip()
        assert bool(own.questions[key].hint) == bool(asked_in_english.hint), (tag, key)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_answer_to_choose_has_words_in_every_language(asked: Questionnaire, tag: str) -> None:
    said, wanted = wording(asked, tag), []
    of = template(asked.template) if asked.template else None
    notice = words(of, tag) if of is not None and tag in of.languages else None
    for _, question in asked.questions():
        if question.kind == "choice":
            assert all(said.choice(question.key, value) for value in question.values)
        if question.codes:
            wanted += [(question.codes, code) for code in choices(question)]
    wanted += [("absence-reason", reason) for reason in REASONS]
    lacking = []
    for group, code in wanted:
        theirs = notice.code((group,), code) if notice is not None else None
        if not said.code(group, code) and (theirs is None or theirs.lang):
            lacking.append((group, code))
    assert lacking == [], tag
    used = {question.codes for _, question in asked.questions()} | {"absence-reason"}
    assert set(words_file(asked, tag).codes) <= used


def notices(asked: Questionnaire) -> list[Written]:
    """Give what full answers lead to, for every way in which questions exclude one another."""
    gates: dict[str, set[str]] = {}
    for step in asked.steps:
        for key, values in step.when.items():
            gates.setdefault(key, set()).update(value for value in values if value)
    ways = [dict(zip(gates, way, strict=True)) for way in product(*(sorted(values) for values in gates.values()))]
    return [write(asked, full(asked, **{key.replace(".", "__"): v for key, v in way.items()})) for way in ways]


@pytest.mark.parametrize("asked", [one for one in ALL if one.template], ids=lambda one: one.id)
def test_the_questions_reach_every_point_that_the_notice_demands(asked: Questionnaire) -> None:
    of = template(asked.template)
    filled: set[tuple[str, str]] = set()
    gaps: list[set[int]] = []
    for done in notices(asked):
        assert done.problems == []
        document = build_notice(of, done.disclosure)
        gaps.append(set(document.points_with_gaps))
        for point in document.points:
            filled |= {(point.id, e.field) for block in point.blocks for e in block.entries if e.values}
    assert all(found == set() for found in gaps), "full answers leave no gap"
    # The template itself asks for a registration number of the sponsor only.
    elsewhere = {(point.id, "registration") for point in of.points if point.id != "sponsor"}
    demanded = {(point.id, field.label) for point in of.points for field in point.fields} - elsewhere
    assert demanded - filled == set()


def test_places_are_in_the_disclosure(asked: Questionnaire) -> None:
    for step, question in asked.questions():
        for place in (*question.to, *([question.place] if question.place else [])):
            compile_path(step.each + place)
            assert place.startswith("/"), (step.id, question.id)
