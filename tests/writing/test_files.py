"""What comes of answers: verdict, places of findings, deadlines, files."""

import io
import json
import zipfile
from typing import Any

import pytest

from opads.formats.registry import default_registry
from opads.notice import NoticeError
from opads.writing import Draft, questionnaire, write
from opads.writing.deadlines import deadlines
from opads.writing.files import Files, bundle
from opads.writing.locating import field_of
from tests.writing.answering import full

EU = questionnaire("eu-ttpa")
SOUND = {
    "sponsor_body__legal_name": "",
    "sponsor_body__establishment": "",
    "controlled__controlled": "no",
    "amount__cash": "1500",
    "amount__in_kind": "345",
    "campaign_amount__total": "2000",
    "media__online": "no",
    "notice__retain_until": "2034-03-01",
    "label__label": "yes",
}


def files(**changed: str) -> Files:
    return Files(EU, full(EU, **SOUND | changed), default_registry())


def found(made: Files) -> dict[str, Any]:
    """Give the fields that errors and warnings of the law are about, by rule."""
    return {
        group.rule: field_of(sample.pointer, made.done)
        for group in made.report.groups
        for sample in group.samples
        if group.severity != "info"
    }


def test_sound_answers_are_acceptable_by_the_law() -> None:
    made = files()
    assert made.report.verdict == "valid", found(made)


@pytest.mark.parametrize(
    ("changed", "rule", "key"),
    [
        ({"sponsor_body__email": ""}, "sponsor-has-email", "sponsor-body.email"),
        ({"sponsor__kind": ""}, "sponsor-kind-known", "sponsor.kind"),
        ({"amount__cash": "1"}, "amount-parts-add-up", "amount.total"),
        ({"campaign_amount__total": "1"}, "campaign-amount-not-below-ad-amount", "campaign-amount.total"),
        ({"period__end": "2026-01-01"}, "intended-period-in-order", "period.end"),
        ({"period__end": ""}, "intended-period-stated", "period.end"),
        ({"funding__nature": ""}, "funding-nature-stated", "funding.nature"),
        ({"methodology__method": ""}, "methodology-stated", "methodology.method"),
        ({"processes__0__level": ""}, "process-has-level", "processes.0.level"),
        ({"processes__0__official_links": ""}, "official-information-linked", "processes.0.official-links"),
        ({"suspension__suspended": ""}, "earlier-suspension-answered", "suspension.suspended"),
    ],
)
def test_a_finding_is_told_at_the_question_it_is_about(changed: dict[str, str], rule: str, key: str) -> None:
    assert found(files(**changed))[f"eu-ttpa/{rule}"] == key


def test_the_72_hours_are_counted_from_the_first_day() -> None:
    done = write(EU, full(EU, period__start="2027-02-01", period__end="2027-02-20"))
    duties = {duty.id: duty for duty in deadlines(EU, done) or ()}
    upload = duties["eu-ttpa/repository-upload"]
    assert upload.status == "applies"
    assert upload.deadline is not None
    assert upload.deadline.at == "2027-02-04"
    assert upload.citations[0].provision == "Article 13(4)"
    told = [
        duty.deadline.at for duty in duties.values() if duty.status == "applies" and duty.deadline and duty.deadline.at
    ]
    assert told == sorted(told)


def test_contradicting_answers_have_no_deadlines_and_few_answers_have_open_ones() -> None:
    assert deadlines(EU, write(EU, full(EU, period__start="2027-02-01", period__end="2027-01-01"))) is None
    open_ = deadlines(EU, write(EU, Draft("eu-ttpa")))
    assert open_
    assert {duty.status for duty in open_} == {"undetermined"}


def test_all_files_are_made_and_the_bundle_holds_them() -> None:
    made = files(advertisement__language="fr")
    names = made.names(["fr", "de"])
    assert {"disclosure.json", "eu-repository.json", "notice-de.pdf", "label-fr.svg", "qr.svg", "draft.json"} <= set(
        names
    )
    packed = bundle(made, ["fr"], {"README.txt": b"read"})
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert set(archive.namelist()) == {"README.txt", *made.names(["fr"])}
        assert archive.read("notice-fr.pdf").startswith(b"%PDF-")
        assert json.loads(archive.read("disclosure.json")) == made.done.disclosure
        assert json.loads(archive.read("draft.json"))["questions"] == "eu-ttpa"
        assert "Avis de transparence" in archive.read("notice-fr.html").decode()
        assert json.loads(archive.read("eu-repository.json"))[0]["identification"]["title"] == "Green Valley List"


def test_there_is_no_code_without_an_address_and_no_file_by_another_name() -> None:
    made = files(notice__url="")
    assert "qr.svg" not in made.names(["en"])
    for name in ("../draft.json", "notice-en.exe", "opads.json", ""):
        with pytest.raises(LookupError):
            made.make(name)
    with pytest.raises(NoticeError):
        made.make("notice-xx.html")
