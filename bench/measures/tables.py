"""Native tables: many rows like those of a format's own example, each with its own number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import jsonschema_rs

from bench.goals import Race
from bench.timing import Contender, race
from opads.formats import Format, Registry
from opads.validation import validate

__all__ = ("measure",)

ROWS = 2000
DAY = date(2026, 11, 23)
NUMBER = re.compile(r"[0-9]{5,}$")


def measure(registry: Registry, folder: Path, rounds: int) -> Iterator[Race]:
    """Compare, format by format, validation with the csv module and ``is_valid`` of the record schema alone."""
    del folder
    for format_ in registry:
        data = rows(format_)
        if data is None or validate(data, registry, source=format_.id, carrier="csv", as_of=DAY).verdict != "valid":
            continue
        validator = jsonschema_rs.validator_for(format_.record_schema, validate_formats=True)
        contenders = [
            Contender("csv.DictReader + jsonschema-rs is_valid", partial(plain, data, validator), ROWS),
            Contender("opads validate: lens, schemas, rules, report", partial(full, data, registry, format_.id), ROWS),
        ]
        yield Race(f"A table of {format_.id}", race(contenders, min(rounds, 3)))


def rows(format_: Format) -> bytes | None:
    """Return a table with the header and the rows of the first example, these repeated under other numbers."""
    for path in sorted((format_.folder / "examples" / "valid").glob("*.csv")):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:  # the peer's part would have to know the encoding too
            continue
        table = list(csv.reader(io.StringIO(text, newline="")))
        body = [row for row in table[1:] if len(row) == len(table[0])]
        numbered = next((i for i in range(len(table[0])) if body and all(NUMBER.search(r[i]) for r in body)), None)
        if numbered is None:
            continue
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(table[0])
        for number in range(ROWS):
            row = list(body[number % len(body)])
            width = len(NUMBER.findall(row[numbered])[0])
            row[numbered] = NUMBER.sub(f"{10 ** (width - 1) + number}"[:width], row[numbered])
            writer.writerow(row)
        return out.getvalue().encode()
    return None


def plain(data: bytes, validator: jsonschema_rs.Validator) -> int:
    """Read and check each row, and nothing more."""
    reader = csv.DictReader(io.StringIO(data.decode(), newline=""))
    return sum(validator.is_valid({name: cell for name, cell in row.items() if cell}) for row in reader)


def full(data: bytes, registry: Registry, source: str) -> str:
    """Validate the table."""
    return validate(data, registry, source=source, carrier="csv", as_of=DAY).verdict
