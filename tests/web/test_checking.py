"""The form, the report page and the conversion page."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from opads.conversion import canonical_account, convert
from opads.formats import default_registry
from opads.report import canonical_report
from opads.validation import validate
from opads.web.examples import examples_of
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
    for name in ("from", "to"):
        ((select, _),) = page.all("select", name=name)
        assert select["id"] == name
    assert {a["value"] for a, _ in page.all("option")} == {"", *IDS}
    judges = {f.id for f in REGISTRY if len(f.rules.applicable(own=False))} | {pack.id for pack in REGISTRY.packs}
    assert {a["value"] for a, _ in page.all("input", name="for")} == judges


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
    sums = [int(number.replace(",", "")) for text in told for number in re.findall(r"([\d,]+) ", text)[:1]]
    assert sum(sums) == report.ledger.due
    assert any("for a person" in text for text in told)


def test_the_place_is_shown_with_what_stands_there(client: Client) -> None:
    page = posted(client, {"text": '{"a": 1,\n "a": 2}'})
    assert "line 2, column 2" in page.text
    assert [text for _, text in page.all("mark")] == ['"a"']


@pytest.mark.parametrize(
    ("path", "fields", "status", "anchor"),
    [
        ("/check", {"text": ""}, 400, "#text"),
        ("/check", {"text": "{}", "date": "soon"}, 400, "#date"),
        ("/check", {"text": "{}", "from": "no-such"}, 404, "#from"),
        ("/convert", {"text": "{}"}, 400, "#to"),
        ("/convert", {"text": "{}", "to": "no-such"}, 404, "#to"),
        ("/convert", {"text": "{}", "to": IDS[0]}, 422, None),
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
        assert not page.all("script")
        assert not page.all("img")
        assert not [a for _, a, _ in page.elements if any(k.startswith("on") for k in a)]
        assert not [a for a, _ in page.all("a") if a["href"].lower().startswith("javascript")]
        assert "7*7" not in value or value in page.text
        visible = re.sub(r"<textarea.*?</textarea>", "", response.text, flags=re.DOTALL)
        assert "\u202e" not in visible
        assert "\x1b" not in visible


def test_conversion(client: Client) -> None:
    path = next(p for p in EXAMPLES if p.parent.name == "valid")
    for target in IDS:
        if target == path.parts[-4]:
            continue
        expected = convert(path.read_bytes(), REGISTRY, target=target)
        page = posted(client, {"file": ("a", path.read_bytes(), "x/y"), "to": target, "carry": "on"}, "/convert")
        downloads = {a["download"] for a, _ in page.all("a") if "download" in a}
        ((output,)) = [name for name in downloads if name.startswith("converted.")]
        assert page.download(output) == expected.output
        assert page.download("account.json") == canonical_account(expected.account)
        assert page.download("report.json") == canonical_report(expected.report)
        totals = expected.account.totals
        for status in ("written", "narrowed", "carried", "dropped", "missing"):
            ((_, text),) = page.all("li", class_=status)
            assert text.split()[0].replace(",", "") == str(getattr(totals, status))
        rows = len(page.all("tbody")) and sum(1 for _ in page.all("tr")) - len(page.all("table"))
        assert rows == sum(len(r.leaves) for r in expected.account.records[:5])


def test_carry_unticked(client: Client) -> None:
    target = next(f.id for f in REGISTRY if f.file.carry)
    path = next(p for p in EXAMPLES if p.parent.name == "valid" and p.parts[-4] != target)
    page = posted(client, {"file": ("a", path.read_bytes(), "x/y"), "to": target}, "/convert")
    assert json.loads(page.download("account.json"))["totals"]["carried"] == 0
    assert "checked" not in page.all("input", name="carry")[0][0]


def test_links_to_reports_and_conversions_of_examples(read: Reader) -> None:
    name = NAMES[0]
    data = examples_of(REGISTRY).read(name)
    page = read(f"/check?example={quote(name)}&for={IDS[0]}")
    assert page.download("report.json") == canonical_report(validate(data, REGISTRY, targets=(IDS[0],)))
    target = next(i for i in IDS if i != name.split("/")[0])
    page = read(f"/convert?example={quote(name)}&to={target}")
    assert page.download("account.json") == canonical_account(convert(data, REGISTRY, target=target).account)


def test_nothing_to_check_yet(client: Client) -> None:
    for path in ("/check", "/convert"):
        response = client.get(path, follow_redirects=False)
        assert response.status_code == 303
        assert response.headers["location"] == "/"


@pytest.mark.parametrize("name", ["no/such", "../../pyproject.toml", "%2e%2e/x", "", "a" * 3000])
def test_there_are_no_other_examples(read: Reader, name: str) -> None:
    read(f"/?example={name}", status=404)


def test_a_document_that_is_no_text_is_not_put_into_the_field(client: Client) -> None:
    for data in (b"\xff\xfe\x00", b"a\x00b", b"a\rb"):
        page = posted(client, {"file": ("a", data, "x/y")})
        assert [text.strip() for _, text in page.all("textarea")] == [""]
        assert "Choose the file again" in page.text


def test_the_command_lines_ask_for_the_same(client: Client) -> None:
    page = posted(client, {"text": "{}", "from": IDS[0], "for": [IDS[1]], "date": "2026-10-05"})
    lines = [text for _, text in page.all("pre", class_="command")]
    assert lines[0] == f"opads validate FILE --from {IDS[0]} --for {IDS[1]} --date 2026-10-05"
    assert f"/v1/validate?from={IDS[0]}&for={IDS[1]}&date=2026-10-05'" in lines[1]
