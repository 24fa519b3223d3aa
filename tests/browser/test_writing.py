"""A newspaper without a system writes a notice: the whole way without scripts, by keyboard, narrow, from right to left."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from opads.writing import questionnaire
from tests.browser.chromium import Chromium
from tests.writing.answering import full

EU = questionnaire("eu-ttpa")
PAPER = {
    "publisher": {"publisher-name": "Example Daily", "publisher-kind": "publisher"},
    "advertisement": {"ad-title": "A greener council", "language": "fr", "countries": "FR"},
    "media": {"online": "no", "media": "newspaper-magazine"},
    "basis": {"basis": "actor"},
    "sponsor": {"kind": "natural-person"},
    "sponsor-person": {"given-name": "Ada", "family-name": "Green", "email": "ada@green.example"},
    "controlled": {"controlled": "no"},
    "payer": {"payer": "sponsor"},
    "period": {"start": "2027-03-01", "end": "2027-03-10"},
    "amount": {"total": "1845.50", "total.currency": "EUR", "tax": "yes"},
    "campaign": {"campaign": "no"},
    "funding": {"nature": "private", "origin": "inside-union"},
    "methodology": {"method": "The invoice."},
    "linked": {"linked": "yes"},
    "processes": {
        "0.type": "election",
        "0.process-name": "Municipal election 2027",
        "0.level": "local",
        "0.date": "2027-03-14",
        "0.place": "Valleytown",
        "0.official-links": "https://vote.example.org/2027",
    },
    "reporting": {"reporting-email": "report@daily.example"},
    "suspension": {"suspended": "no"},
    "notice": {"url": "https://daily.example/notices/7"},
    "label": {"label": "yes"},
    "declarations": {"eligibility": "union-citizen", "eligibility-date": "2027-02-20"},
}
"""What a paper answers, page by page in the order in which it is asked."""


def answer(page: Page, step: str) -> None:
    for name, value in PAPER[step].items():
        key = f"{step}.{name}"
        choice = page.locator(f'input[name="{key}"][value="{value}"]')
        if choice.count():
            choice.check()
        elif page.locator(f'select[name="{key}"]').count():
            page.locator(f'select[name="{key}"]').select_option(value)
        else:
            page.locator(f'[name="{key}"]').fill(value)


def taken(page: Page, press: Callable[[], None]) -> bytes:
    with page.expect_download() as download:
        press()
    return Path(download.value.path()).read_bytes()


def test_the_whole_way_without_scripts(chromium: Chromium, site: str) -> None:
    page = chromium.plain
    with chromium.watched(urlsplit(site).netloc, refused=True):
        page.goto(f"{site}/write")
        page.get_by_role("link", name="Start Transparency notice and label").click()
        for number, step in enumerate(PAPER, 1):
            assert f"Step {number} of" in page.locator(".progress").inner_text()
            assert page.locator('input[name="step"]').get_attribute("value") == step
            answer(page, step)
            page.get_by_role("button", name="Continue").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Check your answers"
        assert "nothing has to be mended" in page.locator(".lead").inner_text()
        # A change: where the link leads, the field is; then the answers again.
        page.get_by_role("button", name="Change Total").click()
        assert page.url.endswith("#amount.total")
        page.locator('[name="amount.total"]').fill("1900")
        page.get_by_role("button", name="Continue").click()
        assert page.get_by_text("1900 EUR", exact=True).is_visible()
        page.get_by_role("button", name="Make the documents").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Your documents are ready"
        assert page.locator(".drawing > svg").is_visible()
        assert page.locator(".coded > svg").is_visible()
        assert page.get_by_role("heading", name="Avis de transparence").is_visible()
        packed = taken(page, page.get_by_role("button", name="Download everything").click)
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            assert archive.read("notice-fr.pdf").startswith(b"%PDF-")
            disclosure = json.loads(archive.read("disclosure.json"))
        assert disclosure["money"]["amounts"][0]["exact"] == "1900"
        draft = taken(page, page.get_by_role("button", name="Save the draft").click)
        page.goto(f"{site}/write")
        page.locator("#file").set_input_files({"name": "draft.json", "mimeType": "application/json", "buffer": draft})
        page.get_by_role("button", name="Go on").click()
        assert page.get_by_text("1900 EUR", exact=True).is_visible()


def test_by_keyboard_alone_what_is_wrong_is_found_and_mended(chromium: Chromium, site: str) -> None:
    page = chromium.page
    with chromium.watched(urlsplit(site).netloc, refused=True):
        chromium.wide()
        page.goto(f"{site}/write/eu-ttpa")
        page.locator('[id="publisher.publisher-email"]').focus()
        page.keyboard.type("nobody")
        page.keyboard.press("Enter")
        page.wait_for_selector("#problems")
        assert page.title().startswith("Error: Who publishes the advertisement?")
        assert page.evaluate("document.activeElement.id") == "problems"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "publisher.publisher-name"
        page.keyboard.type("Example Daily")
        chromium.everywhere()
        chromium.wide()
        page.locator('[id="publisher.publisher-email"]').fill("ads@daily.example")
        page.keyboard.press("Enter")
        page.wait_for_selector('[id="advertisement.ad-title"]')
        assert page.title().startswith("What is the advertisement?")
        # The browser's own way back leads to what was typed.
        page.go_back()
        assert page.locator('[id="publisher.publisher-name"]').input_value() == "Example Daily"


def test_another_language_keeps_the_answers(chromium: Chromium, site: str) -> None:
    page = chromium.page
    with chromium.watched(urlsplit(site).netloc):
        chromium.wide()
        page.goto(f"{site}/write/eu-ttpa")
        page.locator('[id="publisher.publisher-name"]').fill("Example Daily")
        page.get_by_role("button", name="العربية").click()
        page.wait_for_url("**/ar/write/eu-ttpa")
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.locator('[id="publisher.publisher-name"]').input_value() == "Example Daily"
        chromium.everywhere()


def shown(page: Page, go: str, step: str, address: str) -> None:
    """Show a page that comes after full answers."""
    page.goto(address)
    page.evaluate(
        """([draft, go, step]) => {
          const form = document.createElement("form");
          form.method = "post";
          for (const [name, value] of Object.entries({ draft, go, step })) {
            const field = document.createElement("input");
            field.name = name;
            field.value = value;
            form.append(field);
          }
          document.body.append(form);
          form.submit();
        }""",
        [full(EU, period__start="2027-02-01", period__end="2027-02-20", amount__cash="1").encode().decode(), go, step],
    )
    page.wait_for_selector("#answers input[name=returns], .verdict", state="attached")


def test_every_page_is_clean_light_dark_and_narrow(chromium: Chromium, site: str) -> None:
    page = chromium.page
    with chromium.watched(urlsplit(site).netloc):
        page.goto(f"{site}/write")
        chromium.everywhere()
        for go, address in (
            ("step:processes", "/ar/write"),
            ("check", "/write"),
            ("result", "/ar/write"),
        ):
            chromium.wide()
            shown(page, go, "check", f"{site}{address}/eu-ttpa")
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            chromium.everywhere()
