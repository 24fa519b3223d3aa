"""The pages, and a reader of HTML."""

import base64
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Protocol, TypeAlias

import pytest
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.api.front import Service
from opads.settings import Settings

Client: TypeAlias = TestClient[Service]

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "path", "rect"}


class Page(HTMLParser):
    """A page as a list of elements: tag, attributes, text; it fails on elements that are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[int] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self._open, [self.elements[i][0] for i in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open, tag
        assert self.elements[self._open[-1]][0] == tag, (tag, self.elements[self._open[-1]][0])
        self._open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))

    def handle_data(self, data: str) -> None:
        self.text += data
        for index in self._open:
            self.elements[index][2].append(data)

    def all(self, tag: str, **wanted: str) -> list[tuple[dict[str, str], str]]:
        """Give attributes and text of the elements with a tag and attributes."""
        return [
            (attributes, "".join(text))
            for name, attributes, text in self.elements
            if name == tag and all(attributes.get(k.rstrip("_").replace("_", "-")) == v for k, v in wanted.items())
        ]

    def download(self, name: str) -> bytes:
        """Give the bytes of a download that the page carries in itself."""
        ((attributes, _),) = self.all("a", download=name)
        head, _, data = attributes["href"].partition(",")
        assert head.startswith("data:")
        assert head.endswith(";base64")
        return base64.b64decode(data, validate=True)


class Reader(Protocol):
    """Gets a page."""

    def __call__(self, path: str, status: int = 200) -> Page: ...


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    app = create_app(Settings(max_bytes=200_000))
    with TestClient(app, raise_server_exceptions=False) as client:
        client.headers["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8"
        yield client


@pytest.fixture(scope="session")
def read(client: Client) -> Reader:

    def get(path: str, status: int = 200) -> Page:
        response = client.get(path)
        assert response.status_code == status, response.text[:500]
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        return Page(response.text)

    return get
