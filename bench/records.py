"""What is measured on: records of our own making, each with its own numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import orjson

from opads.standard import resources

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
__all__ = ("defective", "disclosures", "filing", "ndjson", "records_of")

DISCLOSURE = Path(__file__).with_name("disclosure.json")
"""A disclosure of 2.3 kB that is valid under the rules of the EU notice."""


def disclosures(count: int) -> Iterator[dict[str, Any]]:
    """Yield canonical disclosures, each with its own identifier and amount."""
    text = DISCLOSURE.read_text(encoding="utf-8")
    for number in range(count):
        record: dict[str, Any] = json.loads(text)
        record["identity"]["identifiers"][0]["value"] = f"https://example.org/n/2027-{number:06}"
        record["money"]["amounts"][0]["exact"] = f"{100 + number % 9000}.50"
        yield record


def defective(count: int, every: int = 20) -> Iterator[dict[str, Any]]:
    """Yield disclosures of which one in so many has a defect, of three kinds in turn."""
    for number, record in enumerate(disclosures(count)):
        if number % every == every - 1:
            kind = number // every % 3
            if kind == 0:
                record["money"]["amounts"][0]["currency"] = "Euro"
            elif kind == 1:
                del record["parties"][0]["addresses"]
            else:
                record["periods"]["intended"]["end"] = "2027-02-01"
        yield record


def records_of(format_id: str, example: str, count: int, identifier: str) -> list[dict[str, Any]]:
    """Return records like those of a format's example of lines, each under its own number."""
    path = resources.root() / "formats" / format_id / "examples" / "valid" / example
    models = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [
        _varied(json.loads(model.replace(json.loads(model)[identifier], str(9_100_000_000_000_000 + number))), number)
        for number, model in enumerate(islice(cycle(models), count))
    ]


def _varied(value: Any, number: int) -> Any:
    """Give a record days, amounts, texts and lengths of lists of its own: records that are all alike would flatter."""
    if isinstance(value, dict):
        return {name: _varied(item, number + len(name)) for name, item in value.items()}
    if isinstance(value, list):
        keep = len(value) - (number % 3 == 0 and len(value) > 2)
        return [_varied(item, number + place) for place, item in enumerate(value[:keep])]
    if isinstance(value, str) and DAY.fullmatch(value):
        return (date.fromisoformat(value) + timedelta(number * 7 % 364)).isoformat()
    if isinstance(value, str) and value.endswith("."):
        return f"{value} Number {number % 977}."
    return value


def ndjson(records: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> bytes:
    """Return records as lines."""
    return b"".join(orjson.dumps(record) + b"\n" for record in records)


def filing(example: Path, lines: int, *, outside: int = 0) -> bytes:
    """Return a filing like an example, with so many of its last ad lines, and after each so many lines of another kind."""
    text = example.read_text(encoding="utf-8")
    body = [line.rstrip("\r") for line in text.split("\n") if line.strip()]
    ad = next(line for line in reversed(body) if line.startswith("SE\x1c")).split("\x1c")
    other = next((line for line in body if line.startswith("SB")), "").split("\x1c")
    made = body[:2]
    for number in range(lines):
        made.append("\x1c".join([*ad[:2], f"SE.{100_000 + number}", *ad[3:]]))
        made += ["\x1c".join([*other[:2], f"SB.{number}.{more}", *other[3:]]) for more in range(outside)]
    return ("\n".join(made) + "\n").encode()
