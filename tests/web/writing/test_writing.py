"""``/write``: what the pages hold, what they send on, and that nothing that was typed is lost."""

import io
import json
import re
import zipfile
from typing import Any

import pytest

from opads.writing import Draft, questionnaire, questionnaire_ids
from tests.web.conftest import Client, Page, Reader
from tests.writing.answering import full

EU = questionnaire("eu-ttpa")
FIRST = {"publisher.publisher-name": "Example Daily", "publisher.publisher-email": "ads@daily.example"}


def send(client: Client, fields: dict[str, Any], path: str = "/write/eu-ttpa", status: int = 200) -> Page:
    response = client.post(path, data=fields)
    assert response.status_code == status, response.text[:400]
    return Page(response.text)


def on(draft: Draft, step: str = "", go: str = "") -> dict[str, str]:
    return {"draft": draft.encode().decode(), "step": step, "go": go}


def kept(page: Page) -> dict[str, str]:
    """Give the answers that a page carries."""
    ((attributes, _),) = page.all("input", name="draft")
    answers: dict[str, str] = json.loads(attributes["value"])["answers"]
    return answers


def title(page: Page) -> str:
    return page.all("title")[0][1]


@pytest.mark.parametrize("name", questionnaire_ids())
def test_the_start_says_what_is_needed_and_leads_to_the_first_question(read: Reader, name: str) -> None:
    start = read("/write")
    assert "What you need" in start.text
    assert "Nothing. Your answers travel with the page" in start.text
    assert [a["href"] for a, _ in start.all("a") if a["href"] == f"/write/{name}"]
    page = read(f"/write/{name}")
    assert "Step 1 of" in page.text
    assert kept(page) == {}
    assert "Asked by" in page.text


def test_a_questionnaire_that_is_not_there_is_not_found(read: Reader) -> None:
    assert "there is eu-ttpa" in read("/write/nope", 404).text


def test_answers_lead_to_the_next_question_and_travel_with_it(client: Client) -> None:
    page = send(client, {"step": "publisher", "go": "next", **FIRST})
    assert title(page).startswith("What is the advertisement?")
    assert "Step 2 of" in page.text
    assert kept(page) == FIRST
    back = send(client, on(Draft("eu-ttpa", FIRST), "advertisement", "back"))
    assert back.all("input", id="publisher.publisher-name")[0][0]["value"] == "Example Daily"


def test_what_is_wrong_is_told_above_and_beside_and_nothing_is_lost(client: Client) -> None:
    fields = {"step": "publisher", "go": "next", "publisher.publisher-email": "not <one>", "publisher.website": "no"}
    page = send(client, fields, status=422)
    assert title(page).startswith("Error: Who publishes the advertisement?")
    ((_, summary),) = page.all("div", class_="summary")
    for text, key in (
        ("Answer this, or say why it is left open.", "publisher-name"),
        ("This is no e-mail address. It looks like name@example.org.", "publisher-email"),
        ("This is no web address. It begins with https://", "website"),
    ):
        assert text in summary
        assert page.all("a", href=f"#publisher.{key}")
        ((control, _),) = page.all("input", id=f"publisher.{key}")
        assert control["aria-invalid"] == "true"
        assert f"publisher.{key}.error" in control["aria-describedby"].split()
        ((_, beside),) = page.all("p", id=f"publisher.{key}.error")
        assert text in beside
    assert page.all("input", id="publisher.publisher-email")[0][0]["value"] == "not <one>"
    # It is not lost either on the way back, on which nothing is checked.
    assert kept(send(client, {**fields, "step": "publisher", "go": "check"})) == {
        "publisher.publisher-email": "not <one>",
        "publisher.website": "no",
    }


def test_a_question_may_be_left_open_with_a_reason(client: Client) -> None:
    page = send(client, {"step": "publisher", "go": "next", "publisher.publisher-name.open": "unknown"})
    assert title(page).startswith("What is the advertisement?")
    answers = send(client, on(Draft("eu-ttpa", kept(page)), "advertisement", "check"))
    assert "Left open: Not known yet" in answers.text


def test_elements_are_added_and_taken_out(client: Client) -> None:
    draft = full(EU)
    two = send(client, {**on(draft, "processes", "add"), **draft.of(EU.step("processes"))})
    assert [text for _, text in two.all("legend") if text.startswith("Process ")] == ["Process 1", "Process 2"]
    more = {"processes.0.process-name": "One", "processes.1.process-name": "Two"}
    one = send(client, {**on(draft, "processes", "remove:0"), **more})
    assert kept(one)["processes.0.process-name"] == "Two"
    assert "processes.1.process-name" not in kept(one)


def test_the_answers_are_shown_with_what_the_law_says_of_them(client: Client) -> None:
    page = send(client, on(full(EU, sponsor_body__email="", amount__cash="1"), "check", "check"))
    assert "Must be mended" in page.text
    assert "Article 12(1)(a)" in page.text
    rows = [text for attributes, text in page.all("div") if attributes.get("class", "").startswith("row faulty")]
    assert any("E-mail address" in row and "Must be mended The sponsor Green Valley List" in row for row in rows), rows
    assert any("Total" in row and "add up to" in row for row in rows)
    changes = [a["formaction"] for a, text in page.all("button") if text.strip().startswith("Change")]
    assert "/write/eu-ttpa#sponsor-body.email" in changes


def test_a_change_leads_back_to_the_answers_or_to_what_it_brought_up(client: Client) -> None:
    draft = full(EU)
    page = send(client, on(draft, "check", "step:payer"))
    assert page.all("input", name="returns")
    fields = {**on(draft, "payer", "next"), "returns": "yes", "payer.payer": "sponsor"}
    assert title(send(client, fields)).startswith("Check your answers")
    person = {
        **on(full(EU, sponsor_person__email=""), "sponsor", "next"),
        "returns": "yes",
        "sponsor.kind": "natural-person",
    }
    assert title(send(client, person)).startswith("The sponsor's name and address")


def test_the_result_has_label_code_notices_deadlines_and_all_files(client: Client) -> None:
    draft = full(EU, advertisement__language="fr", period__start="2027-02-01", period__end="2027-02-20")
    page = send(client, {**on(draft, "check", "result"), "second": "de"})
    assert "Avis de transparence" in page.text
    assert "Transparenzbekanntmachung" in page.text
    assert "ANNONCE PUBLICITAIRE À CARACTÈRE POLITIQUE" in page.text
    assert "4 February 2027" in page.text
    assert "no later than 72 hours after first publication" in page.text
    assert "opads submit disclosure.json" in page.text
    actions = {a["formaction"] for a, _ in page.all("button") if a.get("formaction", "").startswith("/write/files/")}
    assert {
        "/write/files/bundle.zip",
        "/write/files/notice-de.pdf",
        "/write/files/label-fr.svg",
        "/write/files/qr.svg",
    } <= actions
    for action in actions - {"/write/files/bundle.zip"}:
        if not action.endswith(".pdf"):
            assert client.post(action, data=on(draft)).status_code == 200, action


def test_few_answers_lead_to_a_result_that_says_what_is_lacking(client: Client) -> None:
    page = send(client, on(Draft("eu-ttpa", FIRST), "check", "result"))
    assert "not complete" in page.text
    assert "There is no QR code: the web address of the notice is not given." in page.text
    assert "Not stated" in page.text


def test_files_are_attachments_that_nobody_keeps(client: Client) -> None:
    draft = full(EU, advertisement__language="fr")
    answer = client.post("/write/files/disclosure.json", data=on(draft))
    assert answer.headers["content-disposition"] == 'attachment; filename="disclosure.json"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["opads"] == "1.0"
    packed = client.post("/fr/write/files/bundle.zip", data=on(draft))
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert {"README.txt", "disclosure.json", "notice-fr.pdf", "label-fr.svg"} <= set(archive.namelist())
    missing = client.post("/write/files/elsewhere.txt", data=on(draft))
    assert missing.status_code == 404
    assert "disclosure.json" in missing.text


def test_saving_takes_along_what_stands_on_the_page(client: Client) -> None:
    fields = {**on(Draft("eu-ttpa", FIRST), "advertisement"), "advertisement.ad-title": "Half a ti"}
    saved = client.post("/write/files/draft.json", data=fields)
    assert saved.json()["answers"] == {**FIRST, "advertisement.ad-title": "Half a ti"}
    answer = client.post("/write", files={"file": ("draft.json", saved.content, "application/json")})
    assert answer.status_code == 200
    page = Page(answer.text)
    assert title(page).startswith("Check your answers")
    assert kept(page) == saved.json()["answers"]


@pytest.mark.parametrize(
    "content", [b"", b"no json", b'{"opadsDraft":"1","questions":"../x","answers":{}}', b"\xff" * 40]
)
def test_a_file_that_is_no_draft_is_refused_beside_the_field(client: Client, content: bytes) -> None:
    answer = client.post("/write", files={"file": ("draft.json", content, "application/json")})
    assert answer.status_code in (400, 404)
    page = Page(answer.text)
    assert title(page).startswith("Error:")
    assert page.all("a", href="#file")


@pytest.mark.parametrize(
    "fields",
    [
        {"draft": "{", "step": "publisher"},
        {"draft": '{"opadsDraft":"1","questions":"other","answers":{}}', "step": "publisher"},
        {"draft": "x" * 900_000, "step": "publisher"},
    ],
)
def test_a_draft_that_was_tampered_with_is_refused(client: Client, fields: dict[str, str]) -> None:
    assert client.post("/write/eu-ttpa", data=fields).status_code == 400
    assert client.post("/write/files/disclosure.json", data=fields).status_code in (400, 404)


@pytest.mark.parametrize(
    "go", ["", "stay", "step:nope", "remove:99", "remove:x", "remove:²", "add", "back", "<script>", "x" * 500]
)
@pytest.mark.parametrize("step", ["publisher", "processes", "check", "result", "nope", ""])
def test_whatever_is_pressed_gives_a_page(client: Client, step: str, go: str) -> None:
    answer = client.post("/write/eu-ttpa", data=on(full(EU), step, go))
    assert answer.status_code in (200, 422)
    Page(answer.text)


def test_what_answers_say_is_text_and_nothing_else(client: Client) -> None:
    nasty = "</textarea><script>alert(1)</script>"
    draft = full(EU, methodology__method=nasty, sponsor_body__name=nasty, advertisement__ad_title="\u202egnp.exe")
    for go in ("check", "result", "step:methodology"):
        answer = client.post("/write/eu-ttpa", data=on(draft, "check", go))
        assert not re.search(r"<script(?![^>]* src=)", answer.text)
        Page(answer.text)


@pytest.mark.parametrize("tag", ["fr", "de", "es", "el", "ar"])
def test_questions_are_asked_in_the_language_of_the_page(client: Client, tag: str) -> None:
    page = Page(client.get(f"/{tag}/write/eu-ttpa").text)
    assert "Who publishes" not in page.text
    asked = send(client, on(full(EU), "check", "check"), f"/{tag}/write/eu-ttpa")
    assert kept(asked)
    # Another language is asked for by sending the form: a link would lose the answers.
    assert {a["formaction"] for a, _ in asked.all("button", value="stay")} >= {"/en/write/eu-ttpa"}
