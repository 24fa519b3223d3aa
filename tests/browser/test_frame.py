"""The frame of all pages: head and foot by keyboard, the choice of the language, narrow and turned round."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.chromium import COLOURS, Chromium
from tests.browser.test_service import FOCUS, until
from tests.served import Served
from tests.web.test_disguise import shape

MOST = 60
"""Pages that are walked through, one of each shape: with more of them the walk has to be thought over."""


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a service that has the languages that are none."""
    log = tmp_path_factory.mktemp("turned") / "log.txt"
    with Served(log, environment={"OPADS_PSEUDO_LANGUAGES": "1"}) as served:
        yield served.address


def test_no_page_of_the_site_is_moved_sideways(chromium: Chromium, turned: str) -> None:
    page = chromium.page
    chromium.wide()
    waiting, seen = [f"{turned}/ar-xb/"], set[tuple[Any, ...]]()
    while waiting:
        page.goto(waiting.pop())
        assert page.evaluate("document.documentElement.dir") == "rtl"
        chromium.narrow()
        for address in page.eval_on_selector_all("a[href]", "links => links.map(one => one.href)"):
            parts = urlsplit(address)
            kind = shape(f"{parts.path.removeprefix('/ar-xb')}?{parts.query}")
            inside = f"{parts.scheme}://{parts.netloc}" == turned and parts.path.startswith("/ar-xb/")
            if inside and kind not in seen and "/missing" not in parts.path:
                seen.add(kind)
                waiting.append(address.partition("#")[0])
    assert 10 < len(seen) < MOST


@pytest.mark.parametrize("scripts", [True, False])
def test_the_head_is_walked_by_keyboard(chromium: Chromium, site: str, *, scripts: bool) -> None:
    page = chromium.page if scripts else chromium.plain
    page.set_viewport_size({"width": 320, "height": 640})
    with chromium.watched(urlsplit(site).netloc):
        page.goto(f"{site}/languages")
        assert until(page, text="Skip to the content") == 1
        names = []
        for _ in range(7):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            assert focus["seen"], str(focus)
            names.append(focus["text"].strip())
        assert names == ["OPADS", "Check", "Convert", "Write a notice", "Long files", "Register", "Explore"]
        until(page, tag="SUMMARY")
        page.keyboard.press("Enter")
        page.locator(".tongue ul").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        until(page, text="العربية")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url == f"{site}/ar/languages"
        assert page.locator("html").get_attribute("dir") == "rtl"
    chromium.wide()


@pytest.mark.parametrize("path", ["/accessibility", "/languages", "/ar/languages", "/el/accessibility"])
def test_the_pages_about_the_pages_are_clean(chromium: Chromium, site: str, path: str) -> None:
    with chromium.watched(urlsplit(site).netloc):
        chromium.page.goto(site + path)
        chromium.page.locator(".tongue summary").click()
        chromium.everywhere()
    chromium.wide()


def test_forced_colours_and_paper(chromium: Chromium, site: str) -> None:
    page = chromium.page
    chromium.wide()
    page.goto(site)
    page.emulate_media(forced_colors="active")
    width = "getComputedStyle(document.querySelector('.places a[aria-current]')).borderBlockEndColor"
    other = "getComputedStyle(document.querySelector('.places a:not([aria-current])')).borderBlockEndColor"
    assert page.evaluate(width) != page.evaluate(other), "where one is can be seen without our colours"
    chromium.clean(COLOURS)
    page.emulate_media(forced_colors="none", media="print")
    for selector in (".places", ".tongue", ".more"):
        assert not page.locator(selector).first.is_visible()
    page.emulate_media(media="screen")
