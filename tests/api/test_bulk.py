"""POST /v1/bulk/validate: long bodies, judged while they arrive."""

import gzip
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import zstandard
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.report import canonical_report
from opads.settings import Settings
from opads.validation import validate
from tests.api.conftest import ANY, Check, Client
from tests.bulk.helpers import REGISTRY, many_lines

FORMAT = "meta-ad-library"
ADDRESS = "/v1/bulk/validate"
LINES = many_lines(FORMAT, 4_000)
"""More than one block."""


@pytest.fixture(scope="module")
def small() -> Iterator[Client]:
    """Give a service that takes little, with no processes of its own for judging."""
    settings = Settings(
        base_url="https://opads.example", bulk_max_bytes=len(LINES) // 2, bulk_processes=0, body_timeout=0.3
    )
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def whole() -> bytes:
    return canonical_report(validate(LINES, REGISTRY, source=FORMAT, carrier="ndjson"))


@pytest.mark.parametrize(
    ("kind", "pack"),
    [
        ("application/x-ndjson", bytes),
        ("application/gzip", gzip.compress),
        ("application/zstd", zstandard.ZstdCompressor().compress),
    ],
)
def test_the_report_is_that_of_the_whole(client: Client, whole: bytes, kind: str, pack: type[bytes]) -> None:
    where = f"{ADDRESS}?from={FORMAT}&carrier=ndjson"
    response = client.post(where, content=pack(LINES), headers={"Content-Type": kind})
    assert response.status_code == 200, response.text
    assert response.content.decode() == whole.decode()
    assert response.headers["opads-verdict"] == "invalid"


def test_the_format_is_recognised_by_the_beginning(client: Client) -> None:
    response = client.post(ADDRESS, content=LINES, headers=ANY)
    assert response.json()["input"] | {"sha256": ""} == {
        "bytes": len(LINES),
        "sha256": "",
        "format": FORMAT,
        "carrier": "ndjson",
        "detected": True,
    }


@pytest.mark.parametrize("body", [b"neither this nor that " * 50_000, b"x"])
def test_bytes_of_no_known_format_are_told_and_counted(client: Client, body: bytes) -> None:
    response = client.post(ADDRESS, content=body, headers=ANY)
    assert response.json()["verdict"] == "invalid"
    assert response.json()["input"]["bytes"] == len(body)
    assert [group["rule"] for group in response.json()["groups"]][-1] == "opads/format-not-recognised"


def test_renderings_and_laws_are_heard(client: Client) -> None:
    response = client.post(f"{ADDRESS}?for=eu-ttpa&format=csv&date=2026-11-01", content=LINES[:5_000], headers=ANY)
    assert response.headers["content-type"].startswith("text/csv")
    assert "eu-ttpa/" in response.text


def test_without_processes_the_report_is_the_same(small: Client) -> None:
    lines = LINES[: LINES.index(b"\n", len(LINES) // 3)]
    response = small.post(f"{ADDRESS}?from={FORMAT}&carrier=ndjson", content=lines, headers=ANY)
    assert response.content == canonical_report(validate(lines, REGISTRY, source=FORMAT, carrier="ndjson"))


def test_too_long_as_sent(small: Client, problem: Check) -> None:
    problem(small.post(ADDRESS, content=LINES, headers=ANY), "too-large")
    assert small.post(ADDRESS, content=LINES, headers=ANY).status_code == 413


def test_too_long_when_unpacked(small: Client, problem: Check) -> None:
    packed = gzip.compress(LINES)
    assert len(packed) < len(LINES) // 2
    problem(small.post(f"{ADDRESS}?from={FORMAT}", content=packed, headers=ANY), "too-large")


def test_too_long_without_a_length(small: Client, problem: Check) -> None:
    pieces = (LINES[at : at + 65_536] for at in range(0, len(LINES), 65_536))
    problem(small.post(ADDRESS, content=pieces, headers=ANY), "too-large")


@pytest.mark.parametrize(
    "body", [gzip.compress(LINES)[:-5_000], b"\x1f\x8bno gzip at all", b"\x28\xb5\x2f\xfdnor zstd"]
)
def test_what_cannot_be_unpacked(client: Client, problem: Check, body: bytes) -> None:
    answer = problem(client.post(ADDRESS, content=body, headers={"Content-Type": "application/gzip"}), "bad-request")
    assert answer["detail"].startswith("The body cannot be ")


def test_wrong_requests(client: Client, problem: Check) -> None:
    problem(client.post(ADDRESS, content=b"", headers=ANY), "empty-body")
    problem(client.post(ADDRESS, content=b"x", headers={"Content-Type": "image/png"}), "unsupported-media-type")
    problem(client.post(ADDRESS, content=b"x", headers={**ANY, "Content-Encoding": "gzip"}), "unsupported-encoding")
    problem(client.post(f"{ADDRESS}?from=nope", content=b"x", headers=ANY), "unknown-format")
    problem(client.post(f"{ADDRESS}?from={FORMAT}&carrier=fec", content=b"x", headers=ANY), "unknown-format")
    assert client.get(ADDRESS).status_code == 405


def test_a_process_that_dies_loses_nothing(client: Client, whole: bytes) -> None:
    where = f"{ADDRESS}?from={FORMAT}&carrier=ndjson"
    assert client.post(where, content=LINES, headers=ANY).content == whole
    for process in _children():
        os.kill(process, signal.SIGKILL)
    response: httpx.Response = client.post(where, content=LINES, headers=ANY)
    assert response.content == whole


def _children() -> list[int]:
    """Give the processes that judge: those that the server of processes began."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                command = (Path("/proc") / str(parent) / "cmdline").read_bytes()
                above = int((Path("/proc") / str(parent) / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if b"forkserver" in command and above == os.getpid():
                found.append(int(folder.name))
    assert found
    return found
