"""``opads format new``, ``check`` and ``docs``, and ``--path``, as their users meet them."""

import json
import os
import shutil
from pathlib import Path

import pytest

from opads.formats import default_registry
from tests.cli.conftest import Run

FIELDS = """name,title,type,required,codes,canonical
payer,Payer,text,yes,,/parties[roles=payer]/name
xday,Day,date,yes,,/periods/actual/start
kind,Kind,code,no,A=First; B=Second,
"""
ID = "xx-own"
CORE = default_registry()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder with a list of fields."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPADS_PATH", raising=False)
    (tmp_path / "fields.csv").write_text(FIELDS)
    return tmp_path


@pytest.fixture
def folder(place: Path, run: Run) -> Path:
    """Return the folder made of the list."""
    result = run("format", "new", ID, "--from", "fields.csv", "--country", "no")
    assert result.exit_code == 0, result.stderr
    return place / ID


def test_new_tells_what_was_made_and_what_is_left(place: Path, run: Run) -> None:
    result = run("format", "new", ID, "--from", "fields.csv")
    assert result.stdout.splitlines()[0] == f"{ID}: 3 fields, 2 of them mapped, 3 rules, 7 examples"
    assert "  kind: has no canonical path; its values are kept with the record, and lost to others" in result.stdout
    assert result.stdout.endswith(f"next: opads format check {ID}\n")
    again = run("format", "new", ID, "--from", "fields.csv")
    assert again.exit_code == 2
    assert "is there already; nothing was written" in again.stderr
    assert sorted(p.name for p in place.iterdir()) == ["fields.csv", ID]


def test_new_refuses_with_all_mistakes(place: Path, run: Run) -> None:
    (place / "bad.csv").write_text("name,type,required\na,txt,yes\nb,,perhaps\n")
    result = run("format", "new", ID, "--from", "bad.csv")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert [line.partition(": '")[0] for line in result.stderr.splitlines()] == [
        "opads: bad.csv, row 2, column type",
        "opads: bad.csv, row 3, column required",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([ID], "give --from FIELDS"),
        ([ID, "--from", "fields.csv", "--from-data", "fields.csv"], "give --from FIELDS"),
        ([ID, "--from", "none.csv"], "none.csv: cannot be read"),
        (["Bad Id", "--from", "fields.csv"], "is no id"),
        ([CORE.ids[0], "--from", "fields.csv"], "choose another id"),
        ([ID, "--from", "fields.csv", "--read", "2026-01-01"], "give --url too"),
        ([ID, "--from", "fields.csv", "--read", "soon"], "is not a date"),
        ([ID, "--from", "fields.csv", "--country", "XYZ"], "is no code of ISO 3166-1"),
    ],
)
def test_new_refuses_in_words(place: Path, run: Run, arguments: list[str], told: str) -> None:
    result = run("format", "new", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (place / ID).exists()


def test_new_proposes_a_list(place: Path, run: Run) -> None:
    (place / "export.csv").write_text("ad_id,start_date\nSECRET,2026-01-01\n")
    result = run("format", "new", ID, "--from-data", "export.csv", "-o", "proposal.csv")
    assert result.exit_code == 0
    assert "guesses by name" in result.stderr
    assert "SECRET" not in (place / "proposal.csv").read_text()
    assert run("format", "new", ID, "--from-data", "export.csv", "-o", "proposal.csv").exit_code == 2
    assert run("format", "new", ID, "--from-data", "export.csv").stdout.startswith("name,title,description,type")
    assert run("format", "new", ID, "--from", "proposal.csv").exit_code == 0


def test_check_of_a_sound_folder(folder: Path, run: Run) -> None:
    result = run("format", "check", ID)
    assert result.exit_code == 0
    assert result.stdout.startswith(
        f"{ID}: sound (1 to do)\n  to-do  mapping.yaml: no row says what /kind (Kind) means"
    )
    (row,) = json.loads(run("format", "check", str(folder), "--format", "json").stdout)
    assert (row["id"], row["sound"], [p["grade"] for p in row["problems"]]) == (ID, True, ["to-do"])
    assert run("format", "check", "--path", str(folder), ID).stdout == result.stdout


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("rules.yaml", "id: xx-own/payer-given", "id: xx-own/payer-given\n    oops: 1", "field oops: Extra inputs"),
        ("rules.yaml", "assert: select", "assert: selct", "field assert: line 1, column 1: "),
        ("mapping.yaml", "codec: date", "codec: dte", "unknown codec 'dte'; there are: "),
        ("messages/en.yaml", "xx-own/payer-given:", "xx-own/payer-gven:", "messages.text: is missing"),
        ("format.yaml", "kind: law", "kind: low", "kind: Input should be 'law'"),
        ("format.yaml", "id: xx-own", "id: xx-other", "id 'xx-other' is not the folder's name"),
        ("record.json", '"title"', '"title', "record.json"),
        ("rules.yaml", "rules:", "rules:\n - x: ]", "line 3, column "),
        ("examples/invalid/payer-given.csv", "2026-01", "2026-13", "expected xx-own/payer-given alone, got opads/schema-format"),
        ("examples/valid/complete.csv", ",A", ",C", "xx-own/kind-known x1 at /kind"),
        ("format.yaml", "weight: 1.0", "weight: 0.4", "recognised as None"),
    ],
)  # fmt: skip
def test_check_tells_file_and_fault(folder: Path, run: Run, name: str, old: str, new: str, told: str) -> None:
    _edit(folder / name, old, new)
    result = run("format", "check", ID, "--format", "json")
    assert result.exit_code == 1, result.stdout
    (row,) = json.loads(result.stdout)
    assert not row["sound"]
    problem = next(p for p in row["problems"] if told in p["text"] or told in p["file"])
    assert problem["grade"] == "problem"
    assert problem["file"] in {name, "rules.yaml"} or problem["file"].startswith("examples/")
    assert "not sound" in run("format", "check", ID).stdout


def test_check_tells_what_is_not_proven(folder: Path, run: Run) -> None:
    (folder / "examples/invalid/payer-given.csv").unlink()
    result = run("format", "check", ID)
    assert result.exit_code == 1
    assert "problem  examples/invalid: no example trips xx-own/payer-given" in result.stdout
    assert "mend: Add examples/invalid/payer-given.ENDING" in result.stdout
    shutil.rmtree(folder / "examples")
    assert "examples/valid: there is no example" in run("format", "check", ID).stdout


def test_remarks_count_when_asked_for(folder: Path, run: Run) -> None:
    _edit(folder / "mapping.yaml", "    source: ", "    note: ")
    result = run("format", "check", ID)
    assert result.exit_code == 0
    assert "remark  mapping.yaml:7: the row of /payer names no source" in result.stdout
    assert run("format", "check", ID, "--strict").exit_code == 1


def test_check_asks_whether_rules_are_silent_abroad(folder: Path, run: Run) -> None:
    path = folder / "rules.yaml"
    text = path.read_text().replace('assert: select(native, "/payer{*}").exists(v, v == null || string(v).matches("\\\\S"))', "assert: 'size(select(disclosure, \"/parties[roles=payer]/name\")) > 9'")  # fmt: skip
    path.write_text(text.replace("on: native\n    assert: 'size", "on: disclosure\n    assert: 'size"))
    (folder / "examples/valid/complete.csv").write_text("payer,xday,kind\n")
    result = run("format", "check", ID)
    assert "xx-own/payer-given is not silent abroad: it trips" in " ".join(result.stdout.split())
    assert "/jurisdictions[=NO]" in result.stdout


def test_check_finds_that_others_are_taken_for_it(folder: Path, run: Run) -> None:
    path = folder / "format.yaml"
    path.write_text(path.read_text().replace("detect:\n", "detect:\n  - {carrier: csv, weight: 9}\n"))
    result = run("format", "check", ID)
    assert result.exit_code == 1
    assert "is taken for this format" in " ".join(result.stdout.split())


def test_check_of_what_is_not_there(place: Path, run: Run) -> None:
    assert run("format", "check", "no/such").exit_code == 2
    result = run("format", "check", "no-such")
    assert result.exit_code == 2
    assert "there is no format 'no-such'" in result.stderr
    (place / "empty").mkdir()
    assert "there is no format.yaml or pack.yaml" in run("format", "check", "empty").stderr


def test_check_of_a_pack_that_loosens(place: Path, run: Run) -> None:
    pack = CORE.packs[0]
    rule = next(iter(CORE.get(pack.file.extends).rules)).rule.id
    shutil.copytree(pack.folder, place / "xx-pack")
    for name in ("pack.yaml", "rules.yaml", "messages/en.yaml"):
        path = place / "xx-pack" / name
        path.write_text(path.read_text().replace(pack.id, "xx-pack"))
    assert run("format", "check", "xx-pack").stdout.startswith("xx-pack: sound")
    _edit(place / "xx-pack/rules.yaml", "id: xx-pack/few-categories-of-data", f"id: {rule}")
    result = run("format", "check", "xx-pack")
    assert result.exit_code == 1
    assert "stays as it is" in " ".join(result.stdout.split())


def test_commands_know_local_folders(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    example = folder / "examples/valid/complete.csv"
    assert run("detect", example).exit_code == 1
    path = ("--path", str(folder))
    assert f"{ID} as csv" in run("detect", *path, example).stdout
    assert run("validate", *path, example).exit_code == 0
    assert json.loads(run("validate", *path, example, "--format", "json").stdout)["formats"][0]["local"] is True
    assert ID in run("formats", *path).stdout
    assert f"{ID}/payer-given" in run("rules", *path, "--from", ID).stdout
    assert "Payer is given" in run("explain", *path, f"{ID}/payer-given").stdout
    target = next(f.id for f in CORE if f.file.kind == "law")
    done = run("convert", *path, example, "--to", target)
    assert done.exit_code == 0
    assert ID not in run("formats").stdout
    monkeypatch.setenv("OPADS_PATH", os.pathsep.join([str(folder), ""]))
    assert ID in run("formats").stdout
    assert run("validate", example).exit_code == 0


def test_a_broken_folder_is_refused_before_anything_is_judged(folder: Path, run: Run) -> None:
    _edit(folder / "rules.yaml", "rules:", "rules: [")
    result = run("validate", "--path", str(folder), folder / "examples/valid/complete.csv")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "xx-own/rules.yaml: line " in result.stderr


def test_docs(folder: Path, run: Run) -> None:
    result = run("format", "docs", str(folder), "-o", "site")
    assert result.stdout == f"site/{ID}.html\nsite/{ID}.md\n"
    assert Path(f"site/{ID}.html").read_text().startswith("<!doctype html>")
    assert run("format", "docs", ID, "-f", "md", "--towards", "no-such").exit_code == 2
    assert run("format", "docs", ID, "-f", "md", "--towards", CORE.ids[0]).stdout == f"{ID}.md\n"
    assert f"What is lost towards {CORE.get(CORE.ids[0]).file.name}" in Path(f"{ID}.md").read_text()
    _edit(folder / "rules.yaml", "rules:", "rules: [")
    refused = run("format", "docs", ID)
    assert refused.exit_code == 2
    assert "no page was written; opads format check tells more" in refused.stderr


def test_help(run: Run) -> None:
    assert run("format").exit_code == 2
    for name in ("new", "check", "docs"):
        assert run("format", name, "--help").exit_code == 0
    assert "did you mean 'check'" in run("format", "chek").stderr


def test_many_things_to_do_are_shortened_in_the_text(place: Path, run: Run) -> None:
    (place / "many.csv").write_text("name\n" + "".join(f"field_{n}\n" for n in range(9)))
    assert run("format", "new", "xx-many", "--from", "many.csv").exit_code == 0
    text = run("format", "check", "xx-many").stdout
    assert text.startswith("xx-many: sound (9 to do)\n")
    assert text.endswith("  ... and 4 more (--format json lists all)\n")
    (row,) = json.loads(run("format", "check", "xx-many", "-f", "json").stdout)
    assert len(row["problems"]) == 9
