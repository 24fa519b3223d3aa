"""The pages of a batch: how far it is, what was found so far, the result."""

import json
import re
from collections.abc import Callable

import msgspec
import pytest

from opads.api.front import Service
from opads.batches.judging import SO_FAR
from opads.rendering import RENDERINGS
from opads.storage.moments import now
from tests.batches.helpers import LINES, WHOLE
from tests.batches.test_judging import Interrupted
from tests.web.batches.conftest import MOST
from tests.web.batches.test_taking import files
from tests.web.conftest import Client, Page

REPORT = json.loads(WHOLE)
CHOSEN = {"from": "meta-ad-library"}


def sent(asking: Client, data: bytes = LINES) -> str:
    location: str = asking.post("/batches", data=CHOSEN, files=files(data)).headers["location"]
    return location


def numbers(page: Page, caption: str) -> list[list[int]]:
    """Return the numbers in the table behind a chart, row by row, without the line."""
    start = next(i for i, (_, told, _) in enumerate(page.elements) if told.get("aria-label") == caption)
    rows: list[list[int]] = []
    for tag, told, text in page.elements[start:]:
        if tag == "tr":
            rows.append([])
        elif tag == "td" and rows:
            rows[-1].append(int("".join(text).replace(",", "")))
        elif tag == "p" and told.get("class") == "hint":
            break
    return [row[:-1] for row in rows if row]


def test_one_that_waits_can_be_watched_and_stopped(asking: Client, kept: Service) -> None:
    address = sent(asking)
    page = Page(asking.get(address).text)
    assert "The file is waiting for its turn" in page.text
    assert page.all("div", id="batch")[0][0]["data-events"] == f"/v1{address}/events"
    assert "Whoever has this address may read the result" in page.text
    assert "deleted 24 hours after the check has ended" in page.text
    # It looks again by itself only where one asks for that, and that can be ended.
    assert page.all("meta", http_equiv="refresh") == []
    looking = Page(asking.get(f"{address}?again=1").text)
    assert looking.all("meta", http_equiv="refresh")[0][0]["content"] == "5"
    assert looking.all("a", href=address)
    assert asking.post(f"{address}/delete").status_code == 303
    gone = asking.get(address)
    assert (gone.status_code, "The check was cancelled" in gone.text) == (200, True)
    assert kept.installation.batches.store.find(address.rpartition("/")[2]).state == "cancelled"  # type: ignore[union-attr]  # it is there, or the test fails


def test_what_was_found_so_far_is_shown(asking: Client, kept: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opads.batches.judging.EVERY", 0)
    monkeypatch.setattr("opads.batches.judging.SHARE", 0)
    address = sent(asking)
    id_ = address.rpartition("/")[2]
    seen: list[str] = []

    def look() -> None:
        seen.append(asking.get(address).text)

    interrupted = Interrupted(kept.installation, 15, look)
    interrupted.judging.pool = None
    assert interrupted() == []
    page = Page(seen[0])
    assert "Being checked:" in page.all("title")[0][1]
    assert page.all("table", aria_labelledby="by-rule-caption")
    assert [one["href"] for one, _ in page.all("a") if one["href"].startswith("/rules/")]
    assert not (kept.installation.batches.files.of(id_) / SO_FAR).exists()
    assert "The document is not acceptable" in Page(asking.get(address).text).text


def test_the_result_has_true_counts_and_all_there_is_to_take_along(
    asking: Client, kept: Service, work: Callable[[], int]
) -> None:
    address = sent(asking)
    work()
    page = Page(asking.get(address).text)
    totals = REPORT["totals"]
    assert page.all("section", class_="verdict invalid")
    assert f"{totals['errors']} must be mended" in page.text
    for group in REPORT["groups"]:
        assert page.all("a", href=f"/rules/{group['rule']}"), group["rule"]
    drawn = sum(map(int, re.findall(r"\d+", page.all("desc", id="gravity-desc-1")[0][1])))
    assert drawn == totals["errors"] + totals["warnings"] + totals["infos"]
    for rendering in RENDERINGS:
        ((link, _),) = page.all("a", href=f"/v1{address}/report?format={rendering}")
        assert asking.get(link["href"]).status_code == 200
    assert asking.get(f"/v1{address}/report?format=json").content == WHOLE
    for what in ("outcomes", "rejects"):
        ((link, _),) = page.all("a", href=f"/v1{address}/{what}")
        assert asking.get(link["href"]).content.count(b"\n") > 0
    anchors = {one["id"] for _, one, _ in page.elements if "id" in one}
    inner = [one["href"][1:] for one, _ in page.all("a") if one["href"].startswith("#")]
    assert set(inner) <= anchors
    assert "It is deleted on" in page.text
    assert asking.post(f"{address}/delete").status_code == 303
    assert "It was deleted" in Page(asking.get(address).text).text
    assert asking.get(address).status_code == 410


def test_the_findings_of_one_rule_are_drawn_over_the_file(
    asking: Client, kept: Service, work: Callable[[], int]
) -> None:
    address = sent(asking)
    work()
    group = max(REPORT["groups"], key=lambda one: one["total"])
    whole, one = (Page(asking.get(address + query).text) for query in ("", f"?rule={group['rule']}"))
    assert one.all("option", selected="")[0][0]["value"] == group["rule"]
    for page, expected in ((whole, sum(g["total"] for g in REPORT["groups"])), (one, group["total"])):
        rows = numbers(page, "Findings over the file")
        spread = kept.installation.batches.found(kept.installation.batches.store.all(1)[0]).spread  # type: ignore[union-attr]  # it is there, or the test fails
        names = [name for name in spread.counts if page is whole or name.endswith(f" {group['rule']}")]
        assert len(rows) == len(list(spread.stretches))
        assert sum(map(sum, rows)) == expected - sum(map(spread.elsewhere, names))
    assert asking.get(f"{address}?rule=%3Cscript%3E").status_code == 200


def test_what_cannot_be_read_says_so(asking: Client, work: Callable[[], int]) -> None:
    address = sent(asking, b"\x1f\x8b" + b"\0" * 300)
    work()
    page = Page(asking.get(address).text)
    assert "The file could not be checked" in page.text
    assert "cannot be read" in page.all("div", class_="summary")[0][1]


def test_what_is_in_no_known_format_is_told(asking: Client, work: Callable[[], int]) -> None:
    address = asking.post("/batches", files=files(b"nothing in particular\n" * 20)).headers["location"]
    work()
    page = Page(asking.get(address).text)
    assert "could not be checked" in page.text or "not acceptable" in page.text
    assert page.all("a", href="/rules/opads/format-not-recognised")


@pytest.mark.parametrize("id_", ["x", "01a21dac-4737-715c-98cc-a6bbaf85c4fd", "é"])
def test_an_address_of_nothing_is_not_found(asking: Client, id_: str) -> None:
    answer = asking.get(f"/batches/{id_}")
    assert answer.status_code == 404
    assert Page(answer.text).all("h1")
    assert asking.post(f"/batches/{id_}/delete").status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_speaks_the_language_of_its_address(asking: Client, work: Callable[[], int], language: str) -> None:
    address = sent(asking)
    waiting = Page(asking.get(f"/{language}{address}").text)
    work()
    done = Page(asking.get(f"/{language}{address}").text)
    for page in (waiting, done):
        assert page.all("html")[0][0]["lang"] == language
        assert page.all("form", action=f"/{language}{address}/delete")


def test_an_account_s_batch_is_nobody_else_s(asking: Client, kept: Service) -> None:
    batches = kept.installation.batches
    address = sent(asking)
    kept.installation.database.write(lambda t: t.run("UPDATE batch SET account = 'a', started_at = ?", now()))
    assert batches.store.find(address.rpartition("/")[2]) is not None
    assert asking.get(address).status_code == 404
    assert asking.post(f"{address}/delete").status_code == 404
    assert len(LINES) < MOST
    assert msgspec.json.decode(WHOLE)["verdict"] == "invalid"
