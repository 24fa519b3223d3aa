"""A: bytes and JSON (1 to 24). Every document has a report, with the rule and the exact place; none is believed in part."""

import json
from functools import partial

import pytest

from opads.carriers import Limits
from opads.formats import default_registry
from opads.validation import validate
from tests.api.conftest import ANY, JSON, Client
from tests.hostile.asking import OWN, Ask, grows_evenly, peak

MINIMAL = b'{"opads": "1.0"}'
NAMED = '{"opads": "1.0",\n "identity": {"title": %s}}'
"""A document whose title begins in the second line, in column 24."""
PLACE = "2:24"


def holding(value: str) -> str:
    return NAMED % value


@pytest.mark.parametrize("path", ["/v1/validate", "/v1/detect", "/v1/convert?to=opads-disclosure"])
def test_01_an_empty_body(door: Client, path: str) -> None:
    response = door.post(path, content=b"", headers=JSON)
    assert response.status_code == 400
    assert response.json()["type"] == "https://opads.example/problems/empty-body"


@pytest.mark.parametrize("data", [b" \t\r\n", b"\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
@pytest.mark.parametrize("source", [OWN, None])
def test_02_nothing_but_white_space_or_a_mark(ask: Ask, data: bytes, source: str | None) -> None:
    answer = ask(data, source)
    assert answer.verdict == "invalid"
    assert answer.found == ["carrier/empty"]
    assert answer.body["totals"]["records"] == 0


@pytest.mark.parametrize("source", [OWN, None])
def test_03_a_byte_order_mark_before_a_document(ask: Ask, source: str | None) -> None:
    answer = ask(b"\xef\xbb\xbf" + MINIMAL, source)
    assert answer.verdict == "valid"
    assert answer.found == ["carrier/byte-order-mark@1:1"]
    assert answer.body["totals"]["warnings"] == 1


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-16", "UTF-16LE"), ("utf-16-le", "UTF-16LE"), ("utf-16-be", "UTF-16BE"),
     ("utf-32", "UTF-32LE"), ("utf-32-le", "UTF-32LE"), ("utf-32-be", "UTF-32BE")],
)  # fmt: skip
def test_04_other_encodings_of_unicode_are_named(ask: Ask, encoding: str, said: str) -> None:
    answer = ask(MINIMAL.decode().encode(encoding))
    assert answer.found == ["carrier/wrong-encoding@1:1"]
    assert answer.text("carrier/wrong-encoding") == f"The file looks like {said}; it must be UTF-8."


def test_05_latin_1_in_a_name(ask: Ask) -> None:
    data = holding('"Pérez"').encode("latin-1")
    answer = ask(data)
    assert answer.found == ["carrier/invalid-utf-8@2:26"]
    assert answer.finding("carrier/invalid-utf-8")["place"]["offset"] == data.index(b"\xe9")
    assert answer.finding("carrier/invalid-utf-8")["params"]["byte"] == "0xE9"


@pytest.mark.parametrize(
    ("bad", "column"),
    [(b'"\xc0\xaf"', 25), (b'"\xe0\x80\xaf"', 25), (b'"\xed\xa0\x80\xed\xb0\x80"', 25), (b'"\xf5\x80\x80\x80"', 25),
     (b'"\xc3\xa9\xff"', 26), (b'"\xe2\x82', 25), (b'"x"}}\xe2', 29)],
)  # fmt: skip
def test_06_overlong_surrogate_and_truncated_bytes(ask: Ask, bad: bytes, column: int) -> None:
    answer = ask(holding("|").encode().partition(b"|")[0] + bad)
    assert answer.verdict == "invalid"
    assert answer.found == [f"carrier/invalid-utf-8@2:{column}"]


@pytest.mark.parametrize("second", ['"opads"', '"\\u006fpads"', '"\\u006F\\u0070ads"'])
def test_07_a_name_that_occurs_twice(ask: Ask, second: str) -> None:
    """Both places are told, no value is chosen, also where one of the two is written with escapes (08)."""
    answer = ask(f'{{"opads": "1.0",\n {second}: "2.0"}}')
    assert answer.found == ["carrier-json/duplicate-key@2:2"]
    assert answer.body["totals"]["records"] == 0
    params = answer.finding("carrier-json/duplicate-key")["params"]
    assert params == {"name": "opads", "line": 2, "column": 2, "first_line": 1, "first_column": 2}


def test_08_a_name_that_occurs_twice_by_an_escape(ask: Ask) -> None:
    answer = ask('{"identity": {"title": "a",\n\t"t\\u0069tle": "b"}, "opads": "1.0"}')
    assert answer.found == ["carrier-json/duplicate-key@2:2"]
    assert answer.finding("carrier-json/duplicate-key")["params"]["name"] == "title"


def test_09_names_that_only_look_the_same(ask: Ask) -> None:
    answer = ask('{"opads": "1.0", "extensions": {"caf\u00e9": 1,\n "cafe\u0301": 2}}')
    (similar,) = [told for told in answer.found if told.startswith("carrier-json/")]
    assert similar == "carrier-json/similar-keys@2:2"
    assert answer.body["totals"]["records"] == 1


@pytest.mark.parametrize(
    ("written", "rule"),
    [("NaN", "not-a-number"), ("Infinity", "not-a-number"), ("-Infinity", "not-a-number"), ("+Infinity", "not-a-number"),
     ("0x1", "number-form"), ("01", "number-form"), ("-01", "number-form"), ("+1", "number-form"), (".5", "number-form"),
     ("1.", "number-form"), ("1e", "number-form"), ("1e+", "number-form"), ("1_000", "number-form"), ("--1", "syntax"),
     ("- 1", "syntax"), ("\u0661", "syntax"), ("\uff11", "syntax")],
)  # fmt: skip
def test_10_numbers_that_json_does_not_know(ask: Ask, written: str, rule: str) -> None:
    answer = ask(holding(written))
    assert answer.found == [f"carrier-json/{rule}@{PLACE}"]
    assert answer.verdict == "invalid"


@pytest.mark.parametrize("written", ["1e999", "-1e999", "1E+309", "1e999999999999", "123456789e400"])
def test_11_numbers_beyond_any_range(ask: Ask, written: str) -> None:
    assert ask(holding(written)).found == [f"carrier-json/number-out-of-range@{PLACE}"]


@pytest.mark.parametrize("written", ["1e-999", "-1e-400", "1e-999999999999"])
def test_11_numbers_that_others_take_for_zero(ask: Ask, written: str) -> None:
    answer = ask(holding(written))
    assert f"carrier-json/number-tiny@{PLACE}" in answer.found
    tiny = next(group for group in answer.body["groups"] if group["rule"] == "carrier-json/number-tiny")
    assert tiny["severity"] == "warning"


@pytest.mark.parametrize("digits", [4_301, 1_000_000])
def test_12_very_long_numbers(ask: Ask, digits: int) -> None:
    answer = ask(holding("9" * digits))
    assert answer.found == [f"carrier-json/number-too-long@{PLACE}"]
    params = answer.finding("carrier-json/number-too-long")["params"]
    assert params["digits"] == digits
    assert len(params["number"]) < 100


def test_12_very_long_numbers_cost_their_length() -> None:
    registry = default_registry()
    assert grows_evenly(lambda digits: lambda: validate(holding("9" * digits).encode(), registry, source=OWN), 200_000)


def test_13_a_whole_number_that_others_round(ask: Ask, door: Client) -> None:
    document = b'{"opads": "1.0",\n "extensions": {"xx": {"count": 9007199254740993, "text": "9007199254740993"}}}'
    answer = ask(document)
    assert [told for told in answer.found if "integer" in told] == ["carrier-json/unsafe-integer@2:33"]
    written = door.post("/v1/convert?to=opads-disclosure", content=document, headers=JSON).json()["output"]
    assert json.dumps(written).count("9007199254740993") == 2


@pytest.mark.parametrize("written", ["-0", "0", "-0.0", "1.0", "1e0", "10e-1"])
def test_14_whole_numbers_written_otherwise(ask: Ask, written: str) -> None:
    """A number is what it is worth: 1.0 is a whole number (JSON Schema 2020-12, 6.1.1), -0 is zero."""
    document = '{"opads": "1.0", "delivery": {"metrics": [{"metric": "impressions", "exact": %s}]}}'
    answer = ask(document % written)
    plain = ask(document % ("1" if "1" in written else "0"))
    assert [told.partition("@")[0] for told in answer.found] == [told.partition("@")[0] for told in plain.found]
    assert answer.verdict == plain.verdict


@pytest.mark.parametrize(
    ("written", "half"),
    [("\\ud800", "U+D800"), ("\\uDC00", "U+DC00"), ("\\udc00\\ud800", "U+DC00"), ("\\ud83d x", "U+D83D"), ("\\ud83d\\u0041", "U+D83D")],
)  # fmt: skip
def test_15_halves_of_characters(ask: Ask, written: str, half: str) -> None:
    answer = ask(holding(f'"{written}"'))
    assert answer.found == [f"carrier-json/lone-surrogate@{PLACE}"]
    assert answer.finding("carrier-json/lone-surrogate")["params"] == {"found": half}


def test_15_a_whole_pair_is_a_character(ask: Ask) -> None:
    assert not [told for told in ask(holding('"\\ud83d\\ude00"')).found if "surrogate" in told]


@pytest.mark.parametrize(
    ("written", "rule", "severity"),
    [("\\u0000", "nul", "error"), ("a\\u0000b", "nul", "error"), ("\\u0001", "control-character", "warning"),
     ("\\u001b[31m", "control-character", "warning"), ("\\u0085", "control-character", "warning"),
     ("\\u007f", "control-character", "warning"), ("\x9f", "control-character", "warning")],
)  # fmt: skip
def test_16_controls(ask: Ask, written: str, rule: str, severity: str) -> None:
    answer = ask(holding(f'"{written}"'))
    assert f"carrier-json/{rule}@{PLACE}" in answer.found
    assert next(g["severity"] for g in answer.body["groups"] if g["rule"] == f"carrier-json/{rule}") == severity


@pytest.mark.parametrize(("raw", "column"), [("a\tb", 26), ("a\nb", 26), ("\x00", 25), ("\x1f", 25)])
def test_16_controls_that_are_not_escaped(ask: Ask, raw: str, column: int) -> None:
    assert ask(holding(f'"{raw}"')).found == [f"carrier-json/raw-control-character@2:{column}"]


def test_16_tabs_and_line_ends_are_text(ask: Ask) -> None:
    assert not [told for told in ask(holding('"a\\tb\\nc\\rd"')).found if told.startswith("carrier")]


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"[" * 100_000, "1:65"), (b"[" * 100_000 + b"]" * 100_000, "1:65"), (b'{"a":' * 1_000 + b"1" + b"}" * 1_000, "1:321"),
     (b'[{"a":' * 50_000, "1:193")],
)  # fmt: skip
def test_17_nesting(ask: Ask, data: bytes, place: str) -> None:
    assert ask(data).found == [f"carrier-json/too-deep@{place}"]


def test_17_nesting_takes_no_memory() -> None:
    grown, said = peak(LOADED, 'said = validate(b"[" * 8_000_000, registry, source=own).groups[0].rule')
    assert said == "carrier/too-many-values"
    deep, said = peak(LOADED, 'said = validate(b"[" * 4_000_000, registry, source=own).groups[0].rule')
    assert said == "carrier-json/too-deep"
    assert max(grown, deep) < 64 * 1024 * 1024


LOADED = f"""
from opads.formats import default_registry
from opads.validation import validate
own, registry = {OWN!r}, default_registry()
validate(b'{{"opads": "1.0", "x": [1, "a"]}}', registry, source=own)
"""


@pytest.mark.parametrize(
    ("data", "told", "words"),
    [('{"opads": "1.0",}', "trailing-comma@1:16", "a comma before }"),
     ('{"opads": "1.0"} // no', "comment@1:18", "comments"),
     ('/* no */ {"opads": "1.0"}', "comment@1:1", "comments"),
     ("{'opads': '1.0'}", "quotes@1:2", "the quotation mark '"),
     ("{\u201copads\u201d: 1}", "quotes@1:2", "the quotation mark \u201c"),
     ("{opads: 1}", "unquoted-name@1:2", "JSON does not allow"),
     ('{"opads": undefined}', "unquoted-text@1:11", "undefined"),
     ('{"opads": True}', "unquoted-text@1:11", "True"),
     ('{"opads": "1.0" "a": 1}', "syntax@1:17", "should stand"),
     ('{"opads": "a\\\nb"}', "escape@1:13", "JSON"),
     ('{"opads": "\\x41"}', "escape@1:12", "JSON"),
     ('{"opads" = 1}', "syntax@1:10", "should stand"),
     ('{"opads": (1)}', "syntax@1:11", "should stand")],
)  # fmt: skip
def test_18_what_other_notations_allow(ask: Ask, data: str, told: str, words: str) -> None:
    answer = ask(data, carrier="json")
    assert answer.found == [f"carrier-json/{told}"]
    assert words in answer.text(answer.found[0].partition("@")[0])


def test_19_two_documents_in_one(ask: Ask) -> None:
    answer = ask(MINIMAL + MINIMAL)
    assert answer.found == ["carrier-json/several-documents@1:17"]
    assert answer.body["totals"]["records"] == 0


def test_19_something_after_the_end(ask: Ask) -> None:
    assert ask(MINIMAL + b" x").found == ["carrier-json/trailing-content@1:18"]
    assert ask(MINIMAL + b"}").found == ["carrier-json/trailing-content@1:17"]


def test_19_lines_sent_as_json_are_read_as_lines_or_told_apart(ask: Ask, door: Client) -> None:
    lines = MINIMAL + b"\n" + MINIMAL + b"\n"
    assert (ask(lines).verdict, ask(lines).body["input"]["carrier"]) == ("valid", "ndjson")
    assert door.post("/v1/validate", content=lines, headers=JSON).json()["totals"]["records"] == 2
    told = ask(lines, carrier="json")
    assert told.found == ["carrier-json/several-documents@2:1"]
    (group,) = told.body["groups"]
    assert "ndjson" in group["text"] + group["fix"]


@pytest.mark.parametrize(
    ("work", "size", "rule"),
    [("""b'{"opads": "1.0", "x": "' + b"a" * 40_000_000 + b'"}'""", 40_000_000, "carrier-json/string-too-long"),
     ("""b'{"opads": "1.0"' + b"".join(b',"k%d":1' % n for n in range(5_000_000)) + b"}" """, 60_000_000, "carrier/too-many-values"),
     ("""b"[" + b"[]," * 10_000_000 + b"[]]" """, 30_000_002, "carrier/too-many-values")],
)  # fmt: skip
def test_20_huge_documents(work: str, size: int, rule: str) -> None:
    """The memory that judging takes, beside the document itself, is less than three times its length."""
    grown, said = peak(LOADED + f"data = {work}", "said = validate(data, registry, source=own).groups[0].rule")
    assert said == rule
    assert grown < 3 * size


def test_20_the_service_takes_no_more_than_it_says(door: Client) -> None:
    response = door.post("/v1/validate", content=b"[" + b" " * (16 * 1024 * 1024), headers=JSON)
    assert response.status_code == 413
    assert response.json()["type"] == "https://opads.example/problems/too-large"


def test_20_an_object_of_many_members_costs_no_more_than_their_number() -> None:
    registry = default_registry()

    def job(count: int) -> bytes:
        return b'{"opads": "1.0"' + b"".join(b',"k%d":1' % n for n in range(count)) + b"}"

    assert validate(job(1_000), registry, source=OWN).totals.errors == 1_000
    assert grows_evenly(lambda count: partial(validate, job(count), registry, source=OWN), 1_000)


def test_21_wrong_names_cost_their_own_length_each() -> None:
    """The engine would tell each together with a copy of all: 277 kB of names took 5 GB of memory."""
    prepare = (
        LOADED
        + """
names = ",".join(f'"{n:060}": 1' for n in range(20_000))
data = ('{"opads": "1.0", "extensions": {"xx": {' + names + "}}}").encode()
"""
    )
    grown, said = peak(prepare, "said = validate(data, registry, source=own).totals.errors")
    assert said == 20_000
    assert grown < 100 * 1024 * 1024


def test_21_names_that_would_collide() -> None:
    """Names that are equal but for their ends, and numbers that share the low bits, cost no more than any others."""
    registry = default_registry()

    def job(count: int) -> bytes:
        names = [f'"{"a" * 40}{n << 32:x}": {n << 61 if n < 4 else n << 32}' for n in range(count)]
        return ('{"opads": "1.0", "extensions": {"xx": {' + ",".join(names) + "}}}").encode()

    assert validate(job(200), registry, source=OWN).totals.records == 1
    assert grows_evenly(lambda count: partial(validate, job(count), registry, source=OWN), 1_000)


SPECIAL = (
    "__proto__",
    "constructor",
    "prototype",
    "$ref",
    "$id",
    "$schema",
    "$dynamicRef",
    "$anchor",
    "__class__",
    "__dict__",
    "toString",
)


@pytest.mark.parametrize("name", SPECIAL)
def test_22_names_that_mean_something_elsewhere(ask: Ask, door: Client, lure: str, bait: object, name: str) -> None:
    for value in (f"{lure}/schema.json", f"file://{bait}"):
        data = json.dumps({"opads": "1.0", "extensions": {"xx": {f"/{name}": value}}, name: value})
        answer = ask(data)
        at = data.rindex(f'"{name}"') + len(name) + 5
        assert answer.found == [f"opads/schema-additional-properties@1:{at}"]
        assert "the-secret-of-the-file" not in json.dumps(answer.body)
        kept = json.dumps({"opads": "1.0", "extensions": {"xx": {f"/{name}": value}}})
        written = door.post("/v1/convert?to=opads-disclosure", content=kept, headers=JSON).json()["output"]
        assert json.loads(written) == [json.loads(kept)]


def test_23_a_schema_named_by_the_document(ask: Ask, lure: str) -> None:
    answer = ask(f'{{"$schema": "{lure}/disclosure.json",\n "opads": "1.0"}}')
    assert answer.found == ["opads/schema-additional-properties@1:13"]
    assert answer.finding("opads/schema-additional-properties")["params"]["property"] == "$schema"


def test_24_lines_of_all_kinds(ask: Ask) -> None:
    lines = [
        MINIMAL,
        b"",
        b" \t",
        b'{"opads": "1.0",',
        b'{"opads": "2"}',
        b'{"tpd": 1}',
        b"[1]",
        b"\xff",
        b'{"opads": "1.0"',
    ]
    for end in (b"\n", b"\r\n"):
        answer = ask(end.join(lines), carrier="ndjson")
        assert set(answer.found) == {
            "carrier-json/unfinished@4:17", "carrier-json/unfinished@9:16", "opads/schema-const@5:11",
            "opads/schema-additional-properties@6:9", "opads/schema-required@6:1", "carrier-json/not-an-object@7:1",
            "carrier/invalid-utf-8@8:1",
        }  # fmt: skip
        assert answer.body["totals"]["records"] == 3
        assert answer.body["totals"]["valid"] == 1


@pytest.mark.parametrize(
    "line", [b'{"opads": "1.0"', b'{"opads": "1.0",', b'{"opads":', b'{"opads": "1.0', b'{"opads": "1.0"}}', b"{}x"]
)
@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r\n\r\n", b""])
def test_24_a_fault_at_the_end_of_a_line_is_on_that_line(ask: Ask, line: bytes, end: bytes) -> None:
    """Whatever ends the line, and though another follows."""
    for rest in (b"", MINIMAL) if end else (b"",):
        answer = ask(MINIMAL + b"\n" + line + end + rest, carrier="ndjson")
        faults = [told for told in answer.found if told.startswith("carrier")]
        assert len(faults) == 1
        assert faults == [ask(MINIMAL + b"\n" + line, carrier="ndjson").found[0]]
        assert "@2:" in faults[0]


def test_24_a_line_beyond_the_limit_costs_its_own_record_alone() -> None:
    long = b'{"opads": "1.0", "x": "' + b"a" * 5_000 + b'"}'
    report = validate(
        b"\n".join([MINIMAL, long, MINIMAL]),
        default_registry(),
        source=OWN,
        carrier="ndjson",
        limits=Limits(max_string=1_000),
    )
    assert (report.totals.records, report.totals.valid) == (2, 2)
    assert [(g.rule, g.samples[0].record) for g in report.groups] == [("carrier-json/string-too-long", 1)]


def test_24_blocks_of_a_long_file_name_the_same_lines(door: Client) -> None:
    """By the door for long files, which cuts them: places count from the beginning of the file."""
    lines = [MINIMAL] * 40_000
    lines[39_000] = b'{"opads": "1.0",'
    response = door.post(f"/v1/bulk/validate?from={OWN}", content=b"\r\n".join(lines), headers=ANY)
    assert response.status_code == 200
    (group,) = response.json()["groups"]
    place = group["samples"][0]["place"]
    assert (group["rule"], place["line"], place["column"]) == ("carrier-json/unfinished", 39_001, 17)
    assert place["offset"] == 39_000 * (len(MINIMAL) + 2) + 16
