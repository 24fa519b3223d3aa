"""E: text, display, identity (61 to 70): whatever a field holds comes back unchanged, and steers nothing on its way."""

import json
import os
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from opads.rendering import RENDERINGS
from opads.standard import resources
from opads.standard.jsonvalue import get, leaves, parent, unescape
from tests.api.conftest import JSON, Client
from tests.hostile.asking import Ask
from tests.hostile.naughty import TEXTS

FIXED = frozenset(
    [
        "opads",
        "kind",
        "roles",
        "role",
        "metric",
        "breakdown",
        "scope",
        "type",
        "level",
        "purpose",
        "exact",
        "currency",
        "status",
        "event",
        "at",
        "date",
        "start",
        "end",
        "media",
        "form",
        "language",
        "languages",
        "country",
        "email",
        "website",
        "url",
        "createdAt",
        "actorType",
        "gender",
        "special",
        "technique",
    ]
)
"""Members that hold codes, dates, amounts and addresses: another text there is a mistake of another sort."""
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
CORPUS = "OPADS_NAUGHTY_STRINGS"
"""Names a file of texts, a JSON array, that are to be tried as well."""


@cache
def complete() -> bytes:
    return (resources.examples() / "complete.json").read_bytes()


def told(text: str) -> dict[str, Any]:
    """Return a disclosure with a text in every field that is free to hold it, and in its extensions."""
    found: dict[str, Any] = json.loads(complete())
    for pointer, leaf in list(leaves(found)):
        name = next(part for part in reversed(pointer.split("/")) if not part.isdigit())
        if isinstance(leaf, str) and name not in FIXED:
            holder = get(found, parent(pointer))
            key = unescape(pointer.rpartition("/")[2])
            holder[int(key) if isinstance(holder, list) else key] = text
    found["extensions"] = {"xx": {"/text": text, "/list": [text, {"x": text}]}}
    return found


def through_every_door(door: Client, text: str, kinds: Sequence[str] = tuple(RENDERINGS)) -> None:
    found = told(text)
    data = json.dumps(found).encode()
    for query in (
        "validate?from=opads-disclosure",
        "validate?for=eu-ttpa",
        "detect",
        "convert?from=opads-disclosure&to=eu-ttpa",
    ):
        assert door.post(f"/v1/{query}", content=data, headers=JSON).status_code in (200, 422), query
    converted = door.post("/v1/convert?from=opads-disclosure&to=opads-disclosure", content=data, headers=JSON)
    if converted.status_code == 200 and json.loads(converted.json()["output"]):
        assert json.loads(converted.json()["output"]) == [found]
    for name in kinds:
        answer = door.post(f"/v1/validate?from=opads-disclosure&format={name}", content=data, headers=JSON)
        assert answer.status_code == 200, name
        inert(name, answer.text)
    for path in ("/v1/notices?to=html", "/v1/labels?to=html", "/v1/labels?to=svg"):
        answer = door.post(path, content=data, headers=JSON)
        assert answer.status_code in (200, 422), path
        if answer.status_code == 200:
            inert("html", answer.text)


def inert(kind: str, text: str) -> None:
    """Check that nothing in a rendering steers whoever reads it."""
    if kind in ("json", "ndjson", "sarif"):
        for line in text.rstrip("\n").split("\n") if kind == "ndjson" else [text]:
            json.loads(line)
        return
    if kind == "html":
        visible = re.sub(r'<script type="application/(?:ld\+)?json"[^>]*>[^<]*</script>', "", text)
        assert "<script" not in visible.lower()
        assert not re.search(r"<[^>]+\son[a-z]+\s*=", re.sub(r'"[^"]*"', '""', visible), re.IGNORECASE)
        addresses = etree.fromstring(text.encode(), etree.HTMLParser(encoding="utf-8")).xpath("//@href | //@src")
        assert not [found for found in addresses if re.match(r"\s*(?:javascript|data:text)", found, re.IGNORECASE)]
    if kind == "junit":
        etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    if kind == "csv":
        assert not re.search(r'(?:^|,)"?[=+@]', text, re.MULTILINE)
    if kind == "github":
        assert all(line.startswith("::") or not line.lstrip().startswith("::set") for line in text.split("\n"))
    assert not STEERING.search(text.replace("\r\n", "\n")), kind


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in TEXTS
        if "turn" in name or "direction" in name or name in ("isolates open", "zero width", "tags")
    ],
)
def test_61_controls_of_direction_are_shown_and_do_nothing(door: Client, name: str) -> None:
    through_every_door(door, TEXTS[name])


@pytest.mark.parametrize("text", ["EUR\u202e", "E\u200bUR", "\u202dEUR", "EU\U000e0052"])
def test_61_codes_and_identifiers_hold_none(ask: Ask, text: str) -> None:
    document = {
        "opads": "1.0",
        "money": {"amounts": [{"kind": "total", "scope": "ad", "currency": text, "exact": "5"}]},
    }
    answer = ask(json.dumps(document, ensure_ascii=False))
    assert [found.partition("@")[0] for found in answer.found] == ["opads/schema-enum"]


@pytest.mark.parametrize("name", ["many marks", "one grapheme", "long", "long word"])
def test_63_long_texts_are_kept_and_shown_short(ask: Ask, door: Client, name: str) -> None:
    through_every_door(door, TEXTS[name])
    answer = ask(json.dumps({"opads": "1.0", "jurisdictions": [TEXTS[name]]}))
    assert answer.verdict == "invalid"
    assert all(len(group["text"]) < 1_000 for group in answer.body["groups"])


MARKUP = (
    "script",
    "closing",
    "attribute",
    "image",
    "comment",
    "cdata",
    "entity",
    "address",
    "data",
    "markdown",
    "template",
    "headers",
    "workflow",
)


@pytest.mark.parametrize("name", MARKUP)
def test_64_markup_is_text(door: Client, ask: Ask, name: str) -> None:
    through_every_door(door, TEXTS[name])
    data = json.dumps(
        {"opads": "1.0", TEXTS[name]: 1, "jurisdictions": [TEXTS[name]], "parties": [{"roles": [TEXTS[name]]}]}
    )
    assert ask(data).verdict == "invalid"
    for kind in RENDERINGS:
        answer = door.post(f"/v1/validate?from=opads-disclosure&format={kind}", content=data, headers=JSON)
        inert(kind, answer.text)


@pytest.mark.parametrize("name", ["terminal", "controls"])
def test_65_sequences_for_terminals(door: Client, name: str) -> None:
    through_every_door(door, TEXTS[name])
    data = json.dumps({"opads": "1.0", TEXTS[name]: 1, "jurisdictions": [TEXTS[name]]})
    answer = door.post("/v1/validate?from=opads-disclosure&format=text", content=data, headers=JSON)
    assert "\x1b" not in answer.text
    assert "\x07" not in answer.text


ADDRESSES = ("http://169.254.169.254/latest", "file:///etc/passwd", "javascript:alert(1)", "https://user:secret@evil.example/", "https://x:0/",
             "https://\u0440\u0430ypal.example/", "https://" + "a" * 10_000, "//evil.example", "data:text/html,x", "https://[::1]/")  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_67_addresses_are_never_called(door: Client, lure: str, address: str) -> None:
    found = json.loads(complete())
    for url in (address, lure):
        found["advertisement"]["urls"] = [{"kind": "landing", "url": url}]
        found["parties"][0]["website"] = url
        data = json.dumps(found)
        for path in ("/v1/validate?from=opads-disclosure", "/v1/validate?for=eu-ttpa&format=html", "/v1/notices?to=html", "/v1/labels?to=svg",
                     "/v1/convert?from=opads-disclosure&to=eu-ttpa"):  # fmt: skip
            answer = door.post(path, content=data, headers=JSON)
            assert answer.status_code in (200, 422)
            assert not re.search(r'href="(?:javascript|file|data):', answer.text)


@pytest.mark.parametrize("name", [name for name in TEXTS if name not in MARKUP])
def test_68_texts_that_break_programs(door: Client, name: str) -> None:
    """Each is seen in a third of the renderings here, and in all of them in the long run."""
    through_every_door(door, TEXTS[name], tuple(RENDERINGS)[len(name) % 3 :: 3])


@pytest.mark.soak
def test_68_our_own_list_in_every_rendering(door: Client) -> None:
    for text in TEXTS.values():
        through_every_door(door, text)


@pytest.mark.soak
def test_68_a_list_of_others(door: Client) -> None:
    """Run where the file that the environment names is at hand."""
    path = os.environ.get(CORPUS)
    if not path:
        pytest.skip(f"{CORPUS} names no file")
    texts = [text for text in json.loads(Path(path).read_bytes()) if "\x00" not in text]
    assert len(texts) > 400
    for text in texts:
        through_every_door(door, text)


@pytest.mark.parametrize(
    ("member", "value", "rule"),
    [("currency", "DEM", "schema-enum"), ("currency", "eur", "schema-enum"), ("currency", "€", "schema-enum"), ("exact", "5,5", "schema-pattern"),
     ("exact", "1e3", "schema-pattern"), ("exact", "+5", "schema-pattern"), ("exact", "05", "schema-pattern"), ("exact", "5.", "schema-pattern"),
     ("exact", "€5", "schema-pattern"), ("exact", "\u0665", "schema-pattern"), ("exact", 5, "schema-type"), ("exact", "", "schema-pattern"),
     ("exact", "-5.00", None), ("exact", "0.1234", None), ("exact", "9" * 60, None), ("currency", "JPY", None), ("currency", "KWD", None)],
)  # fmt: skip
def test_70_money(ask: Ask, member: str, value: object, rule: str | None) -> None:
    """An amount is what was stated: exact, never rounded to the places of its currency, never made up."""
    amount = {"kind": "total", "scope": "ad", "currency": "EUR", "exact": "5.125", member: value}
    answer = ask(json.dumps({"opads": "1.0", "money": {"amounts": [amount]}}))
    assert [found.partition("@")[0] for found in answer.found] == ([f"opads/{rule}"] if rule else [])
