"""Journey of somebody who writes no code: paste, see what must be mended, mend it in the page, see that it is."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import Chromium


@pytest.fixture
def wrong(project: Path) -> str:
    """Return a notice with two faults that must be mended, and a third one that only a person can decide on."""
    path = project / "schema" / "formats" / "eu-ttpa" / "examples" / "valid" / "natural-person.json"
    text = path.read_text(encoding="utf-8")
    text = text.replace('"version": "1"', '"version": null', 1).replace(
        '"status": "published"', '"status": "Published"', 1
    )
    return text.replace('"title":', '"tittle":', 1)


def pasted(page: Page, site: str, text: str, path: str = "/") -> None:
    page.goto(site + path)
    page.locator("#text").fill(text)
    page.locator("#ask button.main").click()
    expect(page.locator("#fixes")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_faults_are_mended_in_the_page(chromium: Chromium, site: str, wrong: str, scripts: bool) -> None:  # noqa: FBT001 - a parameter
    page = chromium.page if scripts else chromium.plain
    with chromium.watched(urlsplit(site).netloc):
        pasted(page, site, wrong)
        assert page.locator("input[name=fix]:checked").count() == 2
        page.get_by_role("button", name="Put in and check again").click()
        expect(page.locator("#recheck")).to_be_visible()
        told = page.locator(".recheck .counts").inner_text().split("\n")
        assert told == ["2 mended", "0 new", "1 remains"]
        assert '"status": "published"' in page.locator("#text").input_value()
        assert '"tittle":' in page.locator("#text").input_value()
        expect(page.locator(".verdict h1")).to_have_text("The document is acceptable")
        if scripts:
            assert page.evaluate("document.activeElement.id") == "verdict"


def test_with_the_keyboard_alone(chromium: Chromium, site: str, wrong: str) -> None:
    page = chromium.page
    pasted(page, site, wrong)
    box = page.locator("input[name=fix]:not(:checked)")
    box.focus()
    page.keyboard.press("Space")
    button = page.get_by_role("button", name="Put in and check again")
    for _ in range(5):
        page.keyboard.press("Tab")
        if button.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".recheck .counts li").first).to_have_text("3 mended")


def test_the_parts_are_clean_at_every_width_and_direction(chromium: Chromium, site: str, wrong: str) -> None:
    page = chromium.page
    clean: Callable[[], None] = chromium.everywhere
    with chromium.watched(urlsplit(site).netloc):
        for path in ("/", "/ar/"):
            pasted(page, site, wrong, path)
            clean()
            page.locator("button[name=mend]").click()
            expect(page.locator("#recheck")).to_be_visible()
            clean()
            chromium.wide()
