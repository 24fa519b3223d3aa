"""The client is made from the contract, is typed, and needs nothing of the service."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from tools import make_client

USE = """
from pathlib import Path
from opads.client import Client, OpadsProblem
from opads.client.models import FormatAnswer, Report

def use(client: Client) -> str:
    report: Report = client.validate(Path("a.json"), for_=["x"], date="2026-10-01")
    formats: tuple[FormatAnswer, ...] = client.list_formats().formats
    try:
        return client.validate_as(b"{}", accept="text/csv").content.decode() + report.verdict + formats[0].name
    except OpadsProblem as problem:
        return problem.kind + str(problem.errors[0].get("detail"))
"""
WITHOUT = """
import sys
for name in ("litestar", "granian", "pydantic", "pydantic_settings", "jsonschema_rs", "psycopg", "lxml", "click"):
    sys.modules[name] = None
from opads.client import Client
Client("http://127.0.0.1:9").close()
print(sorted(name for name in sys.modules if name.startswith("opads.") and not name.startswith("opads.client")))
"""


def test_what_is_committed_is_what_is_made() -> None:
    for name, text in make_client.made().items():
        assert (make_client.TARGET / name).read_text() == text, f"{name} is stale: run python tools/make_client.py"


def test_what_uses_it_is_typed(tmp_path: Path, project: Path) -> None:
    (tmp_path / "use.py").write_text(USE)
    (tmp_path / "misuse.py").write_text(USE.replace('accept="text/csv"', 'accept="image/png"'))
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "--config-file", ""]
    for name, code in (("use.py", 0), ("misuse.py", 1)):
        done = subprocess.run(
            [*command, str(tmp_path / name)], cwd=project / "service", capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout
    assert "image/png" in done.stdout


def test_it_needs_nothing_of_the_service(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WITHOUT],
        cwd=project / "service",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[]\n", done.stderr


def test_names() -> None:
    assert [make_client.snake(name) for name in ("validateLong", "from", "to-carrier", "format_id", "If-Match")] == [
        "validate_long", "from_", "to_carrier", "format_id", "if_match"]  # fmt: skip


def test_types() -> None:
    text, null = {"type": "string"}, {"type": "null"}
    cases: list[tuple[dict[str, Any], str]] = [
        (text, "str"),
        ({"oneOf": [text, null]}, "str | None"),
        ({"type": ["integer", "null"]}, "int | None"),
        ({"type": "array", "items": text}, "tuple[str, ...]"),
        ({"type": "object"}, "dict[str, Any]"),
        (
            {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Page_a.b.Row_"}},
            "dict[str, PageRow]",
        ),
        ({"oneOf": [text, {"type": "integer"}]}, "str | int"),
        ({"oneOf": [text, {"$ref": "#/x/Y"}]}, "Any"),
        ({}, "Any"),
    ]
    for schema, expected in cases:
        assert make_client.type_of(schema) == expected, schema
