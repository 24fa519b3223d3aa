"""``opads convert``: the output, the account, the summary, the exit codes."""

import json
from pathlib import Path

import pytest

from opads.conversion import canonical_account, convert
from opads.formats import default_registry
from tests.cli.conftest import Run


def test_the_output_goes_to_standard_output_and_the_summary_to_the_error_stream(run: Run, filing: Path) -> None:
    done = convert(filing.read_bytes(), default_registry(), target="eu-ttpa")
    result = run("convert", filing, "--from", "us-fec", "--to", "eu-ttpa")
    assert result.exit_code == 0
    assert result.stdout_bytes == done.output
    assert result.stderr.startswith("us-fec to eu-ttpa (json): 2 records, ")
    assert "missing, asked for by eu-ttpa and not given by the source:\n" in result.stderr
    assert "/amountMethodology  8. Method of calculation  2 times\n" in result.stderr
    assert "narrowed: the target says less:\n" in result.stderr
    assert "the output by the rules of eu-ttpa: invalid: not acceptable" in result.stderr


def test_files_can_be_named_for_output_and_account(run: Run, filing: Path, tmp_path: Path) -> None:
    out, account = tmp_path / "out.json", tmp_path / "account.json"
    result = run("convert", filing, "--to", "eu-ttpa", "-o", out, "--account", account, "-q")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    done = convert(filing.read_bytes(), default_registry(), target="eu-ttpa")
    assert out.read_bytes() == done.output
    assert account.read_bytes() == canonical_account(done.account)


def test_the_way_back_is_lossless(run: Run, filing: Path) -> None:
    there = run("convert", filing, "--to", "eu-ttpa").stdout_bytes
    back = run("convert", "-", "--from", "eu-ttpa", "--to", "us-fec", "-q", stdin=there)
    assert back.exit_code == 0
    again = run("convert", "-", "--to", "us-fec", "-q", stdin=filing.read_bytes())
    assert back.stdout_bytes == again.stdout_bytes


@pytest.mark.parametrize(
    ("kinds", "code"),
    [
        (("narrowed",), 1),
        (("missing",), 1),
        (("carried",), 1),
        (("dropped",), 0),
        (("dropped", "missing"), 1),
        (("any",), 1),
    ],
)
def test_fail_on_loss(run: Run, filing: Path, kinds: tuple[str, ...], code: int) -> None:
    options = [word for kind in kinds for word in ("--fail-on-loss", kind)]
    result = run("convert", filing, "--to", "eu-ttpa", *options)
    assert result.exit_code == code
    assert json.loads(result.stdout), "the output is written all the same"


def test_no_carry_drops_what_the_target_has_no_field_for(run: Run, filing: Path) -> None:
    result = run("convert", filing, "--to", "eu-ttpa", "--no-carry", "--fail-on-loss", "dropped")
    assert result.exit_code == 1
    assert "dropped:\n" in result.stderr
    assert "(no field for it)" in result.stderr
    assert " 0 carried along" in result.stderr


def test_strict_demands_a_valid_output(run: Run, filing: Path, notice: Path) -> None:
    assert run("convert", filing, "--to", "eu-ttpa", "--strict").exit_code == 1
    assert run("convert", notice, "--to", "eu-ttpa", "--strict").exit_code == 0


def test_the_syntax_of_the_output_can_be_chosen(run: Run, filing: Path) -> None:
    result = run("convert", filing, "--to", "eu-ttpa", "--to-carrier", "ndjson")
    assert len([json.loads(line) for line in result.stdout.splitlines()]) == 2
    refused = run("convert", filing, "--to", "eu-ttpa", "--to-carrier", "fec")
    assert refused.exit_code == 2
    assert "format 'eu-ttpa' is not written as 'fec'; it is as json, ndjson" in refused.stderr


def test_bytes_of_no_known_format_are_not_converted(run: Run) -> None:
    result = run("convert", "-", "--to", "eu-ttpa", stdin=b"Nothing of the kind.")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "nothing was converted: the file is in no known format" in result.stderr


def test_no_record_is_not_converted(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    result = run("convert", "-", "--from", "eu-ttpa", "--to", "eu-ttpa", "-o", out, stdin=b"[]")
    assert result.exit_code == 1
    assert "nothing was converted: it holds no record" in result.stderr
    assert not out.exists()


def test_records_that_the_target_cannot_hold_together(run: Run, filing: Path, formats: Path, tmp_path: Path) -> None:
    other = formats / "us-fec" / "examples" / "valid" / "f24-24-hours.fec"
    both = tmp_path / "both.ndjson"
    parts = [run("convert", path, "--to", "eu-ttpa", "--to-carrier", "ndjson", "-q").stdout for path in (filing, other)]
    both.write_text("".join(parts))
    result = run("convert", both, "--from", "eu-ttpa", "--to", "us-fec")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "nothing was converted: One file holds one filing" in result.stderr


def test_a_file_read_in_part_is_no_success(run: Run, filing: Path) -> None:
    lines = run("convert", filing, "--to", "eu-ttpa", "--to-carrier", "ndjson", "-q").stdout_bytes
    result = run(
        "convert", "-", "--from", "eu-ttpa", "--carrier", "ndjson", "--to", "eu-ttpa", stdin=lines + b'{"a": \n'
    )
    assert result.exit_code == 1
    assert "not taken at its word while reading:" in result.stderr
    assert json.loads(result.stdout)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.json", "--to", "eu-ttpa"), "none.json: cannot be read"),
        (("*.none", "--to", "eu-ttpa"), "give the path of one file"),
        (("-", "--to", "eu-ttp"), "did you mean 'eu-ttpa'?"),
        (("-", "--to", "eu-ttpa", "--from", "us-fe"), "did you mean 'us-fec'?"),
        (("-", "--to", "eu-ttpa", "--from", "us-fec", "--carrier", "csv"), "does not occur as 'csv'"),
        (("-",), "Missing option '--to'"),
    ],
)
def test_what_cannot_be_tried_is_refused(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("convert", *arguments, stdin=b"{}")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr


def test_many_rows_are_summed_up(run: Run, formats: Path) -> None:
    notice = formats / "eu-ttpa" / "examples" / "valid" / "complete-legal-entity.json"
    result = run("convert", notice, "--to", "google-political-ads")
    assert "more (--account FILE writes all)" in result.stderr
    assert "/transparencyNotice/history/*/event  (no field for it)  2 times\n" in result.stderr
    assert len(result.stderr.splitlines()) < 40


def test_json_ld_is_written_and_found_by_its_extension(run: Run, tmp_path: Path) -> None:
    registry = default_registry()
    target = next(f for f in registry if f.carrier_options("jsonld") is not None)
    source = registry.get("eu-ttpa").folder / "examples" / "valid" / "targeting-complete.json"
    out = tmp_path / "folder" / "export.jsonld"
    out.parent.mkdir()
    assert run("convert", source, "--to", target.id, "--to-carrier", "jsonld", "-o", out, "-q").exit_code == 0
    assert list(json.loads(out.read_bytes()))[:2] == ["@context", "@type"]
    assert f"{target.id} as jsonld, recognised, 1 record" in run("validate", out.parent).stdout
    direct = run("convert", source, "--to", target.id, "-q").stdout_bytes
    assert run("convert", out, "--to", target.id, "--to-carrier", "json", "-q").stdout_bytes == direct


def test_values_are_stated(run: Run, filing: Path, tmp_path: Path) -> None:
    out, account = tmp_path / "out.json", tmp_path / "account.json"
    set_ = ("--set", "/adAmount/currency=USD", "--set", "2:/reportingMechanism/email=a@example.org")
    result = run("convert", filing, "--to", "eu-ttpa", "-o", out, "--account", account, "-q", *set_)
    first, second = json.loads(out.read_bytes())
    assert second["reportingMechanism"] == {"email": "a@example.org"}
    assert "reportingMechanism" not in first
    stated = [row for record in json.loads(account.read_bytes())["records"] for row in record.get("stated", [])]
    assert {"target": "/reportingMechanism/email", "value": "a@example.org"} in stated
    told = [row["target"] for row in stated].count("/adAmount/currency")
    assert result.exit_code == (0 if told else 1)


def test_values_that_do_not_fit_are_refused(run: Run, filing: Path) -> None:
    result = run("convert", filing, "--to", "eu-ttpa", "-q", "--set", "1:/techniques/used=perhaps", "--set", "9:/x=y")
    assert result.exit_code == 1
    assert "--set /techniques/used of record 1 was not taken: write true or false" in result.stderr
    assert "--set /x of record 10 was not taken" not in result.stderr
    assert "--set /x of record 9 was not taken: there is no such record" in result.stderr
    assert result.stdout, "the rest is converted"
    assert run("convert", filing, "--to", "eu-ttpa", "--set", "adAmount").exit_code == 2
