"""Rendering ``sarif``: SARIF 2.1.0 (OASIS), at most 5,000 results, with fingerprints that outlive other edits."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import msgspec

from opads.catalogue import Catalogue
from opads.rendering.characters import shortened
from opads.rendering.model import NamedReport, RenderOptions
from opads.rendering.quoting import Quoted, quoted, unquoted
from opads.rendering.wording import count, law, ledger, unchecked
from opads.report import Report

__all__ = ("MOST", "render")

MOST = 5000
"""Results that the code scanning of GitHub keeps of one run."""

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(reports: list[NamedReport], catalogue: Catalogue, options: RenderOptions) -> bytes:
    """Return one log with one run; what is left out or was not checked stands in the run's notifications."""
    del options
    rules = _rules(reports, catalogue)
    places = {rule["id"]: index for index, rule in enumerate(rules)}
    items = list(quoted(reports, catalogue))
    seen: Counter[str] = Counter()
    run = {
        "tool": {"driver": _driver(reports, rules)},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {"executionSuccessful": True, "toolExecutionNotifications": _notes(reports, catalogue, len(items))}
        ],
        "artifacts": [_artifact(named) for named in reports],
        "results": [_result(item, places, seen) for item in items[:MOST]],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1, default=str).encode() + b"\n"


def _driver(reports: list[NamedReport], rules: list[dict[str, Any]]) -> dict[str, Any]:
    engines = {(named.report.engine["name"], named.report.engine["version"]) for named in reports}
    name, version = min(engines, default=("opads", ""))
    return {"name": name.upper(), **({"version": version} if version else {}), "rules": rules}


def _rules(reports: list[NamedReport], catalogue: Catalogue) -> list[dict[str, Any]]:
    groups = {group.rule: group for named in reports for group in named.report.groups}
    due = {row.rule for named in reports for row in named.report.ledger.rules}
    rules = []
    for rule in sorted({*groups, *due}):
        info, group = catalogue.get(rule), groups.get(rule)
        title = info.title if info else group.title if group else rule
        citations = info.citations if info else group.citations if group else ()
        severity = info.severity if info else group.severity if group else "error"
        url = next((c.url for c in citations if c.url), None)
        source = law(citations)
        rules.append({
            "id": rule,
            "shortDescription": {"text": title},
            "fullDescription": {"text": info.description if info and info.description else title},
            **({"helpUri": url} if url else {}),
            "help": {"text": "\n".join(filter(None, (source, f"Mend: {info.fix}" if info and info.fix else ""))) or title},
            "defaultConfiguration": {"level": _LEVELS[severity]},
            "properties": {"citations": msgspec.to_builtins(citations), "tags": [rule.partition("/")[0]]},
        })  # fmt: skip
    return rules


def _result(item: Quoted, places: dict[str, int], seen: Counter[str]) -> dict[str, Any]:
    finding = item.finding
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(item.name)}}
    if finding.place is not None and finding.place.line is not None:
        column = {"startColumn": finding.place.column} if finding.place.column is not None else {}
        physical["region"] = {"startLine": finding.place.line, **column}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.native:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.native, "kind": "value"}]
    members = {"record": finding.record, "pointer": finding.pointer, "fix": shortened(item.fix)}
    return {
        "ruleId": finding.rule,
        "ruleIndex": places[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(item.text)},
        "locations": [location],
        "partialFingerprints": {"opadsFinding/v1": _fingerprint(item, seen)},
        "properties": {key: value for key, value in members.items() if value not in (None, "")},
    }


def _fingerprint(item: Quoted, seen: Counter[str]) -> str:
    """Return what stays the same when other lines come and go: rule, field and values, never position or record."""
    finding = item.finding
    same = json.dumps([finding.rule, item.name, finding.native, finding.params], sort_keys=True, default=str)
    digest = hashlib.sha256(same.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"


def _message(text: str) -> str:
    """Return a message text in which no value passes for a placeholder or for a link (SARIF, sections 3.11.5 and 6)."""
    return shortened(text).replace("{", "{{").replace("}", "}}").replace("](", "\\](")


def _notes(reports: list[NamedReport], catalogue: Catalogue, results: int) -> list[dict[str, Any]]:
    notes = []
    left = sum(map(unquoted, reports)) + max(0, results - MOST)
    if left:
        notes.append(
            _note("note", f"{count(left, 'more finding')} counted and not listed here; the report has the true totals.")
        )
    for named in reports:
        notes.append(_note("note", f"{named.name}: {named.report.verdict}. {ledger(named.report)}."))
        for kind, rule, why, number in unchecked(named.report, catalogue):
            level = "warning" if kind == "not evaluated" else "note"
            notes.append(_note(level, f"{named.name}: {rule} {kind} ({number:,}): {why}"))
    return notes


def _note(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": _message(text)}}


def _artifact(named: NamedReport) -> dict[str, Any]:
    report: Report = named.report
    return {
        "location": {"uri": _uri(named.name)},
        "length": report.input.bytes,
        "hashes": {"sha-256": report.input.sha256},
        "properties": {"verdict": report.verdict, "totals": msgspec.to_builtins(report.totals)},
    }


def _uri(name: str) -> str:
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
