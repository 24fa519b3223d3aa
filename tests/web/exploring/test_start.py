"""The start of the reference, and the search."""

import pytest

from tests.web.conftest import Client, Page, Reader

PATHS = [
    "/explore", "/explore?q=sponsor", "/explore?q=xyzzyx", "/explore/schema", "/explore/schema/parties", "/explore/schema/opads",
    "/explore/terms", "/explore/terms/sponsor", "/rules", "/rules?severity=error&checked=human", "/rules/eu-ttpa/amount-is-one-figure",
    "/formats", "/formats/us-fec", "/explore/codes", "/explore/codes/party-role", "/explore/matrix?format=gb-digital-imprint",
    "/explore/matrix/us-fec/eu-ttpa", "/explore/obligations", "/explore/obligations?step=2", "/explore/obligations?step=5",
    "/explore/obligations?countries=DE&step=result", "/explore/elections", "/explore/profile", "/docs", "/docs/convert",
    "/docs/models/Report", "/problems", "/problems/busy",
]  # fmt: skip


def test_every_card_leads_somewhere(client: Client, read: Reader) -> None:
    page = read("/explore")
    cards = [a["href"] for a, _ in page.all("a") if a["href"].startswith(("/explore/", "/rules", "/formats", "/docs"))]
    assert len(set(cards)) >= 10
    for card in cards:
        assert client.get(card).status_code == 200, card


@pytest.mark.parametrize("query", ["sponsor", "us-fec", "eu-ttpa/amount-is-one-figure", "medium", "targeting"])
def test_what_is_found_is_there(client: Client, read: Reader, query: str) -> None:
    page = read(f"/explore?q={query}")
    links = {a["href"] for a, _ in page.all("a") if a["href"].startswith(("/explore/", "/rules/", "/formats/"))}
    assert links
    for link in links:
        path, _, fragment = link.partition("#")
        answer = client.get(path)
        assert answer.status_code == 200, link
        ids = {a["id"] for _, a, _ in Page(answer.text).elements if "id" in a}
        assert not fragment or fragment in ids, link


def test_what_is_asked_for_stays_in_the_field_and_is_only_text(read: Reader) -> None:
    page = read("/explore?q=%3Cscript%3Ealert%281%29%3C%2Fscript%3E%22")
    assert page.all("input", name="q")[0][0]["value"] == '<script>alert(1)</script>"'
    assert [text for _, text in page.all("script")] == [""], "none but our own"
    assert "Nothing has all of these words." in page.text


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_sound(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    page = Page(answer.text)
    ids = [a["id"] for _, a, _ in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for tag, attributes, _ in page.elements:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("for", "aria-labelledby", "aria-describedby"):
            assert not attributes.get(name) or attributes[name] in ids, (tag, attributes)
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in ids, attributes
    labelled = {a["for"] for a, text in page.all("label") if a.get("for") and text.strip()}
    for tag in ("input", "select", "textarea"):
        for attributes, _ in page.all(tag):
            if attributes.get("type") not in ("hidden", "radio", "checkbox"):
                assert attributes["id"] in labelled, attributes
    for attributes, text in [*page.all("a"), *page.all("button"), *page.all("summary"), *page.all("legend")]:
        assert text.strip(), attributes


@pytest.mark.parametrize("path", PATHS)
def test_links_keep_the_language(client: Client, path: str) -> None:
    answer = client.get(f"/es{path}")
    assert answer.headers["content-language"] == "es"
    page = Page(answer.text)
    for attributes, _ in page.all("a"):
        address = attributes["href"]
        plain = address.startswith(("https://", "http://", "#", "/v1/", "/openapi.json", "data:"))
        assert plain or address.split("/")[1] in {"es", "ar", "de", "el", "en", "fr"}, address
    for attributes, _ in page.all("form"):
        assert attributes["action"].startswith("/es/")


def test_what_is_in_english_alone_says_so(client: Client) -> None:
    for path, words in (
        ("/explore/schema/parties", "Everyone with a part in it, each with roles."),
        ("/explore/codes/party-kind", "Natural person"),
        ("/formats/us-fec", "FEC electronic filing (.fec)"),
    ):
        page = Page(client.get(f"/es{path}").text)
        assert any(words in "".join(text) for _, a, text in page.elements if a.get("lang") == "en"), path
        plain = client.get(path).text.partition("<main")[2]
        assert 'lang="en" dir="ltr"' not in plain.partition("</main>")[0]
