"""The check page as a browser shows it: pasted, chosen, long and several documents; with scripts and without."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from opads.web.assets import asset
from tests.browser.chromium import Chromium
from tests.served import Served

FORMATS = Path(__file__).resolve().parents[2] / "schema" / "formats"
FAULTY = FORMATS / "eu-ttpa" / "examples" / "invalid" / "amount-is-one-figure.json"
FILES = (
    FAULTY,
    FORMATS / "us-fec" / "examples" / "invalid" / "amount-plausible.fec",
    FORMATS / "au-aec-annual-returns" / "examples" / "invalid" / "abn-form.csv",
)
RECORD = json.loads(FAULTY.read_bytes())
TWO, MANY = (json.dumps([RECORD] * number) for number in (2, 7))


def check(page: Page, site: str, text: str) -> None:
    """Have a text checked."""
    page.goto(site)
    page.get_by_label("Document", exact=True).fill(text)
    page.get_by_role("button", name="Check", exact=True).click()
    page.wait_for_url(f"{site}/check")


def test_a_pasted_document_is_answered_in_place(chromium: Chromium, site: str) -> None:
    page = chromium.page
    with chromium.watched(urlsplit(site).netloc):
        page.goto(site)
        page.evaluate("window.stayed = true")
        page.get_by_label("Document", exact=True).fill(TWO)
        page.get_by_role("button", name="Check", exact=True).click()
        page.wait_for_url(f"{site}/check")
        assert page.evaluate("[window.stayed, document.activeElement.id, scrollY]") == [True, "verdict", 0]
        assert page.title().startswith("Not acceptable")
        page.get_by_label("Document", exact=True).fill("{}")
        page.get_by_role("button", name="Check again").click()
        page.locator(".recheck").first.wait_for()  # the second answer is there
        expect(page.get_by_label("Document", exact=True)).to_have_value("{}")
        page.go_back()
        expect(page.locator("#text")).to_have_value("{}")
        page.go_back()
        expect(page.locator("h1")).to_have_text("Check a political-ad disclosure")
        assert page.get_by_label("Document", exact=True).input_value() == TWO
        page.go_forward()
        expect(page.locator("h1")).to_contain_text("not acceptable")


def test_a_refusal_is_told_in_place(chromium: Chromium, site: str) -> None:
    page = chromium.page
    with chromium.watched(urlsplit(site).netloc, refused=True):
        page.goto(site)
        page.get_by_role("button", name="Check", exact=True).click()
        expect(page.get_by_role("alert")).to_be_focused()
        assert page.title().startswith("Error: ")
        chromium.everywhere()


@pytest.mark.parametrize("scripts", [True, False])
def test_findings_are_chosen(chromium: Chromium, site: str, *, scripts: bool) -> None:
    page = chromium.page if scripts else chromium.plain
    with chromium.watched(urlsplit(site).netloc):
        check(page, site, TWO)
        every = page.locator(".sightings > li").count()
        page.get_by_text("Show only some").click()
        page.get_by_label("Record", exact=True).fill("2")
        if not scripts:
            page.get_by_role("button", name="Show", exact=True).click()
            page.wait_for_url(f"{site}/check#findings")
        shown = page.locator(".sightings > li:visible")
        expect(page.locator(".sightings > li[data-record='1']:visible")).to_have_count(0)
        assert 0 < shown.count() < every
        assert f"of {every}" in page.locator("#told" if scripts else "[data-filtered]").inner_text()
        if scripts:
            assert page.url.endswith("#record=2")
            page.get_by_label("Record", exact=True).fill("")
        else:
            page.get_by_role("button", name="Show all").click()
        expect(page.locator(".sightings > li")).to_have_count(every)


def test_a_link_opens_what_is_folded(chromium: Chromium, site: str) -> None:
    page = chromium.page
    with chromium.watched(urlsplit(site).netloc):
        check(page, site, MANY)
        folded = page.locator(".rest li").last
        assert not folded.is_visible()
        number = (folded.get_attribute("id") or "").removeprefix("f-")
        page.locator(f".notes a[href='#f-{number}']").click()
        expect(folded).to_be_visible()
        folded.locator("a[href^='#s-']").click()
        assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 900


@pytest.mark.parametrize("scripts", [True, False])
def test_several_files_have_one_page(chromium: Chromium, site: str, *, scripts: bool) -> None:
    page = chromium.page if scripts else chromium.plain
    with chromium.watched(urlsplit(site).netloc):
        page.goto(site)
        page.get_by_label("Or choose files").set_input_files(FILES)
        page.get_by_role("button", name="Check", exact=True).click()
        page.wait_for_url(f"{site}/check")
        assert page.locator("main tbody tr").first.inner_text().startswith(FAULTY.name)
        if scripts:
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            chromium.everywhere()
            chromium.wide()
        page.get_by_role("button", name="Look at this file alone").first.click()
        expect(page.locator("h1")).to_contain_text("The document is not acceptable")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_report_is_taken_along(chromium: Chromium, site: str, *, scripts: bool) -> None:
    page = chromium.page if scripts else chromium.plain
    with chromium.watched(urlsplit(site).netloc):
        check(page, site, TWO)
        with page.expect_download() as taken:
            page.get_by_role("button", name="Table (CSV)").click()
        assert taken.value.suggested_filename == "report.csv"
        assert taken.value.path().read_text().startswith("input,line,column")
        expect(page.locator("h1")).to_contain_text("not acceptable")


def test_a_long_file_is_answered_from_its_beginning_on(chromium: Chromium, site: str, tmp_path: Path) -> None:
    page = chromium.page
    record = json.dumps(json.loads(FAULTY.read_bytes()))
    path = tmp_path / "long.ndjson"
    path.write_text((record + "\n") * (2_400_000 // len(record)))
    with chromium.watched(urlsplit(site).netloc):
        page.goto(site)
        page.get_by_label("Or choose files").set_input_files(path)
        page.evaluate("""() => { window.seen = []; new MutationObserver(() => {
          const note = document.querySelector("main > .note"), at = document.querySelector(".onward");
          window.seen.push([note?.textContent ?? "", !!at]); }).observe(document.body, {childList: true, subtree: true}); }""")
        page.get_by_role("button", name="Check", exact=True).click()
        whole = f"{path.read_text().count(chr(10)):,} records"
        expect(page.locator("h1 + .counts")).to_contain_text(whole, timeout=30_000)
        seen = page.evaluate("window.seen")
        assert any("the beginning of the file alone" in note and sending for note, sending in seen)
        assert page.locator(".onward").count() == 0
        assert page.locator("#ask input[name=sent]").count() == 1


def test_a_file_beyond_the_limit_is_followed_elsewhere(chromium: Chromium, tmp_path: Path) -> None:
    page = chromium.page
    path = tmp_path / "longer.ndjson"
    path.write_text((json.dumps(RECORD) + "\n") * (2_400_000 // len(json.dumps(RECORD))))
    folder = {"OPADS_DATA": str(tmp_path / "data"), "OPADS_MAX_BYTES": "1000000"}
    with Served(tmp_path / "log.txt", environment=folder) as served, chromium.watched(urlsplit(served.address).netloc):
        page.goto(served.address)
        page.get_by_label("Or choose files").set_input_files(path)
        page.get_by_role("button", name="Check", exact=True).click()
        follow = page.get_by_role("link", name="Follow it")
        expect(follow).to_be_visible()
        assert "the beginning of the file alone" in page.locator("main").inner_text()
        follow.click()
        page.wait_for_url(f"{served.address}/batches/*")


CUT = """async ([address, texts]) => {
  const { cut } = await import(address), bytes = (text) => new TextEncoder().encode(text);
  return Promise.all(texts.map(async (text) => { const found = cut(bytes(text)); return found && new Blob(found).text(); }));
}"""
CUTS = [
    ('[{"a": "}],"}, {"b": [{}, {"c": 1}]}, {"d": ', '[{"a": "}],"}, {"b": [{}, {"c": 1}]}]'),
    ('\ufeff [ {"a": "\\""}, {"b"', '\ufeff [ {"a": "\\""}]'),
    (
        '{"data": {"ads": [{"x": [{}]}, {"y": 2}, {"z": 3}, {"w": ',
        '{"data": {"ads": [{"x": [{}]}, {"y": 2}, {"z": 3}]}}',
    ),
    ('{"data": [{"x": 1}, {"y": 2', None),
    ('[[{"a": 1}, {"b": 2}, {"c": 3}', None),
    ('{"a": 1}\n{"b": 2}\n{"c"', '{"a": 1}\n{"b": 2}\n'),
    ('a,b\n1,"x\ny"\n2,"z\nw', 'a,b\n1,"x\ny"\n'),
    ('HDR\x1cFEC\x1c8.5\nF24\x1c"x\nSE\x1c', 'HDR\x1cFEC\x1c8.5\nF24\x1c"x\n'),
    ("<a><b/>", None),
    ("PK\x03\x04\n\n", None),
    ("a\x00b\x00\n\x00", None),
    ("", None),
]


def test_beginnings_end_with_a_whole_record(chromium: Chromium, site: str) -> None:
    page = chromium.page
    page.goto(site)
    found = page.evaluate(CUT, [asset("beginning.js"), [text for text, _ in CUTS]])
    # A text that is decoded loses the mark at its beginning.
    assert found == [cut and cut.removeprefix("\ufeff") for _, cut in CUTS]
