"""Every text that a page shows comes through the words of the interface: asked for in disguise, none is plain.

Pages are found by following links, so that a new one is looked at without being named here.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.settings import Settings
from tests.web.conftest import Client
from tests.web.disguise import Disguise, undisguised
from tests.web.test_pages import FAULTY, OTHER, SOUND

ALIKE = 3
"""Pages of one shape that are looked at: the thousandth page of a rule shows nothing new."""
STARTS = (
    "/",
    f"/check?example={FAULTY}",
    f"/check?example={SOUND}&for={OTHER}",
    f"/convert?example={SOUND}&to={OTHER}",
    "/nope",
)
POSTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/check", {"text": ""}),
    ("/check", {"text": "{"}),
    ("/check", {"text": '{"schemaVersion": "1.0", "identity": {"subject": 7}}'}),
    ("/convert", {"text": "{}"}),
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    settings = Settings(pseudo_languages=True, data=str(tmp_path_factory.mktemp("disguised")), background=False)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        client.headers["Accept"] = "text/html"
        yield client


def shape(address: str) -> tuple[Any, ...]:
    """Return what pages have in common that one template fills: depth, first step, names of what is asked."""
    parts = urlsplit(address)
    steps = parts.path.strip("/").split("/")
    return steps[0], len(steps), tuple(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))


def test_no_page_says_anything_around_the_words(pages: Client) -> None:
    waiting = [f"/en-xa{path}" for path in STARTS]
    seen, told, number = set(waiting), list[str](), Counter[tuple[Any, ...]]()
    while waiting:
        address = waiting.pop(0)
        response = pages.get(address)
        if not response.headers.get("content-type", "").startswith("text/html"):
            continue
        page = Disguise(response.text)
        told += [f"{address}: {text}" for text in page.plain()]
        for link in (link.partition("#")[0] for link in page.links):
            if not link.startswith("/en-xa/") or link in seen:
                continue
            kind = shape(link.removeprefix("/en-xa"))
            if number[kind] < ALIKE:
                number[kind] += 1
                seen.add(link)
                waiting.append(link)
    assert len(seen) > 20
    texts = {text.partition(": ")[2]: text for text in reversed(told)}
    assert not texts, f"{len(texts)} texts around the words:\n" + "\n".join(list(texts.values())[:400])


@pytest.mark.parametrize(("path", "form"), POSTS)
def test_no_answer_to_a_form_does(pages: Client, path: str, form: dict[str, str]) -> None:
    response = pages.post(f"/en-xa{path}", data=form)
    assert undisguised(response.text) == []


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<p>[Ŕéáđ ~~]</p>", []),
        ("<p>Read</p>", ["Read"]),
        ("<p>[Ŕéáđ áš <b>eu-ttpa</b> ~]</p>", []),
        ("<p>[Ŕéáđ [áš ~] x ~] as</p>", ["as"]),
        ("<p><code>some code</code> <bdi>said</bdi> <span lang=en>data</span> 12</p>", []),
        ("<p title='Read me'>7</p>", ["Read me"]),
        ("<img alt='A picture'><input placeholder='Type'>", ["A picture", "Type"]),
        ("<script>let a = 1</script><template><p>Open</p></template>", ["Open"]),
        ("<p data-text='Say this'></p>", ["Say this"]),
        ("<p>JSON, OPADS</p><p>JSONish</p>", ["JSONish"]),
    ],
)
def test_what_is_plain_is_found(html: str, plain: list[str]) -> None:
    assert undisguised(html) == plain
