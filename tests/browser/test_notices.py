"""Notices and labels as a reader's browser shows them."""

from pathlib import Path

import pytest

from opads.notice.building import build_notice
from opads.notice.labelling import build_label
from opads.notice.loading import template
from opads.notice.renderings import render_label, render_notice
from tests.browser.chromium import Chromium
from tests.notice.documents import changed, whole

ABSENT = {"money": None, "delivery": None, "periods": None, "processes": None, "targeting": None, "parties": None}
LANGUAGES = template().languages
CASES = [
    *(("whole", language) for language in LANGUAGES),
    *(("gaps", language) for language in ("en", "de", "el", "mt")),
]


def rendered(case: str, language: str) -> dict[str, bytes]:
    """Return notice and label of a disclosure."""
    found = whole() if case == "whole" else changed(**ABSENT)
    return {
        "notice": render_notice("html", build_notice(template(), found, language)),
        "label": render_label("html", build_label(template(), found, language)),
    }


@pytest.mark.parametrize(("case", "language"), CASES)
def test_a_notice_and_its_label_are_clean(chromium: Chromium, tmp_path: Path, case: str, language: str) -> None:
    for kind, content in rendered(case, language).items():
        path = tmp_path / f"{kind}.html"
        path.write_bytes(content)
        with chromium.watched():
            chromium.page.goto(path.as_uri())
            assert chromium.page.locator("html").get_attribute("lang") == language
            assert chromium.page.locator(":lang(" + language + ") h1").count() == 1
            chromium.everywhere()


def test_gaps_are_seen(chromium: Chromium, tmp_path: Path) -> None:
    path = tmp_path / "notice.html"
    path.write_bytes(rendered("gaps", "en")["notice"])
    with chromium.watched():
        chromium.plain.goto(path.as_uri())
        assert chromium.plain.locator(".gap").first.is_visible()
        assert chromium.plain.locator(".missing").is_visible()
