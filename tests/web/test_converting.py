"""The pages at /convert."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest

from opads.conversion import canonical_account, convert
from opads.filling import Statements
from opads.formats import default_registry
from opads.lineage import OUTCOMES as ALL
from opads.lineage import strands_of
from opads.report import canonical_report
from opads.web.converting import showing, words
from opads.web.converting.asks import SAY, ask_of
from opads.web.converting.flow import MOST, flow_of
from opads.web.examples import examples_of
from opads.web.forms import Entry
from opads.web.packing import pack, unpack
from tests.api.conftest import EXAMPLES
from tests.web.conftest import Client, Page, Reader

REGISTRY = default_registry()
IDS = REGISTRY.ids
META = "meta-ad-library/single-object.json"
DATA = examples_of(REGISTRY).read(META)
LINES = examples_of(REGISTRY).read("meta-ad-library/lines.ndjson")


def posted(client: Client, fields: Mapping[str, Any], status: int = 200, query: str = "") -> Page:
    files = {k: v for k, v in fields.items() if isinstance(v, tuple)}
    data = {k: v for k, v in fields.items() if not isinstance(v, tuple)}
    response = client.post(f"/convert{query}", data=data, files=files or None)
    assert response.status_code == status, response.text[:500]
    assert response.headers["cache-control"] == "no-store"
    return Page(response.text)


def fields_of(page: Page, form: str = "kept") -> dict[str, Any]:
    """Return what a browser would send of a form whose controls name it, or that stand in it: here the hidden ones."""
    sent: dict[str, Any] = {}
    inside = False
    for tag, a, _ in page.elements:
        if tag == "form":
            inside = a.get("id") == form
        mine = a.get("form") == form or (inside and a.get("type") == "hidden" and "form" not in a)
        if tag != "input" or not mine or (a.get("type") in ("radio", "checkbox") and "checked" not in a):
            continue
        old = sent.get(a["name"])
        sent[a["name"]] = a["value"] if old is None else [*([old] if isinstance(old, str) else old), a["value"]]
    return sent


def test_the_form(read: Reader) -> None:
    page = read("/convert")
    ((form, _),) = page.all("form")
    assert (form["method"], form["action"], form["enctype"]) == ("post", "/convert", "multipart/form-data")
    for name in ("from", "to"):
        ((select, _),) = page.all("select", name=name)
        assert select["id"] == name
    assert "required" in page.all("select", name="to")[0][0]
    assert {a["value"] for a, _ in page.all("option")} == {"", *IDS}
    for format_ in REGISTRY:
        assert page.all("a", href=f"/formats/{format_.id}"), "each format is described"
    assert "checked" in page.all("input", name="carry")[0][0]
    assert "checked" not in page.all("input", name="strict")[0][0]


def test_a_target_is_asked_for_and_the_document_kept(client: Client) -> None:
    page = posted(client, {"text": DATA.decode()})
    assert page.all("textarea")[0][1].strip() == DATA.decode().strip()
    ((kept, _),) = page.all("input", name="sent")
    assert unpack(kept["value"].encode(), 10**6)[0] == DATA.replace(b"\r\n", b"\n")
    offered = [a["value"] for a, _ in page.all("button", name="to")]
    assert offered[0] == "opads-disclosure"
    assert "eu-ttpa" in offered
    assert "meta-ad-library" not in offered
    result = posted(client, {**fields_of(page), "to": offered[0]})
    assert result.download("converted.json") == convert(DATA, REGISTRY, target=offered[0]).output


def test_an_unknown_document_is_told_as_such(client: Client) -> None:
    page = posted(client, {"text": "{}"})
    assert not page.all("button", name="to")
    assert "Choose the format" in page.text
    assert [text.strip() for _, text in page.all("textarea")] == ["{}"]


@pytest.mark.parametrize(
    ("fields", "status", "anchor"),
    [
        ({"text": ""}, 400, "#text"),
        ({"text": "{}", "to": "no-such"}, 404, "#to"),
        ({"text": "{}", "to": "eu-ttpa", "from": "no-such"}, 404, "#from"),
        ({"text": "{}", "from": "no-such"}, 404, "#from"),
        ({"text": "{}", "to": "eu-ttpa", "from": "openttpa", "date": "soon"}, 400, "#date"),
        ({"text": "{}", "to": IDS[0]}, 422, None),
        ({"text": "x" * 200_001, "to": IDS[0]}, 413, None),
    ],
)
def test_a_mistake_is_told_beside_the_form(client: Client, fields: Any, status: int, anchor: str | None) -> None:
    page = posted(client, fields, status)
    ((_, title),) = page.all("title")
    assert title.startswith("Error: ")
    ((_, text),) = page.all("div", role="alert")
    assert "There is a problem" in text
    if anchor:
        assert page.all("a", href=anchor)
    if len(fields["text"]) < 100:
        assert [t.strip() for _, t in page.all("textarea")] == [fields["text"]]


def test_one_document_at_a_time(client: Client) -> None:
    response = client.post(
        "/convert", data={"to": "eu-ttpa"}, files=[("file", ("a", DATA, "x/y")), ("file", ("b", DATA, "x/y"))]
    )
    assert response.status_code == 400
    assert Page(response.text).all("a", href="#file")


def test_conversion(client: Client) -> None:
    path = next(p for p in EXAMPLES if p.parent.name == "valid")
    for target in IDS:
        if target == path.parts[-4]:
            continue
        expected = convert(path.read_bytes(), REGISTRY, target=target)
        page = posted(client, {"file": ("a", path.read_bytes(), "x/y"), "to": target, "carry": "on"})
        account = expected.account.records[0]
        rows = [a for a, _ in page.all("tr") if a.get("id", "").startswith("row-")]
        assert len(rows) >= len(account.leaves)
        shown = [a["class"].removeprefix("is-") for a in rows]
        for status in ("narrowed", "carried", "dropped"):
            assert shown.count(status) >= sum(leaf.status == status for leaf in account.leaves)
        for leaf in account.leaves:
            assert leaf.source in page.text
        if expected.account.refusal is not None:
            assert "There is no output" in page.all("h1")[0][1]
            continue
        downloads = {a["download"] for a, _ in page.all("a") if "download" in a}
        ((output,)) = [name for name in downloads if name.startswith("converted.")]
        assert page.download(output) == expected.output
        assert page.download("account.json") == canonical_account(expected.account)
        assert page.download("report.json") == canonical_report(expected.report)
        for name in ("written", "narrowed", "carried", "dropped"):
            assert f" {getattr(expected.account.totals, name)}" in page.text


def test_losses_come_first(client: Client) -> None:
    done = convert(DATA, REGISTRY, target="eu-repository")
    page = posted(client, {"text": DATA.decode(), "to": "eu-repository"})
    headings = [text.strip() for tag, _, parts in page.elements if tag == "h2" for text in ["".join(parts)]]
    assert headings[0] == "What is lost, and what is missing"
    ((_, dropped),) = page.all("li", class_="dropped")
    assert f"{done.account.totals.dropped} values of the source are not in the output." in dropped
    assert "/ad_snapshot_url" in dropped
    ((_, missing),) = page.all("li", class_="missing")
    assert f"{done.account.totals.missing} fields that are not given" in missing
    whole = posted(client, {"text": DATA.decode(), "to": "opads-disclosure"})
    assert "Nothing is lost." in whole.text


def test_carry_unticked(client: Client) -> None:
    page = posted(client, {"text": DATA.decode(), "to": "eu-ttpa"})
    assert json.loads(page.download("account.json"))["totals"]["carried"] == 0
    assert "checked" not in page.all("input", name="carry")[0][0]


def test_links_to_conversions_of_examples(read: Reader) -> None:
    page = read(f"/convert?example={quote(META)}&to=eu-ttpa")
    assert page.download("account.json") == canonical_account(convert(DATA, REGISTRY, target="eu-ttpa").account)
    read("/convert?example=no/such", status=404)


def test_each_value_leads_to_its_row_and_back(read: Reader) -> None:
    page = read(f"/convert?example={quote(META)}&to=eu-ttpa")
    ids = {a["id"] for _, a, _ in page.elements if "id" in a}
    values = [(a, text) for a, text in page.all("a") if "data-strands" in a]
    assert len(values) > 60
    for a, _ in values:
        assert a["href"][1:] in ids
    for a, _ in page.all("a"):
        if re.match("#[so]-", a.get("href", "")):
            assert a["href"][1:] in ids
    source = {a["id"]: (a["data-strands"], text) for a, text in values if a.get("id", "").startswith("s-")}
    output = [(a["data-strands"], text) for a, text in values if a.get("id", "").startswith("o-")]
    strand = next(strands for strands, text in source.values() if text == '"Quimby for Mayor"')
    assert (strand, '"Quimby for Mayor"') in output


def test_strictness(client: Client) -> None:
    fields = {"text": DATA.decode(), "to": "eu-repository", "strict": "on", "carry": "on"}
    page = posted(client, fields, 422)
    assert "something would be lost" in page.all("h1")[0][1]
    assert not [a for a, _ in page.all("a") if "download" in a]
    assert "checked" in page.all("input", name="strict", type="checkbox")[0][0]
    posted(client, fields, 422, "?as=output")
    again = posted(client, fields_of(page, "again"))
    assert again.download("converted.json") == convert(DATA, REGISTRY, target="eu-repository").output
    posted(client, {**fields, "to": "opads-disclosure"})


def test_files(client: Client) -> None:
    done = convert(DATA, REGISTRY, target="eu-ttpa")
    fields = {"sent": pack(DATA, "a.json"), "to": "eu-ttpa", "carry": "on"}
    for name, content in (
        ("output", done.output), ("account", canonical_account(done.account)), ("report", canonical_report(done.report)),
    ):  # fmt: skip
        response = client.post(f"/convert?as={name}", data=fields)
        assert response.content == content
        assert "attachment" in response.headers["content-disposition"]
    posted(client, fields, 400, "?as=else")


def test_long_files_are_asked_for(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "EMBEDDED", 10)
    page = posted(client, {"text": DATA.decode(), "to": "eu-ttpa"})
    assert not [a for a, _ in page.all("a") if "download" in a]
    assert {a["formaction"] for a, _ in page.all("button") if "?as=" in a.get("formaction", "")} == {
        f"/convert?as={name}" for name in ("output", "account", "report")
    }


def test_missing_fields_are_filled_in(client: Client) -> None:
    page = posted(client, {"text": DATA.decode(), "to": "eu-ttpa", "carry": "on"})
    names = {a["name"] for tag, a, _ in page.elements if a.get("name", "").startswith(SAY)}
    assert f"{SAY}/adAmount/total" in names
    typed = {f"{SAY}/adAmount/total": "120.00", f"{SAY}/adAmount/currency": "euro", f"{SAY}/techniques/used": "false"}
    kinds = {f"{SAY}/funding/nature": ["", "public", "private"]}
    second = posted(client, {**fields_of(page), **typed, **kinds})
    ((_, error),) = [(a, t) for a, t in second.all("div", role="alert")]
    assert "Currency" in error
    ((wrong, _),) = second.all("input", aria_invalid="true")
    assert (wrong["name"], wrong["value"]) == (f"{SAY}/adAmount/currency", "euro")
    assert second.all("title")[0][1].startswith("Error: ")
    account = json.loads(second.download("account.json"))
    assert {row["target"] for row in account["records"][0]["stated"]} == {
        "/adAmount/total",
        "/techniques/used",
        "/funding/nature",
    }
    assert account["totals"]["stated"] == 3
    third = posted(client, {**fields_of(second), f"{SAY}/adAmount/currency": "EUR"})
    (record,) = json.loads(third.download("converted.json"))
    assert record["adAmount"] == {"total": "120.00", "currency": "EUR"}
    assert sorted(record["funding"]["nature"]) == ["private", "public"]
    assert record["techniques"]["used"] is False
    assert not third.all("div", role="alert")
    assert "Stated by hand" in third.text
    fourth = posted(client, {**fields_of(third), f"{SAY}/adAmount/total": ""})
    assert "total" not in json.loads(fourth.download("converted.json"))[0].get("adAmount", {}), "taken back"


def test_several_records(client: Client) -> None:
    page = posted(client, {"text": LINES.decode(), "to": "eu-ttpa", "record": "2"})
    count = len(convert(LINES, REGISTRY, target="eu-ttpa").account.records)
    assert f"Record 2 of {count}" in page.text
    assert page.all("input", name="record")[0][0]["value"] == "2"
    one = posted(client, {**fields_of(page), f"{SAY}/adAmount/total": "7.00", "scope": "record"})
    totals = [record.get("adAmount", {}).get("total") for record in json.loads(one.download("converted.json"))]
    assert totals == [None, "7.00", *[None] * (count - 2)]
    every = posted(client, {**fields_of(one), f"{SAY}/reportingMechanism/email": "a@example.org", "scope": "every"})
    records = json.loads(every.download("converted.json"))
    assert {record["reportingMechanism"]["email"] for record in records} == {"a@example.org"}
    first = posted(client, {**fields_of(every), "record": "1"})
    assert "Record 1 of" in first.text
    assert first.all("input", name=f"{SAY}/reportingMechanism/email")[0][0]["value"] == "a@example.org"
    assert f"Record {count} of" in posted(client, {**fields_of(every), "record": "99"}).text
    assert "Record 1 of" in posted(client, {**fields_of(every), "record": "x"}).text


def test_what_a_page_keeps_is_not_trusted(client: Client) -> None:
    for stated in (
        "{",
        "[]",
        '{"0": 1}',
        '{"0": {"/sponsor": "x"}}',
        '{"-1": {"' + "/x" * 3000 + '": "y"}}',
        "9" * 5000,
    ):
        response = client.post(
            "/convert", data={"text": DATA.decode(), "to": "eu-ttpa", "stated": stated, "number": "-1"}
        )
        assert response.status_code == 200


def test_values_stay_values(client: Client) -> None:
    value = "<script>alert(1)</script>\u202e\x1b"
    data = json.loads(DATA)
    data["page_name"] = data["bylines"] = value
    data[value] = value
    fields = {
        "text": json.dumps(data, ensure_ascii=False),
        "to": "eu-ttpa",
        "carry": "on",
        f"{SAY}/sponsor/email": value,
    }
    response = client.post("/convert", data=fields)
    assert response.status_code == 200
    page = Page(response.text)
    assert not [a for a, text in page.all("script") if text.strip() or not a["src"].startswith("/static/")]
    kept = re.sub(r"<textarea.*?</textarea>|<input[^>]*>", "", response.text, flags=re.DOTALL)
    assert "\u202e" not in kept
    assert "\x1b" not in kept


@pytest.mark.parametrize(
    "path", [p for p in EXAMPLES if p.parent.name == "valid"][::4], ids=lambda p: f"{p.parts[-4]}-{p.name}"
)
def test_pages_are_sound_whatever_the_source(client: Client, path: Any) -> None:
    for target in ("eu-ttpa", "us-ny-pida"):
        page = posted(client, {"file": (path.name, path.read_bytes(), "x/y"), "to": target, "from": path.parts[-4]})
        ids = [a["id"] for _, a, _ in page.elements if "id" in a]
        assert len(ids) == len(set(ids))
        for tag, a, _ in page.elements:
            for name in ("for", "aria-labelledby", "aria-describedby"):
                for wanted in a.get(name, "").split() if tag != "input" or name != "for" else ():
                    assert wanted in ids, (tag, a)
            if a.get("href", "").startswith("#"):
                assert a["href"][1:] in ids, a


def test_words_for_everything() -> None:
    assert set(words.OUTCOMES) == set(ALL)
    reasons = set()
    for path in [p for p in EXAMPLES if p.parent.name == "valid"][::10]:
        for target in IDS[::8]:
            done = convert(path.read_bytes(), REGISTRY, target=target, source=path.parts[-4])
            reasons |= {leaf.reason for record in done.account.records for leaf in record.leaves if leaf.reason}
    assert {reason for reason in reasons if " " not in reason} <= set(words.REASONS)


def test_in_another_language(client: Client) -> None:
    response = client.get(f"/de/convert?example={quote(META)}&to=eu-ttpa")
    assert response.status_code == 200
    page = Page(response.text)
    assert page.all("html")[0][0]["lang"] == "de"
    assert {a["action"] for a, _ in page.all("form")} == {"/de/convert", "/de/check"}


def test_the_picture_folds_what_is_many() -> None:
    data = json.dumps({f"field {n}": "x" for n in range(40)} | {"id": "1", "page_name": "P"}).encode()
    done = convert(data, REGISTRY, target="eu-ttpa", source="meta-ad-library")
    flow = flow_of(strands_of(done.account.records[0]))
    assert len(flow.columns[0]) <= MOST + 1
    assert sum(bar.values for bar in flow.columns[0]) == len(done.account.records[0].leaves)
    assert sum(row.values for row in flow.rows) == len(done.account.records[0].leaves)


def test_what_is_typed_about_one_record_leaves_the_others_alone() -> None:
    every = Statements().with_(-1, "/a", "all")

    def asked(*fields: tuple[str, str]) -> Statements:
        return ask_of(Entry(), (("stated", every.written()), ("number", "1"), *fields)).statements

    assert asked((f"{SAY}/a", "all")) == every
    assert asked((f"{SAY}/a", "own")).of(1) == {"/a": ("own", False)}
    assert asked((f"{SAY}/a", "own")).of(0) == {"/a": ("all", True)}
    assert asked((f"{SAY}/a", "other"), ("scope", "every")).of(0) == {"/a": ("other", True)}
    assert not asked((f"{SAY}/a", ""))
