"""The prose speaks of what there is: subjects, reasons, kinds of amounts."""

import re
from pathlib import Path

import pytest

from opads.standard import codelists
from tests.strategies import BASE, schema_documents

ROOT = schema_documents()[f"{BASE}disclosure.json"]["properties"]


@pytest.fixture(scope="module")
def prose(project: Path) -> str:
    """Return the normative page on the disclosure."""
    return (project / "spec" / "standard" / "disclosure.md").read_text(encoding="utf-8")


def test_every_subject_and_reason_is_explained(prose: str) -> None:
    for name in (*ROOT, *codelists.load("absence-reason")):
        assert f"`{name}`" in prose, name


def test_every_kind_of_amount_but_plain_totals_is_explained(prose: str) -> None:
    plain = {"contribution-total", "expenditure-total"}
    for kind in set(codelists.load("amount-kind")) - plain:
        assert f"`{kind}`" in prose, kind


def test_paths_of_the_correspondence_start_at_a_subject(prose: str) -> None:
    table = prose.partition("## Correspondence")[2].partition("## Versions")[0]
    paths = re.findall(r"`([a-zA-Z]+)[/\[]", table)
    assert len(paths) > 20
    assert set(paths) <= {*ROOT, "addresses"}
