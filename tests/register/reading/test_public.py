"""The public view leaves out what the table says, and says so."""

import copy
from typing import Any

import pytest
from hypothesis import given

from opads.formats import default_registry
from opads.mapping.path import compile_path
from opads.register.reading.public import public_table, public_view
from opads.standard import resources
from opads.standard.codelists import load
from opads.standard.jsonvalue import get
from tests.register.held import NOTHING_WITHHELD, whole
from tests.strategies import disclosures

PERSON = {"kind": "natural-person", "givenName": "Erika", "familyName": "Beispiel"}
PRIVATE = {
    "identifiers": [
        {"scheme": "national-register", "value": "SECRET-1"},
        {"scheme": "fec-candidate", "value": "H0XX00000"},
    ],
    "email": "secret@example.org",
    "phone": "SECRET-2",
    "addresses": [
        {"text": "SECRET-3"},
        {"text": "Town hall", "madePublic": True},
        {"text": "SECRET-4", "madePublic": False},
    ],
}


def view(*parties: dict[str, Any], **more: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    found = public_view({"opads": "1.0", "parties": list(parties), **more})
    return found.disclosure, [(gap.pointer, gap.id) for gap in found.withheld]


@pytest.mark.parametrize("kind", [{"kind": "natural-person"}, {"givenName": "Erika"}, {"familyName": "Beispiel"}])
def test_what_is_private_about_a_person_is_left_out(kind: dict[str, str]) -> None:
    shown, gaps = view({"roles": ["agent"], **kind, **PRIVATE})
    assert shown["parties"] == [
        {
            "roles": ["agent"],
            **kind,
            "identifiers": [{"scheme": "fec-candidate", "value": "H0XX00000"}],
            "addresses": [{"text": "Town hall", "madePublic": True}],
        }
    ]
    assert sorted(gaps) == [
        ("/parties/0/addresses", "addresses-of-persons"),
        ("/parties/0/email", "mail-of-persons"),
        ("/parties/0/identifiers", "numbers-of-persons"),
        ("/parties/0/phone", "telephone-of-persons"),
    ]
    assert {(a["pointer"], a["reason"]) for a in shown["absences"]} == {(p, "withheld-by-law") for p, _ in gaps}
    assert all(a["note"] for a in shown["absences"])


@pytest.mark.parametrize("role", ["sponsor", "controlling-entity", "payer"])
def test_the_mail_of_who_answers_for_the_advertisement_stays(role: str) -> None:
    shown, gaps = view({"roles": ["agent", role], **PERSON, **PRIVATE})
    assert shown["parties"][0]["email"] == "secret@example.org"
    assert "phone" not in shown["parties"][0]
    assert "mail-of-persons" not in dict(gaps).values()


def test_an_organisation_is_shown_whole() -> None:
    one = {"roles": ["sponsor"], "kind": "legal-entity", "name": "Open Shelves", **PRIVATE}
    assert view(one) == ({"opads": "1.0", "parties": [one]}, [])


def test_whom_the_regulator_may_ask_is_not_published() -> None:
    shown, _ = view(
        {"roles": ["contact"], "name": "Press office", "email": "a@example.org", "phone": "1"},
        {"roles": ["contact", "publisher"], "name": "P", "email": "p@example.org"},
    )
    assert [p.get("email") for p in shown["parties"]] == [None, "p@example.org"]


def test_numbers_of_candidates_documents_and_what_cannot_be_told() -> None:
    shown, gaps = view(
        processes=[{"candidates": [{"name": "C", "identifiers": [{"scheme": "xx-tax", "value": "SECRET"}]}]}],
        evidence=[
            {"kind": "contract", "text": "SECRET"},
            {"kind": "declaration", "text": "political"},
            {"kind": "invoice"},
        ],
        targeting={"consent": {"evidence": "SECRET", "explicit": True}},
        extensions={"xx-format": {"/id": "SECRET"}},
    )
    assert "SECRET" not in str(shown)
    assert shown["processes"] == [{"candidates": [{"name": "C"}]}]
    assert shown["evidence"] == [{"kind": "declaration", "text": "political"}]
    assert [p for p, _ in gaps] == [
        "/processes/0/candidates/0/identifiers",
        "/evidence",
        "/targeting/consent/evidence",
        "/extensions",
    ]


def test_an_array_that_is_left_empty_goes_too() -> None:
    shown, _ = view({"roles": ["agent"], **PERSON, "addresses": [{"text": "SECRET"}]}, evidence=[{"kind": "contract"}])
    assert "addresses" not in shown["parties"][0]
    assert "evidence" not in shown


def test_nothing_is_copied_where_nothing_is_withheld() -> None:
    assert public_view(NOTHING_WITHHELD).disclosure is NOTHING_WITHHELD


def test_what_was_stated_absent_stays_stated() -> None:
    before = whole()
    found = public_view(before)
    assert found.disclosure["absences"][: len(before["absences"])] == before["absences"]
    assert before == whole(), "the whole disclosure was changed"


@given(disclosures())
def test_a_public_view_is_a_disclosure_without_anything_withheld(disclosure: dict[str, Any]) -> None:
    kept = copy.deepcopy(disclosure)
    found = public_view(disclosure)
    assert disclosure == kept
    schema = default_registry().schemas.disclosure
    assert schema.is_valid(found.disclosure) or not schema.is_valid(disclosure)
    assert all(gap.sources and gap.why for gap in found.withheld)
    again = public_view(found.disclosure)
    assert again.withheld == ()
    assert all(get(disclosure, gap.pointer, None) is not None for gap in found.withheld)


def test_the_table_speaks_of_what_there_is() -> None:
    known = (
        set(load("identifier-scheme"))
        | {"true"}
        | set(load("party-role"))
        | set(load("party-kind"))
        | set(load("evidence-kind"))
    )
    for entry in public_table().withheld:
        for path in (*entry.each, *entry.paths):
            for where in compile_path(path).steps:
                for condition in getattr(where, "conditions", ()):
                    assert condition.value in known, path
    assert (resources.version_folder() / "public.yaml").is_file()
    ids = [entry.id for entry in public_table().withheld]
    assert len(ids) == len(set(ids))
