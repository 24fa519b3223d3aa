"""XML: records from elements, places, refusals, and that nothing is expanded or fetched."""

import socket
from decimal import Decimal
from typing import Any

import pytest

from opads import carriers
from opads.carriers import Limits, WriteError
from tests.carriers.helpers import at, read

OPTIONS: dict[str, Any] = {
    "records": ["/ads/ad", "/ad"],
    "arrays": ["/urls", "tag"],
    "numbers": ["/views", "/share/@of"],
    "booleans": ["/online"],
    "namespaces": {"x": "urn:example:x"},
}
LAUGHS = '<!DOCTYPE a [<!ENTITY l "ha">' + "".join(
    f'<!ENTITY l{i} "{"&l" + str(i - 1) + ";" if i else "&l;"}{"&l;" * 9}">' for i in range(9)
)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def inside(text: str) -> dict[str, Any]:
    """Read one record; nothing may be found."""
    found = read("xml", f'<ad xmlns:x="urn:example:x">{text}</ad>', OPTIONS)
    assert found.rules == []
    (value,) = found.values
    return value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", {}),
        ("words", {"#": "words"}),
        ("<a>b</a>", {"a": "b"}),
        ("<a/>", {"a": ""}),
        ("<a> </a>", {"a": " "}),
        ("<a>1</a><a>2</a>", {"a": ["1", "2"]}),
        ("<urls>u</urls>", {"urls": ["u"]}),
        ("<deep><tag>t</tag></deep>", {"deep": {"tag": ["t"]}}),
        ("<views>12</views>", {"views": 12}),
        ("<views> -0.50 </views>", {"views": Decimal("-0.50")}),
        ("<online>true</online>", {"online": True}),
        ("<online>0</online>", {"online": False}),
        ('<share of="3">half</share>', {"share": {"@of": 3, "#": "half"}}),
        ('<share of="3"><b>c</b></share>', {"share": {"@of": 3, "b": "c"}}),
        ("<x:a>1</x:a>", {"x:a": "1"}),
        ('<a x:b="1" xml:lang="de"/>', {"a": {"@x:b": "1", "@xml:lang": "de"}}),
        ('<a b="&amp;&lt;&#38;&amp;#38;&quot;"/>', {"a": {"@b": '&<&&#38;"'}}),
        ('<a xmlns="urn:other">1</a>', {"{urn:other}a": "1"}),
        ("<a>&amp;&#233;<![CDATA[<b>]]><!-- no -->.</a>", {"a": "&é<b>."}),
        ('<a xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>', {"a": None}),
        ('<a xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="false">1</a>', {"a": "1"}),
    ],
)
def test_elements_become_members(text: str, value: dict[str, Any]) -> None:
    assert inside(text) == value


def test_records_stand_where_the_options_say() -> None:
    assert read("xml", "<ads><ad><a>1</a></ad><ad/></ads>", OPTIONS).values == [{"a": "1"}, {}]
    assert read("xml", "<ads/>", OPTIONS).values == []
    assert read("xml", "<ads/>", OPTIONS).rules == []
    assert read("xml", "<anything><a>1</a></anything>").values == [{"a": "1"}]
    assert read("xml", "<other/>", OPTIONS).trouble("no-records").params["expected"] == "/ads/ad or /ad"


def test_what_belongs_to_no_record_is_named() -> None:
    found = read("xml", '<ads from="x"><head/><ad/>words</ads>', OPTIONS)
    assert found.values == [{}]
    assert [t.params["element"] for t in found.troubles] == ["ads", "head"]


def test_places() -> None:
    text = '<!-- <ad> -->\n<ads>\n  <ad>\n    <a b="<x">é</a>\n    <urls>1</urls><urls>\n2</urls>\n  </ad>\n</ads>'
    text = text.replace('"<x"', '"&gt;"')
    found = read("xml", text, OPTIONS)
    (record,) = found.records
    assert at(record.locate("")) == (3, 3)
    assert at(record.locate("/a")) == (4, 5)
    assert at(record.locate("/a/@b")) == (4, 8)
    assert at(record.locate("/a/@c")) == (4, 5)
    assert at(record.locate("/a/#")) == (4, 5)
    assert at(record.locate("/urls/1")) == (5, 19)
    assert at(record.locate("/urls/7")) == (5, 5)
    assert at(record.locate("/none/at/all")) == (3, 3)
    offset = record.locate("/urls").offset
    assert offset is not None
    assert text.encode()[offset:].startswith(b"<urls>1")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("<!DOCTYPE ad><ad/>", "document-type"),
        ("<?xml version='1.0'?><!-- c --><?p?>\n<!DOCTYPE ad><ad/>", "document-type"),
        ("<!doctype html><html/>", "document-type"),
        (LAUGHS + "]><a>&l8;</a>", "entity-declared"),
        ('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', "entity-declared"),
        (f'<!DOCTYPE a [<!ENTITY e "{"x" * 50000}">]><a>{"&e;" * 50000}</a>', "entity-declared"),
        ('<!DOCTYPE a [<!ENTITY % p SYSTEM "http://192.0.2.1/p"> %p;]><a/>', "entity-declared"),
        ('<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>', "external-reference"),
        ("<a>&nbsp;</a>", "unknown-entity"),
        ("<a>\x01</a>", "invalid-character"),
        ("<a>\uffff</a>", "invalid-character"),
        ("<a>&#0;</a>", "invalid-character"),
        ("<a>&#xD800;</a>", "invalid-character"),
        ("<?xml version='1.1'?><a/>", "version"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "wrong-encoding"),
        ("<ads><ad>", "unfinished"),
        ("<ads", "unfinished"),
        ("<ads><ad></ads>", "tag-mismatch"),
        ("<ads a='1' a='2'/>", "duplicate-attribute"),
        ("<ads a=1/>", "syntax"),
        ("<q:ad/>", "unbound-prefix"),
        ("<ad q:a='1'/>", "unbound-prefix"),
        ("<ad/><ad/>", "trailing-content"),
        ("<ad>" * 100, "too-deep"),
        ("<ad " + " ".join(f"a{i}=''" for i in range(600)) + "/>", "too-many-attributes"),
        ("words", "syntax"),
        ("<!-- only -->", "unfinished"),
        ("", "empty"),
        ('<ad><i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/></ad>', "include"),
        ("<ad>a<b/>c</ad>", "mixed-content"),
        (
            '<ad><a xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">1</a></ad>',
            "nil-with-content",
        ),
    ],
)
def test_what_is_refused(text: str, rule: str) -> None:
    found = read("xml", text, OPTIONS)
    assert found.rules == [rule]
    assert [record.value for record in found.records if record.value] == []


def test_kept_with_a_finding() -> None:
    found = read("xml", "<ad><views>1,5</views><online>yes</online></ad>", OPTIONS)
    assert found.values == [{"views": "1,5", "online": "yes"}]
    assert found.rules == ["not-a-number", "not-a-boolean"]
    assert found.records[0].troubles[0].pointer == "/views"


def test_addresses_of_schemas_and_style_sheets_are_not_followed() -> None:
    text = (
        '<?xml-stylesheet href="http://192.0.2.1/s.xsl"?>'
        '<ad xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:a http://192.0.2.1/a.xsd"/>'
    )
    found = read("xml", text, OPTIONS)
    assert found.values == [{}]
    assert found.rules == ["instruction", "schema-location"]


def test_records_before_the_break_are_read() -> None:
    found = read("xml", "<ads><ad><a>1</a></ad><ad><a>2", OPTIONS)
    assert found.values == [{"a": "1"}]
    assert found.rules == ["unfinished"]


def test_a_bad_record_costs_only_itself() -> None:
    found = read("xml", "<ads><ad>x<a/></ad><ad><a>2</a></ad></ads>", OPTIONS)
    assert found.values == [{"a": "2"}]
    assert (found.records[0].index, found.troubles[0].record) == (1, 0)


@pytest.mark.parametrize(
    ("text", "limits", "rule"),
    [
        ("<ad>" + "<a/>" * 20 + "</ad>", Limits(max_nodes=10), "too-many-values"),
        ("<ad><a>12345</a></ad>", Limits(max_string=4), "text-too-long"),
        ("<ad><a b='12345'/></ad>", Limits(max_string=4), "text-too-long"),
        ("<ad><a><b/></a></ad>", Limits(max_depth=2), "too-deep"),
        ("<ad/>", Limits(max_bytes=4), "too-large"),
    ],
)
def test_limits(text: str, limits: Limits, rule: str) -> None:
    found = read("xml", text, OPTIONS, limits)
    assert found.rules == [rule]
    assert found.records == []


def test_a_byte_order_mark_is_passed_over() -> None:
    found = read("xml", b"\xef\xbb\xbf<ad><a>1</a></ad>", OPTIONS)
    assert found.values == [{"a": "1"}]
    assert found.rules == ["byte-order-mark"]
    assert found.records[0].locate("").offset == 3


@pytest.mark.parametrize(
    "record",
    [
        {"a": []},
        {"a": ["one"]},
        {"urls": "one"},
        {"a": {}},
        {"a": {"#": "x"}},
        {"a": {"@b": "c", "#": ""}},
        {"a": {"b": "c", "#": "x"}},
        {"a": [["b"], ["c"]]},
        {"a": 1},
        {"views": "1"},
        {"views": True},
        {"online": "true"},
        {"a": "\x00"},
        {"a": "\ud800"},
        {"a b": "c"},
        {"1": "c"},
        {"": "c"},
        {"q:a": "c"},
        {"{urn:q}a": "c"},
        {"@xmlns": "c"},
        {"@b": None},
        {"@b": ["c"]},
        {"#": None},
    ],
)
def test_what_would_not_come_back_is_not_written(record: dict[str, Any]) -> None:
    with pytest.raises(WriteError) as caught:
        carriers.get("xml").write([{}, record], OPTIONS)
    assert caught.value.record == 1


def test_one_record_where_the_root_is_the_record() -> None:
    with pytest.raises(WriteError, match="one record; 2"):
        carriers.get("xml").write([{}, {}], {"records": "/ad"})
    assert read("xml", carriers.get("xml").write([{"a": None}], {"records": "/ad"}), {"records": "/ad"}).values == [
        {"a": None}
    ]


def test_what_is_written_looks_like_this() -> None:
    records = [{"urls": ["a&b"], "share": {"@of": 2, "#": "half"}, "online": False, "x:none": None}]
    assert carriers.get("xml").write(records, OPTIONS).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<ads xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="urn:example:x">\n'
        "  <ad>\n"
        "    <urls>a&amp;b</urls>\n"
        '    <share of="2">half</share>\n'
        "    <online>false</online>\n"
        '    <x:none xsi:nil="true"/>\n'
        "  </ad>\n"
        "</ads>\n"
    )


def test_sniffed_by_the_first_bracket() -> None:
    assert carriers.sniff(b"\xef\xbb\xbf\n<ad/>")[0] == "xml"
