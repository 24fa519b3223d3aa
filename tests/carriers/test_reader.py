"""One reader for several options: it gives what reading by each of them gives, and parses a document once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads import carriers
from opads.carriers import Reading
from opads.carriers.jsontext import carrier as jsoncarrier
from opads.carriers.xmltext import carrier as xmlcarrier
from opads.formats import Format, default_registry
from opads.formats.detect import detect

REGISTRY = default_registry()
OPTIONS: dict[str, list[Any]] = {
    name: [{}, *(f.carrier_options(name) for f in REGISTRY if f.carrier_options(name) is not None)]
    for name in carriers.IDS
}


def told(reading: Reading) -> tuple[Any, ...]:
    """Return all that a reading says, places included."""
    records = [(r.index, repr(r.value), r.troubles, r.locate("")) for r in reading.records]
    return records, reading.troubles, repr(reading.document), reading.outside, reading.locate("")


def agrees(name: str, data: bytes) -> None:
    carrier = carriers.get(name)
    read = carrier.reader(data)
    for options in (*OPTIONS[name], *reversed(OPTIONS[name])):
        assert told(read(options)) == told(carrier.read(data, options))


@pytest.mark.parametrize("format_", list(REGISTRY), ids=lambda f: str(f.id))
def test_a_reader_gives_what_reading_gives(format_: Format) -> None:
    folder = format_.folder / "examples"
    for path in sorted(p for kind in ("valid", "invalid") for p in (folder / kind).glob("*"))[:12]:
        data = path.read_bytes()
        for name in carriers.sniff(data)[:1]:
            agrees(name, data)


@given(
    st.sampled_from(carriers.IDS), st.binary(max_size=60) | st.sampled_from([b"\xef\xbb\xbf[{}, 1]", b"<a><b/></a>"])
)
@settings(max_examples=60)
def test_a_reader_gives_what_reading_gives_of_any_bytes(name: str, data: bytes) -> None:
    agrees(name, data)


@pytest.mark.parametrize(
    ("module", "function", "data"),
    [(jsoncarrier, "read_text", b'[{"a": 1}, {"a": 2}]'), (xmlcarrier, "parse", b"<ads><ad><a>1</a></ad></ads>")],
)
def test_recognition_parses_a_document_once(
    module: Any, function: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse: Callable[..., Any] = getattr(module, function)
    calls = []

    def counted(*arguments: Any) -> Any:
        calls.append(arguments)
        return parse(*arguments)

    monkeypatch.setattr(module, function, counted)
    detect(data, REGISTRY, carrier=carriers.sniff(data)[0])
    assert len(calls) == 1
