"""The fields of the disclosure as the reference tells them."""

import pytest

from opads.formats import default_registry
from opads.reference import anchor_of, field_at, subjects, uses_of
from opads.standard import codelists
from opads.standard.schemas import default_schemas

FIELDS = [field for subject in subjects().values() for field in (subject.whole, *subject.fields)]


def test_every_field_of_the_schema_is_told_once() -> None:
    paths = [field.path for field in FIELDS]
    assert set(default_schemas().fields()) <= set(paths)
    assert len({field.anchor for field in FIELDS}) == len(paths)
    named = {path for leaf in default_schemas().fields() for path in _above(leaf)}
    assert set(paths) <= named, "the rest are the objects and lists that lie above the leaves"


def _above(path: str) -> list[str]:
    steps = path.split("/")[1:]
    return ["/" + "/".join(steps[: n + 1]) for n in range(len(steps))]


def test_every_field_says_what_it_is_and_where_it_comes_from() -> None:
    for field in FIELDS:
        assert field.title, field
        assert field.title != field.path, field
        assert field.description, field
        assert field.sources, field
        assert field.kind in {"text", "code", "integer", "boolean", "object"}, field
        if field.codelist:
            assert len(codelists.load(field.codelist))
    (required,) = [field.path for field in FIELDS if field.required and field.path.count("/") == 1]
    assert required == "/opads"


def test_what_a_field_holds() -> None:
    known = {field.path: field for field in FIELDS}
    roles = known["/parties[]/roles[]"]
    assert (roles.kind, roles.many, roles.codelist, roles.depth) == ("code", True, "party-role", 0)
    amount = known["/money/amounts[]/exact"]
    assert (amount.kind, amount.many, amount.form) == ("text", False, "a decimal number such as 1234.50")
    assert known["/jurisdictions[]"].codelist == "countries"
    assert known["/periods/actual/start"].form.startswith("a date as")


@pytest.mark.parametrize(
    ("pointer", "anchor"),
    [
        ("/parties/0/name", "/parties/name"),
        ("/parties[roles=sponsor]/name", "/parties/name"),
        ("/parties[]/addresses[purpose=postal]/lines[0]", "/parties/addresses/lines"),
        ("/targeting/used{true}", "/targeting/used"),
        ("/parties/3/name/nothing/below", "/parties/name"),
        ("/extensions/eu-ttpa/~1a~1b", "/extensions"),
        ("/money", "/money"),
        ("/nowhere/0", ""),
        ("", ""),
        ("//", ""),
        ("name", ""),
    ],
)
def test_a_pointer_leads_to_its_field(pointer: str, anchor: str) -> None:
    assert anchor_of(pointer) == anchor


def test_a_pointer_to_a_field_and_to_none() -> None:
    found = field_at("/parties/0/name")
    assert found is not None
    assert (found.path, found.name, found.title) == ("/parties[]/name", "name", "Name")
    for pointer in ("/parties/0/name/below", "/nowhere", "", "parties"):
        assert field_at(pointer) is None


def test_who_has_a_field() -> None:
    uses = uses_of(default_registry())
    assert set(uses) <= {field.anchor for field in FIELDS}
    names = {use.format: use.natives for use in uses["/parties/name"]}
    assert "/sponsor/businessName" in names["eu-ttpa"]
    assert "opads-disclosure" not in names, "it has every field"
    assert {use.format for use in uses["/parties/roles"]} >= set(names) - {"x"}, "selectors tell the role"
