"""Strict reading, class by class: what every reader of JSON must take, must refuse, and what is ours to say.

The texts here are our own. Where the environment names the folder of the public suite of such files (y_, n_ and i_ by what a reader
has to do), that is read too, in the long run.
"""

import os
from pathlib import Path

import pytest

from tests.api.conftest import ANY, Client
from tests.hostile.asking import Ask

SUITE = "OPADS_JSON_TEST_SUITE"
OURS_REFUSED = 4
"""Files that a reader may take and we do not: two for a name that occurs twice (RFC 7493, section 2.3), two for NUL."""

TAKEN = (
    "0", "-0", "-1", "1.5", "1e5", "1E5", "1e+5", "1e-5", "0e1", "0.0e-0", "123456789012345", "-1.25E-2", '""', '"a"', '"\\u00e9"', '"é"',
    '"\\ud834\\udd1e"', '"\U0001d11e"', '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\u2028\u2029"', '"\x7f"', '"\uffff"', '"\\uFFFF"', "true", "false", "null",
    "[]", "{}", "[1, 2]", "[[], {}]", '{"": 0}', '{"a": {"b": [null]}}', " [ 1 ] ", "\t[\r\n1\r]\n", '{"a":1,"b":2}', "[[[[[1]]]]]", '"/"', '"\\u0061"',
)  # fmt: skip
REFUSED = (
    "", " ", "01", "-01", "1.", ".1", "-.1", "+1", "1e", "1e+", "1.e1", "0x1", "1_0", "- 1", "--1", "1.2.3", "0e", "1ee2", "Infinity", "-NaN", "nan",
    "tru", "True", "nul", "truefalse", "undefined", "'a'", '"a', '"\\', '"\\x41"', '"\\u12"', '"\\u12g4"', '"\\a"', '"a\nb"', '"a\tb"', '"\x00"', '"\x1f"', "a",
    "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1,,2]", "[1}", "[:]", "[\x0c]", "[\u00a0]", "[\u2060]", "{", "}", '{"a"}', '{"a":}', '{"a" 1}', '{"a":1,}',
    '{,"a":1}', "{a:1}", "{1:1}", '{"a":1 "b":2}', '{"a"::1}', '{"a":1}}', "{}{}", "[]]", "[] x", "1 2", "[]// x", "/**/[]", "# x\n[]", "[1]\x00", "\ufeff\ufeff[]",
    "*", "<a>", "(1)", "{\u201ca\u201d: 1}", "[\u0661]", "[\uff11]", "[-]", '["a"', '{"a":"b"', "[true", "\\u005b1]", '["\\u00A"]',
)  # fmt: skip
OURS = {
    "1e999": "number-out-of-range", "-1e9999999": "number-out-of-range", "1e-999": "number-tiny", "9007199254740993": "unsafe-integer",
    "1" * 2_000: "number-too-long", '"\\ud800"': "lone-surrogate", '"\\udc00\\ud800"': "lone-surrogate", '"\\u0000"': "nul",
    "[" * 100 + "]" * 100: "too-deep", '{"a":1,"a":1}': "duplicate-key", '"\\u001f"': "control-character",
}  # fmt: skip
"""What RFC 8259 leaves to the reader, and the rule by which we tell it."""
SEVERE = frozenset({"number-out-of-range", "number-too-long", "lone-surrogate", "nul", "too-deep", "duplicate-key"})


def within(text: str) -> str:
    """Return a document in which a text stands as a value."""
    return '{"extensions": ' + text + "}"


def carrier_findings(answer: list[str]) -> list[str]:
    return [told for told in answer if told.startswith("carrier")]


@pytest.mark.parametrize("text", TAKEN)
def test_what_must_be_taken(ask: Ask, text: str) -> None:
    assert [
        told for told in carrier_findings(ask(within(text), carrier="json").found) if "control-character" not in told
    ] == []


@pytest.mark.parametrize("text", REFUSED)
def test_what_must_be_refused(ask: Ask, text: str) -> None:
    for document in (text, within(text)) if text.strip() else (within(text),):
        answer = ask(document, carrier="json")
        assert answer.verdict == "invalid"
        assert answer.body["totals"]["records"] == 0
        assert carrier_findings(answer.found)


@pytest.mark.parametrize("text", OURS)
def test_what_is_ours_to_say(ask: Ask, text: str) -> None:
    answer = ask(within(text), carrier="json")
    assert [told.partition("@")[0] for told in carrier_findings(answer.found)] == [f"carrier-json/{OURS[text]}"]
    assert answer.body["totals"]["records"] == (0 if OURS[text] in SEVERE else 1)


@pytest.mark.parametrize(
    "raw", [b'"\xff"', b'"\xc0\xaf"', b'"\xed\xa0\x80"', b'"\xf4\xbf\xbf\xbf"', b'"\xe0\xff"', b"\xe5", b'"\x80"']
)
def test_bytes_that_are_no_utf_8(ask: Ask, raw: bytes) -> None:
    assert [told.partition("@")[0] for told in ask(b'{"a": ' + raw + b"}", carrier="json").found] == [
        "carrier/invalid-utf-8"
    ]


@pytest.mark.soak
def test_the_public_suite(door: Client) -> None:
    """Run where the folder that the environment names is at hand: 95 to take but four, 188 to refuse, 35 ours to say."""
    folder = os.environ.get(SUITE)
    if not folder:
        pytest.skip(f"{SUITE} names no folder")
    taken: dict[str, list[bool]] = {"y": [], "n": [], "i": []}
    for path in sorted(Path(folder).glob("[yni]_*.json")):
        data = path.read_bytes()
        answer = door.post("/v1/validate?from=opads-disclosure&carrier=json", content=data, headers=ANY)
        assert answer.status_code == (200 if data else 400), path.name
        groups = answer.json()["groups"] if data else [{"rule": "carrier/empty", "severity": "error"}]
        # A document of another kind than an object is well-formed and has no record.
        graves = {g["rule"] for g in groups if g["severity"] == "error" and g["rule"].startswith("carrier")}
        graves -= {"carrier-json/no-records", "carrier-json/not-an-object"}
        taken[path.name[0]].append(not graves)
    assert [len(taken[kind]) for kind in "yni"] == [95, 188, 35]
    assert taken["y"].count(False) == OURS_REFUSED
    assert not any(taken["n"])
