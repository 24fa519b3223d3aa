"""Makes a folder of a format from a list of fields, and proves it before it is handed over."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from opads import carriers
from opads.carriers import WriteError
from opads.formats import Format, Registry
from opads.formats.detect import detect
from opads.formats.local import LocalFolder
from opads.formats.registry import registry_of
from opads.kit import parts, samples
from opads.kit.errors import KitError
from opads.kit.fields import Field
from opads.kit.mapped import Mapped, map_fields
from opads.kit.parts import Described
from opads.kit.rules import Draft, drafts
from opads.report import Report
from opads.standard import codelists
from opads.validation import validate

__all__ = ("Made", "check_wish", "scaffold")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_USER_ASSIGNED = re.compile(r"AA|Q[M-Z]|X[A-Z]|ZZ")


@dataclass(slots=True)
class Made:
    """A folder that was made, with what is left to do."""

    folder: Path
    fields: int
    mapped: int
    rules: int
    examples: int
    todo: list[str] = field(default_factory=list)


def check_wish(described: Described, registry: Registry) -> None:
    """Raise KitError where the id, the country or the day of reading cannot be."""
    problems = []
    if not _ID.fullmatch(described.id):
        problems.append(
            f"{described.id!r} is no id: write lower-case words and digits joined by hyphens, such as xx-register"
        )
    if described.id in {*registry.ids, *(pack.id for pack in registry.packs)}:
        problems.append(f"there is a format or pack {described.id!r} already; choose another id")
    country = described.country
    if country and country not in codelists.load("countries") and not _USER_ASSIGNED.fullmatch(country):
        problems.append(f"--country {country!r} is no code of ISO 3166-1, such as NO, nor EU")
    if described.read and not described.url:
        problems.append("--read tells when the text at --url was read: give --url too")
    if described.url and not re.match(r"https?://[^\s/]+\.", described.url):
        problems.append(f"--url {described.url!r} is no web address; it begins with https://")
    if problems:
        raise KitError(problems)


def scaffold(fields: Sequence[Field], described: Described, registry: Registry, parent: Path) -> Made:
    """Write the folder into ``parent`` and return what was made; raises KitError."""
    check_wish(described, registry)
    target = parent / described.id
    if target.exists():
        raise KitError([f"{target}: is there already; nothing was written (remove it, or choose another id or -o)"])
    _nested(fields, described.carrier)
    mapped = map_fields(fields, described, registry.schemas)
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent, prefix=".opads-") as place:
        folder = Path(place) / described.id
        made = _Building(fields, described, mapped, registry, folder).build()
        shutil.move(folder, target)
    made.folder = target
    return made


def _nested(fields: Sequence[Field], carrier: str) -> None:
    if carrier == "csv":
        deep = [
            f"row {f.row}: {f.name!r} names a member within another; a table has none"
            for f in fields
            if f.at.count("/") > 1
        ]
        if deep:
            raise KitError(deep)
    if carrier == "xml":
        bad = [
            f"row {f.row}: {token!r} cannot be the name of an element; write letters, digits, hyphens and underscores"
            for f in fields
            for token in f.at.split("/")[1:]
            if not re.fullmatch(r"[A-Za-z_][\w.-]*", token)
        ]
        if bad:
            raise KitError(bad)


class _Building:
    def __init__(
        self, fields: Sequence[Field], described: Described, mapped: Mapped, registry: Registry, folder: Path
    ) -> None:
        self.fields = fields
        self.described = described
        self.mapped = mapped
        self.known = registry
        self.folder = folder
        self.ending = parts.ENDINGS[described.carrier][0]
        self.todo = list(mapped.todo)
        self.examples = 0

    def build(self) -> Made:
        self.folder.mkdir()
        values = self._values()
        rules = drafts(self.fields, self.described)
        self._data(rules)
        self._example("valid", "complete", values)
        least = {f.at: values[f.at] for f in self.fields if f.required and f.at in values}
        if least and len(least) < len(values):
            path = self._example("valid", "least", least)
            best = detect(path.read_bytes(), self.registry).best
            if best is None or best.format != self.described.id:  # too little to be told from others
                path.unlink()
                self.examples -= 1
        kept = [rule for rule in rules if self._proven(rule, values)]
        if len(kept) < len(rules):
            self._data(kept)
        self._engine_examples(values)
        if not self.described.read:
            self.todo.append(
                "rules.yaml: nobody has read the law for these rules, so they warn; with --url and --read DATE they are errors"
            )
        parts.write_notes(self.folder, self.described, self.fields, self.mapped, kept, self.todo)
        return Made(self.folder, len(self.fields), len(self.mapped.rows), len(kept), self.examples, self.todo)

    def _data(self, rules: list[Draft]) -> None:
        parts.write_format(self.folder, self.described, self.fields, self.mapped, self.known)
        parts.write_record(self.folder, self.described, self.fields)
        parts.write_mapping(self.folder, self.described, self.mapped)
        parts.write_rules(self.folder, rules)
        self.registry = registry_of([*_local(self.known), LocalFolder(self.folder, "format")])

    def _values(self) -> dict[str, Any]:
        values, problems = {}, []
        country = self.described.country if self.described.country in codelists.load("countries") else None
        dates: dict[str, int] = {}
        for item in self.fields:
            order = 0 if item.canonical.endswith("/start") else dates.setdefault(item.at, 1 + len(dates))
            value = samples.invented(
                item, self.described.carrier, country=country if country != "EU" else None, order=order
            )
            if value is None:
                problems.append(
                    f"row {item.row}: no value can be invented for {item.name!r} that fits; give an invented one in a "
                    "column 'example'"
                )
            values[item.at] = value
        if problems:
            raise KitError(problems)
        return values

    def _write(self, kind: str, name: str, values: dict[str, Any]) -> Path | None:
        path = self.folder / "examples" / kind / f"{name}.{self.ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        format_: Format = self.registry.get(self.described.id)
        try:
            data = carriers.get(self.described.carrier).write(
                [parts.nested(values)], format_.carrier_options(self.described.carrier) or {}
            )
        except WriteError:
            return None
        path.write_bytes(data)
        return path

    def _example(self, kind: str, name: str, values: dict[str, Any]) -> Path:
        path = self._write(kind, name, values)
        if path is None:
            raise KitError([f"examples/{kind}/{name}: cannot be written as {self.described.carrier}"])
        self.examples += 1
        report = self._judged(path)
        found = [f"{g.rule}: {g.text}" for g in report.groups if g.severity != "info"]
        if found:
            raise KitError(["an example made of the fields does not fit them:", *found])
        return path

    def _judged(self, path: Path) -> Report:
        return validate(path.read_bytes(), self.registry, source=self.described.id, samples=None)

    def _found(self, path: Path) -> set[str]:
        groups = self._judged(path).groups
        own = f"{self.described.id}/"
        return {g.rule for g in groups if g.severity == "error" or (g.severity == "warning" and g.rule.startswith(own))}

    def _proven(self, rule: Draft, values: dict[str, Any]) -> bool:
        """Write the example that the rule must find, and say whether it does; else the rule would only seem to check."""
        broken = {at: value for at, value in values.items() if at != rule.field.at}
        if rule.spoils:
            broken = values | {rule.field.at: samples.spoilt(rule.field, self.described.carrier)}
        path = self._write("invalid", rule.name, broken)
        if path is None:
            return False
        found = self._found(path)
        if found == {rule.id}:
            self.examples += 1
            return True
        path.unlink()
        by = ", ".join(sorted(found - {rule.id})) or "nothing"
        self.todo.append(f"{rule.field.name}: no rule {rule.name} was written, since the schema finds the same ({by})")
        return False

    def _engine_examples(self, values: dict[str, Any]) -> None:
        """Write one example for each thing that the engine itself finds in such a record."""
        tried: list[tuple[str, dict[str, Any]]] = [("unknown", values | {"/not_in_the_list": "Example"})]
        for item in self.fields:
            wrong = samples.spoilt(item, self.described.carrier)
            if wrong is not None:
                tried.append((parts.slug(item.name), values | {item.at: wrong}))
        seen: set[str] = set()
        for name, broken in tried:
            path = self._write("invalid", f"trial-{name}", broken)
            if path is None:
                continue
            groups = {g.rule for g in self._judged(path).groups if g.severity != "info"}
            rule = next(iter(groups)) if len(groups) == 1 else ""
            engine, _, finding = rule.partition("/")
            if engine != "opads" or rule in seen:
                path.unlink()
                continue
            seen.add(rule)
            variant = "" if name == "unknown" else f"--{name}"
            path.rename(path.with_name(f"opads.{finding}{variant}.{self.ending}"))
            self.examples += 1


def _local(registry: Registry) -> list[LocalFolder]:
    return [LocalFolder(f.folder, "format") for f in registry if f.local]
