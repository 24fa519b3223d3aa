"""B: schemas, formats and rules brought along (25 to 38): nothing is fetched, nothing is loosened, nothing runs for ever."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opads.formats import FormatError, default_registry, registry_with
from opads.kit.fields import parse_fields
from opads.kit.parts import Described
from opads.kit.scaffold import scaffold
from opads.standard.schemas import SchemaError, default_schemas
from opads.validation import validate
from tests.cli.conftest import run  # noqa: F401 - a fixture
from tests.hostile.asking import Ask, grows_evenly
from tests.standard.test_breadth import doubling

CORE = default_registry()
PACK = CORE.packs[0]
OWN = "xx-own"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a format that somebody brought along."""
    rows = [
        ["name", "type", "required", "codes", "canonical"],
        ["payer", "text", "yes", "", "/parties[roles=payer]/name"],
    ]
    return scaffold(
        parse_fields("f", list(enumerate(rows, 1))),
        Described(OWN, "Own", "Nobody", country="NO"),
        CORE,
        tmp_path / "all",
    ).folder


Change = Callable[[Callable[[dict[str, Any]], None]], Path]


@pytest.fixture
def changed(folder: Path) -> Change:
    """Return what changes the record schema of that format, and gives its folder."""

    def change(edit: Callable[[dict[str, Any]], None]) -> Path:
        path = folder / "record.json"
        schema = json.loads(path.read_bytes())
        edit(schema)
        path.write_text(json.dumps(schema))
        return folder

    return change


def test_25_references_to_other_hosts(changed: Change, lure: str, run: Callable[..., Any]) -> None:  # noqa: F811 - the fixture of that name
    def edit(schema: dict[str, Any]) -> None:
        schema["properties"]["payer"] = {"$ref": f"{lure}/payer.json"}

    with pytest.raises(FormatError, match=r"record\.json.*Retrieval is disabled"):
        registry_with([changed(edit)])
    result = run("validate", "-", "--path", changed(edit), stdin=b"payer\nA\n")
    assert result.exit_code == 2
    assert "record.json" in result.stderr


@pytest.mark.parametrize("keyword", ["$schema", "$id", "$dynamicRef"])
def test_25_other_ways_to_point_elsewhere(changed: Change, lure: str, keyword: str) -> None:
    place = changed(lambda schema: schema.update({keyword: f"{lure}/x.json"}))
    if keyword == "$id":  # a name, which nobody looks up
        assert OWN in registry_with([place]).ids
    else:
        with pytest.raises(FormatError, match=r"record\.json"):
            registry_with([place])


@pytest.mark.parametrize(
    "reference",
    ["file:///etc/passwd", "/etc/passwd", "../../../../etc/passwd", "data:application/json,{}", "\\\\host\\share\\x",
     "jar:file:///x!/y", "ftp://example.org/x", "//example.org/x", "gopher://example.org/x", "urn:example:x"],
)  # fmt: skip
def test_26_references_by_other_schemes(reference: str) -> None:
    for keyword in ("$ref", "$dynamicRef"):
        with pytest.raises(SchemaError) as refused:
            default_schemas().compile({"properties": {"a": {keyword: reference}}})
        assert "root:" not in str(refused.value)


@pytest.mark.parametrize(
    "schema",
    [{"$ref": "#"}, {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"},
     {"$dynamicAnchor": "a", "$dynamicRef": "#a"}, {"allOf": [{"$ref": "#"}, {"type": "object"}]}],
)  # fmt: skip
def test_27_references_that_lead_back(schema: dict[str, Any]) -> None:
    """They say nothing of a value, and come to an end; what stands beside them counts."""
    compiled = default_schemas().compile(schema)
    assert [issue.keyword for issue in compiled.validate(1)] == (["type"] if "allOf" in schema else [])
    assert compiled.is_valid({})


def test_28_a_recursive_schema_and_a_deep_value(ask: Ask) -> None:
    compiled = default_schemas().compile({"type": "object", "properties": {"next": {"$ref": "#"}}})
    value: Any = 1
    for _ in range(3_000):
        value = {"next": value}
    (issue,) = compiled.validate(value)
    assert issue.pointer == "/next" * 3_000
    assert ask('{"next":' * 3_000 + "1" + "}" * 3_000).found == ["carrier-json/too-deep@1:513"]


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf"])
def test_29_a_thousand_million_ways(changed: Change, keyword: str) -> None:
    with pytest.raises(SchemaError, match="references to references"):
        default_schemas().compile(doubling(30, keyword))
    with pytest.raises(FormatError, match=r"record\.json.*references to references"):
        registry_with([changed(lambda schema: schema.update(doubling(30, keyword)))])


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(x+x+)+y", "^(?=(a+)+$)(a+)+$", r"^(a+)\1+$"])
def test_30_patterns_that_backtrack(changed: Change, pattern: str) -> None:
    """A long text is judged in time that grows with its length, or it is said that it could not be judged; both at once."""

    def edit(schema: dict[str, Any]) -> None:
        schema["properties"]["payer"] = {"type": "string", "pattern": pattern}

    registry = registry_with([changed(edit)])

    def job(length: int) -> Callable[[], object]:
        data = b"payer\n" + b"a" * length + b"!\n"
        return lambda: validate(data, registry, source=OWN)

    report = validate(b"payer\n" + b"a" * 50 + b"!\n", registry, source=OWN)
    assert {group.rule for group in report.groups} & {"opads/schema-pattern", "opads/schema-engine-limit"}
    assert report.verdict != "valid"
    assert grows_evenly(job, 1_000)


@pytest.mark.parametrize(
    ("keyword", "value"),
    [("type", "strin"), ("minimum", "x"), ("required", "payer"), ("pattern", "("), ("properties", []), ("$schema", "urn:none")],
)  # fmt: skip
def test_32_schemas_that_are_none(changed: Change, keyword: str, value: object) -> None:
    with pytest.raises(FormatError, match=rf"{OWN}/record\.json: ."):
        registry_with([changed(lambda schema: schema.update({keyword: value}))])


def test_34_packs_that_contradict_each_other(tmp_path: Path) -> None:
    """Both are told, each with its own rule; neither silences the other and nothing is valid by both."""
    for name, expression in (("xx-more", "> 0"), ("xx-none", "== 0")):
        copy = tmp_path / name
        shutil.copytree(PACK.folder, copy)
        for path in (copy / "pack.yaml", copy / "rules.yaml", copy / "messages" / "en.yaml"):
            path.write_text(path.read_text().replace(PACK.id, name))
        rule = {
            "id": f"{name}/data", "title": "Personal data", "description": "Says how many.", "severity": "error",
            "verified": True, "executability": "full", "on": "disclosure", "valid_from": "2026-01-01",
            "assert": f"size(select(disclosure, '/targeting/personalData[]')) {expression}", "at": "/targeting/personalData",
            "citation": {"instrument": "Invented act", "provision": "1", "url": "https://law.example.org/", "retrieved": "2026-11-23"},
        }  # fmt: skip
        (copy / "rules.yaml").write_text(json.dumps({"rules": [rule]}))
        texts = {f"{name}/data": {"text": "The data are wrong.", "fix": "Change them."}}
        (copy / "messages" / "en.yaml").write_text(json.dumps(texts))
    registry = registry_with([tmp_path])
    data = (PACK.folder / "examples" / "valid" / "broad-targeting.json").read_bytes()
    own = {"xx-more/data", "xx-none/data"}
    told = {
        group.rule
        for group in validate(data, registry, targets=sorted(own_pack for own_pack in ("xx-more", "xx-none"))).groups
    }
    assert len(told & own) == 1
    alone = [validate(data, registry, targets=[pack]).verdict for pack in ("xx-more", "xx-none")]
    assert sorted(alone) == ["invalid", "valid"]
    assert validate(data, registry, targets=["xx-more", "xx-none"]).judged_for[1:] == ("xx-more", "xx-none")


MOMENTS = {
    "2024-02-29": True, "2026-02-29": False, "2026-02-30": False, "2026-13-01": False, "2026-1-1": False,
    "2026-12-31T23:59:59Z": True, "2026-12-31T24:00:00Z": False, "2016-12-31T23:59:60Z": False, "2026-06-30T23:59:61Z": False,
    "2026-03-29T02:30:00+01:00": True, "2026-10-25T02:30:00+02:00": True, "2026-01-01T00:00:00+14:00": True,
    "2026-01-01T00:00:00-14:00": True, "2026-01-01T00:00:00+24:00": False, "2026-01-01T00:00:00": True,
    "2026-01-01T00:00Z": True, "2026-01-01t00:00:00z": False, "2026-01-01 00:00:00Z": False, "0000-01-01": False,
    "0001-01-01": True, "9999-12-31": True, "10000-01-01": False, "20260101": False, "2026-W01-1": False, "2026-001": False,
    "\u0662\u0660\u0662\u0666-01-01": False, "2026-01-01\u200b": False, " 2026-01-01": False, "": False,
}  # fmt: skip


@pytest.mark.parametrize("moment", MOMENTS)
def test_35_dates_and_times_at_the_edges(ask: Ask, moment: str) -> None:
    data = json.dumps({"opads": "1.0", "notice": {"publishedAt": moment}}, ensure_ascii=False)
    answer = ask(data)
    at = data.index('"publishedAt"') + len('"publishedAt": ') + 1
    assert answer.verdict == ("valid" if MOMENTS[moment] else "invalid")
    assert all(told.endswith(f"@1:{at}") and told.startswith("opads/schema-") for told in answer.found)
    assert bool(answer.found) is not MOMENTS[moment]


@pytest.mark.parametrize("version", ["9.9.9", "2", "1.1", "1", "1.0.0", " 1.0", "1.0 ", "", 1.0, 1, None, ["1.0"]])
def test_38_versions_that_are_not_known(ask: Ask, version: object) -> None:
    """Never judged by the newest in silence: the version is told to be wrong, with the one that there is."""
    answer = ask(json.dumps({"opads": version}))
    assert answer.verdict == "invalid"
    if isinstance(version, str):
        assert answer.found == ["opads/schema-const@1:11"]
        assert answer.finding("opads/schema-const")["params"]["expected"] == "1.0"
        assert "1.0" in answer.text("opads/schema-const")
    else:
        assert answer.found == ["opads/schema-type@1:11"]
