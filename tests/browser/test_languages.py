"""The main states of the pages in each language: whole, clean, in their own direction, at a zoom of 400 %."""

from urllib.parse import urlsplit

import pytest

from opads.speech import LANGUAGES
from tests.browser.chromium import Chromium
from tests.browser.test_service import FOCUS

STATES = (
    "/",
    "/check?example=eu-ttpa/amount-is-one-figure.json",
    "/check?example=us-fec/f24-24-hours.fec",
    "/convert?example=us-fec/f24-24-hours.fec&to=eu-ttpa",
    "/write",
    "/batches",
    "/register",
    "/register/figures",
    "/explore",
    "/explore/schema",
    "/explore/terms/sponsor",
    "/explore/obligations",
    "/rules/eu-ttpa/amount-is-one-figure",
    "/formats/eu-ttpa",
    "/languages",
)
"""One page of each kind, as a newcomer meets them."""
ZOOMED = {"width": 320, "height": 256}
"""1280 by 1024 pixels at 400 % (success criterion 1.4.10)."""
OTHERS = tuple(tag for tag in LANGUAGES if tag != "en")


@pytest.mark.parametrize("tag", OTHERS)
def test_every_state_is_clean_in_every_language(chromium: Chromium, site: str, tag: str) -> None:
    page = chromium.page
    chromium.wide()
    with chromium.watched(urlsplit(site).netloc):
        for state in STATES:
            response = page.goto(f"{site}/{tag}{state}")
            assert response is not None
            assert response.ok, state
            assert page.locator("html").get_attribute("lang") == tag
            assert page.locator("html").get_attribute("dir") == LANGUAGES[tag].direction
            chromium.clean()


def test_words_fit_at_four_hundred_per_cent(chromium: Chromium, site: str) -> None:
    """German has the longest words of the languages, Arabic the other direction."""
    page = chromium.page
    for tag in ("de", "ar"):
        for state in STATES:
            page.goto(f"{site}/{tag}{state}")
            page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]  # a dict of the two is what it takes
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, (tag, state, over)
            for _ in range(4):
                page.keyboard.press("Tab")
                focus = page.evaluate(FOCUS)
                assert focus["seen"], (tag, state, focus)
    chromium.wide()


@pytest.mark.parametrize("tag", OTHERS)
def test_a_finding_is_told_in_the_language_without_scripts(chromium: Chromium, site: str, tag: str) -> None:
    page = chromium.plain
    page.goto(f"{site}/{tag}{STATES[1]}")
    told = page.locator("main .finding").first.inner_text()
    page.goto(f"{site}/en{STATES[1]}")
    english = page.locator("main .finding").first.inner_text()
    assert told.splitlines()[0] != english.splitlines()[0]
    assert "eu-ttpa/amount-is-one-figure" in told.replace("\n", "")
