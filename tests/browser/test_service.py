"""The pages of the service, served."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import Chromium

INVALID = "eu-ttpa/amount-is-one-figure.json"
PAGES = {
    "check": "/",
    "filled": f"/?example={INVALID}",
    "report": f"/check?example={INVALID}",
    "report of a filing": "/check?example=us-fec/f24-24-hours.fec",
    "report of a table": "/check?example=au-aec-annual-returns/abn-form.csv",
    "report from right to left": f"/ar/check?example={INVALID}",
    "conversion": "/convert?example=us-fec/f24-24-hours.fec&to=eu-ttpa",
    "formats": "/formats",
    "format": "/formats/eu-ttpa",
    "rules": "/rules",
    "rule": "/rules/eu-ttpa/amount-is-one-figure",
    "problems": "/problems",
    "problem": "/problems/not-found",
    "interface": "/docs",
    "operation": "/docs/convert",
    "model": "/docs/models/Report",
}
REFUSED = {"no such target": f"/convert?example={INVALID}&to=none-such", "not found": "/formats/none-such"}
SMALL = '{"schemaVersion": "1.0", "identity": {"subject": 7}}'
CONTENT = ("main h1", "main h2", "main h3", "main p.sentence", "main td", "main dd", "main a")
"""What is the same with and without scripts."""
STOPS = 80
"""Steps of the tabulator within which anything is reached."""

FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  return {why: [style.outlineStyle, style.outlineWidth, box.width, box.top, box.bottom, box.right, innerHeight], tag: at.tagName, id: at.id, text: at.innerText || "", finding: !!at.closest(".finding"), href: at.href || "",
    seen: (at.type === "date" || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) && box.width > 0
      && box.bottom > 0 && box.top < innerHeight && box.right > 0};
}"""


def until(page: Page, **wanted: object) -> int:
    """Press the tabulator until an element has the focus; every one on the way shows that it has it."""
    for number in range(1, STOPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["seen"], str(focus)
        if all(focus[name] == value for name, value in wanted.items()):
            return number
    raise AssertionError(f"no focus for {wanted}")


@pytest.mark.parametrize("name", [*PAGES, *REFUSED])
def test_a_page_is_clean(chromium: Chromium, site: str, name: str) -> None:
    refused = name in REFUSED
    address = site + (REFUSED if refused else PAGES)[name]
    with chromium.watched(urlsplit(site).netloc, refused=refused):
        for page in (chromium.page, chromium.plain):
            response = page.goto(address)
            assert response is not None
            assert response.ok is not refused
        for part in CONTENT:
            texts = [page.locator(part).all_text_contents() for page in (chromium.page, chromium.plain)]
            assert texts[0] == texts[1], "scripts add controls, never content"
        chromium.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        chromium.everywhere()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_document_is_checked_by_keyboard_alone(chromium: Chromium, site: str, *, scripts: bool) -> None:
    page = chromium.page if scripts else chromium.plain
    with chromium.watched(urlsplit(site).netloc):
        page.goto(site)
        assert until(page, text="Skip to the content") == 1
        page.keyboard.press("Enter")
        assert until(page, id="text") == 1
        page.keyboard.insert_text(SMALL)
        until(page, tag="BUTTON", text="Check")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}/check")
        assert page.locator("h1").inner_text().strip() == "The document is not acceptable"
        if scripts:
            assert page.evaluate(FOCUS)["id"] == "verdict"
        else:
            until(page, text="Skip to the content")
            page.keyboard.press("Enter")
        until(page, finding=True)
        assert page.evaluate(FOCUS)["href"] == f"{site}/check#f-1"
        assert SMALL in page.locator("#text").input_value()


def test_a_page_seen_before_keeps_its_style(chromium: Chromium, site: str) -> None:
    with chromium.watched(urlsplit(site).netloc):
        for _ in range(2):
            chromium.page.goto(f"{site}/formats")
            assert chromium.page.evaluate("document.styleSheets[0].cssRules.length") > 50


def test_an_empty_form_is_refused_beside_the_field(chromium: Chromium, site: str) -> None:
    page = chromium.page
    with chromium.watched(urlsplit(site).netloc, refused=True):
        page.goto(site)
        until(page, tag="BUTTON", text="Convert it")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.title().startswith("Error: ")
        chromium.everywhere()
        chromium.wide()
        until(page, tag="A", href=f"{site}/convert#text")
        page.keyboard.press("Enter")
        assert page.evaluate(FOCUS)["id"] == "text"
