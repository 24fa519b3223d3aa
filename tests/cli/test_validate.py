"""``opads validate``: what it prints and how it exits."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from opads.carriers import Limits
from opads.cli.commands import validate as module
from opads.formats import default_registry
from opads.rendering import RENDERINGS
from opads.report import SAMPLES, Report, canonical_report
from opads.validation import validate
from tests.cli.conftest import Run
from tests.rendering import builders


def test_a_valid_notice_is_acceptable(run: Run, notice: Path) -> None:
    result = run("validate", notice)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{notice}: eu-ttpa as json, recognised, 1 record\n")
    assert result.stdout.endswith("valid: acceptable, nothing was found against it\n")
    assert result.stderr == ""


def test_a_range_is_not_acceptable(run: Run, ranged: Path) -> None:
    result = run("validate", ranged)
    assert result.exit_code == 1
    assert f"{ranged}:104:16 (/adAmount/range/lower)  error  eu-ttpa/amount-is-one-figure\n" in result.stdout
    assert "(Implementing Regulation (EU) 2025/1410, Annex II, point 5" in result.stdout
    assert "\n  mend: " in result.stdout
    assert result.stdout.endswith("invalid: not acceptable, 1 error\n")


def test_the_report_is_the_library_s_byte_for_byte(run: Run, ranged: Path, tmp_path: Path) -> None:
    expected = canonical_report(validate(ranged.read_bytes(), default_registry()))
    assert run("validate", ranged, "--format", "json").stdout_bytes == expected
    assert run("validate", "-", "--format", "json", stdin=ranged.read_bytes()).stdout_bytes == expected
    out = tmp_path / "report.json"
    assert run("validate", ranged, "--format", "json", "-o", out).stdout == ""
    assert out.read_bytes() == expected


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_every_rendering_can_be_asked_for(run: Run, ranged: Path, notice: Path, rendering: str) -> None:
    result = run("validate", ranged, notice, "--format", rendering)
    assert result.exit_code == 1
    assert "amount-is-one-figure" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_fail_on_says_how_grave_is_too_grave(run: Run, warned: Path, fail_on: str, code: int) -> None:
    assert run("validate", warned, "--fail-on", fail_on).exit_code == code


def test_never_forgives_findings(run: Run, ranged: Path) -> None:
    result = run("validate", ranged, "--fail-on", "never")
    assert result.exit_code == 0
    assert "invalid: not acceptable" in result.stdout


def test_standard_input_may_have_any_format(run: Run, filing: Path) -> None:
    result = run("validate", "-", stdin=filing.read_bytes())
    assert result.exit_code == 0
    assert result.stdout.startswith("stdin: us-fec as fec, recognised, 2 records")


def test_a_file_in_no_known_format_is_a_finding(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Nothing of the kind.\n")
    result = run("validate", path)
    assert result.exit_code == 1
    assert "opads/format-not-recognised" in result.stdout


def test_a_missing_file_could_not_be_checked(run: Run, notice: Path, tmp_path: Path) -> None:
    result = run("validate", tmp_path / "none.json", notice)
    assert result.exit_code == 2
    assert "none.json: cannot be read (No such file or directory)" in result.stderr
    assert "valid: acceptable" in result.stdout, "the other file is checked all the same"


def test_a_file_beyond_the_limit_could_not_be_checked(run: Run, notice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Limits", lambda: Limits(max_bytes=10))
    result = run("validate", notice)
    assert result.exit_code == 2
    assert "is larger than 10 bytes" in result.stderr


@pytest.mark.parametrize("arguments", [("--from", "eu-ttp"), ("--for", "eu-ttp")])
def test_an_unknown_format_is_named_with_the_nearest(run: Run, notice: Path, arguments: tuple[str, str]) -> None:
    result = run("validate", notice, *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("opads: there is no format 'eu-ttp'; did you mean 'eu-ttpa'?")


def test_a_format_that_does_not_occur_so(run: Run, notice: Path) -> None:
    result = run("validate", notice, "--from", "eu-ttpa", "--carrier", "fec")
    assert result.exit_code == 2
    assert "does not occur as 'fec'" in result.stderr


def test_a_folder_is_searched_for_known_endings(run: Run, notice: Path, ranged: Path, tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "deep" / "er" / "a.JSON").write_bytes(notice.read_bytes())
    (tmp_path / ".hidden" / "b.json").write_bytes(ranged.read_bytes())
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    result = run("validate", tmp_path)
    assert result.exit_code == 0
    assert result.stdout.startswith(str(tmp_path / "deep" / "er" / "a.JSON"))


def test_a_pattern_is_matched_where_the_shell_did_not(run: Run, formats: Path) -> None:
    result = run("validate", formats / "eu-ttpa" / "examples" / "valid" / "*.json", "-q")
    count = len(list((formats / "eu-ttpa" / "examples" / "valid").glob("*.json")))
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == count > 1


@pytest.mark.parametrize(("option", "code"), [((), 3), (("--allow-empty",), 0)])
def test_nothing_to_check_is_not_acceptable_unless_allowed(
    run: Run, tmp_path: Path, option: tuple[str, ...], code: int
) -> None:
    (tmp_path / "empty").mkdir()
    for argument in (tmp_path / "empty", tmp_path / "*.json"):
        result = run("validate", argument, *option)
        assert result.exit_code == code
        assert result.stdout == ""
        assert "no file to check" in result.stderr
    assert run("validate", "-", "--from", "eu-ttpa", "--carrier", "ndjson", *option, stdin=b"\n").exit_code in (code, 1)


def test_no_record_is_nothing_checked(run: Run, monkeypatch: pytest.MonkeyPatch, notice: Path) -> None:
    _answer(monkeypatch, builders.empty().report)
    assert run("validate", notice).exit_code == 3
    assert run("validate", notice, "--fail-on", "never").exit_code == 3
    assert run("validate", notice, "--allow-empty").exit_code == 0


def test_a_check_not_evaluated_leaves_it_open(run: Run, monkeypatch: pytest.MonkeyPatch, notice: Path) -> None:
    _answer(monkeypatch, builders.unsure().report)
    result = run("validate", notice)
    assert result.exit_code == 2
    assert "not evaluated" in result.stdout
    assert run("validate", notice, "--fail-on", "never").exit_code == 2


def _answer(monkeypatch: pytest.MonkeyPatch, report: Report) -> None:
    made = msgspec.structs.replace(report, formats=(), input=msgspec.structs.replace(report.input, format=None))
    monkeypatch.setattr(module, "validate", lambda *_, **__: made)


def test_a_mistake_of_ours_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch, notice: Path, ranged: Path) -> None:

    def fails(data: bytes, *arguments: Any, **options: Any) -> Report:
        if data == notice.read_bytes():
            raise KeyError("secret")
        return validate(data, *arguments, **options)

    monkeypatch.setattr(module, "validate", fails)
    result = run("validate", notice, ranged)
    assert result.exit_code == 4
    assert len(result.stderr.splitlines()) == 1
    assert f"internal error at {notice}: KeyError" in result.stderr
    assert "issue tracker" in result.stderr
    assert "secret" not in result.stderr
    assert "amount-is-one-figure" in result.stdout, "the other file is checked all the same"


def test_all_quotes_every_finding(run: Run, formats: Path, tmp_path: Path) -> None:
    records = json.loads((formats / "meta-ad-library" / "examples" / "valid" / "single-object.json").read_bytes())
    path = tmp_path / "many.ndjson"
    path.write_text("".join(json.dumps({**records, "unheard_of": n}) + "\n" for n in range(150)))
    few, all_ = (
        run("validate", path, "--format", "csv", *more).stdout.count("opads/unknown-field") for more in ((), ("--all",))
    )
    assert 5 < few <= SAMPLES
    assert all_ == 150
    text = run("validate", path)
    assert "150 times in 150 records" in text.stdout
    assert "… and 145 more" in text.stdout
    assert "--all shows all" in text.stderr
    text = run("validate", path, "--all")
    assert " more" not in text.stdout
    assert "--all" not in text.stderr


def test_a_platform_s_own_rules_are_no_law(run: Run, warned: Path) -> None:
    told = run("validate", warned).stderr
    assert all(part in told for part in ("--for LAW applies a law", "eu-ttpa", "opads formats lists all"))
    for more in (("-q",), ("--for", "eu-ttpa"), ("--format", "json")):
        assert run("validate", warned, *more).stderr == ""


def test_for_adds_a_law(run: Run, warned: Path) -> None:
    report = json.loads(run("validate", warned, "--for", "eu-ttpa", "--format", "json").stdout)
    assert report["judgedFor"] == ["eu-ttpa"]
    assert any(row["rule"].startswith("eu-ttpa/") for row in report["ledger"]["rules"])


def test_the_date_of_the_law_can_be_given(run: Run, notice: Path) -> None:
    report = json.loads(run("validate", notice, "--date", "2024-01-01", "--format", "json").stdout)
    assert report["asOf"] == {"basis": ["given"], "first": "2024-01-01", "last": "2024-01-01"}
    result = run("validate", notice, "--date", "2024-13-01")
    assert result.exit_code == 2
    assert "YYYY-MM-DD" in result.stderr


def test_quiet_says_only_verdicts(run: Run, notice: Path, ranged: Path) -> None:
    result = run("validate", notice, ranged, "--quiet")
    assert result.stdout == (
        f"{notice}: valid: acceptable, nothing was found against it\n{ranged}: invalid: not acceptable, 1 error\n"
    )


@pytest.mark.parametrize(("mode", "colored"), [("always", True), ("never", False), ("auto", False)])
def test_colour_is_for_terminals(run: Run, notice: Path, mode: str, *, colored: bool) -> None:
    assert ("\x1b[" in run("validate", notice, "--color", mode).stdout) == colored


def test_an_output_that_cannot_be_written(run: Run, notice: Path, tmp_path: Path) -> None:
    result = run("validate", notice, "-o", tmp_path / "no" / "such" / "folder.txt")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_names_cannot_steer_the_terminal(run: Run, notice: Path, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b]0;x\x07.json"
    path.write_bytes(notice.read_bytes())
    for arguments in ((path,), (path, "-q"), (f"{path}.none",)):
        result = run("validate", *arguments)
        assert "\x1b" not in result.stdout + result.stderr
        assert "\\x1b]0;x\\x07.json" in result.stdout + result.stderr


def test_a_pack_judges_together_with_the_format_it_extends(run: Run, notice: Path) -> None:
    pack = default_registry().packs[0]
    result = run("validate", notice, "--for", pack.id)
    assert f"judged by the rules of {pack.file.extends}, {pack.id} as of" in result.stdout
    refused = run("validate", notice, "--for", pack.id[:-1])
    assert refused.exit_code == 2
    assert f"did you mean {pack.id!r}?" in refused.stderr
    rule = next(iter(pack.rules)).rule.id
    assert f"packs/{pack.id}/examples/invalid/" in run("explain", rule).stdout
