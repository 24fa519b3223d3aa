"""The questionnaire from which duties follow."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from opads.obligations import default_calendar, resolve
from opads.obligations.model import BEARERS as WHO
from opads.obligations.situation import facts_known
from opads.web.exploring.answers import answers_of
from opads.web.exploring.questions import BEARERS, QUESTIONS, STEPS
from tests.web.conftest import Client, Reader

GERMAN = "countries=DE&media=website&remunerated=yes&period.start=2026-03-01&process.id=de-bw-landtag-2026&publisher.kind=publisher&publisher.size=small"
SITUATION = {
    "countries": ["DE"],
    "media": ["website"],
    "remunerated": True,
    "period": {"start": "2026-03-01"},
    "process": {"id": "de-bw-landtag-2026"},
    "publisher": {"kind": "publisher", "size": "small"},
}


def test_every_fact_is_asked_for_but_what_follows() -> None:
    asked = [question.pointer for question in QUESTIONS]
    assert len(asked) == len(set(asked))
    assert set(facts_known()) - set(asked) == {"/asOf", "/online", "/process/name", "/process/endDate"}
    assert {question.step for question in QUESTIONS} == set(range(1, len(STEPS) + 1))
    assert set(BEARERS) == set(WHO)


@pytest.mark.parametrize("step", range(1, len(STEPS) + 1))
def test_a_step_asks_its_questions_and_keeps_the_other_answers(read: Reader, step: int) -> None:
    page = read(f"/explore/obligations?{GERMAN}&step={step}")
    names = {a["name"] for tag in ("input", "select") for a, _ in page.all(tag) if a.get("type") != "hidden"}
    assert names == {question.name for question in QUESTIONS if question.step == step}
    given = set(parse_qsl(GERMAN))
    hidden = {(a["name"], a["value"]) for a, _ in page.all("input", type="hidden")}
    assert hidden == {(name, value) for name, value in given if name not in names}
    chosen = {a["value"] for a, _ in page.all("option") if "selected" in a} - {""}
    ticked = {(a["name"], a["value"]) for a, _ in page.all("input") if "checked" in a and a["value"]}
    for name, value in given:
        if name in names:
            dated = {a["value"] for a, _ in page.all("input", name=name) if a.get("type") == "date"}
            assert value in chosen | dated or (name, value) in ticked


def test_the_answers_are_a_situation() -> None:
    answers = answers_of(parse_qsl(GERMAN + "&utm_source=x&step=3"))
    assert answers.situation == SITUATION
    assert answers.refusal is None
    assert set(parse_qsl(urlsplit(answers.address()).query)) == set(parse_qsl(GERMAN))


def test_the_result_is_that_of_the_resolver(read: Reader) -> None:
    answer = resolve(SITUATION)
    assert answer.counts.applies
    page = read(f"/explore/obligations?{GERMAN}&step=result")
    titles = [text.replace(" not verified", "") for _, text in page.all("h4")]
    assert sorted(titles) == sorted(duty.title for duty in answer.duties)
    for duty in answer.of("applies"):
        assert duty.description in page.text
        assert duty.citations[0].instrument in page.text
        if duty.deadline:
            assert duty.deadline.text in page.text
    for rule in {rule for duty in answer.duties for rule in duty.rules}:
        assert page.all("a", href=f"/rules/{rule}")
    assert f"{answer.counts.applies} dut" in page.all("h1")[0][1]


def test_a_fact_that_is_wanted_leads_to_its_question(client: Client, read: Reader) -> None:
    page = read(f"/explore/obligations?{GERMAN}&step=result")
    links = {a["href"] for a, _ in page.all("a") if "#" in a["href"] and a["href"].startswith("/explore/obligations?")}
    assert links
    for link in links:
        asked = read(link.partition("#")[0])
        assert [1 for _, a, _ in asked.elements if a.get("id") == link.partition("#")[2]]


def test_what_is_left_out_does_not_stand_in_the_address(client: Client) -> None:
    answer = client.get(
        "/de/explore/obligations?countries=DE&countries=&media=&remunerated=&step=2", follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/de/explore/obligations?countries=DE&step=2")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("countries=Germany&step=result", "countries"),
        ("period.start=yesterday&step=result", "period.start"),
        ("spending.perYear=1,000&step=result", "spending.perYear"),
        ("period.start=2026-03-02&period.end=2026-03-01&step=result", "period.end"),
        ("process.id=none-such&step=result", "process.id"),
        ("remunerated=perhaps&step=2", "remunerated"),
    ],
)
def test_what_cannot_be_is_told_beside_its_question(read: Reader, query: str, field: str) -> None:
    page = read(f"/explore/obligations?{query}", status=422)
    assert page.all("title")[0][1].startswith("Error: ")
    assert [1 for a, _ in page.all("a") if a["href"] == f"#{field}"]
    link = f"#{field}"
    assert [1 for _, a, _ in page.elements if a.get("id") == link[1:]]


def test_nothing_known_leaves_everything_open(read: Reader) -> None:
    page = read("/explore/obligations?step=result")
    assert "0 duties apply" in page.all("h1")[0][1]
    assert page.all("h2", id="wanted")


def test_polls_can_be_chosen(read: Reader) -> None:
    options = {a["value"] for a, _ in read("/explore/obligations?step=2").all("option")}
    assert {poll.id for poll in default_calendar()} <= options
