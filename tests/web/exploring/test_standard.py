"""Fields, terms, codes and polls."""

import csv
import io
import json
from urllib.parse import quote

import pytest

from opads.obligations import default_calendar
from opads.reference import subjects
from opads.standard import codelists, resources
from opads.terms import Term, default_glossary
from tests.web.conftest import Client, Reader


@pytest.mark.parametrize("name", list(subjects()))
def test_a_subject_has_all_its_fields(read: Reader, name: str) -> None:
    page = read(f"/explore/schema/{name}")
    ids = {a["id"] for _, a, _ in page.elements if "id" in a}
    subject = subjects()[name]
    for field in (subject.whole, *subject.fields):
        assert field.anchor in ids
        assert field.title in page.text
        assert field.description in page.text
        assert "; ".join(field.sources) in page.text
        if field.codelist:
            assert page.all("a", href=f"/explore/codes/{field.codelist}")
    assert read("/explore/schema").all("a", href=f"/explore/schema/{name}")


def test_a_field_tells_who_has_one_for_it(read: Reader) -> None:
    page = read("/explore/schema/parties")
    assert page.all("a", href="/formats/eu-ttpa")
    assert "/sponsor/businessName" in page.text


@pytest.mark.parametrize(
    ("pointer", "address"),
    [
        ("/parties/0/name", "/explore/schema/parties#/parties/name"),
        ("/money/amounts[kind=total]/exact", "/explore/schema/money#/money/amounts/exact"),
        ("/extensions/eu-ttpa/~1x", "/explore/schema/extensions#/extensions"),
    ],
)
def test_a_pointer_leads_to_its_field(client: Client, pointer: str, address: str) -> None:
    for prefix in ("", "/de"):
        answer = client.get(f"{prefix}/explore/schema?at={quote(pointer)}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, prefix + address)


@pytest.mark.parametrize(
    "path",
    ["/explore/schema?at=/nowhere", "/explore/schema/none", "/explore/terms/xyzzyx", "/explore/codes/none",
     "/explore/codes/..%2fterms", "/explore/matrix/none/us-fec", "/explore/matrix/us-fec/none", "/explore/matrix?format=none",
     "/explore/profile/none.zip"],
)  # fmt: skip
def test_what_is_not_there(read: Reader, path: str) -> None:
    assert read(path, status=404).all("title")[0][1].startswith("Error: ")


@pytest.mark.parametrize("term", list(default_glossary()), ids=lambda term: term.id)
def test_a_term_compares_all_definitions(read: Reader, term: Term) -> None:
    page = read(f"/explore/terms/{term.id}")
    glossary = default_glossary()
    boxes = [text for _, text in page.all("article")]
    assert len(boxes) == len(term.definitions)
    for box, definition in zip(boxes, term.definitions, strict=True):
        assert glossary.laws[definition.law].name in box
        assert definition.text in box
        assert definition.provision in box
        assert ("not verified" in box) is not definition.verified
    words = {a["lang"]: text for a, text in page.all("span") if "lang" in a}
    assert {tag: label.label for tag, label in term.labels.items()}.items() <= words.items()
    for relation in term.relations:
        assert not relation.concept or page.all("a", href=f"/explore/terms/{relation.concept}")


def test_a_word_of_any_language_leads_to_its_term(client: Client) -> None:
    answer = client.get("/explore/terms/opdrachtgever", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/explore/terms/sponsor")


@pytest.mark.parametrize("name", resources.codelist_names())
def test_a_code_list_is_shown_and_given(client: Client, read: Reader, name: str) -> None:
    codes = codelists.load(name)
    page = read(f"/explore/codes/{name}")
    assert [a["id"] for a, _ in page.all("tr") if "id" in a] == list(codes)
    for code in codes.values():
        assert code.title in page.text
    ((as_csv, _),) = page.all("a", download=f"{name}.csv")
    ((as_json, _),) = page.all("a", download=f"{name}.json")
    rows = list(csv.DictReader(io.StringIO(client.get(as_csv["href"]).text)))
    assert [row["code"] for row in rows] == list(codes)
    assert [row["code"] for row in json.loads(client.get(as_json["href"]).content)["codes"]] == list(codes)


def test_every_poll_is_listed_and_leads_to_its_duties(client: Client, read: Reader) -> None:
    page = read("/explore/elections")
    for poll in default_calendar():
        (link,) = [a["href"] for a, text in page.all("a") if text == poll.name]
        assert client.get(link + "&step=result").status_code == 200
