"""Checks a format folder as its author needs it: models, lint, examples, proofs. ``opads format check``."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from opads import carriers
from opads.carriers import Limits
from opads.catalogue import catalogue_of
from opads.formats.folder import Format, FormatError
from opads.formats.lint import lint_format, lint_instruments, lint_words
from opads.formats.pack import Pack
from opads.formats.problem import Problem
from opads.formats.proofs import accounts, silence_abroad, strangers
from opads.formats.registry import Registry, default_registry
from opads.judging import plain
from opads.report import Group, Report
from opads.standard.jsonvalue import leaves
from opads.validation import resolve, validate

__all__ = ("broken", "check_format", "check_pack", "examine", "main")

_FILES = re.compile(r"^\S+?/((?:messages/)?[a-z]+\.(?:yaml|json)):?\s*", re.ASCII)


def examine(judge: Format | Pack, registry: Registry) -> Iterator[Problem]:
    """Yield everything there is to say of a folder, its remarks and to-dos too."""
    yield from _own(judge, registry)
    if list(_loading(judge)):
        return
    if isinstance(judge, Format):
        yield from lint_format(judge)
        yield from strangers(judge, registry)
        yield from accounts(judge, registry)
    else:
        yield from lint_instruments(judge)
    yield from silence_abroad(judge, registry)


def check_format(format_: Format, registry: Registry) -> Iterator[str]:
    """Yield each problem of a format folder in one line; none means that the folder is sound in itself."""
    yield from map(str, _own(format_, registry))


def check_pack(pack: Pack, registry: Registry) -> Iterator[str]:
    """Yield each problem of a pack's folder in one line: its examples are documents of the format it extends."""
    yield from map(str, _own(pack, registry))


def broken(error: FormatError) -> list[Problem]:
    """Return the problems that a refusal to load names, each with its file and line where it has them."""
    return [
        _told(line, next((m[1] for m in [_FILES.match(str(error))] if m), ""))
        for line in str(error).splitlines()
        if line.strip() and not line.startswith("    ")
    ]


def _told(text: str, file: str) -> Problem:
    matched = _FILES.match(text)
    rest = text[matched.end() :] if matched else text.removeprefix(f"{file}: ")
    rest = rest.removeprefix(f"{(matched[1] if matched else file).rpartition('/')[2]}: ")
    line = re.search(r"\bline (\d+), column", rest)
    return Problem(
        "problem", matched[1] if matched else file, rest, "", int(line[1]) if line and rest.startswith("line") else None
    )


def _loading(judge: Format | Pack) -> Iterator[Problem]:
    parts: list[Callable[[], object]] = [lambda: judge.messages, lambda: judge.rules]
    if isinstance(judge, Format):
        parts = [lambda: judge.record_validator, lambda: judge.lens, *parts]
        parts += [lambda c=use.carrier: judge.carrier_options(c) for use in judge.file.carriers]  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    seen: set[str] = set()
    for part in parts:
        try:
            part()
        except FormatError as error:
            if str(error) not in seen:
                seen.add(str(error))
                yield from broken(error)


def _own(judge: Format | Pack, registry: Registry) -> Iterator[Problem]:
    if stuck := list(_loading(judge)):
        yield from stuck
        return
    yield from lint_words(judge, {compiled.rule.id for compiled in judge.rules})
    yield from _format(judge, registry) if isinstance(judge, Format) else _pack(judge, registry)


def _grave(group: Group, format_id: str) -> bool:
    """Errors of anybody and warnings of the format's own rules; a carrier may warn of an old but good syntax."""
    return group.severity == "error" or (group.severity == "warning" and group.rule.startswith(f"{format_id}/"))


def _format(format_: Format, registry: Registry) -> Iterator[Problem]:
    if not format_.record_schema.get("$id") or not format_.record_schema.get("title"):
        yield Problem("problem", "record.json", "$id or title is missing", "Give both at the top.")
    valid = sorted(_files(format_, "valid"))
    if not valid:
        yield Problem(
            "problem",
            "examples/valid",
            "there is no example",
            "Add a file that keeps every rule, with invented values.",
        )
    stuck = [problem for path in valid for problem in _valid(format_, registry, path)]
    yield from stuck
    if stuck:
        return  # what is wrong with good records is wrong with all of them
    proven: set[str] = set()
    for path in sorted(_files(format_, "invalid")):
        rule = expected_rule(format_.id, path)
        proven.add(rule)
        yield from _invalid(format_, registry, path, rule)
    for compiled in sorted(format_.rules, key=lambda c: c.rule.id):
        rule_ = compiled.rule
        if rule_.id not in proven and rule_.executability != "human" and rule_.severity != "info":
            yield _unproven(rule_.id)


def _unproven(rule: str) -> Problem:
    name = rule.partition("/")[2]
    return Problem(
        "problem", "examples/invalid", f"no example trips {rule}",
        f"Add examples/invalid/{name}.ENDING, a good example with this one fault.",
    )  # fmt: skip


def _pack(pack: Pack, registry: Registry) -> Iterator[Problem]:
    proven: set[str] = set()
    for kind in ("valid", "invalid"):
        if not (paths := sorted(_files(pack, kind))):
            yield Problem(
                "problem", f"examples/{kind}", "there is no example",
                f"Add a file of the format {pack.file.extends} that {'keeps every rule' if kind == 'valid' else 'breaks one'}.",
            )  # fmt: skip
        for path in paths:
            expected = {expected_rule(pack.id, path)} if kind == "invalid" else set()
            proven |= expected
            data = path.read_bytes()
            report = validate(data, registry, source=pack.file.extends, targets=[pack.id], samples=None)
            if {g.rule for g in report.groups if g.severity != "info"} != expected:
                yield Problem("problem", f"examples/{kind}/{path.name}", f"got {_shown(report) or 'nothing'}", _MEND)
    for compiled in sorted(pack.rules, key=lambda c: c.rule.id):
        if compiled.rule.id not in proven:
            yield _unproven(compiled.rule.id)


_MEND = "Mend the example or the rule; an invalid example is named after the one rule that it breaks."


def expected_rule(format_id: str, path: Path) -> str:
    """Return the rule that an invalid example must trip, told by its file name."""
    stem = path.name.split(".")[0] if not path.name.startswith(("opads.", "carrier-")) else path.stem
    stem = stem.split("--")[0]
    group, dot, name = stem.partition(".")
    return f"{group}/{name}" if dot else f"{format_id}/{stem}"


def _files(format_: Format | Pack, kind: str) -> Iterator[Path]:
    folder = format_.folder / "examples" / kind
    return (path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else iter(())


def _report(format_: Format, registry: Registry, path: Path) -> Report:
    return validate(path.read_bytes(), registry, source=format_.id, samples=None)


def _shown(report: Report) -> str:
    return "; ".join(f"{g.rule} x{g.total}{_field(g)} ({g.text})" for g in report.groups if g.severity != "info")


def _field(group: Group) -> str:
    native = group.samples[0].native if group.samples else None
    return f" at {native}" if native else ""


def _valid(format_: Format, registry: Registry, path: Path) -> Iterator[Problem]:
    report = _report(format_, registry, path)
    name = f"examples/valid/{path.name}"
    if any(_grave(group, format_.id) for group in report.groups):
        yield Problem("problem", name, _shown(report), "Mend the example, the row in mapping.yaml, or the rule.")
        return
    if report.verdict == "undetermined":
        unsure = [f"{r.rule}: {', '.join(r.reasons)}" for r in report.ledger.rules if r.not_evaluated]
        yield Problem(
            "problem", name, f"undetermined ({'; '.join(unsure) or 'no record'})",
            "A rule must have a value on every disclosure: ask with select, first or has what may be absent.",
        )  # fmt: skip
    detected, _, _ = resolve(path.read_bytes(), registry, None, None)
    if detected != format_.id:
        yield Problem(
            "problem",
            name,
            f"recognised as {detected}",
            "List fields that only this format has under detect in format.yaml.",
        )
    yield from _round_trip(format_, registry, path, name)


def _round_trip(format_: Format, registry: Registry, path: Path, name: str) -> Iterator[Problem]:
    data = path.read_bytes()
    carrier = next((c for c in carriers.sniff(data) if format_.carrier_options(c) is not None), None)
    if carrier is None:
        yield Problem(
            "problem", name, "is in no syntax of format.yaml", "Add the carrier, or write the example in one."
        )
        return
    for record in carriers.get(carrier).read(data, format_.carrier_options(carrier) or {}, Limits()).records:
        reading = format_.lens.read(record.value)
        words = catalogue_of(registry, ())
        issues = format_.schemas.disclosure.validate(reading.disclosure)
        for issue in issues[:5]:
            yield Problem(
                "problem", name,
                f"record {record.index}: reads as no canonical disclosure: {issue.pointer}: {words.text(issue.rule, plain(issue.params))}",
                "Mend the row in mapping.yaml that fills this place.",
            )  # fmt: skip
        back = format_.lens.write(reading.disclosure, carry=False)
        if back.native != record.value:
            before, after = dict(leaves(record.value)), dict(leaves(back.native))
            differing = [p for p in {*before, *after} if before.get(p) != after.get(p)]
            yield Problem(
                "problem", name, f"record {record.index}: round trip differs at {', '.join(sorted(differing)[:5])}",
                "Mend the rows of these fields in mapping.yaml; two rows may fill one place.",
            )  # fmt: skip


def _invalid(format_: Format, registry: Registry, path: Path, rule: str) -> Iterator[Problem]:
    report = _report(format_, registry, path)
    found = {g.rule for g in report.groups if _grave(g, format_.id)}
    found |= {g.rule for g in report.groups if g.rule == rule}
    if found != {rule}:
        yield Problem(
            "problem",
            f"examples/invalid/{path.name}",
            f"expected {rule} alone, got {_shown(report) or 'nothing'}",
            _MEND,
        )


def main(arguments: list[str]) -> int:
    """Check the formats and packs named (all when none is); return 1 where there are problems."""
    registry = default_registry()
    failed = 0
    for format_id in arguments or (*registry.ids, *(pack.id for pack in registry.packs)):
        problems = [str(problem) for problem in _own(registry.judging(format_id), registry)]
        failed += bool(problems)
        sys.stdout.write(f"{format_id}: {'sound' if not problems else f'{len(problems)} problem(s)'}\n")
        for problem in problems:
            sys.stdout.write(f"  {problem}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
