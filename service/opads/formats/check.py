"""Checks a format folder as its author needs it: models, lint, examples, round trip. ``python -m opads.formats.check``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from opads import carriers
from opads.carriers import Limits
from opads.formats.folder import Format, FormatError
from opads.formats.pack import Pack
from opads.formats.registry import Registry, default_registry
from opads.report import Group, Report
from opads.standard.jsonvalue import leaves
from opads.validation import resolve, validate

__all__ = ("check_format", "check_pack", "main")


def _grave(group: Group, format_id: str) -> bool:
    """Errors of anybody and warnings of the format's own rules; a carrier may warn of an old but good syntax."""
    return group.severity == "error" or (group.severity == "warning" and group.rule.startswith(f"{format_id}/"))


def check_format(format_: Format, registry: Registry) -> Iterator[str]:
    """Yield each problem of a format folder in one line; none means that the folder is sound."""
    try:
        rules = {compiled.rule.id for compiled in format_.rules}
        lens = format_.lens
        _ = format_.record_validator
    except FormatError as error:
        yield str(error)
        return
    del lens
    yield from _messages(format_, rules)
    yield from _titles(format_)
    valid = sorted(_files(format_, "valid"))
    if not valid:
        yield "examples/valid: there is no example"
    for path in valid:
        yield from _valid(format_, registry, path)
    proven: set[str] = set()
    for path in sorted(_files(format_, "invalid")):
        rule = expected_rule(format_.id, path)
        proven.add(rule)
        yield from _invalid(format_, registry, path, rule)
    for rule_id in sorted(rules - proven):
        info = next(c.rule for c in format_.rules if c.rule.id == rule_id)
        if info.executability != "human" and info.severity != "info":
            yield f"examples/invalid: no example trips {rule_id}"


def check_pack(pack: Pack, registry: Registry) -> Iterator[str]:
    """Yield each problem of a pack's folder in one line: its examples are documents of the format it extends."""
    try:
        rules = {compiled.rule.id for compiled in pack.rules}
    except FormatError as error:
        yield str(error)
        return
    yield from _messages(pack, rules)
    proven: set[str] = set()
    for kind in ("valid", "invalid"):
        if not (paths := sorted(_files(pack, kind))):
            yield f"examples/{kind}: there is no example"
        for path in paths:
            expected = {expected_rule(pack.id, path)} if kind == "invalid" else set()
            proven |= expected
            data = path.read_bytes()
            report = validate(data, registry, source=pack.file.extends, targets=[pack.id], samples=None)
            if {g.rule for g in report.groups if g.severity != "info"} != expected:
                yield f"examples/{kind}/{path.name}: got {_shown(report) or 'nothing'}"
    yield from (f"examples/invalid: no example trips {rule}" for rule in sorted(rules - proven))


def expected_rule(format_id: str, path: Path) -> str:
    """Return the rule that an invalid example must trip, told by its file name."""
    stem = path.name.split(".")[0] if not path.name.startswith(("opads.", "carrier-")) else path.stem
    stem = stem.split("--")[0]
    group, dot, name = stem.partition(".")
    return f"{group}/{name}" if dot else f"{format_id}/{stem}"


def _files(format_: Format | Pack, kind: str) -> Iterator[Path]:
    folder = format_.folder / "examples" / kind
    return (path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else iter(())


def _messages(format_: Format | Pack, rules: set[str]) -> Iterator[str]:
    for rule in sorted(rules):
        words = format_.messages.get(rule, {})
        if not words.get("text") or not words.get("fix"):
            yield f"messages/en.yaml: {rule} lacks text or fix"
    for key in sorted(set(format_.messages) - rules):
        yield f"messages/en.yaml: {key} is no rule"


def _titles(format_: Format) -> Iterator[str]:
    if not format_.record_schema.get("$id") or not format_.record_schema.get("title"):
        yield "record.json: $id or title is missing"


def _report(format_: Format, registry: Registry, path: Path) -> Report:
    return validate(path.read_bytes(), registry, source=format_.id, samples=None)


def _shown(report: Report) -> str:
    return "; ".join(f"{g.rule} x{g.total} ({g.text})" for g in report.groups if g.severity != "info")


def _valid(format_: Format, registry: Registry, path: Path) -> Iterator[str]:
    report = _report(format_, registry, path)
    name = f"examples/valid/{path.name}"
    if any(_grave(group, format_.id) for group in report.groups):
        yield f"{name}: {_shown(report)}"
    if report.verdict == "undetermined":
        unsure = [f"{r.rule}: {', '.join(r.reasons)}" for r in report.ledger.rules if r.not_evaluated]
        yield f"{name}: undetermined ({'; '.join(unsure) or 'no record'})"
    detected, _, _ = resolve(path.read_bytes(), registry, None, None)
    if detected != format_.id:
        yield f"{name}: recognised as {detected}"
    yield from _round_trip(format_, path, name)


def _round_trip(format_: Format, path: Path, name: str) -> Iterator[str]:
    data = path.read_bytes()
    carrier = next(c for c in carriers.sniff(data) if format_.carrier_options(c) is not None)
    for record in carriers.get(carrier).read(data, format_.carrier_options(carrier) or {}, Limits()).records:
        reading = format_.lens.read(record.value)
        issues = format_.schemas.disclosure.validate(reading.disclosure)
        for issue in issues[:5]:
            yield f"{name}, record {record.index}: reads as no canonical disclosure: {issue.pointer}: {issue.rule} {issue.params}"
        back = format_.lens.write(reading.disclosure, carry=False)
        if back.native != record.value:
            before, after = dict(leaves(record.value)), dict(leaves(back.native))
            differing = [p for p in {*before, *after} if before.get(p) != after.get(p)]
            yield f"{name}, record {record.index}: round trip differs at {', '.join(sorted(differing)[:5])}"


def _invalid(format_: Format, registry: Registry, path: Path, rule: str) -> Iterator[str]:
    report = _report(format_, registry, path)
    found = {g.rule for g in report.groups if _grave(g, format_.id)}
    found |= {g.rule for g in report.groups if g.rule == rule}
    if found != {rule}:
        yield f"examples/invalid/{path.name}: expected {rule} alone, got {_shown(report) or 'nothing'}"


def main(arguments: list[str]) -> int:
    """Check the formats and packs named (all when none is); return 1 where there are problems."""
    registry = default_registry()
    failed = 0
    for format_id in arguments or (*registry.ids, *(pack.id for pack in registry.packs)):
        found = registry.judging(format_id)
        problems = list(check_pack(found, registry) if isinstance(found, Pack) else check_format(found, registry))
        failed += bool(problems)
        sys.stdout.write(f"{format_id}: {'sound' if not problems else f'{len(problems)} problem(s)'}\n")
        for problem in problems:
            sys.stdout.write(f"  {problem}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
