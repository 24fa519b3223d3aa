"""Journey 8: somebody of an NGO converts an export of a platform, sees what is lost, and fills in what is missing."""

import base64
import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from opads.formats import default_registry
from tests.browser.chromium import Chromium

META = (default_registry().get("meta-ad-library").folder / "examples" / "valid" / "single-object.json").read_text()
SMALL = '{"id": "1", "page_name": "Quimby for Mayor", "bylines": "Quimby Committee", "currency": "EUR"}'
EXAMPLE = "/convert?example=meta-ad-library/single-object.json&to=eu-ttpa"
MARKED = "() => [...document.querySelectorAll('a.v.alike')].map(one => one.closest('.side').id + ' ' + one.textContent)"
FOCUS = "() => [document.activeElement.id, document.activeElement.className, document.activeElement.textContent.trim()]"


def output(page: Page) -> dict[str, object]:
    """Return the record that the page offers to take along."""
    address = page.locator("a[download^='converted.']").get_attribute("href") or ""
    return dict(json.loads(base64.b64decode(address.partition(",")[2]))[0])


@pytest.mark.parametrize("scripts", [True, False])
def test_an_export_becomes_a_notice(chromium: Chromium, site: str, *, scripts: bool) -> None:
    page = chromium.page if scripts else chromium.plain
    with chromium.watched(urlsplit(site).netloc):
        page.goto(f"{site}/convert")
        page.locator("#text").fill(META)
        page.locator("#to").select_option("eu-ttpa")
        page.get_by_role("button", name="Convert it").click()
        assert page.locator("h1").inner_text().strip() == "The output is not acceptable"
        assert "28 values have no field in the target" in page.locator(".losses .carried").inner_text()
        assert "14 fields" in page.locator(".losses .missing").inner_text()
        value = page.locator("#side-s a.v", has_text="Quimby for Mayor Committee")
        row = value.get_attribute("href")
        if scripts:
            value.hover()
            assert page.evaluate(MARKED) == ['side-o "Quimby for Mayor Committee"']
            assert "/payer/businessName" in page.locator("#told").inner_text()
            page.locator("#told a").click()
        else:
            value.click()
        assert page.url.endswith(str(row))
        assert "/payer/businessName" in page.locator(f"tr{row}").inner_text()
        page.locator(f"tr{row} a").last.click()
        assert page.locator(":target").inner_text() == '"Quimby for Mayor Committee"'


@pytest.mark.parametrize("scripts", [True, False])
def test_missing_fields_are_filled_in_and_never_lost(chromium: Chromium, site: str, *, scripts: bool) -> None:
    page = chromium.page if scripts else chromium.plain
    with chromium.watched(urlsplit(site).netloc):
        page.goto(f"{site}/convert")
        page.locator("#text").fill(SMALL)
        page.locator("#from").select_option("meta-ad-library")
        page.locator("#to").select_option("eu-ttpa")
        page.get_by_role("button", name="Convert it").click()
        page.locator("[name='say:/adAmount/total']").fill("12,50")
        page.locator("[name='say:/adAmount/currency']").fill("EUR")
        page.locator("[name='say:/techniques/used'][value='false']").check()
        page.locator("[name='say:/adAmount/currency']").press("Enter")
        page.wait_for_selector("#problem")
        if scripts:
            assert page.evaluate(FOCUS)[0] == "problem"
            chromium.clean()
        page.locator("#problem a").click()
        wrong = page.locator("[aria-invalid='true']")
        assert (wrong.get_attribute("name"), wrong.input_value()) == ("say:/adAmount/total", "12,50")
        assert output(page)["techniques"] == {"used": False}
        wrong.fill("12.50")
        page.get_by_role("button", name="Fill in and convert again").last.click()
        page.wait_for_selector("#problem", state="detached")
        assert output(page)["adAmount"] == {"total": "12.50", "currency": "EUR"}
        assert page.locator("a.v.stated").count() >= 3
        assert "3 values stated by hand" in page.locator(".verdict").inner_text()


def test_the_sides_by_keyboard(chromium: Chromium, site: str) -> None:
    page = chromium.page
    with chromium.watched(urlsplit(site).netloc):
        page.goto(site + EXAMPLE)
        page.locator(".over a").first.focus()
        for _ in range(3):
            page.keyboard.press("Tab")
        assert page.evaluate(FOCUS)[0] == "s-1"
        page.keyboard.press("ArrowDown")
        assert page.evaluate(FOCUS)[0] == "s-2"
        assert page.locator("#told").inner_text().startswith("Carried along")
        page.keyboard.press("End")
        last = page.evaluate(FOCUS)[0]
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS)[0] == "o-1", "each side is one stop"
        page.keyboard.press("Escape")
        assert page.evaluate(MARKED) == []
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(FOCUS)[0] == last
        page.keyboard.press("Enter")
        assert "#row-" in page.url


def test_the_table_is_sifted_without_scripts(chromium: Chromium, site: str) -> None:
    page = chromium.plain
    page.goto(site + EXAMPLE)
    rows = page.locator(".account tbody tr:visible")
    everything = rows.count()
    page.locator("[data-sieve='kept']").check()
    assert 0 < rows.count() < everything
    assert all("Kept" in text for text in rows.all_inner_texts())


@pytest.mark.parametrize(
    "address",
    [
        "/convert",
        "/convert?example=meta-ad-library/lines.ndjson",
        "/ar/convert?example=meta-ad-library/export-json-cells.csv&to=us-ny-pida",
    ],
)
def test_the_pages_are_clean(chromium: Chromium, site: str, address: str) -> None:
    with chromium.watched(urlsplit(site).netloc):
        chromium.page.goto(site + address)
        chromium.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        chromium.everywhere()
