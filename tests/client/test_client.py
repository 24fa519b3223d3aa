"""The client with a real server."""

import io
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from opads.client import Client, OpadsProblem
from tests.served import Served

EXAMPLE = Path("schema/formats/opads-disclosure/examples/valid/minimal.json")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with Served(tmp_path_factory.mktemp("served") / "log.txt") as served, Client(served.address) as client:
        yield client


def test_a_document_is_checked_however_it_is_given(client: Client, project: Path) -> None:
    path = project / EXAMPLE
    with path.open("rb") as stream:
        reports = [client.validate(body) for body in (path, path.read_bytes(), stream, io.BytesIO(path.read_bytes()))]
    assert {report.verdict for report in reports} == {"valid"}
    assert reports[0].totals.records == 1
    assert reports[0].input.format == "opads-disclosure"
    assert len({report.input.sha256 for report in reports}) == 1


def test_findings_are_read(client: Client) -> None:
    report = client.validate(b'{"a": 1, "a": 2}', media_type="application/json")
    assert report.verdict != "valid"
    assert all(group.total >= 1 and group.samples for group in report.groups)


def test_a_report_can_be_had_as_something_else(client: Client, project: Path) -> None:
    answer = client.validate_as(project / EXAMPLE, accept="text/html")
    assert answer.media_type == "text/html"
    assert answer.headers["Opads-Verdict"] == "valid"
    assert answer.content.startswith(b"<!DOCTYPE html>")


def test_a_conversion(client: Client, project: Path) -> None:
    converted = client.convert(project / EXAMPLE, to="eu-repository", carry=False)
    assert converted.account.totals.records == 1
    assert converted.output


def test_everything_that_can_be_read(client: Client) -> None:
    formats = client.list_formats().formats
    assert client.get_format(formats[0].id) == formats[0]
    assert client.get_record_schema(formats[0].id)["$id"] == formats[0].record_schema
    rule = client.list_rules(severity="error").rules[0]
    assert client.get_rule(rule.group, rule.name).title == rule.title
    assert client.get_pair(formats[0].id, formats[1].id).counts.source == formats[0].id
    assert client.get_codelist("status").codes
    assert client.get_codelist_as("status", accept="text/csv").content.startswith(b"code,")
    assert client.get_schema("1.0", "disclosure.json")["$id"]
    assert client.get_schema_as("1.0", "codelists/status.csv", accept="text/csv").media_type == "text/csv"
    assert client.get_term("sponsor").definitions
    assert client.list_elections().elections
    assert client.obligations({"countries": ["SE"]}).duties is not None
    assert client.ready().status == "ready"
    assert client.get_contract()["openapi"].startswith("3.1")
    assert {kind.name for kind in client.list_problems().problems} >= {"busy"}


@pytest.mark.parametrize(
    ("ask", "kind", "named"),
    [(lambda c: c.get_format("no such?format#"), "unknown-format", None),
     (lambda c: c.convert(b"{}", to="none-such"), "unknown-format", "to"),
     (lambda c: c.validate(b"{}", date="yesterday"), "bad-parameter", "date"),
     (lambda c: c.validate(b""), "empty-body", None)],
)  # fmt: skip
def test_refusals_are_problems(client: Client, ask: Any, kind: str, named: str | None) -> None:
    with pytest.raises(OpadsProblem) as caught:
        ask(client)
    assert caught.value.kind == kind
    assert caught.value.status >= 400
    assert named is None or caught.value.errors[0]["parameter"] == named


def test_a_long_file_is_sent_in_pieces(client: Client, tmp_path: Path, project: Path) -> None:
    line = b" ".join((project / EXAMPLE).read_bytes().split()) + b"\n"
    path = tmp_path / "many.ndjson"
    path.write_bytes(line * 500)
    assert client.validate_long(path).totals.records == 500


def test_pages_are_read_one_after_the_other() -> None:
    pages = {None: ((1, 2), "b"), "b": ((), "c"), "c": ((3,), None)}
    asked = list[Any]()

    def listed(word: str, *, limit: int = 2, cursor: str | None = None) -> Any:
        asked.append((word, limit, cursor))
        items, following = pages[cursor]
        return SimpleNamespace(items=items, next=following)

    with Client("http://127.0.0.1:9") as client:
        assert list(client.each(listed, "w", limit=5)) == [1, 2, 3]
        assert asked == [("w", 5, None), ("w", 5, "b"), ("w", 5, "c")]
        assert len({client.new_key() for _ in range(9)}) == 9
