"""The form and the report page."""

import json
import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from opads.catalogue import catalogue_of
from opads.formats import default_registry
from opads.rendering import RENDERINGS, NamedReport, render
from opads.report import canonical_report
from opads.speech import LANGUAGES
from opads.validation import Named, validate, validate_together
from opads.web.examples import examples_of
from opads.web.packing import pack
from tests.api.conftest import ANY, EXAMPLES
from tests.web.conftest import Client, Page, Reader

REGISTRY = default_registry()
IDS = REGISTRY.ids
NAMES = [f"{path.parts[-4]}/{path.name}" for path in EXAMPLES]


def posted(client: Client, fields: Mapping[str, Any], path: str = "/check", status: int = 200) -> Page:
    files = {k: v for k, v in fields.items() if isinstance(v, tuple)}
    data = {k: v for k, v in fields.items() if not isinstance(v, tuple)}
    response = client.post(path, data=data, files=files or None)
    assert response.status_code == status, response.text[:500]
    assert response.headers["cache-control"] == "no-store"
    return Page(response.text)


def test_the_form(read: Reader) -> None:
    page = read("/")
    ((form, _),) = page.all("form")
    assert (form["method"], form["action"], form["enctype"]) == ("post", "/check", "multipart/form-data")
    ((convert_button, _),) = page.all("button", formaction="/convert")
    assert convert_button["type"] == "submit"
    assert [text for a, text in page.all("button") if "formaction" not in a] == ["Check"]
    assert "multiple" in page.all("input", name="file")[0][0]
    ((select, _),) = page.all("select", name="from")
    assert select["id"] == "from"
    assert {a["value"] for a, _ in page.all("option")} == {"", *IDS}
    judges = {f.id for f in REGISTRY if len(f.rules.applicable(own=False))} | {pack.id for pack in REGISTRY.packs}
    assert {a["value"] for a, _ in page.all("input", name="for")} == judges
    assert "open" not in page.all("details", class_="choices")[0][0]


def test_what_was_chosen_is_not_folded_away(client: Client) -> None:
    page = posted(client, {"text": "{}", "date": "2026-10-05"})
    assert "open" in page.all("details", class_="choices")[0][0]


def test_the_start_leads_to_every_job(read: Reader) -> None:
    page = read("/")
    cards = page.text[page.text.index("What else you can do here") :]
    for path in ("/convert", "/write", "/batches", "/register", "/explore", "/docs"):
        assert len([a for a, _ in page.all("a", href=path)]) >= 1 + (path != "/docs")
    assert "opads validate" in cards


def test_the_gallery_has_a_sound_and_a_faulty_example_of_each_kind(read: Reader) -> None:
    page = read("/")
    sound = [a["href"] for a, text in page.all("a") if text == "One that is sound"]
    faulty = [a["href"] for a, text in page.all("a") if text == "One with a fault"]
    assert len(sound) == len(faulty) >= 3
    for path in sound:
        assert read(path).all("section", class_="verdict valid")
    for path in faulty:
        assert read(path).all("article")


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_the_downloaded_report_is_that_of_the_interface(client: Client, path: Path) -> None:
    data = path.read_bytes()
    page = posted(client, {"file": ("a.bin", data, "application/octet-stream")})
    by_interface = client.post("/v1/validate", content=data, headers={**ANY, "Accept": "application/json"}).content
    assert page.download("report.json") == by_interface == canonical_report(validate(data, REGISTRY))


def is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize("name", NAMES)
def test_an_example_goes_through_the_text_field_unchanged(client: Client, read: Reader, name: str) -> None:
    """Load it, send the form as a browser does, and get the report on exactly the bytes of the file."""
    data = examples_of(REGISTRY).read(name)
    if not is_text(data):  # no field can hold it: its link leads to its report
        result = read(f"/check?example={quote(name)}")
        assert result.download("report.json") == canonical_report(validate(data, REGISTRY))
        return
    page = read(f"/?example={quote(name)}")
    ((_, text),) = page.all("textarea")
    hidden = {a["name"]: a["value"] for a, _ in page.all("input", type="hidden")}
    # HTML drops one line break after the tag; browsers send every line end as CR LF.
    sent = text.removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n")
    result = posted(client, {"text": sent, **hidden})
    assert json.loads(result.download("report.json"))["input"]["bytes"] == len(data)
    assert result.download("report.json") == canonical_report(validate(data, REGISTRY))


def test_what_is_asked_for_reaches_the_job(client: Client) -> None:
    data = EXAMPLES[0].read_bytes()
    page = posted(
        client,
        {"file": ("a", data, "x/y"), "from": EXAMPLES[0].parts[-4], "for": list(IDS[:2]), "date": "2026-10-05"},
    )
    report = json.loads(page.download("report.json"))
    assert report["judgedFor"] == list(IDS[:2])
    assert report["asOf"] == {"basis": ["given"], "first": "2026-10-05", "last": "2026-10-05"}
    assert page.all("input", name="date")[0][0]["value"] == "2026-10-05"
    assert {a["value"] for a, _ in page.all("input", name="for") if "checked" in a} <= set(IDS[:2])


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_every_finding_says_what_where_why_and_how(client: Client, path: Path) -> None:
    report = validate(path.read_bytes(), REGISTRY, targets=IDS)
    page = posted(client, {"file": ("a", path.read_bytes(), "x/y"), "for": list(IDS)})
    assert len(page.all("article")) == len(report.groups)
    for group in report.groups:
        assert page.all("a", href=f"/rules/{group.rule}")
        assert group.title in page.text
        for citation in group.citations:
            assert citation.instrument in page.text
    words = {"valid": "is acceptable", "invalid": "is not acceptable", "undetermined": "could not be checked fully"}
    ((_, title),) = page.all("h1")
    assert words[report.verdict] in title


def test_what_was_not_checked_is_told(client: Client) -> None:
    path = next(p for p in EXAMPLES if validate(p.read_bytes(), REGISTRY, targets=IDS).ledger.needs_human)
    report = validate(path.read_bytes(), REGISTRY, targets=IDS)
    page = posted(client, {"file": ("a", path.read_bytes(), "x/y"), "for": list(IDS)})
    told = [text for a, text in page.all("details", class_="outcome")]
    sums = [int(number.replace(",", "")) for text in told for number in re.findall(r"([\d,]+)", text)[:1]]
    assert sum(sums) == report.ledger.due
    ((_, unchecked),) = page.all("section", class_="unchecked")
    assert f"Need a person: {report.ledger.needs_human:,}" in unchecked
    for row in report.ledger.rules:
        if row.needs_human:
            assert page.all("a", href=f"/rules/{row.rule}")


def test_the_place_is_shown_with_what_stands_there(client: Client) -> None:
    page = posted(client, {"text": '{"a": 1,\n "a": 2}'})
    assert "line 2, column 2" in page.text
    assert [text for a, text in page.all("mark") if "id" not in a] == ['"a"']


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_each_place_leads_to_the_source_and_back(client: Client, path: Path) -> None:
    report = validate(path.read_bytes(), REGISTRY)
    page = posted(client, {"file": ("a", path.read_bytes(), "x/y")})
    anchors = {a["id"] for _, a, _ in page.elements if "id" in a}
    numbers = range(1, sum(len(group.samples) for group in report.groups) + 1)
    assert {f"f-{number}" for number in numbers} <= anchors
    placed = [f for group in report.groups for f in group.samples if f.place and f.place.line]
    there = {a["href"][1:] for a, _ in page.all("a") if a["href"].startswith("#s-")}
    back = {a["href"][1:] for a, text in page.all("a") if re.fullmatch(r"Finding \d+", text)}
    assert len(there) == len(back) == len(placed)
    assert there | back <= anchors


def misspelt() -> tuple[bytes, list[str]]:
    """Give a document with a field that has a letter too many, and the names that were meant."""
    for path in EXAMPLES:
        if path.suffix != ".json" or path.parent.name != "valid":
            continue
        record = json.loads(path.read_bytes())
        if isinstance(record, dict):
            name, value = next(iter(record.items()))
            data = json.dumps({**record, f"{name}s": value}).encode()
            samples = [finding for group in validate(data, REGISTRY).groups for finding in group.samples]
            if nearest := [finding.params["nearest"] for finding in samples if finding.params.get("nearest")]:
                return data, nearest
    raise AssertionError("no format tells what was meant")


def test_a_column_without_a_name_has_its_number(client: Client) -> None:
    page = posted(client, {"file": ("a.csv", b",b\n1,2\n", "text/csv")})
    assert [text for a, text in page.all("th", scope="col")] == ["Row", "column 1", "b"]


def test_what_is_meant_is_asked(client: Client) -> None:
    data, nearest = misspelt()
    page = posted(client, {"file": ("a", data, "x/y")})
    assert [text.removeprefix("Did you mean ").rstrip("?") for _, text in page.all("p", class_="nearest")] == nearest


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_each_rendering_can_be_taken_along(client: Client, rendering: str) -> None:
    data = EXAMPLES[0].read_bytes()
    page = posted(client, {"file": ("a.json", data, "x/y"), "date": "2026-10-05"})
    if rendering != "json":
        assert page.all("button", formaction=f"/check?as={rendering}", form="kept")
    ((form, _),) = page.all("form", id="kept")
    fields = {a["name"]: a["value"] for a, _ in page.all("input", type="hidden")}
    answer = client.post(f"/check?as={rendering}", data=fields)
    report = validate(data, REGISTRY, as_of=date(2026, 10, 5))
    assert form["action"] == "/check#findings"
    assert answer.content == render(rendering, [NamedReport("a.json", report)], catalogue_of(REGISTRY))
    assert answer.headers["content-disposition"].startswith('attachment; filename="report.')
    assert "sandbox" in answer.headers["content-security-policy"]


def test_there_are_no_other_renderings(client: Client) -> None:
    assert client.post("/check?as=docx", data={"text": "{}"}).status_code == 400
    assert client.post("/check?as=csv", data={"text": ""}).status_code == 400


def test_findings_are_chosen_without_scripts(client: Client) -> None:
    data = next(p.read_bytes() for p in EXAMPLES if len(validate(p.read_bytes(), REGISTRY).groups) > 1)
    report = validate(data, REGISTRY)
    total = sum(len(group.samples) for group in report.groups)
    rule = report.groups[0].rule
    page = posted(client, {"file": ("a", data, "x/y"), "rule": rule})
    assert {a["data-rule"] for a, _ in page.all("article")} == {rule}
    assert f"of {total}" in page.text
    severity = report.groups[-1].severity
    page = posted(client, {"file": ("a", data, "x/y"), "severity": severity})
    assert {a["data-severity"] for a, _ in page.all("article")} == {severity}
    assert not posted(client, {"file": ("a", data, "x/y"), "words": "no such words"}).all("article")
    whole = posted(client, {"file": ("a", data, "x/y"), "words": "no such words", "all": "1"})
    assert len(whole.all("article")) == len(report.groups)


def test_several_files_are_one_set(client: Client) -> None:
    data = EXAMPLES[0].read_bytes()
    files = [("file", ("one.json", data)), ("file", ("two.json", data)), ("file", ("three.csv", b"a,b\n1,2\n"))]
    response = client.post("/check", files=files)
    page = Page(response.text)
    assert response.status_code == 200
    assert [text for _, text in page.all("h1")] == ["Not all files are acceptable"]
    rows = [text for _, text in page.all("tr")]
    assert any("one.json" in row for row in rows)
    assert any("three.csv" in row and "no known format" in row for row in rows)
    named = [Named("one.json", data), Named("two.json", data), Named("three.csv", b"a,b\n1,2\n")]
    expected = validate_together(named, REGISTRY)
    assert len(page.all("article")) == sum(len(report.groups) for report in expected)
    fields = [(a["name"], a["value"]) for a, _ in page.all("input", type="hidden") if a["name"] == "sent"][:3]
    again = client.post("/check?as=json", data={"sent": [value for _, value in fields]})
    assert again.content == b"[" + b",".join(canonical_report(report) for report in expected) + b"]"
    alone = posted(client, {"sent": [value for _, value in fields], "alone": "2"})
    assert alone.download("report.json") == canonical_report(validate(data, REGISTRY))


def test_an_answer_is_read_in_another_language(client: Client) -> None:
    page = posted(client, {"file": ("a.json", EXAMPLES[0].read_bytes(), "x/y")})
    kept = page.all("input", name="sent")[0][0]["value"]
    others = [a["formaction"] for a, _ in page.all("button", form="kept") if "lang" in a]
    assert len(others) == len(LANGUAGES) - 1
    for address in others:
        tag = address.split("/")[1]
        answer = client.post(address, data={"sent": kept})
        assert answer.headers["content-language"] == tag
        assert Page(answer.text).download("report.json") == page.download("report.json")
        table = client.post(f"/{tag}/check?as=csv", data={"sent": kept})
        assert table.status_code == 200


def test_too_many_files(client: Client) -> None:
    assert client.post("/check", files=[("file", (f"{n}.json", b"{}")) for n in range(21)]).status_code == 413
    assert client.post("/check", files=[("file", (f"{n}.json", b" " * 150_000)) for n in range(2)]).status_code == 413


def test_what_was_kept_is_bounded_together(client: Client) -> None:
    kept = pack(b" " * 90_000)
    assert client.post("/check?as=csv", data={"sent": [kept] * 2}).status_code == 200
    assert client.post("/check?as=csv", data={"sent": [kept] * 3}).status_code == 413
    assert client.post("/check?as=csv", data={"sent": [pack(b"{}")] * 21}).status_code == 413


def test_the_beginning_of_a_file_is_told_as_such(client: Client) -> None:
    page = posted(client, {"file": ("a", EXAMPLES[0].read_bytes(), "x/y"), "beginning": "on"})
    assert "the beginning of the file alone" in page.text


@pytest.mark.parametrize(
    ("path", "fields", "status", "anchor"),
    [
        ("/check", {"text": ""}, 400, "#text"),
        ("/check", {"text": "{}", "date": "soon"}, 400, "#date"),
        ("/check", {"text": "{}", "from": "no-such"}, 404, "#from"),
    ],
)
def test_a_mistake_is_told_beside_the_form(
    client: Client, path: str, fields: Any, status: int, anchor: str | None
) -> None:
    page = posted(client, fields, path, status)
    ((_, title),) = page.all("title")
    assert title.startswith("Error: ")
    ((_, text),) = page.all("div", role="alert")
    assert "There is a problem" in text
    if anchor:
        assert page.all("a", href=anchor)
        if fields.get("text"):
            assert [t.strip() for _, t in page.all("textarea")] == [fields["text"]]


def test_a_long_document_is_refused_on_the_page(client: Client) -> None:
    response = client.post("/check", files={"file": ("a", b"x" * 200_001, "x/y")})
    assert response.status_code == 413
    assert "200000" in response.text
    assert Page(response.text).all("a", href="/batches")
    assert client.post("/check", files={"file": ("a", b"x" * 200_000, "x/y")}).status_code == 200
    assert client.post("/check", data={"text": "é" * 100_001}).status_code == 413
    assert client.post("/check", data={"text": "é" * 100_000}).status_code == 200
    assert client.post("/check", data={"text": "é" * 200_000}).status_code == 413


def test_other_media_types_are_refused_on_the_page(client: Client) -> None:
    response = client.post("/check", content=b"{}", headers={"Content-Type": "application/json"})
    assert response.status_code == 415
    assert Page(response.text).all("h1")


@pytest.mark.parametrize(
    "body",
    [b"", b"--x", b"--x\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--x--", b"--y--", b"\r\n" * 100,
     b"--x\r\nA" + b"a" * 10_000, b"--x\r\nContent-Disposition: form-data; name='text'\r\n\r\n{}",
     (b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" * 101) + b"--x--"],
)  # fmt: skip
def test_forms_that_are_none_are_refused(client: Client, body: bytes) -> None:
    response = client.post("/check", content=body, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert response.status_code == 400


def test_an_upload_is_named_harmlessly(client: Client) -> None:
    name = '../../etc/<b>"pass\u202ewd\r\nX: y'
    page = posted(client, {"file": (name, b"{}", "text/html")})
    shown = [text for _, text in page.all("bdi")]
    assert any("pass\\u202ewd" in text for text in shown)
    assert "../" not in page.text
    assert not page.all("b") or all(text.replace(",", "").isdigit() for _, text in page.all("b"))


HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "${7*7}", "</textarea><script>", "javascript:alert(1)",
    "'-alert(1)-'", "\u202eevil", "\u2066\u2069", "\x1b[31m", "&lt;script&gt;", "<!--", "]]>", "\U000e0041", "Z\u0351\u036b\u0343", "=1+1",
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_values_stay_values(client: Client, value: Any) -> None:
    """What a document holds is shown as it is and does nothing, in a report and in a conversion."""
    document = json.loads(next(p for p in EXAMPLES if p.suffix == ".json" and p.parent.name == "valid").read_bytes())
    record = document[0] if isinstance(document, list) else document

    def spoil(node: Any) -> Any:
        if isinstance(node, dict):
            return {**{k: spoil(v) for k, v in node.items()}, value: value}
        if isinstance(node, list):
            return [spoil(v) for v in node]
        return value if isinstance(node, str) else node

    text = json.dumps(spoil(record), ensure_ascii=False)
    for path, more in (("/check", {"for": list(IDS)}), ("/convert", {"to": IDS[0]}), ("/convert", {"to": IDS[-1]})):
        response = client.post(path, data={"text": text, **more})
        assert response.status_code in (200, 422)
        page = Page(response.text)
        assert not [a for a, text in page.all("script") if text.strip() or not a["src"].startswith("/static/")]
        assert not page.all("img")
        assert not [a for _, a, _ in page.elements if any(k.startswith("on") for k in a)]
        assert not [a for a, _ in page.all("a") if a["href"].lower().startswith("javascript")]
        assert "7*7" not in value or value in page.text
        visible = re.sub(r"<textarea.*?</textarea>", "", response.text, flags=re.DOTALL)
        assert "\u202e" not in visible
        assert "\x1b" not in visible


def test_links_to_reports_of_examples(read: Reader) -> None:
    name = NAMES[0]
    data = examples_of(REGISTRY).read(name)
    page = read(f"/check?example={quote(name)}&for={IDS[0]}")
    assert page.download("report.json") == canonical_report(validate(data, REGISTRY, targets=(IDS[0],)))


def test_nothing_to_check_yet(client: Client) -> None:
    response = client.get("/check", follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"] == "/"


@pytest.mark.parametrize("name", ["no/such", "../../pyproject.toml", "%2e%2e/x", "", "a" * 3000])
def test_there_are_no_other_examples(read: Reader, name: str) -> None:
    read(f"/?example={name}", status=404)


def test_a_document_that_is_no_text_is_not_put_into_the_field(client: Client) -> None:
    for data in (b"\xff\xfe\x00", b"a\x00b", b"a\rb"):
        page = posted(client, {"file": ("a", data, "x/y")})
        assert [text.strip() for _, text in page.all("textarea")] == [""]
        assert "is kept in this page" in page.text
        kept = page.all("input", name="sent")[0][0]["value"]
        again = posted(client, {"text": "", "sent": kept, "from": IDS[0]})
        assert again.download("report.json") == canonical_report(validate(data, REGISTRY, source=IDS[0]))


def test_what_is_too_long_to_keep_is_chosen_again(client: Client) -> None:
    noise = b"".join(sha256(str(number).encode()).digest() for number in range(1000))
    fields = {"file": ("a", noise, "x/y")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("opads.web.forms.PACKED", 1000)
        page = posted(client, fields)
    assert "Choose the file again" in page.text
    assert not page.all("form", id="kept")


@pytest.mark.parametrize("kept", ["", "x", "eJw=", "!!!! a", pack(b"a" * 300_000)])
def test_what_a_page_kept_may_come_back_damaged(client: Client, kept: str) -> None:
    assert client.post("/check", data={"sent": kept}).status_code in (400, 413)


def test_the_command_lines_ask_for_the_same(client: Client) -> None:
    page = posted(client, {"text": "{}", "from": IDS[0], "for": [IDS[1]], "date": "2026-10-05"})
    lines = [text for _, text in page.all("pre", class_="command")]
    assert lines[0] == f"opads validate FILE --from {IDS[0]} --for {IDS[1]} --date 2026-10-05"
    assert f"/v1/validate?from={IDS[0]}&for={IDS[1]}&date=2026-10-05'" in lines[1]
