"""Proofs that need the other formats: rules are silent abroad, accounts are complete, recognition is unambiguous."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from opads import carriers
from opads.carriers import Limits
from opads.conversion import convert
from opads.formats.detect import detect
from opads.formats.folder import Format
from opads.formats.pack import Pack
from opads.formats.problem import Problem, line_of
from opads.formats.registry import Registry
from opads.mapping.path import compile_path
from opads.standard.codelists import load
from opads.standard.jsonvalue import leaves
from opads.validation import resolve, validate

__all__ = ("accounts", "silence_abroad", "strangers")

_COUNTRIES = compile_path("/jurisdictions[]")


def _valid(format_: Format) -> list[Path]:
    folder = format_.folder / "examples" / "valid"
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def silence_abroad(judge: Format | Pack, registry: Registry) -> Iterator[Problem]:
    """Yield the rules that trip a good disclosure of another jurisdiction, which owes this law nothing.

    Only disclosures that say where they belong are asked: of others nobody knows whose law they owe.
    """
    own = set(judge.file.jurisdiction)
    told: set[str] = set()
    for other in registry:
        if not own or other.id in (judge.id, getattr(judge.file, "extends", "")):
            continue
        for path in _valid(other):
            if not _elsewhere(other, path, own):
                continue
            report = validate(path.read_bytes(), registry, source=other.id, targets=[judge.id], samples=1)
            for group in report.groups:
                if group.rule.startswith(f"{judge.id}/") and group.rule not in told and group.severity != "info":
                    told.add(group.rule)
                    yield Problem(
                        "remark", "rules.yaml", f"{group.rule} is not silent abroad: it trips {other.id}, {path.name}",
                        _silencing(judge),
                        line_of(judge.folder / "rules.yaml", group.rule),
                    )  # fmt: skip


def _silencing(judge: Format | Pack) -> str:
    beside = ", or native_only: true" if isinstance(judge, Format) else ""
    code = next((code for code in sorted(judge.file.jurisdiction) if code in load("countries")), None)
    if code is None:
        return f"Add a `when` that asks for something which only disclosures under this law have{beside}."
    return f"Add a `when` that asks whose law applies, such as size(select(disclosure, '/jurisdictions[={code}]')) > 0{beside}."


def _elsewhere(other: Format, path: Path, own: set[str]) -> bool:
    """Whether all records of an example say that they belong to other countries; a union's are not told apart."""
    if "EU" in own:
        return False
    data = path.read_bytes()
    countries = set()
    for carrier in carriers.sniff(data):
        options = other.carrier_options(carrier)
        if options is not None:
            for record in carriers.get(carrier).read(data, options, Limits()).records:
                countries |= set(_COUNTRIES.values(other.lens.read(record.value, complete=False).disclosure))
            break
    return bool(countries) and not countries & own


def accounts(format_: Format, registry: Registry) -> Iterator[Problem]:
    """Yield conversions into other formats that fail, or whose account leaves a value out."""
    for path in _valid(format_)[:3]:
        data = path.read_bytes()
        _, carrier, _ = resolve(data, registry, format_.id, None)
        options = format_.carrier_options(carrier or "") or {}
        expected = [
            [pointer for pointer, _ in leaves(record.value)]
            for record in carriers.get(carrier or "").read(data, options, Limits()).records
        ]
        for target in registry:
            if target.id == format_.id:
                continue
            done = convert(data, registry, target=target.id, source=format_.id)
            got = [[row.source for row in record.leaves] for record in done.account.records]
            if got != expected:
                yield Problem(
                    "problem", f"examples/valid/{path.name}", f"the account of a conversion to {target.id} is not complete",
                    "This is a mistake of OPADS: please report it with the folder.",
                )  # fmt: skip


def strangers(format_: Format, registry: Registry) -> Iterator[Problem]:
    """Yield good files of other formats that are taken for this one."""
    for other in registry:
        if other.id == format_.id:
            continue
        for path in _valid(other):
            best = detect(path.read_bytes(), registry).best
            if best is not None and best.format == format_.id:
                yield Problem(
                    "problem", "format.yaml", f"detect: {path.name} of {other.id} is taken for this format",
                    f"Ask for a field that {other.id} has not (it was recognised by {'; '.join(best.features)}).",
                    line_of(format_.folder / "format.yaml", "detect:"),
                )  # fmt: skip
