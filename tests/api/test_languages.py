"""The parameter ``lang``: what people read is told in it, what programs read is the same in all languages."""

import pytest
from litestar.testing import TestClient

from opads.api.front import Service
from opads.formats import default_registry
from opads.rendering import RENDERINGS, SPOKEN

DATA = next(
    (default_registry().get("eu-ttpa").folder / "examples" / "invalid").glob("amount-is-one-figure.json")
).read_bytes()
HEADERS = {"Content-Type": "application/json"}


@pytest.mark.parametrize("path", ["/v1/validate", "/v1/bulk/validate"])
@pytest.mark.parametrize("rendering", list(RENDERINGS))
def test_a_report_in_a_language(client: TestClient[Service], path: str, rendering: str) -> None:
    plain = client.post(f"{path}?format={rendering}", content=DATA, headers=HEADERS)
    english = client.post(f"{path}?format={rendering}&lang=en", content=DATA, headers=HEADERS)
    french = client.post(
        f"{path}?format={rendering}&lang=fr", content=DATA, headers={**HEADERS, "Accept-Language": "de"}
    )
    asked = client.post(f"{path}?format={rendering}", content=DATA, headers={**HEADERS, "Accept-Language": "fr"})
    assert plain.status_code == english.status_code == french.status_code == 200
    assert plain.content == english.content == asked.content
    assert (french.content == plain.content) is (rendering not in SPOKEN)
    assert ("donne une fourchette" in french.text) is (rendering in SPOKEN)
    assert "content-language" not in plain.headers
    assert french.headers.get("content-language") == ("fr" if rendering in SPOKEN else None)


def test_a_rule_in_a_language(client: TestClient[Service]) -> None:
    address = "/v1/rules/eu-ttpa/amount-is-one-figure"
    english, german = client.get(address).json(), client.get(f"{address}?lang=de")
    told = german.json()
    assert german.headers["content-language"] == "de"
    assert told["text"].startswith("Die Bekanntmachung nennt eine Spanne")
    same = set(english) - {"title", "text", "fix"}
    assert {key: told[key] for key in same} == {key: english[key] for key in same}
    rows = client.get("/v1/rules?lang=de&format=eu-ttpa").json()["rules"]
    assert told["title"] in {row["title"] for row in rows}
    assert client.get(address, headers={"If-None-Match": german.headers["etag"]}).status_code == 200


@pytest.mark.parametrize("tag", ["it", "", "FR", "fr,de", "../fr", "en-xa"])
def test_another_language_is_refused_with_the_list(client: TestClient[Service], tag: str) -> None:
    for response in (
        client.post("/v1/validate", params={"lang": tag}, content=DATA, headers=HEADERS),
        client.get("/v1/rules/opads/unknown-field", params={"lang": tag}),
        client.get("/v1/rules", params={"lang": tag}),
    ):
        assert response.status_code == 400
        assert "en, ar, de, el, es, fr" in response.json()["detail"]
