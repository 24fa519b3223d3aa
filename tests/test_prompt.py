"""Reports that are made at once are those of the long way, to the byte, and none is made where something is to be said."""

import random
from datetime import date
from unittest.mock import patch

import pytest
from hypothesis import given

from opads.carriers import Limits
from opads.prompt import Prompt, PromptReport
from opads.report import canonical_report
from opads.rules import due, gathering
from opads.standard.jsonvalue import dumps
from opads.standard.typed import Types
from opads.validation import validate
from tests.bulk.helpers import REGISTRY, natives
from tests.strategies import disclosures, mutate

LIMITS = Limits()
OWN = "opads-disclosure"
SOURCES = [f.id for f in REGISTRY if f.carrier_options("json") is not None and natives(f.id)]
PROMPTS = {source: Prompt(REGISTRY, source) for source in SOURCES}
JUDGED = Prompt(REGISTRY, OWN, ("eu-ttpa",))


def said(data: bytes, source: str, targets: tuple[str, ...] = (), as_of: date | None = None) -> PromptReport:
    report = validate(data, REGISTRY, source=source, targets=targets, as_of=as_of)
    return PromptReport(report.verdict, canonical_report(report))


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("warm", [True, False])
def test_reports_are_the_same(source: str, *, warm: bool) -> None:
    chance = random.Random(source)  # noqa: S311 - reproducible test data
    records = natives(source)[:15]
    texts = [dumps(record) for record in (*records, *(mutate(record, chance) for record in records))]
    texts += [dumps(records[0], indent=2), b" " + dumps(records[0]), dumps(records[:1]), dumps({"data": records[:2]})]
    types = REGISTRY.get(source).types
    with (
        patch.object(Types, "after", lambda *_: types.typed if warm else None),
        patch.object(due, "FEW", 0 if warm else 10**9),
        patch.object(gathering, "FEW", 0 if warm else 10**9),
    ):
        prompt = Prompt(REGISTRY, source)
        for data in texts:
            found = prompt.report(data, LIMITS)
            assert found is None or found == said(data, source)


@given(disclosures())
def test_disclosures_have_the_same_reports(disclosure: dict[str, object]) -> None:
    data = dumps(disclosure)
    for prompt, targets in ((PROMPTS[OWN], ()), (JUDGED, ("eu-ttpa",))):
        found = prompt.report(data, LIMITS)
        assert found is None or found == said(data, OWN, targets)


def test_sound_documents_are_reported_at_once_again_and_again() -> None:
    sound = [dumps(record) for record in natives(OWN) if said(dumps(record), OWN).verdict == "valid"]
    found = [PROMPTS[OWN].report(data, LIMITS) for data in sound * 2]
    assert any(found)
    for data, report in zip(sound * 2, found, strict=True):
        assert report is None or report == said(data, OWN)


def test_a_day_that_is_given_is_the_day() -> None:
    prompt = Prompt(REGISTRY, OWN, (), date(2026, 10, 5))
    reports = [(data, prompt.report(data, LIMITS)) for data in map(dumps, natives(OWN))]
    assert any(report for _, report in reports)
    for data, report in reports:
        assert report is None or report == said(data, OWN, (), date(2026, 10, 5))


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"{", b"null", b"\xef\xbb\xbf{}", b'{"opads":"1.0","opads":"1.0"}', b"\xff", b'{"data":[{}]}',
     b'{"opads":"1.0"}\n{"opads":"1.0"}\n'],
)  # fmt: skip
def test_nothing_is_said_at_once_of_what_is_odd(data: bytes) -> None:
    assert PROMPTS[OWN].report(data, LIMITS) is None


def test_a_document_beyond_the_limit_is_left_to_the_long_way() -> None:
    data = dumps(natives(OWN)[0])
    assert PROMPTS[OWN].report(data, Limits(max_bytes=len(data) - 1)) is None
