"""The public pages of the register: what they show, what they do not, and that nothing in a disclosure steers them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from litestar.testing import TestClient

from opads.access.caller import ANYBODY, Caller, Role
from opads.api.app import create_app
from opads.settings import Settings
from opads.standard.jsonvalue import canonical
from opads.web.register.showing import amount, calm, period, value
from tests.register.held import NOTHING_WITHHELD, OWNER, enter, party, step, whole
from tests.web.conftest import Page

BASE = "https://opads.example"
ZALGO = "Z" + "\u0301" * 100 + "algo"
EVIL = {
    "opads": "1.0",
    "advertisement": {
        "title": "<script>alert(1)</script>{{7*7}}${x}%0d%0a](javascript:alert(1))",
        "texts": [{"text": "\u202egnp.exe\u2066"}],
        "urls": [
            {"kind": "landing", "url": "javascript:alert(1)"},
            {"url": "data:text/html,<script>alert(1)</script>"},
        ],
    },
    "parties": [
        {"roles": ["sponsor"], "name": ZALGO + "\u200b\u202e<img src=x onerror=alert(1)>"},
        {"roles": ["payer"], "name": "x" + "\u0301" * 1_000_000},
        {"roles": ["publisher"], "name": "A" * 5000, "email": "javascript:alert(1)", "website": "javascript:alert(1)"},
        {"roles": ["controller"], "name": "\U000e0041\U000e0042 tags"},
    ],
    "money": {"amounts": [{"kind": "total", "scope": "ad", "exact": "9" * 300, "currency": "EUR"}]},
    "notice": {
        "url": "javascript:alert(1)",
        "reporting": {"url": "javascript:alert(1)", "text": "'\"><svg onload=alert(1)>"},
    },
    "label": {"noticeUrl": "https://evil.example/<script>"},
}


@dataclass
class Site:
    client: "TestClient[Any]"
    ids: dict[str, str]
    caller: Caller = ANYBODY

    def page(self, path: str, status: int = 200) -> Page:
        answer = self.client.get(path.format(**self.ids), headers={"Accept": "text/html"})
        assert answer.status_code == status, answer.text[:500]
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        return Page(answer.text)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    service = create_app(Settings(data=str(tmp_path_factory.mktemp("pages")), base_url=BASE, background=False))
    site: Site

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope.setdefault("state", {})["caller"] = site.caller
        await service(scope, receive, send)

    base = service.installation.database
    ids = {
        "whole": enter(base, whole())[0],
        "open": enter(base, NOTHING_WITHHELD)[0],
        "evil": enter(base, EVIL)[0],
        "suspended": enter(base, whole(advertisement={"title": "Hidden words"}))[0],
        "withdrawn": enter(base, whole(advertisement={"title": "Hidden words"}))[0],
        "look": enter(base, {"opads": "1.0", "parties": [party("\u041e\u0440\u0435n Shelves", "sponsor")]})[0],
    }
    enter(
        base,
        whole(
            advertisement={"title": "Second version"},
            money={"amounts": [{"range": {"lower": "1000"}, "currency": "EUR"}]},
        ),
        of=ids["whole"],
        version=2,
        kind="amended",
    )
    step(base, ids["suspended"], "suspended", reason="Under <b>examination</b>")
    step(base, ids["withdrawn"], "withdrawn", account=OWNER)
    enter(base, *({"opads": "1.0", "advertisement": {"title": f"Poster {n}"}} for n in range(30)))
    with TestClient(app, raise_server_exceptions=False) as client:
        site = Site(client, ids)
        yield site
    service.installation.close()


PAGES = {
    "search": ("/register", 200),
    "found": ("/register?sponsor=open", 200),
    "nothing": ("/register?q=nothing-such", 200),
    "wrong": ("/register?least=much", 400),
    "whole": ("/register/{whole}", 200),
    "version": ("/register/{whole}/versions/1", 200),
    "open": ("/register/{open}", 200),
    "evil": ("/register/{evil}", 200),
    "suspended": ("/register/{suspended}", 451),
    "withdrawn": ("/register/{withdrawn}", 410),
    "unknown": ("/register/none-such", 404),
}


@pytest.mark.parametrize("name", PAGES)
def test_structure(site: Site, name: str) -> None:
    path, status = PAGES[name]
    page = site.page(path, status)
    assert len(page.all("main")) == len(page.all("h1")) == 1
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [a["id"] for _, a, _ in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert all(
        a.get(attribute, ids[0]) in ids
        for _, a, _ in page.elements
        for attribute in ("for", "aria-labelledby", "aria-describedby")
    )
    assert page.all("script") == []
    assert not any(name.startswith("on") or name == "style" for _, a, _ in page.elements for name in a)
    assert all(a.get("alt") for a, _ in page.all("img"))
    for a, _ in page.all("a"):
        assert re.match(r"(/|#|https?://|mailto:)", a["href"]), a
    for _, a, _ in page.elements:
        assert not a.get("src") or a["src"].startswith("/")


@pytest.mark.parametrize("name", ["whole", "version", "open", "evil"])
def test_a_page_is_light(site: Site, name: str) -> None:
    answer = site.client.get(PAGES[name][0].format(**site.ids))
    assert len(answer.content) < 50_000
    assert answer.headers["etag"]
    assert (
        site.client.get(
            PAGES[name][0].format(**site.ids), headers={"If-None-Match": answer.headers["etag"]}
        ).status_code
        == 304
    )


def test_the_permanent_page(site: Site) -> None:
    page = site.page("/register/{whole}")
    assert page.all("h1")[0][1] == "Second version"
    for text in (
        "version 2",
        "at least 1,000 EUR",
        "Erika Beispiel",
        "Second version",
        "Not shown here",
        "report@example.org",
    ):
        assert text in page.text, text
    assert [text for _, text in page.all("h2")] == [
        "In short", "Transparency notice", "What changed", "History", "Label", "Permanent address", "If something is wrong",
        "Proof that it is unchanged", "Other forms", "Not shown here",
    ]  # fmt: skip
    assert "Consent log of the newsletter system" not in page.text
    addresses = {a["href"] for a, _ in page.all("a")}
    base = f"/register/{site.ids['whole']}"
    for name in (
        "notice.html",
        "notice.pdf",
        "notice.txt",
        "label.svg",
        "disclosure.json",
        "disclosure.jsonld",
        "disclosure.ndjson",
    ):
        assert f"{base}/{name}" in addresses
    assert f"{base}/versions/1" in addresses
    assert f"/v1/disclosures/{site.ids['whole']}/original" not in addresses
    assert f"/v1/disclosures/{site.ids['open']}/original" in {
        a["href"] for a, _ in site.page("/register/{open}").all("a")
    }
    assert "A library in every district" in page.text
    assert "/money/amounts/0/range/lower" in page.text
    assert f"{BASE}{base}" in page.text


def test_an_earlier_version_says_so(site: Site) -> None:
    page = site.page("/register/{whole}/versions/1")
    assert "This is an earlier version." in page.text
    assert page.all("h1")[0][1] == "A library in every district"
    assert "1,234.50 EUR" in page.text
    assert "Second version" not in page.text
    for number in ("0", "3", "x", "9" * 40):
        assert site.client.get(f"/register/{site.ids['whole']}/versions/{number}").status_code == 404


def test_every_address_on_the_page_leads_somewhere(site: Site) -> None:
    page = site.page("/register/{whole}")
    paths = {a["href"] for a, _ in page.all("a")} | {a["src"] for a, _ in page.all("img")}
    for path in sorted(paths):
        if path.startswith("/") and "/as/" not in path and not path.endswith(".pdf"):
            assert site.client.get(path).status_code == 200, path


def test_what_is_not_shown(site: Site) -> None:
    suspended, withdrawn = site.page("/register/{suspended}", 451), site.page("/register/{withdrawn}", 410)
    assert suspended.all("h1")[0][1] == "This disclosure is suspended"
    assert withdrawn.all("h1")[0][1] == "This disclosure was withdrawn"
    assert "Under <b>examination</b>" in suspended.text
    for page in (suspended, withdrawn):
        assert "Hidden words" not in page.text
        assert "Open Shelves" not in page.text
        assert "Handed in" in page.text
    for name in ("label.svg", "qr.svg", "notice.html", "disclosure.json"):
        assert site.client.get(f"/register/{site.ids['suspended']}/{name}").status_code == 451
        assert site.client.get(f"/register/{site.ids['withdrawn']}/{name}").status_code == 410


def test_a_page_is_public_whoever_looks(site: Site) -> None:
    before = site.client.get("/register/{whole}".format(**site.ids)).content
    site.caller = Caller(OWNER, roles=frozenset({Role.SUBMITTER, Role.REGULATOR}), scopes=frozenset({"read"}))
    try:
        assert site.client.get("/register/{whole}".format(**site.ids)).content == before
        assert site.client.get("/register/{suspended}".format(**site.ids)).status_code == 451
    finally:
        site.caller = ANYBODY


def test_hostile_text_is_inert(site: Site) -> None:
    """Hostile inputs 61, 63 and 64, in every form of a disclosure that a browser shows."""
    page = site.page("/register/{evil}")
    text = site.client.get("/register/{evil}".format(**site.ids)).text
    assert page.all("h1")[0][1] == EVIL["advertisement"]["title"]  # type: ignore[index] # it has a title
    assert "<script" not in text
    assert "onerror=alert(1)>" not in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\U000e0000-\U000e007f]", text)
    assert "\u0301" * 5 not in text
    assert "49" not in page.all("h1")[0][1]
    assert len(text) < 50_000
    for name in ("notice.html", "label.svg", "qr.svg", "notice.txt"):
        answer = site.client.get(f"/register/{site.ids['evil']}/{name}")
        assert answer.status_code == 200
        assert "\u202e" not in answer.text
        shown = answer.text.partition('<script type="application/json"')[
            0
        ]  # the data in the page are kept to the letter
        assert "\u0301" * 5 not in shown
        if not name.endswith(".txt"):
            assert "<script>alert" not in answer.text
            assert "javascript:" not in "".join(re.findall(r'(?:href|src)="[^"]*"', answer.text))
    # What was handed in is kept to the letter.
    assert site.client.get(f"/register/{site.ids['evil']}/disclosure.json").content == canonical(EVIL)


def test_hostile_words_in_the_form_come_back_as_text(site: Site) -> None:
    asked = '"><script>alert(1)</script>'
    page = site.client.get("/register", params={"q": asked, "sponsor": asked, "utm_source": "x"})
    assert page.status_code == 200
    assert "<script" not in page.text
    assert [a["value"] for a, _ in Page(page.text).all("input", id="q")] == [asked]
    for wrong in (
        {"q": "a\0b"},
        {"country": asked},
        {"least": asked},
        {"cursor": asked},
        {"from": "31.12.2027"},
        {"status": "x"},
    ):
        answer = site.client.get("/register", params=wrong)
        assert answer.status_code == 400, wrong
        assert "<script" not in answer.text
        assert "There is a problem" in answer.text


def test_names_that_look_alike_are_told(site: Site) -> None:
    """Hostile input 62: Cyrillic letters in the name of a sponsor."""
    page = site.page("/register/{whole}")
    assert "Another sponsor in this register has a name that looks the same" in page.text
    assert f"/register/{site.ids['look']}" in {a["href"] for a, _ in page.all("a")}
    assert "Open Shelves" in site.page("/register/{look}").text
    assert "looks the same" not in site.page("/register/{open}").text


def test_search_and_its_pages(site: Site) -> None:
    page = site.page("/register?sponsor=open&least=1000&most=2,000.00&currency=EUR")
    (row,) = [a for a, _ in page.all("a") if a["href"] == f"/register/{site.ids['whole']}"]
    assert "1 disclosure" in [text for _, text in page.all("h2")]
    assert [a["value"] for a, _ in page.all("input", id="sponsor")] == ["open"]
    assert row
    found: list[str] = []
    address = "/register?q=poster"
    for _ in range(3):
        page = site.page(address)
        found += re.findall(r"Poster \d+", page.text)
        following = [a["href"] for a, text in page.all("a") if text == "Next page"]
        if not following:
            break
        address = following[0]
    assert sorted(found) == sorted(f"Poster {n}" for n in range(30))
    assert [a["href"] for a, text in page.all("a") if text == "First page"] == ["/register?q=poster"]
    hidden = site.page("/register?status=suspended")
    assert site.ids["suspended"] in str(hidden.all("a"))
    assert "Hidden words" not in hidden.text
    assert "Nothing was found" in site.page("/register?q=hidden+words&status=suspended").text


def test_files_beside_the_page(site: Site) -> None:
    base = f"/register/{site.ids['whole']}"
    linked = json.loads(site.client.get(f"{base}/disclosure.jsonld").content)
    assert linked["@context"] == "https://opads.org/schema/1.0/context.jsonld"
    assert site.client.get(f"{base}/disclosure.ndjson").content.endswith(b"}\n")
    assert site.client.get(f"{base}/label.svg").headers["content-type"] == "image/svg+xml"
    for wrong in ("label.png", "versions", "%2e%2e%2fx", "label.svg.exe"):
        assert site.client.get(f"{base}/{wrong}").status_code == 404


def test_without_an_address_there_is_no_code(tmp_path: Any) -> None:
    service = create_app(Settings(data=str(tmp_path), background=False))
    (one,) = enter(service.installation.database, NOTHING_WITHHELD)
    with TestClient(service) as client:
        assert "qr.svg" not in client.get(f"/register/{one}").text
        answer = client.get(f"/register/{one}/qr.svg")
        assert (answer.status_code, "OPADS_BASE_URL" in answer.text) == (404, True)
    service.installation.close()


def test_a_register_that_is_empty_says_so(tmp_path: Any) -> None:
    service = create_app(Settings(data=str(tmp_path), background=False))
    with TestClient(service) as client:
        for path in ("/register", "/register/figures", "/register/compare"):
            assert client.get(path).status_code == 200, path
        assert "Nothing was handed in yet" in client.get("/register").text
    service.installation.close()


def test_a_service_that_keeps_nothing_says_so() -> None:
    with TestClient(create_app(Settings())) as client:
        for path in ("/register", "/register/x", "/register/x/label.svg"):
            answer = client.get(path, headers={"Accept": "text/html"})
            assert (answer.status_code, "Nothing is kept here" in answer.text) == (503, True), path


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ({"exact": "1234567.50", "currency": "EUR"}, "1,234,567.50 EUR"),
        ({"exact": "-5", "currency": "EUR"}, "-5 EUR"),
        ({"range": {"lower": "1000", "upper": "2000"}, "currency": "USD"}, "1,000 to 2,000 USD"),
        ({"range": {"lower": "1000"}}, "at least 1,000"),
        ({"range": {"upper": "0"}, "currency": "PLN"}, "at most 0 PLN"),
        ({}, "not stated"),
    ],
)
def test_amounts_are_shown_as_stated(stated: dict[str, Any], shown: str) -> None:
    assert amount(stated) == shown


def test_what_is_shown_is_bounded() -> None:
    assert calm(ZALGO) == "Z" + "\u0301" * 4 + "…algo"
    assert calm("नि\u0902") == "नि\u0902"
    assert len(calm("x" * 10_000)) == 300
    assert calm("a\u202eb") == "a\\u202eb"
    assert calm("Op\u200ben") == "Op\\u200ben"
    assert calm("क्\u200dष") == "क्\u200dष"
    assert (value({"a": [1]}), value(7), value("x")) == ('{"a":[1]}', "7", "x")
    assert period({"start": "2027-03-01T06:00:00+01:00", "end": "2027-03-01"}) == "1 Mar 2027"
    assert (period({"start": "2027-03-01"}), period({"end": "2027-03-01"})) == ("from 1 Mar 2027", "until 1 Mar 2027")
    assert period({"start": "2027-03-01", "end": "yesterday"}) == "1 Mar 2027 to yesterday"
