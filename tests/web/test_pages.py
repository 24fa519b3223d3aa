"""What holds for every page: sound HTML, reachable by keyboard and ear, nothing from elsewhere, legible colours."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from opads.formats import default_registry
from opads.web import assets
from opads.web.assets import asset
from opads.web.render import data_url, safe_url
from tests.api.conftest import EXAMPLES
from tests.web.conftest import Client, Page

IDS = default_registry().ids
FAULTY = next(f"{p.parts[-4]}/{p.name}" for p in EXAMPLES if p.parent.name == "invalid")
SOUND = next(f"{p.parts[-4]}/{p.name}" for p in EXAMPLES if p.parent.name == "valid")
OTHER = next(i for i in IDS if i != SOUND.split("/")[0])

PATHS = ["/", f"/?example={FAULTY}", f"/check?example={FAULTY}", f"/check?example={SOUND}", f"/check?example={SOUND}&for={OTHER}",
         f"/convert?example={SOUND}&to={OTHER}", "/formats", f"/formats/{IDS[0]}", "/rules", "/rules/opads/unknown-field",
         "/problems", "/problems/busy"]  # fmt: skip
CSS = (Path(assets.FOLDER) / "opads.css").read_text(encoding="utf-8")
STYLES = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(assets.FOLDER).glob("*.css")))


@pytest.fixture(params=[*PATHS, "error", "refusal"])
def page(request: pytest.FixtureRequest, client: Client) -> Page:
    if request.param == "error":
        return Page(client.post("/check", data={"text": ""}).text)
    if request.param == "refusal":
        return Page(client.get("/nope").text)
    response = client.get(request.param)
    assert response.status_code == 200
    return Page(response.text)


def test_structure(page: Page) -> None:
    assert page.all("html")[0][0]["lang"] == "en"
    assert page.all("title")[0][1].endswith("OPADS")
    assert len(page.all("main")) == len(page.all("h1")) == 1
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [a["id"] for _, a, _ in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    assert "undefined" not in page.text.lower().replace("undefined behaviour", "")


def test_references_inside_the_page_lead_somewhere(page: Page) -> None:
    ids = {a["id"] for _, a, _ in page.elements if "id" in a}
    for tag, a, _ in page.elements:
        for name in ("for", "aria-labelledby", "aria-describedby"):
            if a.get(name) and tag != "input":
                assert a[name] in ids, (tag, a)
        href = a.get("href") or ""
        if href.startswith("#"):
            assert href[1:] in ids, href


def test_controls_have_names(page: Page) -> None:
    labelled = {a["for"] for a, text in page.all("label") if a.get("for") and text.strip()}
    inside = " ".join(text for _, text in page.all("label", class_="tick"))
    for tag in ("input", "select", "textarea"):
        for a, _ in page.all(tag):
            if a.get("type") == "hidden":
                continue
            assert a.get("id") in labelled or (a.get("type") in ("checkbox", "radio") and inside)
    for a, text in [*page.all("a"), *page.all("button"), *page.all("summary")]:
        assert text.strip(), a
    for a, text in page.all("fieldset"):
        assert text.strip(), a
    for table in page.all("th"):
        assert table[0]["scope"] in ("col", "row")
    for a, _ in page.all("svg"):
        assert a.get("aria-hidden") == "true" or a["role"] == "img"
    for a in (a for _, a, _ in page.elements if "tabindex" in a and a["tabindex"] == "0"):
        assert "aria-label" in a or "aria-labelledby" in a


def test_nothing_comes_from_elsewhere_and_nothing_is_inline(page: Page) -> None:
    for a, text in page.all("script"):
        assert a["type"] == "module"
        assert not text.strip()
    assert not page.all("style")
    assert not page.all("iframe")
    for tag, a, _ in page.elements:
        assert "style" not in a
        assert not [name for name in a if name.startswith("on")]
        if tag in ("link", "img", "form") or "src" in a or "action" in a:
            address = a.get("href") or a.get("src") or a.get("action") or ""
            assert address.startswith("/"), (tag, a)
            assert not address.startswith("//")


def test_links_within_the_service_work(client: Client, page: Page) -> None:
    for a, _ in page.all("a"):
        href = a["href"]
        if href.startswith(("/static", "/formats", "/problems", "/openapi", "/v1")) or href == "/":
            assert client.head(href).status_code == 200, href


def test_assets(client: Client) -> None:
    for name in ("opads.css", "mark.svg"):
        address = asset(name)
        assert re.fullmatch(r"/static/[a-z]+\.[0-9a-f]{16}\.(css|svg)", address)
        response = client.get(address)
        assert response.content == (assets.FOLDER / name).read_bytes()
        assert "immutable" in response.headers["cache-control"]
        assert response.headers["content-type"] == assets.MEDIA_TYPES[Path(name).suffix]
    assert client.get("/static/opads.css").status_code == 404
    assert client.get("/static/..%2ftemplates%2fbase.html").status_code == 404


def test_the_style_sheet_loads_nothing() -> None:
    assert "url(" not in STYLES
    assert "@import" not in STYLES


def test_every_class_in_use_is_a_class_of_the_style_sheet_or_a_hook(page: Page) -> None:
    styled = set(re.findall(r"\.([a-z][a-z0-9-]*)", STYLES))
    used = {name for _, a, _ in page.elements for name in (a.get("class") or "").split()}
    assert used <= styled | {"upload", "law", "missing", "document", "valid", "findings", "noted", "tall"}


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


LIGHT = colours(CSS.split("@media")[0])
DARK = {**LIGHT, **colours(CSS.split("@media (prefers-color-scheme: dark)")[1].split("@media")[0].split("*,")[0])}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT = [(ink, ground) for ink in ("ink", "soft", "link") for ground in ("ground", "paper", "code")]
TEXT += [(name, f"{name}-bg") for name in ("error", "warning", "info", "good", "open")]
TEXT += [("ink", f"{name}-bg") for name in ("error", "good", "open")] + [("error", "paper"), ("paper", "link")]
TEXT += [("mark-ink", "mark")]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_legible(scheme: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(scheme[ink], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_controls_are_visible(scheme: dict[str, str]) -> None:
    assert contrast(scheme["edge"], scheme["paper"]) >= 3
    assert LIGHT != DARK


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://a.example/", "https://a.example/"), ("HTTP://a.example", "HTTP://a.example"), ("javascript:1", ""),
     ("data:text/html,x", ""), ("//a.example", ""), (None, ""), ("", ""), (" https://a", "")],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None, expected: Any) -> None:
    assert safe_url(url) == expected


def test_data_addresses() -> None:
    assert data_url(b"{}", "application/json") == "data:application/json;base64,e30="


def test_what_a_browser_has_already_keeps_its_policy(client: Client) -> None:
    """A header of a 304 replaces the stored one: the policy of data would take style and form from a page."""
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert "style-src 'self'" in first.headers["content-security-policy"]
    assert again.status_code == 304
    assert "content-security-policy" not in again.headers
    assert again.headers["x-content-type-options"] == "nosniff"
