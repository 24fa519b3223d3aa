"""The commands that tell what is known: detect, explain, formats, rules, schema, completion, version."""

import csv
import io
import json
from pathlib import Path

import jsonschema_rs
import pytest

import opads
from opads.formats import default_registry
from opads.standard.bundling import bundle
from tests.cli.conftest import Run

REGISTRY = default_registry()


def test_detect_names_format_syntax_and_features(run: Run, notice: Path, filing: Path) -> None:
    result = run("detect", notice, filing)
    assert result.exit_code == 0
    assert f"{notice}: eu-ttpa as json (score " in result.stdout
    assert f"{filing}: us-fec as fec (score 2: fec)\n" in result.stdout


def test_detect_in_json(run: Run, filing: Path) -> None:
    rows = json.loads(run("detect", filing, "--format", "json").stdout)
    assert rows[0]["format"] == "us-fec"
    assert rows[0]["candidates"][0]["score"] >= 1


def test_detect_of_something_else(run: Run, tmp_path: Path, notice: Path) -> None:
    result = run("detect", "-", notice, stdin=b"a,b\n1,2\n")
    assert result.exit_code == 1
    assert "stdin: in no known format (it reads as csv)\n" in result.stdout
    assert run("detect", tmp_path).exit_code == 3
    assert run("detect", tmp_path / "none").exit_code == 2


def test_explain_tells_all_of_a_rule(run: Run) -> None:
    text = run("explain", "eu-ttpa/amount-is-one-figure").stdout
    for part in (
        "severity   error",
        "law        Implementing Regulation (EU) 2025/1410, Annex II, point 5\n",
        "https://eur-lex.europa.eu/",
        "What it checks",
        "What it says",
        "How to mend it",
        "What must hold (CEL)",
        "in force   from 2025-10-10",
        "formats/eu-ttpa/examples/invalid/amount-is-one-figure.json",
    ):
        assert part in text, part


def test_explain_of_findings_of_the_engine_and_in_json(run: Run) -> None:
    assert "source     OPADS" in run("explain", "opads/format-not-recognised").stdout
    told = json.loads(run("explain", "carrier-csv/python-literal", "--format", "json").stdout)
    assert told["severity"] == "warning"
    assert "formats/meta-ad-library/examples/invalid/carrier-csv.python-literal.csv" in told["examples"]


def test_explain_can_explain_every_rule_and_marks_the_unverified(run: Run) -> None:
    infos = json.loads(run("rules", "--format", "json").stdout)
    assert len(infos) > 100
    for info in infos:
        result = run("explain", info["id"])
        assert result.exit_code == 0
        assert ("\nunverified " in result.stdout) == (info.get("verified") is False)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("eu-ttpa/amount-is-one-figur", "did you mean 'eu-ttpa/amount-is-one-figure'"),
        ("amount-is-one-figure", "did you mean 'eu-ttpa/amount-is-one-figure'"),
        ("zzz", "opads rules lists all"),
    ],
)
def test_explain_of_an_unknown_rule(run: Run, rule: str, said: str) -> None:
    result = run("explain", rule)
    assert result.exit_code == 2
    assert said in result.stderr


def test_explain_tells_of_a_field_of_the_disclosure(run: Run) -> None:
    text = run("explain", "/parties/0/roles").stdout
    for part in ("/parties[]/roles[]\n", "Code list  party-role", "TTPA Art. 12(1)(a)", "What it means", "eu-ttpa"):
        assert part in text, part
    told = json.loads(run("explain", "/money/amounts[kind=total]/exact", "--format", "json").stdout)
    assert (told["path"], told["title"]) == ("/money/amounts[]/exact", "Exact amount")
    assert "us-fec" in [use["format"] for use in told["formats"]]


@pytest.mark.parametrize(
    ("pointer", "said"), [("/parties/0/nme", "the nearest is '/parties'"), ("/nowhere", "no field")]
)
def test_explain_of_an_unknown_field(run: Run, pointer: str, said: str) -> None:
    result = run("explain", pointer)
    assert result.exit_code == 2
    assert said in result.stderr


def test_formats_lists_all(run: Run) -> None:
    lines = run("formats").stdout.partition("\n\n")[0].splitlines()
    assert [line.split()[0] for line in lines] == list(REGISTRY.ids)
    rows = json.loads(run("formats", "--format", "json").stdout)
    assert [row["id"] for row in rows] == list(REGISTRY.ids)


@pytest.mark.parametrize("format_id", REGISTRY.ids)
def test_formats_describes_one(run: Run, format_id: str) -> None:
    text = run("formats", format_id).stdout
    file = REGISTRY.get(format_id).file
    assert file.name in text
    assert f"authority     {file.authority}" in text
    assert all(instrument.name in text for instrument in file.instruments)
    told = json.loads(run("formats", format_id, "--format", "json").stdout)
    assert told["digest"] == REGISTRY.get(format_id).digest


def test_formats_of_an_unknown_one(run: Run) -> None:
    assert run("formats", "eu-ttp").exit_code == 2


def test_rules_can_be_narrowed(run: Run) -> None:
    whole = json.loads(run("rules", "--format", "json").stdout)
    some = json.loads(run("rules", "--from", "us-fec", "--severity", "warning", "--format", "json").stdout)
    assert 0 < len(some) < len(whole)
    assert {(info["format"], info["severity"]) for info in some} == {("us-fec", "warning")}
    same = run("rules", "--format-id", "us-fec", "--severity", "warning")
    assert [line.split()[0] for line in same.stdout.splitlines()] == [info["id"] for info in some]
    assert run("rules", "--from", "us-fe").exit_code == 2


def test_rules_as_a_table(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("rules", "--format", "csv").stdout_bytes.decode(), newline="")))
    assert len(rows) > 100
    assert all(row["rule"] and row["title"] and row["law"] and row["verified"] in ("yes", "no") for row in rows)


def test_schema_prints_the_files_as_they_are(run: Run, project: Path) -> None:
    folder = project / "schema"
    assert run("schema").stdout_bytes == (folder / "1.0" / "disclosure.json").read_bytes()
    assert run("schema", "report").stdout_bytes == (folder / "1.0" / "report.json").read_bytes()
    record = folder / "formats" / "us-fec" / "record.json"
    assert run("schema", "formats/us-fec/record").stdout_bytes == record.read_bytes()
    assert run("schema", "money.json").stdout_bytes == (folder / "1.0" / "money.json").read_bytes()


def test_schema_lists_all(run: Run) -> None:
    names = [line.split()[0] for line in run("schema", "--list").stdout.splitlines()]
    assert names[0] == "disclosure"
    assert {"party", "money", "report", "account", *(f"formats/{name}/record" for name in REGISTRY.ids)} <= set(names)
    for name in names:
        assert run("schema", name).exit_code == 0


@pytest.mark.parametrize("name", ["../../pyproject", "/etc/passwd", "formats/../formats/us-fec/record", "disclosur"])
def test_schema_opens_only_what_it_lists(run: Run, name: str) -> None:
    result = run("schema", name)
    assert result.exit_code == 2
    assert "there is no schema" in result.stderr


def test_schema_takes_one_of_its_ways(run: Run) -> None:
    assert run("schema", "party", "--list").exit_code == 2
    assert run("schema", "--bundle", "--list").exit_code == 2


def test_the_bundle_stands_alone_and_judges_alike(run: Run, project: Path) -> None:
    whole = json.loads(run("schema", "--bundle").stdout)
    assert whole == bundle()
    assert '"$ref": "#/' in json.dumps(whole)
    assert ".json#" not in "".join(_references(whole))
    validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    folder = project / "schema" / "formats" / "opads-disclosure" / "examples"
    seen = set()
    for path in [*folder.glob("*/*.json"), *(project / "schema" / "1.0" / "examples").rglob("*.json")]:
        try:
            value = json.loads(path.read_bytes())
        except ValueError:
            continue
        seen.add(validator.is_valid(value))
        assert validator.is_valid(value) == REGISTRY.schemas.is_valid(value), path
    assert True in seen
    assert not validator.is_valid({"opads": "1.0", "money": {"amounts": [{"kind": "no such kind"}]}})
    assert validator.is_valid({"opads": "1.0", "money": {"amounts": [{"kind": "spent"}]}})


def _references(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if "$ref" in node else []
        return [str(r) for r in own] + [r for value in node.values() for r in _references(value)]
    return [r for value in node for r in _references(value)] if isinstance(node, list) else []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(run: Run, shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_OPADS_COMPLETE" in result.stdout
    assert run("completion", "tcsh").exit_code == 2


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"opads {opads.__version__}, standard 1.0\n"


def test_an_unknown_command_is_named_with_the_nearest(run: Run) -> None:
    result = run("valdate")
    assert result.exit_code == 2
    assert "there is no command 'valdate'; did you mean 'validate'?" in result.stderr
    assert run("--no-such-option").exit_code == 2


def test_packs_are_listed_beside_the_formats_that_they_tighten(run: Run) -> None:
    listing = run("formats").stdout
    assert "rule packs, for validate --for:" in listing
    assert "tightens eu-ttpa" in listing


def test_the_matrix_counts_every_pair(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("matrix", "--format", "csv").stdout)))
    assert len(rows) == len(REGISTRY) ** 2
    assert {row["source"] for row in rows} == set(REGISTRY.ids)
    only = json.loads(run("matrix", "--from", "us-fec", "-f", "json").stdout)
    assert {row["source"] for row in only} == {"us-fec"}
    assert run("matrix", "--from", "us-feck").exit_code == 2


def test_the_matrix_of_one_pair_names_the_fields(run: Run) -> None:
    text = run("matrix", "--from", "us-fec", "--to", "eu-ttpa").stdout
    assert text.startswith("us-fec to eu-ttpa: ")
    assert "  missing   /amountMethodology\n" in text
    whole = json.loads(run("matrix", "--from", "us-fec", "--to", "eu-ttpa", "-f", "json").stdout)
    assert "/amountMethodology" in whole["missing"]
    rows = list(csv.DictReader(io.StringIO(run("matrix", "--from", "us-fec", "--to", "eu-ttpa", "-f", "csv").stdout)))
    assert len(rows) == len(whole["fields"]) + len(whole["missing"])
