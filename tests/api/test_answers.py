"""Entity tags and conditional requests."""

from typing import Any

import pytest

from opads.api.answers import matches
from tests.api.conftest import Client

PATHS = ["/v1/formats", "/v1/rules?severity=error", "/v1/schemas/1.0/disclosure.json", "/v1/codelists/status", "/",
         "/openapi.json", "/formats", "/problems"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_who_has_it_already_gets_304(client: Client, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    for header in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(path, headers={"If-None-Match": header})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == first.headers["cache-control"]
        assert again.headers["vary"] == first.headers["vary"]
        assert "Accept" in again.headers["vary"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_each_representation_has_its_own_tag(client: Client) -> None:
    json, csv = (client.get("/v1/codelists/status", headers={"Accept": a}) for a in ("application/json", "text/csv"))
    assert json.headers["etag"] != csv.headers["etag"]


def test_a_range_is_ignored(client: Client) -> None:
    response = client.get("/v1/formats", headers={"Range": "bytes=0-9"})
    assert response.status_code == 200
    assert len(response.content) > 10


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, False),
        ("", False),
        ('"a"', True),
        ('W/"a"', True),
        ('"b"', False),
        ('"b","a"', True),
        ("a", False),
        ("*", True),
    ],
)
def test_comparison_is_weak(header: Any, expected: Any) -> None:
    assert matches(header, '"a"') is expected
