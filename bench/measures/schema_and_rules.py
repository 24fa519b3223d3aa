"""Canonical disclosures: strict reading and schema, then all rules of a law and the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path

import jsonschema_rs
import orjson

from bench import peers
from bench.goals import Goal, Race
from bench.records import defective, disclosures, ndjson
from bench.timing import Contender, race
from opads.formats import Registry
from opads.report import Report
from opads.standard.bundling import bundle
from opads.validation import validate

__all__ = ("measure",)

COUNT = 4000
DAY = date(2027, 6, 1)
LAW = "eu-ttpa"


def measure(registry: Registry, folder: Path, rounds: int) -> Iterator[Race]:
    """Measure both."""
    own = next(format_.id for format_ in registry if format_.lens.identity)
    schema = folder / "schema.json"
    schema.write_text(json.dumps(bundle()), encoding="utf-8")
    clean, mixed = ndjson(disclosures(COUNT)), ndjson(defective(COUNT))
    size = len(clean) / COUNT / 1000
    check = partial(validate, registry=registry, source=own, carrier="ndjson", as_of=DAY)
    _surely(check(clean), valid=COUNT, judged=0)
    _surely(check(mixed, targets=(LAW,)), valid=COUNT - COUNT // 20, judged=100)
    with ExitStack() as open_:
        plain = partial(_plain, _validator(registry), clean.splitlines())
        contenders = [Contender("orjson.loads + jsonschema-rs is_valid", plain, COUNT)]
        contenders += _ajv(folder, schema, "clean", clean, open_)
        contenders.append(Contender("opads validate: strict reading, schema, report", partial(check, clean), COUNT))
        results = race(contenders, rounds)
        goals = [Goal.of("schema only, strict reading included", contenders[0].name, 1.5, results[-1])]
        if len(results) == 3:
            twice = race(contenders[1:], rounds)
            goals.append(Goal.of("schema only, strict reading included", contenders[1].name, 1.5, twice[-1]))
        yield Race(f"Canonical disclosures, NDJSON, {size:.1f} kB each, one process", results, goals)
        contenders = _ajv(folder, schema, "mixed", mixed, open_) or contenders[:1]
        ruled = partial(check, mixed, targets=(LAW,))
        contenders.append(Contender(f"opads validate --for {LAW}: schema, all rules, ledger", ruled, COUNT))
        results = race(contenders, rounds)
        goals = [Goal.of(f"schema, all rules of {LAW}, ledger; 95 % valid", contenders[0].name, 1.0, results[-1])]
        yield Race("The same, judged by the rules of the EU notice, 95 % valid", results, goals)


def _surely(report: Report, *, valid: int, judged: int) -> None:
    if report.totals.valid + report.totals.undetermined != valid or report.ledger.due < judged * COUNT:
        raise SystemExit(f"the records of the benchmark are not what they should be: {report.totals}")


def _validator(registry: Registry) -> jsonschema_rs.Draft202012Validator:
    documents = registry.schemas.documents
    root = next(document for name, document in documents.items() if name.endswith("/disclosure.json"))
    return jsonschema_rs.Draft202012Validator(
        root, registry=jsonschema_rs.Registry(list(documents.items())), validate_formats=True
    )


def _plain(validator: jsonschema_rs.Draft202012Validator, lines: list[bytes]) -> int:
    return sum(validator.is_valid(orjson.loads(line)) for line in lines)


def _ajv(folder: Path, schema: Path, name: str, data: bytes, open_: ExitStack) -> list[Contender]:
    records = folder / f"{name}.ndjson"
    records.write_bytes(data)
    worker = peers.ajv(schema, records)
    if worker is None:
        return []
    return [Contender("ajv: JSON.parse + compiled validate (Node)", open_.enter_context(worker).work, COUNT)]
