"""Folders made of lists of fields are sound in every syntax, and invent nothing."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from opads.formats import FormatError, default_registry, registry_with
from opads.formats.check import check_format, examine
from opads.kit.errors import KitError
from opads.kit.fields import Field, parse_fields
from opads.kit.parts import ENDINGS, Described, slug
from opads.kit.samples import invented
from opads.kit.scaffold import Made, scaffold
from opads.validation import validate

REGISTRY = default_registry()
HEADER = ["name", "type", "required", "codes", "canonical", "pattern", "unit", "description", "example"]
ROWS = [
    ["entry", "text", "yes", "", "/identity/identifiers[scope=register]/value", "R-[0-9]{4}", "", "", ""],
    ["sponsor", "text", "yes", "", "/parties[roles=sponsor]/name", "", "", 'Who pays: {all} of "it"', ""],
    ["site", "url", "no", "", "/parties[roles=sponsor]/website", "", "", "", ""],
    ["mail", "email", "yes", "", "", "", "", "", ""],
    ["medium", "code", "yes", "P=Press->newspaper-magazine; television=TV", "/advertisement/media[]", "", "", "", ""],
    ["stage", "code", "", "1=First; 2=Second", "", "", "", "", ""],
    ["first_day", "date", "yes", "", "/periods/actual/start", "", "", "", ""],
    ["last_day", "date", "", "", "/periods/actual/end", "DD.MM.YYYY", "", "", ""],
    ["paid", "decimal", "yes", "", "/money/amounts[kind=total,scope=ad,currency=EUR]/exact", "", "EUR", "", ""],
    ["ads", "integer", "", "", "/delivery/measures[metric=advertisements]/exact", "", "", "", ""],
    ["targeted", "boolean", "", "", "/targeting/used", "", "", "", ""],
    ["land", "country", "", "", "", "", "", "", ""],
    ["money", "currency", "", "", "", "", "", "", ""],
    ["tongue", "language", "", "", "/notice/language", "", "", "", ""],
    ["größe_1", "text", "", "", "", "", "", "", ""],
]  # fmt: skip
READ = {"url": "https://law.example.org/act", "read": date(2026, 11, 20), "instrument": "Example Act (invented)"}


def _fields(*rows: list[str]) -> list[Field]:
    return parse_fields("fields.csv", list(enumerate([HEADER, *(rows or ROWS)], 1)))


def _made(folder: Path, *rows: list[str], **described: Any) -> Made:
    return scaffold(_fields(*rows), Described("xx-made", "Made", "Nobody", **described), REGISTRY, folder)


@pytest.mark.parametrize("read", [False, True], ids=["unread", "read"])
@pytest.mark.parametrize("carrier", ENDINGS)
def test_the_folder_is_sound_in_every_syntax(tmp_path: Path, carrier: str, *, read: bool) -> None:
    made = _made(tmp_path, carrier=carrier, country="NO", **(READ if read else {}))
    registry = registry_with([made.folder])
    format_ = registry.get("xx-made")
    assert list(check_format(format_, registry)) == []
    assert {p.grade for p in examine(format_, registry)} == {"to-do"}
    assert made.rules == len(format_.rules) >= 12
    assert {c.rule.severity for c in format_.rules} == {"error" if read else "warning"}
    assert {c.rule.verified for c in format_.rules} == {read}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["xx-made"], "nothing else is left behind"
    example = (made.folder / "examples" / "valid" / f"complete.{ENDINGS[carrier][0]}").read_bytes()
    assert validate(example, registry).input.format == "xx-made"
    reading = format_.lens.read({"sponsor": "S"})
    assert reading.disclosure["jurisdictions"] == ["NO"]


def test_a_required_field_is_missed_once_with_its_law(tmp_path: Path) -> None:
    made = _made(tmp_path, **READ)
    registry = registry_with([made.folder])
    report = validate((made.folder / "examples/invalid/mail-given.csv").read_bytes(), registry, source="xx-made")
    (group,) = report.groups
    assert (group.rule, group.severity) == ("xx-made/mail-given", "error")
    assert group.citations[0].instrument == "Example Act (invented)"
    assert registry.get("xx-made").record_schema["required"] == [
        "entry",
        "sponsor",
        "mail",
        "medium",
        "first_day",
        "paid",
    ]


def test_what_has_no_place_is_kept_and_told(tmp_path: Path) -> None:
    made = _made(tmp_path, country="XN")
    assert any(text.startswith("mail: has no canonical path") for text in made.todo)
    assert any(text.startswith("XN is a code that ISO 3166-1 leaves") for text in made.todo)
    assert any("so they warn" in text for text in made.todo)
    mapping = (made.folder / "mapping.yaml").read_text()
    assert "#  - {native: /mail, canonical: /..., source: ...}  # Mail" in mapping
    assert all(row["source"] for row in yaml.safe_load(mapping)["rows"])
    notes = (made.folder / "notes.md").read_text()
    assert "mail: has no canonical path" in notes
    registry = registry_with([made.folder])
    assert registry.get("xx-made").lens.read({"mail": "x"}).kept == {"/mail": "x"}
    assert "jurisdictions" not in registry.get("xx-made").lens.read({"mail": "x"}).disclosure


def test_norway_is_no_truth_value(tmp_path: Path) -> None:
    made = _made(tmp_path, country="NO")
    assert registry_with([made.folder]).get("xx-made").file.jurisdiction == ("NO",)
    path = made.folder / "format.yaml"
    path.write_text(path.read_text().replace("'NO'", "NO"))
    with pytest.raises(FormatError, match="put it in quotation marks"):
        registry_with([made.folder])


def test_codes_without_counterpart_wait(tmp_path: Path) -> None:
    rows = [["medium", "code", "", "Q=Qwerty; W=Website", "/advertisement/media[]", "", "", "", ""], ROWS[1]]
    made = _made(tmp_path, *rows)
    assert made.mapped == 1
    (told,) = [text for text in made.todo if text.startswith("medium:")]
    assert "takes other codes than Q;" in told
    assert "code=Title->counterpart" in told


def test_what_the_schema_says_itself_needs_no_rule(tmp_path: Path) -> None:
    made = _made(tmp_path, ["land", "country", "", "", "/jurisdictions[]", "", "", "", ""], ROWS[1])
    assert any(
        "no rule land-known was written, since the schema finds the same (opads/schema-enum)" in t for t in made.todo
    )
    assert (made.folder / "examples/invalid/opads.schema-enum--land.csv").exists()


def test_members_within_members(tmp_path: Path) -> None:
    rows = [["/who/name", "text", "yes", "", "/parties[roles=sponsor]/name", "", "", "", ""],
            ["/who/mail", "email", "", "", "", "", "", "", ""], ["n", "integer", "", "", "", "", "", "", ""]]  # fmt: skip
    made = _made(tmp_path, *rows, carrier="json", **READ)
    registry = registry_with([made.folder])
    assert list(check_format(registry.get("xx-made"), registry)) == []
    (record,) = json.loads((made.folder / "examples/valid/complete.json").read_bytes())
    assert record["who"]["name"] == "Example name"
    with pytest.raises(KitError, match="names a member within another; a table has none"):
        _made(tmp_path / "csv", *rows)
    with pytest.raises(KitError, match="cannot be the name of an element"):
        _made(tmp_path / "xml", ["a b", "text", "", "", "", "", "", "", ""], carrier="xml")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["x", "text", "", "", "/parties[roles=sponsor]/nam", "", "", "", ""], "the disclosure has no /parties[]/nam; did you mean 'name'?"),
        (["x", "text", "", "", "/parties", "", "", "", ""], "/parties is a list: add []"),
        (["x", "text", "", "", "/parties/name", "", "", "", ""], "/parties is a list: write [] or a selector"),
        (["x", "text", "", "", "/periods/actual", "", "", "", ""], "is an object: name a member"),
        (["x", "text", "", "", "/parties[roles=sponser]/name", "", "", "", ""], "that the schema refuses at /parties/0/roles/0"),
        (["x", "text", "", "", "/periods/actual/start", "", "", "", ""], "the schema refuses at /periods/actual/start"),
        (["x", "text", "", "", "", "(a|b)c", "", "", ""], "no value can be invented for 'x' that fits"),
    ],
)  # fmt: skip
def test_paths_that_the_disclosure_has_not_are_refused(tmp_path: Path, row: list[str], told: str) -> None:
    with pytest.raises(KitError) as caught:
        _made(tmp_path, row)
    assert told in str(caught.value)
    assert "row 2" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("described", "told"),
    [
        ({"id": "Bad Id"}, "is no id"),
        ({"id": REGISTRY.ids[0]}, "there is a format or pack"),
        ({"country": "UK"}, "is no code of ISO 3166-1"),
        ({"read": date(2026, 1, 1)}, "give --url too"),
        ({"url": "law.example.org"}, "is no web address"),
    ],
)
def test_wishes_that_cannot_be(tmp_path: Path, described: dict[str, Any], told: str) -> None:
    with pytest.raises(KitError, match=told):
        scaffold(
            _fields(), Described(**{"id": "xx-made", "name": "n", "authority": "a"} | described), REGISTRY, tmp_path
        )
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "xx-made").mkdir()
    with pytest.raises(KitError, match="is there already; nothing was written"):
        _made(tmp_path)


@pytest.mark.parametrize(
    ("pattern", "value"),
    [("[A-Z]{2}-[0-9]{3}", "XX-000"), (r"\d{4}/x?", "0000/"), ("AR[^a]", "ARX"), ("(a)", None), ("[ab]+", "a")],
)
def test_values_are_invented_by_pattern(pattern: str, value: str | None) -> None:
    field = Field(2, "x", "/x", "X", "X.", pattern=pattern)
    assert invented(field, "csv", country=None, order=0) == value


def test_an_example_of_the_list_is_taken(tmp_path: Path) -> None:
    made = _made(tmp_path, ["x", "text", "", "", "", "(a|b)c", "", "", "bc"])
    assert "bc" in (made.folder / "examples/valid/complete.csv").read_text()


def test_names_of_rules() -> None:
    assert [slug(name) for name in ("paidBy", "Größe 1", "1st", "/a/b_c", "ÅÄ")] == ["paid-by", "groe-1", "field-1st", "a-b-c", "aa"]  # fmt: skip
