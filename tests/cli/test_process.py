"""The command as a process of its own: streams, signals, imports."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "opads.cli"]


def opads(*arguments: str | Path, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **env},
    )


def test_help_imports_neither_the_engine_nor_the_service() -> None:
    script = (
        "import sys\nfrom opads.cli.main import cli\n"
        "try:\n    cli(['--help'], prog_name='opads')\nexcept SystemExit as error:\n    assert error.code == 0\n"
        "names = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(names & {'litestar', 'celpy', 'jsonschema_rs', 'pydantic', 'rich', 'jinja2', 'granian', 'yaml'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == b"[]"


NEEDED_SELDOM = {
    "babel", "celpy", "difflib", "granian", "jinja2", "lark", "litestar", "lxml", "opads.api", "opads.kit", "opads.notice",
    "opads.rules.grammar", "opads.rules.parser", "opads.standard.mistakes", "pydantic", "rich", "tempfile", "yaml",
}  # fmt: skip
"""What a check of one file that is as it should be does without, once the standard's own files are in the cache."""


@pytest.mark.parametrize("given", [(), ("--from", "eu-ttpa"), ("--format", "json")])
def test_validating_one_file_imports_what_it_needs(notice: Path, tmp_path: Path, given: tuple[str, ...]) -> None:
    script = (
        "import sys\nfrom opads.cli.main import cli\n"
        "try:\n    cli(['validate', *sys.argv[1:]], prog_name='opads')\n"
        "except SystemExit as error:\n    assert error.code == 0\n"
        "print(); print(sorted(sys.modules))"
    )
    arguments = [sys.executable, "-c", script, str(notice), *given]
    for _ in range(2):
        done = subprocess.run(
            arguments, capture_output=True, check=True, timeout=60, env={**os.environ, "OPADS_CACHE": str(tmp_path)}
        )
    imported = set(json.loads(done.stdout.splitlines()[-1].replace(b"'", b'"')))
    assert not imported & NEEDED_SELDOM


def test_exit_codes_and_streams(notice: Path, ranged: Path, tmp_path: Path) -> None:
    assert opads("validate", notice).returncode == 0
    bad = opads("validate", "-", "--format", "json", stdin=ranged.read_bytes())
    assert bad.returncode == 1
    assert json.loads(bad.stdout)["verdict"] == "invalid"
    assert bad.stderr == b""
    assert opads("validate", tmp_path / "none").returncode == 2
    assert opads("validate", tmp_path).returncode == 3


def test_no_colour_in_a_pipe_unless_forced(notice: Path) -> None:
    plain = opads("validate", notice, NO_COLOR="", FORCE_COLOR="")
    forced = opads("validate", notice, NO_COLOR="", FORCE_COLOR="1")
    refused = opads("validate", notice, NO_COLOR="1", FORCE_COLOR="1")
    assert b"\x1b" not in plain.stdout
    assert b"\x1b[1;32mvalid" in forced.stdout
    assert refused.stdout == plain.stdout


def test_a_reader_that_goes_away_is_no_error(ranged: Path) -> None:
    command = " ".join(map(repr, [*COMMAND, "rules", "--format", "json"]))
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{command} | head -c 10"], capture_output=True, check=False, timeout=60
    )
    assert done.stderr == b""
    assert done.stdout == b"[\n  {\n    "
    command = " ".join(map(repr, [*COMMAND, "validate", str(ranged), "--format", "html"]))
    done = subprocess.run(
        ["bash", "-c", f"{command} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupt_ends_quietly() -> None:
    process = subprocess.Popen(
        [*COMMAND, "validate", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    # The command waits for input; whether the signal finds it importing or reading must not matter much.
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in errors


def test_an_internal_error_is_one_line_and_debug_tells_more(notice: Path) -> None:
    script = (
        "import sys, opads.standard.resources as r\n"
        "def broken(): raise ZeroDivisionError('inner words')\n"
        "r.root = broken\n"
        "from opads.cli.main import main\nsys.argv = ['opads', 'schema']\nmain()"
    )
    for debug in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=False,
            timeout=60,
            env={**os.environ, "OPADS_DEBUG": debug},
        )
        assert done.returncode == 4
        assert (b"Traceback" in done.stderr) == (b"inner words" in done.stderr) == (debug == "1")
        assert done.stderr.splitlines()[-1].startswith(b"opads: internal error: ZeroDivisionError; ")


def test_a_wrong_folder_of_schemas_is_a_refusal(notice: Path, tmp_path: Path) -> None:
    for arguments in (("validate", notice), ("schema",), ("formats",)):
        done = opads(*arguments, OPADS_SCHEMA=str(tmp_path))
        assert done.returncode == 2
        assert done.stderr.startswith(b"opads: no standard 1.0 in ")


@pytest.mark.parametrize(
    ("words", "number", "completed"),
    [
        ("opads val", "1", b"plain,validate\n"),
        ("opads validate --from us-f", "3", b"plain,us-fcc-political-file\nplain,us-fec\n"),
    ],
)
def test_completion_works_in_the_shell(words: str, number: str, completed: bytes) -> None:
    assert opads(_OPADS_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=number).stdout == completed


def test_output_is_the_same_every_time(ranged: Path, warned: Path) -> None:
    runs = [opads("validate", ranged, warned, PYTHONHASHSEED=seed).stdout for seed in ("1", "2")]
    assert runs[0] == runs[1] != b""
