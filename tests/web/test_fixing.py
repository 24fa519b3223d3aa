"""Fixes on the check page, and what became of the findings."""

import base64
import json
from typing import Any

import pytest

from tests.api.conftest import EXAMPLES
from tests.web.conftest import Client, Page
from tests.web.test_checking import posted

NOTICE = next(path for path in EXAMPLES if path.parts[-4] == "eu-ttpa" and path.parent.name == "valid").read_text(
    "utf-8"
)
WRONG = NOTICE.replace('"version": "1"', '"version": null', 1).replace(
    '"status": "published"', '"status": "publishd"', 1
)


def boxes(page: Page) -> list[tuple[str, bool]]:
    return [(a["value"], "checked" in a) for a, _ in page.all("input", name="fix")]


def kept(page: Page) -> dict[str, str]:
    return {a["name"]: a["value"] for a, _ in page.all("input", type="hidden") if a.get("name") == "before"}


def text(page: Page) -> str:
    ((_, value),) = page.all("textarea", id="text")
    return value.removeprefix("\n")


def test_safe_fixes_are_ticked_and_suggestions_are_not(client: Client) -> None:
    page = posted(client, {"text": WRONG})
    assert [ticked for _, ticked in boxes(page)] == [True, False]
    assert all(a["form"] == "ask" for a, _ in page.all("input", name="fix"))
    ((button, words),) = page.all("button", name="mend")
    assert (button["form"], words) == ("ask", "Put in and check again")
    labels = [words for a, words in page.all("label") if a.get("for", "").startswith("fix-")]
    assert [label.split() for label in labels] == [
        ["instead", "of", "null", "left", "out"],
        ["instead", "of", "publishd", "now", "published"],
    ]
    assert "1 fault can be mended without changing what is said" in page.text
    assert json.loads(page.download("patch.json"))[0]["record"] == 0
    assert page.all("section", aria_labelledby="recheck") == []


def test_they_are_put_in_and_the_document_is_checked_again(client: Client) -> None:
    page = posted(client, {"text": WRONG})
    after = posted(client, {"text": WRONG, "mend": "on", "fix": [id_ for id_, _ in boxes(page)], **kept(page)})
    document = json.loads(text(after))
    assert document["transparencyNotice"]["status"] == "published"
    assert "version" not in document["transparencyNotice"]
    ((_, told),) = after.all("section", aria_labelledby="recheck")
    assert "2 mended" in told
    assert "0 new" in told
    assert "0 remain" in told
    assert "2 fixes were put in." in told
    assert [words for _, words in after.all("ins")] == ['+     "status": "published",']
    ((link, _),) = after.all("a", download="document")
    assert json.loads(base64.b64decode(link["href"].partition(",")[2])) == document
    assert boxes(after) == []


def test_what_was_typed_meanwhile_is_kept(client: Client) -> None:
    page = posted(client, {"text": WRONG})
    typed = WRONG.replace("Transparency notice", "My own title", 1)
    after = posted(client, {"text": "\n\n" + typed, "mend": "on", "fix": [boxes(page)[0][0], "0" * 12], **kept(page)})
    assert "version" not in json.loads(text(after))["transparencyNotice"]
    assert '"publishd"' in text(after)
    ((_, told),) = after.all("section", aria_labelledby="recheck")
    assert "1 mended" in told
    assert "1 remains" in told
    assert "does not fit the document any more" in told


def test_without_the_button_nothing_is_put_in(client: Client) -> None:
    page = posted(client, {"text": WRONG})
    after = posted(client, {"text": WRONG, "fix": [id_ for id_, _ in boxes(page)]})
    assert '"version": null' in text(after)


def test_a_new_fault_is_told_and_leads_to_its_place(client: Client) -> None:
    page = posted(client, {"text": NOTICE})
    after = posted(client, {"text": WRONG, **kept(page)})
    ((_, told),) = after.all("section", aria_labelledby="recheck")
    assert "2 new" in told
    links = {a["href"] for a, _ in after.all("a") if a.get("href", "").startswith("#f-")}
    assert links <= {f"#{a['id']}" for a, _ in after.all("li") if a.get("id", "").startswith("f-")}


@pytest.mark.parametrize("before", ["x", "[[[]]]", "\u202e", '[[["<b>/x", "error", "<i>", 0, "d"]], []]', "[" * 90_000])
def test_what_a_page_says_it_kept_is_never_believed(client: Client, before: str) -> None:
    page = posted(client, {"text": WRONG, "before": before})
    assert "<b>" not in page.text
    assert page.all("b") == []


def test_a_filing_that_a_text_field_cannot_hold_is_mended_too(client: Client, project: Any) -> None:
    filing = (project / "schema/formats/us-fec/examples/valid/f24-24-hours.fec").read_bytes()
    wrong = filing.replace(b"20260917", b"2026-09-17", 1).replace(b"Example Voters", "Éxample Voters".encode("cp1252"))
    page = posted(client, {"file": ("a.fec", wrong)})
    sent = [a["value"] for a, _ in page.all("input", type="hidden", name="sent")]
    safe = [id_ for id_, ticked in boxes(page) if ticked]
    assert safe
    after = posted(client, {"sent": sent[:1], "mend": "on", "fix": safe})
    ((link, _),) = after.all("a", download="a.fec")
    assert base64.b64decode(link["href"].partition(",")[2]) == wrong.replace(b"2026-09-17", b"20260917")
    assert after.all("input", type="hidden", name="sent")


def test_several_files_have_no_fixes(client: Client) -> None:
    page = posted(client, {"file": ("a.json", WRONG.encode()), "text": ""})
    assert boxes(page)
    response = client.post("/check", files=[("file", ("a.json", WRONG)), ("file", ("b.json", NOTICE))])
    assert boxes(Page(response.text)) == []


def test_nothing_hidden_gets_into_the_page(client: Client) -> None:
    wrong = WRONG.replace('"publishd"', '"published\u202e "', 1)
    response = client.post("/check", data={"text": wrong})
    assert response.text.count("\u202e") == 1, "only in the text field"
