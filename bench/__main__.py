"""Prints how fast OPADS validates, as a ratio to jsonschema-rs ``is_valid`` on the same records."""

from __future__ import annotations

import json
import platform
import tempfile
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

import opads
from bench.processes import one_file
from bench.tables import tables
from bench.timing import Contender, Result, race
from opads import carriers
from opads.formats import default_registry
from opads.standard import resources
from opads.validation import validate

COPIES = 400


def canonical_records() -> list[dict[str, Any]]:
    """Return copies of the standard's complete example, each with its own identifier."""
    example = json.loads((resources.examples() / "complete.json").read_bytes())
    records = []
    for number in range(COPIES):
        record = json.loads(json.dumps(example))
        record["identity"]["identifiers"][0]["value"] = f"bench-{number}"
        records.append(record)
    return records


def schema_only(records: list[dict[str, Any]]) -> list[Contender]:
    """Compare validation of canonical records with parsing and ``is_valid`` alone."""
    registry = default_registry()
    documents = registry.schemas.documents
    validator = jsonschema_rs.Draft202012Validator(
        documents["https://opads.org/schema/1.0/disclosure.json"],
        registry=jsonschema_rs.Registry(list(documents.items())),
        validate_formats=True,
    )
    lines = [orjson.dumps(record) for record in records]
    data = b"\n".join(lines)
    day = date(2026, 11, 23)
    own = next(f.id for f in registry if f.lens.identity)

    def peer() -> int:
        return sum(validator.is_valid(orjson.loads(line)) for line in lines)

    def ours() -> str:
        return validate(data, registry, source=own, carrier="ndjson", as_of=day).verdict

    def with_rules() -> str:
        laws = [f.id for f in registry if f.file.kind == "law" and "EU" in f.file.jurisdiction]
        return validate(data, registry, source=own, targets=laws, carrier="ndjson", as_of=day).verdict

    if peer() != len(records) or ours() != "valid":
        raise SystemExit("the records of the benchmark are not valid: nothing was measured")
    return [
        Contender("orjson.loads + jsonschema-rs is_valid", peer, len(records)),
        Contender("opads validate (schema, strict reading, report)", ours, len(records)),
        Contender("opads validate --for the EU notice (all rules, ledger)", with_rules, len(records)),
    ]


def from_formats() -> list[Contender]:
    """Compare each format's own examples: reading, lens, schemas, rules, ledger."""
    registry = default_registry()
    contenders = []
    for format_ in registry:
        folder = format_.folder / "examples" / "valid"
        for path in sorted(folder.glob("*")) if folder.is_dir() else []:
            data = path.read_bytes()
            carrier = next(n for n in carriers.sniff(data) if format_.carrier_options(n) is not None)
            count = sum(1 for _ in carriers.get(carrier).read(data, format_.carrier_options(carrier)).records)
            if count:
                name = f"{format_.id}: {path.name} ({count})"
                contenders.append(Contender(name, partial(repeat, data, format_.id), 20 * count))
                break
    return contenders


def repeat(data: bytes, source: str) -> None:
    """Validate one file twenty times."""
    for _ in range(20):
        validate(data, default_registry(), source=source, as_of=date(2026, 11, 23))


def table(title: str, results: list[Result], *, ratios: bool, unit: str = "records") -> None:
    """Print one table."""
    print(f"\n{title}\n")
    for result in results:
        ratio = f"   ratio {result.ratio:5.3f}" if ratios else ""
        rate = f"{result.rate:10,.0f}" if result.rate >= 100 else f"{result.rate:10.1f}"
        print(f"  {result.name:74} {rate} {unit}/s{ratio}")


def main() -> None:
    """Run all benchmarks of the fast profile."""
    print(
        f"opads {opads.__version__}, jsonschema-rs {version('jsonschema-rs')}, orjson {version('orjson')}, "
        f"Python {platform.python_version()}, one process"
    )
    records = canonical_records()
    size = len(orjson.dumps(records[0])) / 1000
    table(f"Canonical disclosures, NDJSON, {size:.1f} kB each", race(schema_only(records)), ratios=True)
    for contenders in tables(default_registry()):
        table("Native tables, CSV", race(contenders, rounds=3), ratios=True)
    with tempfile.TemporaryDirectory() as folder:
        processes = race(one_file(Path(folder)), rounds=7)
    table("One file, one process", processes, ratios=True, unit="runs")
    table("Examples of the formats, one file at a time, own rules", race(from_formats(), rounds=3), ratios=False)


if __name__ == "__main__":
    main()
