"""The label: statement first, names, process, techniques, and a code that leads to the notice."""

import re
from typing import Any

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from opads.notice.document import LabelDocument
from opads.notice.errors import NoticeError
from opads.notice.labelling import build_label
from opads.notice.loading import template
from opads.notice.renderings import LABELS, render_label
from opads.notice.renderings.qr import QUIET, code
from tests.notice.documents import SOURCES, changed, disclosure, whole
from tests.notice.drawings import Element, parsed
from tests.notice.qr_reader import matrix, read

SVG = "{http://www.w3.org/2000/svg}"
URL = "https://example.org/notices/2027-0042"


def label(found: dict[str, Any], language: str = "en") -> LabelDocument:
    return build_label(template(), found, language)


def drawing(found: dict[str, Any], language: str = "en") -> Element:
    return parsed(render_label("svg", label(found, language)))


def painted(root: Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_everything_that_the_article_lists_in_its_order() -> None:
    text = render_label("txt", label(whole())).decode()
    assert text.splitlines()[:4] == [
        "POLITICAL ADVERTISEMENT",
        "Sponsor: Open Shelves",
        "The sponsor is controlled by Reading Foundation",
        "Linked to: Referendum on district libraries, 18 April 2027",
    ]
    assert "techniques based on personal data were used" in text
    assert text.endswith(f"Transparency notice: {URL}\n")


def test_the_statement_on_techniques_only_where_they_were_used() -> None:
    for targeting in ({"used": False}, {}, None):
        assert "targeted" not in [line.id for line in label(changed(targeting=targeting)).lines]


def test_what_is_demanded_and_missing_is_shown() -> None:
    found = label({})
    assert found.gaps == ("sponsor", "notice")
    for kind in ("svg", "html", "txt"):
        assert render_label(kind, found).decode().count("[Not stated]") >= 2
    without = changed(
        parties=[{"roles": ["sponsor"], "name": "A"}, {"roles": ["controlling-entity"], "email": "a@example.org"}]
    )
    del without["label"]["controllingEntityName"]
    assert label(without).gaps == ("controlled",)


def test_names_of_natural_persons() -> None:
    assert label(disclosure("natural-person")).lines[0].values[0].text == "Maja Lindqvist"


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("language", template().languages)
def test_the_drawing_is_a_box_with_all_words_and_the_code(name: str, language: str) -> None:
    found = label(disclosure(name), language)
    root = parsed(render_label("svg", found))
    width, height = (float(root.get(side, "0")) for side in ("width", "height"))
    box = next(root.iter(f"{SVG}rect"))
    assert (box.get("fill"), box.get("stroke")) == ("#fff", "#000")
    assert painted(root)[0].startswith(found.statement.text.split(" ")[0])
    assert root.find(f"{SVG}title") is not None
    for text in root.iter(f"{SVG}text"):
        assert 0 < float(text.get("y", "0")) < height
    inner = root.find(f"{SVG}svg")
    assert inner is not None
    assert float(inner.get("x", "0")) + float(inner.get("width", "0")) <= width
    path = inner.find(f"{SVG}path")
    assert path is not None
    assert read(matrix(path.get("d", ""), int(inner.get("viewBox", "").split(" ")[2]))) == found.url


def test_long_names_are_cut_and_whole_in_the_description() -> None:
    name = "Committee for the Defence of Everything and the Abolition of the Rest " * 12
    root = drawing(changed(parties=[{"roles": ["sponsor"], "name": name.strip()}]))
    assert any(text.endswith("…") for text in painted(root))
    assert name.strip() in (root.findtext(f"{SVG}desc") or "")
    unbroken = "W" * 500
    root = drawing(changed(parties=[{"roles": ["sponsor"], "name": unbroken}]))
    assert max(len(text) for text in painted(root)) < 60


def test_the_code_alone() -> None:
    root = parsed(render_label("qr", label(whole())))
    path = root.find(f"{SVG}path")
    assert path is not None
    assert read(matrix(path.get("d", ""), int((root.get("viewBox") or "").split(" ")[2]))) == URL
    assert root.findtext(f"{SVG}title") == "QR code leading to the transparency notice"
    with pytest.raises(NoticeError, match="no web address"):
        render_label("qr", label({}))


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-/?=&%.", max_size=80))
def test_codes_lead_where_they_should(tail: str) -> None:
    address = f"https://example.org/{tail}"
    made = code(address)
    assert made is not None
    modules = matrix(made.path, made.size, QUIET)
    assert read(modules) == address
    assert modules == [
        [bool(bit) for bit in row] for row in segno.make_qr(address, error="m", boost_error=False).matrix
    ]


def test_no_code_for_what_none_can_hold() -> None:
    assert code(None) is None
    assert code("") is None
    assert code("https://example.org/" + "a" * 3000) is None


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://", "https:// x"]
)
def test_an_address_that_is_none_is_text_and_no_link(address: str) -> None:
    found = label(changed(label={"noticeUrl": address}, notice={}))
    assert found.url is None
    page = render_label("html", found).decode()
    assert "href" not in page
    assert "<svg" not in page


def test_every_rendering_is_utf_8_and_deterministic() -> None:
    for kind in LABELS:
        assert render_label(kind, label(whole(), "bg")) == render_label(kind, label(whole(), "bg"))
    assert not re.search("[Cc]yrillic", render_label("txt", label(whole(), "bg")).decode())
