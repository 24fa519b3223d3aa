"""The PDF: tagged, titled, in its language, with the disclosure attached; and what happens without the libraries."""

import json
import re
import zlib
from importlib import import_module
from typing import Any

import pytest

from opads.notice import RenderingUnavailableError
from opads.notice.building import build_notice, public
from opads.notice.loading import template
from opads.notice.renderings import pdf, render_notice
from tests.notice.documents import whole


@pytest.fixture(scope="module")
def made(pango: None) -> bytes:
    return render_notice("pdf", build_notice(template(), whole(), "el"))


def streams(data: bytes) -> list[bytes]:
    found = []
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(match[1]))
        except zlib.error:
            found.append(match[1])
    return found


def everything(data: bytes) -> bytes:
    return data + b"\n".join(streams(data))


def test_it_is_tagged_and_says_so(made: bytes) -> None:
    text = everything(made)
    assert made.startswith(b"%PDF-")
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang", b"/ViewerPreferences", b"pdfuaid"):
        assert mark in text, mark
    assert re.search(rb"/Marked\s+true", text)
    assert re.search(rb"/DisplayDocTitle\s+true", text)
    assert re.search(rb"pdfuaid:part\W{1,4}1|<pdfuaid:part>1<", text)
    for tag in (b"/H1", b"/H2", b"/L"):
        assert tag in text


def test_the_disclosure_is_attached(made: bytes) -> None:
    attached = [stream for stream in streams(made) if stream.lstrip().startswith(b"{")]
    assert [json.loads(stream) for stream in attached] == [public(template(), whole())]
    assert b"/EmbeddedFile" in everything(made)


def test_nothing_is_fetched(pango: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        pytest.fail("something was fetched")

    monkeypatch.setattr("socket.socket.connect", refuse)
    found = whole()
    found["advertisement"]["title"] = (
        '<img src="file:///etc/hostname"><link rel=stylesheet href="https://example.org/x.css">'
    )
    assert render_notice("pdf", build_notice(template(), found, "en")).startswith(b"%PDF-")


@pytest.mark.parametrize(("error", "words"), [(ImportError("x"), r"opads\[notice\]"), (OSError("x"), "libpango-1.0-0")])
def test_without_the_libraries_it_says_so(error: Exception, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        if name == "weasyprint":
            raise error
        return import_module(name)

    monkeypatch.setattr(pdf, "import_module", missing)
    document = build_notice(template(), whole(), "en")
    with pytest.raises(RenderingUnavailableError, match=words):
        render_notice("pdf", document)
    assert render_notice("html", document)
