"""Forms with files: they become batches, each once, and nothing is left of a form that is refused."""

import gzip
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.api.front import Service
from opads.settings import Settings
from opads.web.batches.taking import MOST_FILES, ROOM
from tests.batches.helpers import LINES, folders
from tests.web.batches.conftest import MOST
from tests.web.conftest import Client, Page

NOTHING: list[Any] = []


def files(*contents: bytes, name: str = "ads.ndjson") -> list[tuple[str, tuple[str, bytes]]]:
    return [("file", (name, data)) for data in contents]


def ids(kept: Service) -> list[str]:
    return [batch.id for batch in kept.installation.batches.store.all(100)]


def refused(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text[:300]
    ((_, text),) = Page(answer.text).all("div", class_="summary")
    return " ".join(text.split())


def test_the_form_says_what_is_taken(asking: Client) -> None:
    first, again = (Page(asking.get("/batches").text) for _ in range(2))
    assert first.all("form", id="ask")[0][0]["enctype"] == "multipart/form-data"
    assert f"Up to {MOST / 1000:.0f} kB together, {MOST_FILES} files at most." in first.text
    assert first.all("input", name="key") != again.all("input", name="key")
    assert asking.get("/batches").headers["cache-control"] == "no-store"


def test_a_file_becomes_a_batch_with_what_was_chosen(asking: Client, kept: Service) -> None:
    chosen = {"from": "meta-ad-library", "for": ["eu-ttpa", "eu-dsa-39"], "date": "2025-11-01", "key": "k"}
    answer = asking.post("/batches", data=chosen, files=files(LINES, name="C:\\ads\\../May.ndjson"))
    (id_,) = ids(kept)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/batches/{id_}")
    batches = kept.installation.batches
    batch = batches.store.get(id_, "")
    assert (batch.wish.source, batch.wish.targets, str(batch.wish.as_of)) == (
        "meta-ad-library",
        ("eu-ttpa", "eu-dsa-39"),
        "2025-11-01",
    )
    assert (batches.name(batch), batch.bytes) == ("May.ndjson", len(LINES))
    assert (batches.files.of(id_) / "document").read_bytes() == LINES


def test_the_same_form_makes_one_batch_however_often_it_is_sent(asking: Client, kept: Service) -> None:
    sent = [asking.post("/batches", data={"key": key}, files=files(LINES)) for key in ("k", "k", "l")]
    first, second, third = (answer.headers["location"] for answer in sent)
    assert first == second != third
    assert len(ids(kept)) == 2
    # What was deleted is not led to again: the form in the history of the browser is a new wish then.
    assert asking.post(f"{first}/delete").headers["location"] == "/batches?deleted=1"
    anew = asking.post("/batches", data={"key": "k"}, files=files(LINES)).headers["location"]
    assert anew != first
    assert "was deleted" in Page(asking.get("/batches?deleted=1").text).all("p", role="status")[0][1]


def test_several_files_are_several_batches_on_one_page(asking: Client, kept: Service) -> None:
    answer = asking.post("/fr/batches", files=files(LINES, gzip.compress(LINES), name="<b>.ndjson"))
    assert answer.headers["location"].startswith("/fr/batches?id=")
    page = Page(asking.get(answer.headers["location"].removeprefix("/fr")).text)
    links = [one["href"] for one, _ in page.all("a") if one["href"].startswith("/batches/")]
    assert sorted(links) == sorted(f"/batches/{id_}" for id_ in ids(kept))
    assert page.text.count("<b>.ndjson") == 2
    assert page.text.count("Waiting for its turn") == 2


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        ({"files": files(b"")}, 400, "Choose a file."),
        ({"files": files(LINES), "data": {"date": "yesterday"}}, 400, "'date' is not a day"),
        ({"files": files(LINES), "data": {"from": "meta-ad-libary"}}, 404, "meta-ad-library"),
        ({"files": files(LINES), "data": {"for": "nowhere"}}, 404, "nowhere"),
        ({"files": files(b"PK\x03\x04" + b"\0" * 200)}, 400, "The archive is not taken"),
        ({"files": files(LINES, b"PK\x03\x04" + b"\0" * 200)}, 400, "The archive is not taken"),
        ({"files": files(*[b"{}"] * (MOST_FILES + 1))}, 400, f"at most {MOST_FILES} files"),
        ({"files": files(b" " * (MOST + ROOM))}, 413, "may have at most"),
        ({"files": files(LINES), "data": {"text": "x" * (ROOM + 1)}}, 400, "Besides its files"),
        ({"files": files(*[b"%d" % n for n in range(4)])}, 429, "no more than 3 may"),
    ],
)
def test_a_form_that_is_refused_leaves_nothing(
    asking: Client, kept: Service, sent: dict[str, Any], status: int, told: str
) -> None:
    assert told in refused(asking.post("/batches", **sent), status)
    waiting = [b for b in kept.installation.batches.store.all(100) if b.state in ("waiting", "running")]
    assert waiting == NOTHING
    assert folders(kept.installation) == NOTHING


def test_a_form_that_breaks_off_leaves_nothing(asking: Client, kept: Service) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n{"a": 1}'
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert "breaks off" in refused(asking.post("/batches", content=body, headers=headers), 400)
    assert folders(kept.installation) == NOTHING
    assert refused(asking.post("/batches", data={"text": "{}"}), 415)


def test_a_choice_that_was_made_is_kept_where_the_form_is_refused(asking: Client) -> None:
    chosen = {"from": "meta-ad-library", "for": "eu-ttpa", "date": "soon"}
    page = Page(asking.post("/batches", data=chosen, files=files(LINES)).text)
    ((option, _),) = page.all("option", selected="")
    assert option["value"] == "meta-ad-library"
    assert [one["value"] for one, _ in page.all("input", checked="")] == ["eu-ttpa"]
    assert page.all("input", name="date")[0][0]["value"] == "soon"
    assert page.all("a", href="#date")


def test_without_storage_the_page_says_what_is_needed(client: Client) -> None:
    for path in ("/batches", "/batches/01a21dac-4737-715c-98cc-a6bbaf85c4fd"):
        answer = client.get(path)
        assert answer.status_code == 503
        page = Page(answer.text)
        assert "OPADS_DATA=" in page.text
        assert page.all("a", class_="button", href="/")
    assert client.post("/batches", files=files(LINES)).status_code == 503


def test_where_only_accounts_send_files_people_are_told(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=str(tmp_path), background=False, batch_anybody=False))) as client:
        answer = client.get("/batches", headers={"Accept": "text/html"})
    assert answer.status_code == 401
    assert Page(answer.text).all("a", href="/docs/createBatch")
