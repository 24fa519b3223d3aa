"""The public pages of the register as a browser shows them: a real service, with a register in its folder."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from opads.storage import open_database
from opads.storage.migrations import migrate
from tests.browser.chromium import Chromium
from tests.register.held import NOTHING_WITHHELD, OWNER, enter, step, whole
from tests.served import Served
from tests.web.test_register import EVIL, ZALGO


@pytest.fixture(scope="module")
def register(chromium: Chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the address of a service and the ids of what is in its register."""
    folder = tmp_path_factory.mktemp("register")
    base = open_database(f"sqlite:///{folder / 'opads.db'}")
    try:
        migrate(base)
        ids = {
            "whole": enter(base, whole())[0],
            "evil": enter(base, EVIL)[0],
            "suspended": enter(base, whole(advertisement={"title": "suspended"}))[0],
            "withdrawn": enter(base, whole(advertisement={"title": "withdrawn"}))[0],
        }
        enter(base, whole(advertisement={"title": "Second version"}), of=ids["whole"], version=2, kind="amended")
        step(base, ids["suspended"], "suspended", reason="Under examination")
        step(base, ids["withdrawn"], "withdrawn", account=OWNER)
        enter(base, *([NOTHING_WITHHELD] * 30))
    finally:
        base.close()
    environment = {"OPADS_DATA": str(folder), "OPADS_BASE_URL": "https://opads.example", "OPADS_BACKGROUND": "false"}
    with Served(folder / "log.txt", environment=environment) as served:
        yield served.address, ids


PAGES = {
    "search": "/register",
    "found": "/register?sponsor=open",
    "whole": "/register/{whole}",
    "evil": "/register/{evil}",
}
REFUSED = {"wrong": "/register?least=much", "suspended": "/register/{suspended}"}


@pytest.mark.parametrize("name", [*PAGES, *REFUSED])
def test_a_page_is_clean(chromium: Chromium, register: tuple[str, dict[str, str]], name: str) -> None:
    site, ids = register
    refused = name in REFUSED
    address = site + (REFUSED if refused else PAGES)[name].format(**ids)
    with chromium.watched(urlsplit(site).netloc, refused=refused):
        for page in (chromium.page, chromium.plain):
            response = page.goto(address)
            assert response is not None
            assert response.ok is not refused
        assert chromium.page.content() == chromium.plain.content(), "the page differs where no script can run"
        chromium.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        chromium.everywhere()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_finds_who_paid(chromium: Chromium, register: tuple[str, dict[str, str]], *, scripts: bool) -> None:
    site, ids = register
    page = chromium.page if scripts else chromium.plain
    with chromium.watched(urlsplit(site).netloc):
        page.goto(f"{site}/register")
        page.get_by_label("Words in title").fill("OPEN shelves second")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Second version").click()
        assert page.url == f"{site}/register/{ids['whole']}"
        assert page.locator("h1").inner_text() == "Second version"
        for image in page.locator("img").all():
            width = "one => one.decode().then(() => one.naturalWidth)"
            assert image.is_visible() if not scripts else image.evaluate(width) > 20
        page.get_by_role("link", name="Version 1", exact=True).click()
        assert page.locator("h1").inner_text() == "A library in every district"
        page.get_by_role("link", name="The newest is version 2.").click()
        assert page.locator("h1").inner_text() == "Second version"


def test_hostile_text_stays_in_its_place(chromium: Chromium, register: tuple[str, dict[str, str]]) -> None:
    """Hostile inputs 61, 63 and 64 where they are seen."""
    site, ids = register
    page = chromium.page
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    chromium.wide()
    with chromium.watched(urlsplit(site).netloc):
        page.goto(f"{site}/register/{ids['evil']}")
        assert page.evaluate("document.querySelectorAll('main script, main svg, main [onerror]').length") == 0
        links = page.evaluate("[...document.querySelectorAll('a')].map(one => one.protocol)")
        assert set(links) <= {"http:", "https:", "mailto:"}
        sponsor = page.locator("#essentials + dl dd").first
        assert ZALGO not in sponsor.inner_text()
        box = sponsor.bounding_box()
        assert box is not None
        assert box["height"] < 120
        page.goto(f"{site}/register?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
        assert page.get_by_label("Words in title").input_value() == '"><script>alert(1)</script>'
    assert dialogs == []


def test_a_label_and_a_code_are_drawn(chromium: Chromium, register: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    site, ids = register
    with chromium.watched(urlsplit(site).netloc):
        for name in ("label.svg", "qr.svg", "notice.html"):
            response = chromium.page.goto(f"{site}/register/{ids['whole']}/{name}")
            assert response is not None
            assert response.ok
            shot = chromium.page.screenshot(path=tmp_path / "shot.png")
            assert len(shot) > 3000, name
