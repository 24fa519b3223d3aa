"""HEAD, OPTIONS, wrong methods, bounds on address and headers, CORS, security headers."""

import pytest

from opads.api.front import MAX_ADDRESS
from tests.api.conftest import JSON, Check, Client

READABLE = ["/v1/formats", "/v1/rules", "/v1/schemas", "/v1/schemas/1.0/disclosure.json", "/v1/codelists/status",
            "/health/live", "/health/ready", "/openapi.json", "/problems", "/problems/busy", "/", "/formats", "/rules"]  # fmt: skip
JOBS = ["/v1/validate", "/v1/convert", "/v1/detect"]


@pytest.mark.parametrize("path", READABLE)
def test_head_is_get_without_body(client: Client, path: str) -> None:
    get, head = client.get(path), client.head(path)
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    volatile = {"date"}
    assert {k: v for k, v in head.headers.items() if k not in volatile} == {
        k: v for k, v in get.headers.items() if k not in volatile
    }
    assert int(head.headers["content-length"]) == len(get.content)


def test_head_of_what_is_not_there(client: Client) -> None:
    response = client.head("/v1/formats/no-such")
    assert response.status_code == 404
    assert response.content == b""


@pytest.mark.parametrize("path", READABLE)
def test_options_of_what_can_be_read(client: Client, path: str) -> None:
    response = client.options(path)
    assert response.status_code == 204
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"
    assert response.content == b""


@pytest.mark.parametrize("path", JOBS)
def test_options_of_jobs(client: Client, path: str) -> None:
    assert client.options(path).headers["allow"] == "OPTIONS, POST"


@pytest.mark.parametrize("path", ["/check", "/convert"])
def test_options_where_several_handlers_share_a_path(client: Client, path: str) -> None:
    assert client.options(path).headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "GETS", "X" * 50])
@pytest.mark.parametrize("path", ["/v1/formats", "/v1/validate", "/"])
def test_other_methods_are_refused_with_a_true_allow(client: Client, problem: Check, method: str, path: str) -> None:
    response = client.request(method, path)
    problem(response, "method-not-allowed")
    assert response.headers["allow"] == client.options(path).headers["allow"]


def test_override_headers_do_nothing(client: Client) -> None:
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        assert client.get("/v1/formats", headers={name: "DELETE"}).status_code == 200


def test_get_of_a_job_is_refused(client: Client, problem: Check) -> None:
    for path in JOBS:
        problem(client.get(path), "method-not-allowed")


def test_trailing_slashes_lead_to_the_same_methods(client: Client) -> None:
    assert client.options("/v1/formats/").headers["allow"] == "GET, HEAD, OPTIONS"
    assert client.get("/v1/formats/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/nope", "/v1", "/v1/formats/a/b", "/%00", "/v1/formats/%00", "/v1/..%2f", "/*", "//"]
)
def test_what_is_not_there(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code in (404, 200)
    assert (response.status_code == 200) == (path == "//")


def test_long_addresses_are_refused(client: Client, problem: Check) -> None:
    assert problem(client.get("/v1/formats/" + "a" * MAX_ADDRESS), "address-too-long")["status"] == 414
    assert problem(client.get("/v1/rules?format=" + "a" * MAX_ADDRESS), "address-too-long")["status"] == 414
    problem(client.get("/v1/formats/" + "a" * 7000), "unknown-format")


def test_many_or_large_headers_are_refused(client: Client, problem: Check) -> None:
    many = {f"X-{number}": "1" for number in range(101)}
    assert problem(client.get("/v1/formats", headers=many), "too-many-headers")["status"] == 431
    problem(client.get("/v1/formats", headers={"X-Large": "a" * 40_000}), "too-many-headers")


def test_what_the_request_says_of_its_host_is_in_no_answer(client: Client) -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for path in ("/v1/formats/no-such", "/", "/openapi.json", "/problems"):
        assert "evil" not in client.get(path, headers=forged).text


@pytest.mark.parametrize(
    "host",
    [
        "a b",
        'a"b',
        "a:b",
        "a:999999",
        "a:1:2",
        "[",
        "[::1",
        "[x]",
        "a/b",
        "a@b",
        "a?b",
        "x{y",
        'a:{"b": 1}',
        "\xe9",
        "a\tb",
    ],
)
@pytest.mark.parametrize("path", ["/v1/formats", "/", "/v1/none"])
def test_an_impossible_host_is_refused(client: Client, path: str, host: str) -> None:
    assert client.get(path, headers={b"Host": host.encode("latin-1")}).status_code == 400


def test_two_hosts_are_refused(client: Client) -> None:
    assert client.get("/v1/formats", headers=[("Host", "a"), ("Host", "b")]).status_code == 400


@pytest.mark.parametrize("host", ["", "a", "a.example:80", "[::1]:8000", "127.0.0.1", "a_b.example:"])
def test_possible_hosts(client: Client, host: str) -> None:
    assert client.get("/v1/formats", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/v1/formats", "/v1/schemas/1.0/disclosure.json", "/openapi.json", "/v1/none"])
def test_any_site_may_read_what_is_public(client: Client, path: str) -> None:
    response = client.get(path, headers={"Origin": "https://elsewhere.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    assert "ETag" in response.headers["access-control-expose-headers"]


def test_pages_are_for_themselves(client: Client) -> None:
    assert "access-control-allow-origin" not in client.get("/").headers
    assert client.get("/").headers["cross-origin-resource-policy"] == "same-origin"


def test_preflight(client: Client) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    response = client.options("/v1/validate", headers=asked)
    assert response.status_code == 204
    assert response.headers["access-control-allow-methods"] == "OPTIONS, POST"
    assert "Content-Type" in response.headers["access-control-allow-headers"]
    assert "access-control-allow-methods" not in client.options("/v1/validate").headers


@pytest.mark.parametrize("path", [*READABLE, "/nope", "/v1/nope"])
def test_every_answer_is_guarded(client: Client, path: str) -> None:
    headers = client.get(path, headers={"Accept": "text/html, */*;q=0.1"}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "set-cookie" not in headers


def test_refusals_are_guarded_too(client: Client) -> None:
    for response in (client.request("PUT", "/v1/formats"), client.post("/v1/validate", content=b"", headers=JSON)):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cache-control"] == "no-store"


def test_no_documentation_page_of_the_framework_is_open(client: Client) -> None:
    for path in ("/schema", "/schema/", "/schema/swagger", "/schema/openapi.json", "/schema/redoc"):
        assert client.get(path).status_code == 404
