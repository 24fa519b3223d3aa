"""Somebody who has nothing but the address: checks, understands, mends, converts and publishes a disclosure."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import Chromium


def mended(text: str) -> str:
    """Do what the finding says: state what was paid for the advertisement."""
    notice = json.loads(text)
    notice["adAmount"] = {**notice.get("adAmount", {}), "total": "1250.00", "currency": "EUR"}
    return json.dumps(notice, indent=2, ensure_ascii=False)


def taken(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_address_alone_to_a_published_notice(chromium: Chromium, site: str, *, scripts: bool) -> None:
    page = chromium.page if scripts else chromium.plain
    chromium.wide()
    with chromium.watched(urlsplit(site).netloc):
        page.goto(site)
        page.get_by_role("link", name="One with a fault").first.click()
        page.locator(".verdict").wait_for()
        assert page.locator(".verdict h1").inner_text().strip() == "The document is not acceptable"
        # What is wrong, where, why and how to mend it stand together.
        finding = page.locator("main .finding").first
        for said in ("No amount is stated for the advertisement.", "line ", "Annex II, point 5", "How to mend it"):
            assert said in finding.inner_text()
        field = page.locator("#text")
        field.fill(mended(field.input_value()))
        page.get_by_role("button", name="Check again").click()
        page.get_by_text("1 mended").first.wait_for()
        assert page.locator(".verdict h1").inner_text().strip() == "The document is acceptable"
        assert taken(page, "Notice, one page").lstrip().lower().startswith(b"<!doctype html>")
        assert b"<svg" in taken(page, "Label")
        page.get_by_role("button", name="Convert it").click()
        page.locator("#to").select_option("eu-repository")
        page.get_by_role("button", name="Convert it").first.click()
        page.get_by_role("heading", name="Side by side").wait_for()
        assert "1250.00" in page.locator("section", has=page.locator("#sides")).inner_text()
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the output").click()
        assert b"1250.00" in Path(download.value.path()).read_bytes()
