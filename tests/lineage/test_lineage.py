"""Every value of source and output stands where the lineage says, and the two are linked by the account."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from opads import carriers
from opads.conversion import Conversion, convert
from opads.filling import EVERY, Statements
from opads.formats import Format, default_registry
from opads.lineage import OUTCOMES, Line, Side, lineage, strands_of
from opads.lineage.spans import text_of
from opads.standard.jsonvalue import get

REGISTRY = default_registry()
META = REGISTRY.get("meta-ad-library").folder / "examples" / "valid"
TARGETS = ("eu-ttpa", "us-ny-pida", "opads-disclosure")


def one_of_each(format_: Format) -> list[Path]:
    """Return one valid example for each syntax of a format."""
    found = {path.suffix: path for path in sorted((format_.folder / "examples" / "valid").iterdir())}
    return list(found.values())


EXAMPLES = [path for format_ in REGISTRY for path in one_of_each(format_)]


def values_of(side: Side) -> dict[int, str]:
    """Return the text of each value by its number, of several lines joined."""
    found: dict[int, str] = {}
    last = 0
    for line in side.lines:
        for piece in line.pieces:
            if piece.strands:
                last = piece.number or last
                found[last] = found.get(last, "") + piece.text
    return found


def whole(side: Side, data: bytes, carrier: str, options: Mapping[str, Any]) -> None:
    """Assert that lines are shown as they stand in the document, or cells as they stand in their line."""
    lines = text_of(data, carrier, options).splitlines()
    for line in side.lines:
        shown = "".join(piece.text for piece in line.pieces)
        assert shown in lines[line.number - 1] if side.rows else shown == lines[line.number - 1]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: f"{p.parts[-4]}-{p.name}")
def test_every_value_of_a_source_is_found(path: Path) -> None:
    data = path.read_bytes()
    done = convert(data, REGISTRY, target="eu-ttpa", source=path.parts[-4])
    woven = lineage(data, done, REGISTRY)
    assert woven.source is not None
    lost = [s.source for s in woven.strands if s.source and s.number not in woven.source.values]
    assert woven.source.cut or not [p for p in lost if not unplaced(data, done, p)], lost


def unplaced(data: bytes, done: Conversion, pointer: str) -> bool:
    """Say whether no character of the document says a value: an empty element, a value made of several cells."""
    side = done.account.source
    options = REGISTRY.get(side["format"]).carrier_options(side["carrier"]) or {}
    record = next(iter(carriers.get(side["carrier"]).read(data, options).records))
    return (side["carrier"] in ("csv", "xml") and get(record.value, pointer) in ("", None, [], {})) or (
        side["carrier"] == "csv" and "/0" in pointer
    )


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", ["single-object.json", "lines.ndjson", "export-json-cells.csv"])
def test_both_sides_say_the_same(name: str, target: str) -> None:
    data = (META / name).read_bytes()
    done = convert(data, REGISTRY, target=target)
    woven = lineage(data, done, REGISTRY)
    assert woven.source is not None
    assert woven.output is not None
    source, output = values_of(woven.source), values_of(woven.output)
    linked = 0
    for strand in woven.strands:
        if (
            strand.outcome in ("kept", "renamed")
            and strand.source
            and isinstance(strand.value, str)
            and strand.value.isascii()
        ):
            left, right = woven.source.values.get(strand.number), woven.output.values.get(strand.number)
            if left and right:
                linked += 1
                assert strand.value.strip('"') in source[left].replace('""', '"').replace("\\/", "/")
                assert any(strand.value in text.replace('""', '"') for text in [output[right], *output.values()])
    assert linked
    for side, shown, document in (
        (done.account.source, woven.source, data),
        (done.account.target, woven.output, done.output),
    ):
        options = REGISTRY.get(side["format"]).carrier_options(side["carrier"]) or {}
        whole(shown, document, side["carrier"], options)


def test_xml_elements_and_attributes() -> None:
    path = REGISTRY.get("eu-repository").folder / "examples" / "valid" / "all-elements.xml"
    data = path.read_bytes()
    woven = lineage(data, convert(data, REGISTRY, target="opads-disclosure"), REGISTRY)
    assert woven.source is not None
    found = values_of(woven.source)
    for strand in woven.strands:
        number = woven.source.values.get(strand.number)
        if number and isinstance(strand.value, str) and strand.value.isalnum():
            assert found[number].strip() == strand.value


def test_outcomes() -> None:
    data = (META / "single-object.json").read_bytes()
    said = Statements().with_(EVERY, "/adAmount/total", "120.00")
    done = convert(data, REGISTRY, target="eu-ttpa", statements=said)
    by_source = {strand.source: strand for strand in strands_of(done.account.records[0]) if strand.source}
    assert by_source["/currency"].outcome == "carried"
    assert by_source["/languages/0"].outcome == "recast", "the output is not known"
    woven = lineage(data, done, REGISTRY)
    outcomes = {s.source or s.outcome: s.outcome for s in woven.strands}
    assert outcomes["/page_name"] == "renamed"
    assert outcomes["/languages/0"] == "kept"
    assert outcomes["stated"] == "stated"
    assert {s.outcome for s in woven.strands} <= set(OUTCOMES)
    stated = next(s for s in woven.strands if s.outcome == "stated")
    assert woven.output is not None
    assert values_of(woven.output)[woven.output.values[stated.number]] == '"120.00"'


def test_the_record_that_is_asked_for() -> None:
    data = (META / "lines.ndjson").read_bytes()
    done = convert(data, REGISTRY, target="opads-disclosure")
    shown = [lineage(data, done, REGISTRY, position=n) for n in range(len(done.account.records))]
    firsts = [one.source.lines[0].number for one in shown if one.source]
    assert len(firsts) > 1
    assert firsts == sorted(set(firsts))
    with pytest.raises(IndexError):
        lineage(data, done, REGISTRY, position=99)


def test_long_records_are_cut() -> None:
    texts = ",\n".join(f'"text {n}"' for n in range(2000))
    data = f'{{"id": "1", "page_name": "P", "ad_creative_bodies": [{texts}]}}'.encode()
    woven = lineage(data, convert(data, REGISTRY, target="opads-disclosure", source="meta-ad-library"), REGISTRY)
    assert woven.source is not None
    assert woven.source.cut
    assert len(woven.source.lines) <= 600
    line = Line(1, ())
    assert not line.gap


def test_a_filing_on_both_sides() -> None:
    path = REGISTRY.get("us-fec").folder / "examples" / "valid" / "f24-several-lines.fec"
    data = path.read_bytes()
    done = convert(data, REGISTRY, target="us-fec")
    for position in range(len(done.account.records)):
        woven = lineage(data, done, REGISTRY, position=position)
        assert woven.source is not None
        assert woven.output is not None
        source, output = values_of(woven.source), values_of(woven.output)
        both = [s for s in woven.strands if s.number in woven.source.values and s.number in woven.output.values]
        assert len(both) > 20
        for strand in both:
            left, right = source[woven.source.values[strand.number]], output[woven.output.values[strand.number]]
            assert left.strip('"') == right.strip('"') == strand.value


def test_without_output_the_source_is_shown() -> None:
    data = (META / "single-object.json").read_bytes()
    done = convert(data, REGISTRY, target="us-fec")
    assert done.account.refusal
    woven = lineage(data, done, REGISTRY)
    assert woven.output is None
    assert woven.source is not None
    assert woven.source.lines[0].number == 1
