"""Which disclosure a notice is made of, whatever format it is in."""

from pathlib import Path

import pytest

from opads.formats import default_registry
from opads.notice import NoticeError
from opads.notice.building import build_notice
from opads.notice.loading import template
from opads.notice.source import read_disclosure
from tests.notice.documents import COMPLETE, PROJECT, schema_example

REGISTRY = default_registry()
VALID = sorted((PROJECT / "schema" / "formats").glob("*/examples/valid/*"))


def test_the_standards_own_form_is_taken_as_it_is() -> None:
    assert read_disclosure(COMPLETE.read_bytes(), REGISTRY) == schema_example()


@pytest.mark.parametrize("path", VALID, ids=lambda path: f"{path.parts[-4]}/{path.name}")
def test_every_example_of_every_format_has_a_notice(path: Path) -> None:
    found = read_disclosure(path.read_bytes(), REGISTRY, source=path.parts[-4], record=1)
    document = build_notice(template(), found)
    assert len(document.points) == 16
    assert document.points[0].blocks or document.points[0].gap


def test_one_of_several_must_be_named() -> None:
    two = b'{"opads": "1.0", "advertisement": {"title": "a"}}\n{"opads": "1.0", "advertisement": {"title": "b"}}\n'
    with pytest.raises(NoticeError, match="name the record, from 1 to 2"):
        read_disclosure(two, REGISTRY)
    assert read_disclosure(two, REGISTRY, record=2)["advertisement"]["title"] == "b"
    with pytest.raises(NoticeError, match="no record 3 among 2"):
        read_disclosure(two, REGISTRY, record=3)


@pytest.mark.parametrize(
    ("data", "source", "words"),
    [
        (b"", None, "no known format"),
        (b"hello", None, "no known format"),
        (b"[]", "opads-disclosure", "no record was found"),
        (b'{"opads": "1.0", "notice": {}, "notice": {}}', "opads-disclosure", "carrier-json/duplicate-key"),
        (b'{"opads": "1.0", "notice": {"title": "\\ud800"}}', "opads-disclosure", "carrier-json/"),
    ],
)
def test_what_cannot_be_taken_at_its_word_is_refused(data: bytes, source: str | None, words: str) -> None:
    with pytest.raises(NoticeError, match=words):
        read_disclosure(data, REGISTRY, source=source)


def test_a_pair_of_format_and_syntax_that_does_not_occur() -> None:
    with pytest.raises(NoticeError, match="does not occur as"):
        read_disclosure(b"{}", REGISTRY, source="eu-ttpa", carrier="csv")
