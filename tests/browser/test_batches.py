"""Long files as a browser shows them: a real service, whose work is done here, so that each state can be looked at."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from opads.batches.service import handlers
from opads.formats import default_registry
from opads.installation import Installation
from opads.settings import Settings
from opads.work import ReleasedError
from opads.work.worker import Worker
from tests.batches.test_judging import Interrupted, again
from tests.browser.chromium import Chromium
from tests.bulk.helpers import many_lines
from tests.served import Served

LINES = many_lines("meta-ad-library", 3_000)


class Held:
    """A service that keeps batches, and does no work but what a test does for it."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.file = folder / "May.ndjson"
        self.file.write_bytes(LINES)
        self.installation = Installation(Settings(data=str(self.data), bulk_processes=0), default_registry())
        environment = {"OPADS_DATA": str(self.data), "OPADS_BACKGROUND": "false", "OPADS_PSEUDO_LANGUAGES": "1"}
        self.served = Served(folder / "log.txt", environment=environment)

    @property
    def address(self) -> str:
        return self.served.address

    def half(self) -> None:
        """Judge some blocks of the file that waits, and let go of it."""

        def leave() -> None:
            raise ReleasedError

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("opads.batches.judging.EVERY", 0)
            patch.setattr("opads.batches.judging.SHARE", 0)
            assert Interrupted(self.installation, 9, leave, size=len(LINES) // 10)() == ["ReleasedError"]
        again(self.installation)

    def rest(self) -> None:
        """Do all the work there is."""
        Worker(self.installation.database, handlers(self.installation)).until_idle()


@pytest.fixture(scope="module")
def held(chromium: Chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """Give the service."""
    held = Held(tmp_path_factory.mktemp("batches"))
    try:
        with held.served:
            yield held
    finally:
        held.installation.close()


def handed_in(page: Page, held: Held) -> str:
    """Hand a file in with the keyboard alone; return the address of its page."""
    page.goto(f"{held.address}/batches")
    page.get_by_label("Files").set_input_files(held.file)
    page.get_by_label("Files").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Check", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/batches/*-*")
    return page.url


def test_one_watches_the_work_and_the_result_comes_by_itself(chromium: Chromium, held: Held) -> None:
    page = chromium.page
    chromium.wide()
    with chromium.watched(urlsplit(held.address).netloc):
        page.goto(f"{held.address}/batches")
        chromium.everywhere()
        chromium.wide()
        address = handed_in(page, held)
        expect(page.get_by_role("heading", level=1)).to_have_text("The file is waiting for its turn")
        page.get_by_role("button", name="Stop, and delete the file").focus()
        held.half()
        expect(page.get_by_role("heading", level=1)).to_have_text("The file is being checked")
        expect(page.get_by_role("heading", name="Found so far")).to_be_visible()
        expect(page.get_by_role("button", name="Stop, and delete the file")).to_be_focused()
        chromium.everywhere()
        chromium.wide()
        held.rest()
        expect(page.get_by_role("heading", level=1)).to_have_text("The document is not acceptable")
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        expect(page.get_by_role("status")).to_have_text("The result is here.")
        assert page.url == address
        assert page.title().startswith("Not acceptable: May.ndjson")
        chromium.everywhere()
        page.goto(address.replace("/batches/", "/ar-xb/batches/"))
        chromium.everywhere()
        chromium.wide()
        page.goto(address)
        with page.expect_download() as download:
            page.get_by_role("link", name="How each was judged").click()
        assert download.value.path().read_bytes().count(b"\n") == len(LINES.splitlines()) - 1
        page.locator("#rule").select_option(index=1)
        page.locator("#where").get_by_role("button").click()
        page.wait_for_url("**?rule=*")
        page.get_by_role("button", name="Delete it now").click()
        expect(page.get_by_role("status").first).to_contain_text("It was deleted")


def test_it_works_without_scripts(chromium: Chromium, held: Held) -> None:
    page = chromium.plain
    with chromium.watched(urlsplit(held.address).netloc):
        address = handed_in(page, held)
        assert page.locator("h1").inner_text() == "The file is waiting for its turn"
        held.half()
        page.get_by_role("link", name="See how far it is now").click()
        assert page.locator("h1").inner_text() == "The file is being checked"
        assert page.locator("#sofar table").count()
        page.get_by_role("link", name="Look again by itself every 5 seconds").click()
        assert page.locator("meta[http-equiv=refresh]").count() == 1
        page.get_by_role("link", name="Stop that").click()
        assert page.locator("meta[http-equiv=refresh]").count() == 0
        held.rest()
        page.goto(address)
        assert page.locator("h1").inner_text() == "The document is not acceptable"
        page.get_by_role("button", name="Delete it now").click()
        assert "It was deleted" in page.get_by_role("status").first.inner_text()


def test_a_refused_form_keeps_what_was_chosen(chromium: Chromium, held: Held) -> None:
    page = chromium.page
    broken = held.file.with_name("broken.zip")
    broken.write_bytes(b"PK\x03\x04" + b"\0" * 200)
    with chromium.watched(urlsplit(held.address).netloc, refused=True):
        page.goto(f"{held.address}/batches")
        page.get_by_label("Files").set_input_files(broken)
        page.get_by_role("button", name="Check", exact=True).click()
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page.get_by_role("alert")).to_contain_text("The archive is not taken")
        assert page.get_by_label("Files").evaluate("field => field.files.length") == 1
        chromium.clean()
