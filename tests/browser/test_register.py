"""The public pages of the register as a browser shows them: a real service, with a register in its folder."""

import csv
import io
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from opads.storage import open_database
from opads.storage.migrations import migrate
from tests.browser.chromium import Chromium
from tests.register.held import NOTHING_WITHHELD, OTHER, OWNER, enter, party, step, whole
from tests.served import Served
from tests.web.test_register import EVIL, ZALGO


def ad(country: str, sponsor: str, **amount: str | dict[str, str]) -> dict[str, Any]:
    return {
        "opads": "1.0",
        "jurisdictions": [country],
        "parties": [party(sponsor, "sponsor"), party(f"Daily {country}", "publisher")],
        "periods": {"actual": {"start": "2027-03-05", "end": "2027-03-20"}},
        "money": {"amounts": [{"kind": "spent", "scope": "ad", **amount}]},
    }


ADS = (
    ad("DE", "Alpha", exact="10.50", currency="EUR"),
    ad("DE", "Beta", range={"lower": "100", "upper": "199"}, currency="EUR"),
    ad("PL", "Gamma", range={"lower": "1000"}, currency="PLN"),
)


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
        ids["wrong"] = enter(base, {"opads": "1.0", "advertisement": {"title": "Wrong"}, "jurisdictions": ["ZZ"]})[0]
        enter(base, *ADS, account=OTHER)
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
    "figures": "/register/figures",
    "compare": "/register/compare?country=DE&country=PL",
    "arabic": "/ar/register/figures?country=DE",
    "findings": "/register/{wrong}/findings",
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
        page.get_by_role("link", name="The newest is version 2").click()
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


@pytest.mark.parametrize("scripts", [True, False])
def test_an_intake_officer_sees_what_was_received_when(
    chromium: Chromium, register: tuple[str, dict[str, str]], *, scripts: bool
) -> None:
    """Journey 5: what an account handed in, one of it with findings, history and proof; sent back with its rules, in the sender's language."""
    site, ids = register
    page = chromium.page if scripts else chromium.plain
    chromium.wide()
    with chromium.watched(urlsplit(site).netloc, refused=True):
        page.goto(f"{site}/register")
        page.get_by_text("Sponsor, place, time, amount and more").click()
        page.get_by_label("Handed in by").fill(OTHER)
        page.get_by_label("Handed in from").fill("2020-01-01")
        page.get_by_role("button", name="Search").first.click()
        assert page.locator("h2#found").inner_text() == "3 disclosures"
        assert page.locator("table.found tbody tr").count() == 3
        page.get_by_role("link", name="Leave out: Handed in by").click()
        page.goto(f"{site}/register/{ids['wrong']}")
        assert page.get_by_role("region", name="Entries of the log").get_by_text("Handed in").is_visible()
        page.get_by_role("link", name="Check it again").click()
        rules = page.locator("a.id").all_inner_texts()
        assert rules
        titles = page.locator("article h3").all_inner_texts()
        command = page.locator("pre.command").inner_text()
        assert f"/v1/disclosures/{ids['wrong']}/suspension" in command
        assert rules[0] in command
        page.get_by_label("Language: English").click()
        page.get_by_role("link", name="Deutsch", exact=True).click()
        assert page.locator("a.id").all_inner_texts() == rules
        assert page.locator("article h3").all_inner_texts() != titles
        page.goto(f"{site}/register/{ids['whole']}")
        page.locator("#verify + .proof + dl a").click()
        entry = page.evaluate("document.body.innerText") if scripts else page.content()
        assert ids["whole"] in entry
        page.goto(f"{site}/register/{ids['suspended']}")
        assert page.get_by_text("Under examination").first.is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_journalist_compares_countries(
    chromium: Chromium, register: tuple[str, dict[str, str]], *, scripts: bool
) -> None:
    """Journey 6: countries beside each other, ranges as ranges, how comparable they are, files, and an address that stays."""
    site, _ = register
    page = chromium.page if scripts else chromium.plain
    chromium.wide()
    with chromium.watched(urlsplit(site).netloc):
        page.goto(f"{site}/register?from=2027-03-01&until=2027-03-31&publisher=daily")
        page.get_by_role("link", name="Figures of these results").click()
        page.get_by_role("link", name="Compare countries").click()
        page.get_by_label("Germany").check()
        page.keyboard.press("Tab")
        page.get_by_label("Poland").check()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("country=DE&country=PL"))
        assert "publisher=daily" in page.url
        row = page.get_by_role("row", name="EUR, spent, this advertisement").first
        assert "110.50 to 209.50 EUR" in row.inner_text()
        assert "at least 1,000 PLN" in page.get_by_role("row", name="PLN, spent, this advertisement").first.inner_text()
        assert page.get_by_text("Amounts are in EUR and PLN.").is_visible()
        assert "1,110" not in page.locator("main").inner_text()
        before = page.locator("main table").all_inner_texts()
        cited = page.locator(".quote a").inner_text()
        page.goto(site + cited.removeprefix("https://opads.example"))
        assert page.locator("main table").all_inner_texts() == before
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV").first.click()
        rows = list(csv.DictReader(io.StringIO(download.value.path().read_text())))
        assert {(row["lower"], row["upper"]) for row in rows if row["part"] == "all" and row["currency"]} == {
            ("110.50", "209.50")
        }


@pytest.mark.parametrize("tag", ["en", "el", "ar"])
def test_a_citizen_scans_a_poster(chromium: Chromium, register: tuple[str, dict[str, str]], tag: str) -> None:
    """Journey 7: light, on a phone, without JavaScript, in one's own language, the questions answered, and proof."""
    site, ids = register
    page = chromium.plain
    loaded: dict[str, int] = {}
    page.set_viewport_size({"width": 360, "height": 640})
    page.on("response", lambda one: loaded.update({one.url: int(one.header_value("content-length") or 0)}))
    with chromium.watched(urlsplit(site).netloc):
        response = page.goto(f"{site}/{tag}/register/{ids['whole']}".replace("/en/", "/"))
        assert response is not None
        assert len(response.body()) < 50_000
        assert response.header_value("content-language") == tag
        answers = page.locator(".answers > div").all_inner_texts()
        assert len(answers) >= 5
        told = "\n".join(answers)
        for said in ("Open Shelves", "Erika Beispiel", "Referendum on district libraries", "2027"):
            assert said in told
        assert page.locator("html").get_attribute("dir") == ("rtl" if tag == "ar" else "ltr")
        language = page.locator(".points").get_attribute("lang")
        assert language == ("el" if tag == "el" else "de" if tag == "ar" else "en")
        page.locator('a[href="#complain"]').click()
        assert page.get_by_text("report@example.org").last.is_visible()
        page.locator('a[href="#verify"]').click()
        assert page.locator(".proof").is_visible()
        assert page.evaluate("innerWidth >= document.documentElement.scrollWidth") if tag == "en" else True
    page.set_viewport_size({"width": 1280, "height": 900})


def test_anyone_can_prove_that_nothing_was_changed(chromium: Chromium, register: tuple[str, dict[str, str]]) -> None:
    site, _ = register
    page = chromium.plain
    with chromium.watched(urlsplit(site).netloc):
        page.goto(f"{site}/register?q=nothing+hidden")
        page.locator("table.found a").first.click()
        digest = page.locator("#verify ~ dl dd code").nth(1).inner_text()
        response = page.request.get(page.url + "/disclosure.json")
        assert sha256(response.body()).hexdigest() == digest
