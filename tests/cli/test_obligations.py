"""``opads obligations``: facts by options and by file, text and JSON, refusals."""

import json
from pathlib import Path

from opads.obligations import default_calendar
from tests.cli.conftest import Run

FACTS = ("--country", "DE", "--medium", "website", "--publisher-kind", "publisher", "--size", "small")


def test_facts_by_options(run: Run) -> None:
    result = run(
        "obligations", *FACTS, "--from", "2026-08-01T10:00:00Z", "--election", "de-st-landtag-2026", "--no-techniques"
    )
    assert result.exit_code == 0
    text = result.stdout
    for part in (
        " duties apply, ",
        "law as of 2026-08-01T10:00:00Z\n",
        "  eu-ttpa: applies (",
        "  us-fec: does not apply (",
        "  eu-ttpa/label: Label the advertisement\n",
        "    because   /asOf = 2026-08-01T10:00:00Z; /countries = DE; /publisher/kind = publisher\n",
        "    until     2026-08-04T10:00Z: no later than 72 hours after first publication\n",
        "    format    eu-ttpa\n",
        "    wanted    /payerDiffers\n",
        "Facts wanted\n",
        "  /online = yes: one of the media is online\n",
    ):
        assert part in text, part
    assert "Does not apply\n" not in text
    assert "eu-ttpa/management-report" not in text
    assert "eu-ttpa/management-report" in run("obligations", *FACTS, "--all").stdout


def test_options_come_before_the_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "situation.json"
    file.write_text('{"countries": ["US"], "online": true, "asOf": "2026-01-01", "publisher": {"kind": "publisher"}}')
    answer = json.loads(
        run("obligations", "--situation", file, "--country", "FR", "--date", "2026-02-02", "-f", "json").stdout
    )
    assert answer["asOf"] == "2026-02-02"
    by_id = {duty["id"]: duty for duty in answer["duties"]}
    assert by_id["eu-ttpa/notice"]["status"] == "applies"
    assert {"pointer": "/countries", "title": "Countries", "value": ["FR"]} in by_id["eu-ttpa/notice"]["why"]


def test_a_situation_on_standard_input(run: Run) -> None:
    result = run(
        "obligations", "--situation", "-", "--no-process", "--paid", "-f", "json", stdin=b'{"countries": ["FR"]}'
    )
    answer = json.loads(result.stdout)
    by_id = {duty["id"]: duty["status"] for duty in answer["duties"]}
    assert by_id["eu-ttpa/notice-process"] == "does-not-apply"


def test_refusals_are_one_line(run: Run, tmp_path: Path) -> None:
    for arguments, said in (
        (("--situation", tmp_path / "none"), "cannot be read"),
        (("--country", "UK"), "/countries/0"),
        (("--election", "de-st-landtag-2027"), "near it are de-st-landtag-2026"),
        (("--from", "tomorrow"), "/period/start"),
    ):
        result = run("obligations", *arguments)
        assert result.exit_code == 2
        assert said in result.stderr
        assert result.stderr.count("\n") == 1
    assert "duplicate-key" in run("obligations", "--situation", "-", stdin=b'{"online":true,"online":true}').stderr
    assert run("obligations", "--medium", "tv").exit_code == 2


def test_the_election_calendar(run: Run) -> None:
    lines = run("obligations", "--elections").stdout.splitlines()
    assert [line.split()[1] for line in lines] == [election.id for election in default_calendar()]
    assert any(line.endswith(" (not verified)") for line in lines)
    rows = json.loads(run("obligations", "--elections", "-f", "json").stdout)
    assert rows[0]["id"] == "eu-parliament-2024"
    assert rows[0]["endDate"] == "2024-06-09"


def test_nothing_known_asks_for_everything(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    assert run("obligations", "-o", out).exit_code == 0
    assert out.read_text().startswith("0 duties apply, ")
    assert "law as of a day that is not known" in out.read_text()
