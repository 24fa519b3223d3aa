"""Looking things up: search, fields, the map of all pairs, duties, a profile; by keyboard, without scripts, on a phone."""

import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.chromium import COLOURS, Chromium
from tests.browser.test_service import FOCUS, until

PAGES = {
    "start": "/explore",
    "search": "/explore?q=sponsor",
    "subjects": "/explore/schema",
    "subject": "/explore/schema/label",
    "glossary": "/explore/terms",
    "term": "/explore/terms/sponsor",
    "rules of a law": "/rules?law=Regulation+(EU)+2022/2065",
    "code list": "/explore/codes/party-role",
    "one format": "/explore/matrix?format=gb-digital-imprint",
    "pair": "/explore/matrix/gb-digital-imprint/eu-ttpa",
    "questions": "/explore/obligations?step=2",
    "duties": "/explore/obligations?countries=DE&media=website&period.start=2026-03-01&remunerated=yes&step=result",
    "elections": "/explore/elections",
    "profile": "/explore/profile",
}
MADE = 90_000
"""Milliseconds within which the map of all pairs is made."""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_clean(chromium: Chromium, site: str, name: str) -> None:
    with chromium.watched(urlsplit(site).netloc):
        chromium.page.goto(site + PAGES[name])
        chromium.page.evaluate("[...document.querySelectorAll('details')].slice(0, 2).forEach(one => one.open = true)")
        # Of what is alike, some will do.
        chromium.page.evaluate(
            "[...document.querySelectorAll('.duty, .bars li')].slice(6).forEach(one => one.remove())"
        )
        chromium.everywhere()
    chromium.wide()


def test_a_field_is_found_by_search_and_shown(chromium: Chromium, site: str) -> None:
    page = chromium.plain
    with chromium.watched(urlsplit(site).netloc):
        page.goto(f"{site}/explore")
        page.locator("#q").fill("legal name of a party")
        page.keyboard.press("Enter")
        page.locator("#q").fill("legalName")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Legal name", exact=True).click()
        assert page.url == f"{site}/explore/schema/parties#/parties/legalName"
        assert page.locator("[id='/parties/legalName']").is_visible()
        page.goto(f"{site}/es/explore/schema?at=/parties/0/legalName")
        assert page.url == f"{site}/es/explore/schema/parties#/parties/legalName"
        box = page.locator("[id='/parties/legalName']").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 900


def test_what_is_typed_is_found_at_once(chromium: Chromium, site: str) -> None:
    page = chromium.page
    with chromium.watched(urlsplit(site).netloc):
        page.goto(f"{site}/de/explore")
        page.locator("#q").focus()
        page.keyboard.type("opdrachtgever")
        page.locator(".hits a").first.wait_for()
        assert page.url == f"{site}/de/explore?q=opdrachtgever"
        assert page.evaluate(FOCUS)["id"] == "q", "the focus stays in the field"
        assert page.locator("#told").inner_text() == page.locator("#sum").inner_text() != ""
        page.locator("#q").fill("")
        page.locator(".cards").wait_for()
        assert page.url == f"{site}/de/explore"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_map_is_made_and_opens_into_fields(chromium: Chromium, site: str, *, scripts: bool) -> None:
    """The page tells that the map is being made, and shows it by itself; then it is gone through by keyboard."""
    page = chromium.page if scripts else chromium.plain
    chromium.wide()
    with chromium.watched(urlsplit(site).netloc):
        page.goto(f"{site}/explore/matrix")
        page.locator("#map").wait_for(timeout=MADE)
        if scripts:
            until(page, href=f"{site}/explore/matrix/au-aec-annual-returns/au-aec-media-advertisement-details")
            page.keyboard.press("ArrowDown")  # past the cell of a format with itself
            page.keyboard.press("ArrowRight")
            focus = page.evaluate(FOCUS)
            assert focus["seen"], focus
            assert focus["href"].endswith("/au-authorisation/br-art-27a-repository")
            page.keyboard.press("Home")
            assert page.evaluate(FOCUS)["href"].endswith("/au-authorisation/au-aec-annual-returns")
            page.keyboard.press("Enter")
        else:
            until(page, text="Skip the map")
            page.keyboard.press("Enter")
            assert page.url.endswith("#after-map")
            page.locator("#map tbody tr").nth(2).locator("a").nth(1).click()
        page.wait_for_url("**/explore/matrix/au-authorisation/au-aec-annual-returns")
        assert page.locator("h1").inner_text().startswith("From Australian authorisation particulars")


def test_the_map_is_legible_in_the_dark_and_a_choice_on_a_phone(chromium: Chromium, site: str) -> None:
    page = chromium.page
    with chromium.watched(urlsplit(site).netloc):
        page.goto(f"{site}/explore/matrix")
        page.locator("#map").wait_for(timeout=MADE)
        chromium.wide()
        # A few rows will do: the whole map has 2,600 links, all alike.
        page.evaluate("[...document.querySelectorAll('#map tbody tr')].slice(6).forEach(row => row.remove())")
        chromium.clean()
        page.emulate_media(color_scheme="dark")
        chromium.clean(COLOURS)
        chromium.narrow()
        assert not page.locator("#map").is_visible()
        page.locator("#format").select_option("eu-ttpa")
        page.get_by_role("button", name="Show").click()
        chromium.narrow()
        assert page.locator(".bars li").count() == 2 * 50
    chromium.wide()


def test_duties_are_found_by_keyboard_alone(chromium: Chromium, site: str) -> None:
    page = chromium.plain
    with chromium.watched(urlsplit(site).netloc):
        page.goto(f"{site}/explore/obligations")
        until(page, id="countries-1")
        page.keyboard.type("Germany")
        until(page, tag="INPUT")
        page.locator("input[name=media][value=website]").focus()
        page.keyboard.press("Space")
        page.locator("input[name=remunerated][value='']").focus()
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        until(page, tag="BUTTON", text="Next")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}/explore/obligations?*step=2")
        assert page.url == f"{site}/explore/obligations?countries=DE&media=website&remunerated=yes&step=2"
        page.locator("#period\\.start").fill("2026-03-01")
        until(page, tag="BUTTON", text="Show the result")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}/explore/obligations?*step=result")
        page.get_by_role("link", name="What kind of publisher is it?").first.click()
        assert page.url.endswith("step=4#publisher.kind")
        page.locator("#publisher\\.kind").select_option("publisher")
        page.get_by_role("button", name="Show the result").click()
        assert page.locator(".duty.applies").count() >= 1


@pytest.mark.parametrize("scripts", [True, False])
def test_a_regulator_makes_a_profile(chromium: Chromium, site: str, tmp_path: Path, *, scripts: bool) -> None:
    """Journey 4: what is wrong is told by row, what was typed stays, and the folder is handed over."""
    page = chromium.page if scripts else chromium.plain
    with chromium.watched(urlsplit(site).netloc, refused=True):
        page.goto(f"{site}/explore")
        page.get_by_role("link", name="Make a national profile").click()
        page.locator("#id").fill("xn-register")
        page.locator("#name").fill("Register of Norland")
        listed = page.locator("#fields").input_value()
        page.locator("#fields").fill(listed.replace(",email,", ",emial,"))
        page.get_by_role("button", name="Make the profile").click()
        assert page.title().startswith("Error: ")
        assert "did you mean 'email'?" in page.locator(".summary").inner_text()
        if scripts:
            chromium.clean()
        assert ",emial," in page.locator("#fields").input_value()
        page.locator("#fields").fill(listed)
        page.get_by_role("button", name="Make the profile").click()
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the folder (ZIP)").click()
        download.value.save_as(tmp_path / "made.zip")
    with zipfile.ZipFile(tmp_path / "made.zip") as archive:
        assert "xn-register/rules.yaml" in archive.namelist()
