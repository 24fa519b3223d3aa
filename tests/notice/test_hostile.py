"""Whatever a disclosure holds, a notice comes out, and nothing in it steers a page, a terminal or a reader's eye."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.notice.building import build_notice
from opads.notice.clean import mail_link, shown, web_link
from opads.notice.labelling import build_label
from opads.notice.loading import template
from opads.notice.renderings import render_label, render_notice
from opads.standard.jsonvalue import dumps, get, leaves, parent, unescape
from tests.notice.documents import whole
from tests.notice.drawings import parsed
from tests.notice.test_page import Reader
from tests.strategies import disclosures

ATTACKS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]><x/>",
    "\u202egnp.exe\u2066",
    "\x1b[31mred\x1b[0m\x07",
    "a\x00b\ufeffc",
    "{{ 7*7 }}{% raw %}",
    "line\u2028break\nnew\r\nline\ttab",
    "javascript:alert(document.cookie)",
)
BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def poisoned(attack: str) -> dict[str, Any]:
    """Return a disclosure every free text of which is the attack."""
    found = whole()
    keep = {"kind", "roles", "role", "metric", "breakdown", "scope", "type", "level", "purpose", "exact", "currency"}
    for pointer, leaf in list(leaves(found)):
        names = {part for part in pointer.split("/") if not part.isdigit()}
        if isinstance(leaf, str) and not names & keep:
            holder, key = get(found, parent(pointer)), unescape(pointer.rpartition("/")[2])
            holder[int(key) if isinstance(holder, list) else key] = attack
    return found


@pytest.mark.parametrize("attack", ATTACKS)
def test_texts_that_attack(attack: str) -> None:
    found = poisoned(attack)
    notice, label = build_notice(template(), found, "en"), build_label(template(), found, "en")
    for text in (render_notice("html", notice).decode(), render_label("html", label).decode()):
        read = Reader(text)
        assert not read.open
        assert len(read.all("script")) <= 1
        assert not read.all("img")
        assert len(read.all("h1")) == 1
        assert not BAD.search(text)
        assert not [a for a in read.all("a") if not re.match("https?://|mailto:", a["href"] or "")]
    for plain in (render_notice("txt", notice), render_label("txt", label)):
        assert not BAD.search(plain.decode())
    drawn = render_label("svg", label).decode()
    assert not BAD.search(drawn)
    assert {element.tag.rpartition("}")[2] for element in parsed(drawn).iter()} <= {
        "svg", "title", "desc", "rect", "g", "text", "path",
    }  # fmt: skip
    assert "49" not in re.findall(r"\b49\b", render_notice("txt", notice).decode())


def all_renderings(found: dict[str, Any], language: str) -> None:
    notice, label = build_notice(template(), found, language), build_label(template(), found, language)
    assert len(notice.points) == 16
    for kind in ("html", "txt"):
        render_notice(kind, notice).decode()
        render_label(kind, label).decode()
    parsed(render_label("svg", label))
    json.loads(render_notice("json", notice))


@given(disclosures(), st.sampled_from(template().languages))
def test_every_disclosure_has_a_notice(found: dict[str, Any], language: str) -> None:
    all_renderings(found, language)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_no_value_in_any_place_raises(data: st.DataObject) -> None:
    found = whole()
    for _ in range(data.draw(st.integers(1, 8))):
        pointers = [pointer for pointer, _ in leaves(found)]
        pointer = data.draw(st.sampled_from(pointers))
        for _ in range(data.draw(st.integers(0, 3))):
            pointer = parent(pointer) or pointer
        holder, key = get(found, parent(pointer)), unescape(pointer.rpartition("/")[2])
        holder[int(key) if isinstance(holder, list) else key] = data.draw(JUNK)
    all_renderings(found, "en")


@given(st.text())
def test_shown_text_cannot_steer(text: str) -> None:
    assert "\ud800" not in shown(f"{text}\ud800")
    assert not BAD.search(shown(text))
    dumps(shown(text))


@pytest.mark.parametrize(
    ("value", "link"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("https://example.org/ü", True),
        ("https://exa\u202emple.org", False),
        ("https://example.org/a b", False),
        ('https://example.org/"x', False),
        ("ftp://example.org", False),
        ("javascript:https://example.org", False),
        ("https://example.org/" + "a" * 3000, False),
        (7, False),
    ],
)
def test_web_links(value: object, *, link: bool) -> None:
    assert (web_link(value) is not None) is link


@pytest.mark.parametrize(
    ("value", "link"),
    [
        ("office@example.org", "mailto:office@example.org"),
        ("a+b?subject=x@example.org", "mailto:a%2Bb%3Fsubject%3Dx@example.org"),
        ("a@b@c", None),
        ("a b@example.org", None),
        ("example.org", None),
        (None, None),
    ],
)
def test_mail_links(value: object, link: str | None) -> None:
    assert mail_link(value) == link
