"""The register as programs read it: who sees what, in which form, and what is said of that which is not shown."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from opads.access.caller import ANYBODY, Caller, Role
from opads.api.app import create_app
from opads.api.front import Service
from opads.api.openapi import document
from opads.formats import default_registry
from opads.settings import Settings
from opads.standard.jsonvalue import canonical
from tests.register.held import NOTHING_WITHHELD, OTHER, OWNER, REGULATOR, enter, party, step, whole

READ = frozenset({"read"})
OWNING = Caller(OWNER, roles=frozenset({Role.SUBMITTER}), scopes=READ)
STRANGER = Caller(OTHER, roles=frozenset({Role.SUBMITTER}), scopes=READ)
OVERSEER = Caller(REGULATOR, roles=frozenset({Role.REGULATOR}), scopes=READ)
Check = Callable[[httpx.Response, str], dict[str, Any]]


@dataclass
class Site:
    """A service with a register in it, and who asks it next."""

    client: "TestClient[Any]"
    service: Service
    ids: dict[str, str]
    caller: Caller = ANYBODY

    def get(self, path: str, caller: Caller = ANYBODY, **headers: str) -> httpx.Response:
        self.caller = caller
        return self.client.get(path.format(**self.ids), headers={k.replace("_", "-"): v for k, v in headers.items()})


def served(folder: Path, **settings: Any) -> Iterator[Site]:
    """Serve a register with one disclosure of each state."""
    service = create_app(Settings(data=str(folder), base_url="https://opads.example", background=False, **settings))
    site: Site

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope.setdefault("state", {})["caller"] = site.caller
        await service(scope, receive, send)

    base = service.installation.database
    ids = {
        "whole": enter(base, whole(), publisher_id="booking-1")[0],
        "open": enter(base, NOTHING_WITHHELD)[0],
        "suspended": enter(base, whole(advertisement={"title": "Hidden words"}))[0],
        "withdrawn": enter(base, whole(advertisement={"title": "Hidden words"}))[0],
        "sandbox": enter(base, whole(advertisement={"title": "Tried out"}), chain="sandbox")[0],
        "none": "01a21d04-0000-7000-8000-000000000000",
    }
    ids["together"] = enter(
        base, NOTHING_WITHHELD, whole(advertisement={"title": "b"}, parties=[party("Bund", "sponsor")], label=None)
    )[0]
    enter(
        base,
        whole(advertisement={"title": "Second version"}),
        of=ids["whole"],
        version=2,
        kind="amended",
        publisher_id="booking-1",
    )
    step(base, ids["suspended"], "suspended", reason="Under examination")
    step(base, ids["withdrawn"], "withdrawn", account=OWNER)
    with TestClient(app, raise_server_exceptions=False) as client:
        site = Site(client, service, ids)
        yield site
    service.installation.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from served(tmp_path_factory.mktemp("register"))


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a register that the public may not read."""
    yield from served(tmp_path_factory.mktemp("closed"), public_reading=False)


def test_the_public_view_and_the_whole(site: Site) -> None:
    public, own, all_ = (site.get("/v1/disclosures/{whole}", caller) for caller in (ANYBODY, OWNING, OVERSEER))
    assert own.content == all_.content == canonical(whole(advertisement={"title": "Second version"}))
    assert "extensions" not in public.json()
    assert public.json()["absences"][-1] == {
        "pointer": "/extensions",
        "reason": "withheld-by-law",
        "note": "Values that only another format knows cannot be told to be free of personal data.",
    }
    assert site.get("/v1/disclosures/{whole}", STRANGER).content == public.content
    assert site.get("/v1/disclosures/{whole}", Caller(OWNER, roles=OWNING.roles)).content == public.content
    assert default_registry().schemas.disclosure.is_valid(public.json())
    assert (public.headers["cache-control"], own.headers["cache-control"]) == ("no-cache", "private, no-cache")
    assert public.headers["vary"] == "Accept, Authorization"
    assert "<https://opads.example/register/" in public.headers["link"]


def test_what_is_kept_has_a_tag(site: Site) -> None:
    for path in (
        "/v1/disclosures/{whole}",
        "/v1/disclosures/{whole}/versions/1",
        "/v1/disclosures/{whole}/versions",
        "/v1/disclosures/{open}/original",
    ):
        first = site.get(path)
        tag = first.headers["etag"]
        assert (first.status_code, tag[0]) == (200, '"')
        for header in (tag, f"W/{tag}", "*", f'"x", {tag}'):
            again = site.get(path, if_none_match=header)
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert site.get(path, if_none_match='"x"').status_code == 200
        head = site.client.head(path.format(**site.ids))
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert (
        site.get("/v1/disclosures/{whole}").headers["etag"]
        != site.get("/v1/disclosures/{whole}", OWNING).headers["etag"]
    )


def test_versions(site: Site, problem: Check) -> None:
    assert (
        site.get("/v1/disclosures/{whole}/versions/1").json()["advertisement"]["title"] == "A library in every district"
    )
    assert site.get("/v1/disclosures/{whole}/versions/2").content == site.get("/v1/disclosures/{whole}").content
    for number in ("0", "3", "-1", "x", "1.0", "\u0661", "9" * 30):
        problem(site.get(f"/v1/disclosures/{{whole}}/versions/{number}"), "not-found")
    history = site.get("/v1/disclosures/{whole}/versions").json()
    assert [(row["kind"], row["version"]) for row in history["items"]] == [("accepted", 1), ("amended", 2)]
    assert history["items"][0]["canonical"] == sha256(canonical(whole())).hexdigest()
    assert history["items"][1]["previous"]
    suspended = site.get("/v1/disclosures/{suspended}/versions").json()
    assert (suspended["status"], suspended["items"][-1]["reason"]) == ("suspended", "Under examination")
    assert "Hidden words" not in str(suspended)


@pytest.mark.parametrize("path", ["", "/versions/1", "/original", "/as/{format}"])
def test_what_is_not_shown_says_so(site: Site, problem: Check, path: str) -> None:
    path = path.replace("{format}", "eu-ttpa")
    told = problem(site.get("/v1/disclosures/{suspended}" + path), "suspended")
    assert told["status"] == 451
    assert "by the account account-regulator" in told["detail"]
    assert "Under examination" in told["detail"]
    gone = problem(site.get("/v1/disclosures/{withdrawn}" + path), "gone")
    assert "was withdrawn on 2" in gone["detail"]
    for body in (told, gone):
        assert "Hidden words" not in str(body)
    for caller in (ANYBODY, STRANGER, OVERSEER):
        problem(site.get("/v1/disclosures/{sandbox}" + path, caller), "not-found") if caller is not OVERSEER else None
        problem(site.get("/v1/disclosures/{none}" + path, caller), "not-found")
    for caller in (OWNING, OVERSEER):
        assert site.get("/v1/disclosures/{suspended}" + path, caller).status_code == 200
        assert site.get("/v1/disclosures/{withdrawn}" + path, caller).status_code == 200


def test_the_sandbox_is_of_its_own(site: Site) -> None:
    assert site.get("/v1/disclosures/{sandbox}", OWNING).status_code == 200
    asked = "/v1/disclosures?q=tried"
    assert site.get(asked).json()["items"] == []
    assert site.get(asked, OWNING).json()["items"] == []
    own = Caller(OWNER, roles=OWNING.roles, scopes=READ, sandbox=True)
    assert [row["id"] for row in site.get(asked, own).json()["items"]] == [site.ids["sandbox"]]


def test_the_original(site: Site, problem: Check) -> None:
    found = site.get("/v1/disclosures/{open}/original")
    assert found.content == canonical(NOTHING_WITHHELD)
    assert found.headers["content-type"] == "application/octet-stream"
    assert found.headers["content-disposition"] == f'attachment; filename="{site.ids["open"]}.ndjson"'
    assert "sandbox" in found.headers["content-security-policy"]
    digest = base64.b64encode(sha256(found.content).digest()).decode()
    assert found.headers["repr-digest"] == f"sha-256=:{digest}:"
    told = problem(site.get("/v1/disclosures/{whole}/original"), "forbidden")
    assert "holds what the public view leaves out" in told["detail"]
    problem(site.get("/v1/disclosures/{together}/original"), "forbidden")
    assert site.get("/v1/disclosures/{whole}/original", OWNING).content == canonical(
        whole(advertisement={"title": "Second version"})
    )


@pytest.mark.parametrize(
    ("kind", "begins"), [("text/html", b"<!doctype html>"), ("text/plain", b""), ("application/json", b"{")]
)
def test_the_header_accept_says_how(site: Site, kind: str, begins: bytes) -> None:
    found = site.get("/v1/disclosures/{whole}", accept=kind)
    assert found.headers["content-type"].startswith(kind)
    assert found.content.startswith(begins)
    assert b"Second version" in found.content
    assert site.get("/v1/disclosures/{whole}/versions/1", accept=kind).content != found.content


def test_as_pdf(site: Site, pango: None) -> None:
    assert site.get("/v1/disclosures/{open}", accept="application/pdf").content.startswith(b"%PDF")


def test_another_kind_is_not_acceptable(site: Site, problem: Check) -> None:
    problem(site.get("/v1/disclosures/{whole}", accept="image/png"), "not-acceptable")


def test_in_another_format(site: Site, problem: Check) -> None:
    found = site.get("/v1/disclosures/{whole}/as/eu-ttpa").json()
    assert found["account"]["target"]["format"] == "eu-ttpa"
    assert found["account"]["totals"]["written"] > 50
    assert "Open Shelves" in found["output"]
    csv = site.get("/v1/disclosures/{whole}/as/us-fec?to-carrier=fec&carry=false")
    assert csv.json()["account"]["target"]["carrier"] == "fec"
    problem(site.get("/v1/disclosures/{whole}/as/no-such"), "unknown-format")
    problem(site.get("/v1/disclosures/{whole}/as/eu-ttpa?to-carrier=fec"), "unknown-format")
    problem(site.get("/v1/disclosures/{whole}/as/eu-ttpa?carry=perhaps"), "bad-parameter")
    problem(site.get("/v1/disclosures/{none}/as/eu-ttpa"), "not-found")


def test_search(site: Site) -> None:
    page = site.get("/v1/disclosures?sponsor=OPEN+shelv&country=DE&limit=1").json()
    assert page["total"] == {"number": 1, "exact": True}
    (row,) = page["items"]
    assert row["id"] == site.ids["whole"]
    assert row["url"] == f"https://opads.example/register/{row['id']}"
    assert (row["status"], row["version"], row["format"], row["account"]) == ("accepted", 2, "opads-disclosure", OWNER)
    assert row["summary"]["sponsors"] == ["Open Shelves"]
    assert row["summary"]["amounts"][0] == {"kind": "total", "scope": "ad", "exact": "1234.50", "currency": "EUR"}


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 4), ("q=second+version", 1), ("sponsor=open", 1), ("q=hidden+words", 0), ("at-least=1234.50+EUR&at-most=1234.50+EUR", 2), ("at-least=1+USD", 0),
        ("at-least=1+EUR&at-most=2+USD", 0), ("currency=EUR", 2), ("from=2027-04-17&until=2027-04-17", 2), ("targeting=used", 2),
        ("process-type=referendum&process-level=local", 2), ("identifier=LC-881207", 2), ("medium=website", 0), ("payer=beispiel", 1),
        ("status=suspended", 1), ("status=withdrawn", 1), ("status=withdrawn&q=hidden", 0), ("format=us-fec", 0), ("account=account-owner", 4),
        ("publisher-id=booking-1", 1), ("accepted-from=2000-01-01&accepted-until=2999-12-31", 4), ("territory=musterstadt", 2),
        ("technique=targeting&criterion=age", 2), ("special-category=health", 0), ("amount-kind=in-kind&amount-scope=ad", 2),
        ("publisher=muster", 2), ("party=bund", 1), ("process=librar", 2), ("period=actual&from=2027-04-01", 0),
    ],
)  # fmt: skip
def test_each_parameter_is_heeded(site: Site, query: str, number: int) -> None:
    page = site.get(f"/v1/disclosures?{query}").json()
    assert (len(page["items"]), page["total"]) == (number, {"number": number, "exact": True})
    assert "Hidden words" not in str(page)


@pytest.mark.parametrize(
    "query",
    [
        "q=", "q=" + "x" * 201, "q=a%00b", "q=a%0ab", "country=XX", "country=de", "from=2027-02-30", "until=tomorrow", "at-least=1000",
        "at-least=1e3+EUR", "at-least=-1+EUR", "at-most=EUR", "currency=eur", "status=draft", "targeting=yes", "medium=tv", "limit=0", "limit=501",
        "period=any", "format=EU", "account=%27", "amount-kind=x", "publisher-id=",
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(site: Site, problem: Check, query: str) -> None:
    told = problem(site.get(f"/v1/disclosures?{query}"), "bad-parameter")
    assert told["errors"][0]["parameter"] == query.partition("=")[0]


def test_unknown_and_repeated_parameters_are_refused(site: Site, problem: Check) -> None:
    assert problem(site.get("/v1/disclosures?sponser=x"), "unknown-parameter")["errors"][0]["nearest"] == "sponsor"
    problem(site.get("/v1/disclosures?q=a&q=b"), "repeated-parameter")
    problem(site.get("/v1/disclosures/{whole}?to=pdf"), "unknown-parameter")


def test_pages(site: Site, problem: Check) -> None:
    found: list[str] = []
    address = "/v1/disclosures?account=account-owner&limit=2"
    while address:
        answer = site.get(address)
        found += [row["id"] for row in answer.json()["items"]]
        following = [part for part in answer.headers["link"].split(", ") if part.endswith('rel="next"')]
        assert bool(following) == (answer.json()["next"] is not None)
        address = following[0].removeprefix("<https://opads.example").partition(">")[0] if following else ""
    assert len(found) == len(set(found)) == 4
    cursor = site.get("/v1/disclosures?limit=1").json()["next"]
    problem(site.get(f"/v1/disclosures?limit=1&q=library&cursor={cursor}"), "bad-cursor")
    problem(site.get("/v1/disclosures?cursor=AAAA"), "bad-cursor")


def test_where_the_public_may_not_read(closed: Site, problem: Check) -> None:
    for path in (
        "/v1/disclosures",
        "/v1/disclosures/{whole}",
        "/v1/disclosures/{whole}/original",
        "/v1/dumps",
        "/v1/dumps/2026-01-01/x",
    ):
        problem(closed.get(path), "unauthenticated")
        problem(closed.get(path, Caller(OTHER, roles=STRANGER.roles)), "forbidden")
    problem(closed.get("/v1/disclosures/{whole}", STRANGER), "not-found")
    assert closed.get("/v1/disclosures/{whole}", OWNING).status_code == 200
    assert closed.get("/v1/disclosures", STRANGER).json()["items"] == []
    assert len(closed.get("/v1/disclosures", OVERSEER).json()["items"]) == 6


def test_the_contract_says_that_anybody_may_ask() -> None:
    for path, item in document()["paths"].items():
        if "get" in item and path.startswith(("/v1/disclosures", "/v1/dumps")):
            assert item["get"]["security"] == [{}, {"key": []}, {"token": []}], path
            assert {"401", "403", "503"} <= set(item["get"]["responses"]), path


def test_a_service_that_keeps_nothing_says_so(client: "TestClient[Service]", problem: Check) -> None:
    for path in (
        "/v1/disclosures",
        "/v1/disclosures/x",
        "/v1/disclosures/x/versions",
        "/v1/disclosures/x/original",
        "/v1/dumps",
    ):
        problem(client.get(path), "no-storage")


@pytest.mark.parametrize(
    "name", ["%00", "%2e%2e", "a%2fb", "x" * 500, "'; DROP TABLE entry; --", "\u202e", "%F0%9F%98%80"]
)
def test_no_id_raises(site: Site, name: str) -> None:
    for path in ("", "/versions", "/versions/1", "/original", "/as/eu-ttpa"):
        assert site.get(f"/v1/disclosures/{name}{path}").status_code == 404


def test_dumps(site: Site, problem: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Tomorrow":
            return cls.fromtimestamp(datetime.now(tz).timestamp() + 86400, tz)

    assert site.get("/v1/dumps").json() == {"dumps": []}
    with monkeypatch.context() as patch:
        patch.setattr("opads.register.dumps.store.datetime", Tomorrow)
        site.service.installation.dumps.publish()
    (dump,) = site.get("/v1/dumps").json()["dumps"]
    assert date.fromisoformat(dump["date"]) - datetime.now(UTC).date() < timedelta(days=1)
    for file in dump["files"]:
        path = f"/v1/dumps/{dump['date']}/{file['name']}"
        found = site.get(path)
        assert (len(found.content), sha256(found.content).hexdigest()) == (file["bytes"], file["sha256"])
        assert (found.headers["etag"], found.headers["content-length"]) == (f'"{file["sha256"]}"', str(file["bytes"]))
        assert site.get(path, if_none_match=found.headers["etag"]).status_code == 304
        for asked, part in {
            "0-9": slice(0, 10),
            "5-": slice(5, None),
            "-7": slice(-7, None),
            "0-99999999": slice(None),
        }.items():
            ranged = site.get(path, range=f"bytes={asked}")
            assert (ranged.status_code, ranged.content) == (206, found.content[part])
            assert ranged.headers["content-range"].endswith(f"/{file['bytes']}")
        for asked in ("bytes=9-3", "bytes=-0", "bytes=x", "lines=0-1", "bytes=0-1,3-4", "bytes=99999999999-"):
            assert site.get(path, range=asked).content == found.content
        assert site.get(path, range="bytes=0-1", if_range='"other"').status_code == 200
    for wrong in (
        "2026-01-01/SHA256SUMS",
        "x/y",
        f"{dump['date']}/opads.db",
        f"{dump['date']}/..%2f..%2fopads.db",
        "2026-1-1/x",
    ):
        problem(site.get(f"/v1/dumps/{wrong}"), "not-found")
    assert json.loads(site.get(f"/v1/dumps/{dump['date']}/datapackage.json").content)["opads"]["entries"] == 9
