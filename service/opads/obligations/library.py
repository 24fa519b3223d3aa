"""The regimes at hand: files loaded, conditions compiled, every mistake told at once with file, duty and field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from opads.catalogue import Citation
from opads.obligations.condition import Condition, Expression
from opads.obligations.model import Derivation, Duty, FactsFile, Regime
from opads.obligations.situation import facts_known
from opads.standard import resources

__all__ = (
    "CompiledDerivation",
    "CompiledDuty",
    "CompiledRegime",
    "Library",
    "LibraryError",
    "default_library",
    "load_library",
)

_FACTS = "facts.yaml"
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_NAME = re.compile(r"\{([a-z][a-z0-9-]*)\}")
_Model = TypeVar("_Model", bound=BaseModel)


class LibraryError(ValueError):
    """Regimes that cannot be used; ``problems`` has one sentence each, with file, duty and field."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class CompiledDuty:
    """A duty with its condition; validity is the regime's where the duty has none of its own."""

    duty: Duty
    when: Condition
    citations: tuple[Citation, ...]
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class CompiledRegime:
    """A regime with the condition under which any of its duties can apply."""

    regime: Regime
    when: Condition
    duties: tuple[CompiledDuty, ...]


@dataclass(frozen=True, slots=True)
class CompiledDerivation:
    """A derivation with its condition and the expression of the value."""

    derivation: Derivation
    when: Condition
    value: Expression


@dataclass(frozen=True, eq=False)
class Library:
    """Regimes in the order of their ids, and the shared facts."""

    regimes: tuple[CompiledRegime, ...]
    facts: FactsFile
    derived: tuple[CompiledDerivation, ...]
    digest: str

    def __iter__(self) -> Iterator[CompiledDuty]:
        return (duty for regime in self.regimes for duty in regime.duties)

    def groups(self, as_of: str | None) -> dict[str, list[str]]:
        """Return the codes of every group on a day (YYYY-MM-DD), or those that belong to it to this day."""
        return {name: [m.code for m in group.members if _held(m.valid_from, m.valid_until, as_of)]
                for name, group in self.facts.groups.items()}  # fmt: skip


def _held(first: date | None, last: date | None, as_of: str | None) -> bool:
    if as_of is None:
        return last is None
    return (first is None or first.isoformat() <= as_of) and (last is None or as_of <= last.isoformat())


def default_library() -> Library:
    """Return the regimes that come with the standard, loaded once; raises LibraryError."""
    return _load(resources.root() / "obligations")


@lru_cache(maxsize=4)
def _load(folder: Path) -> Library:
    return load_library(folder)


def load_library(folder: Path) -> Library:
    """Load every regime of a folder; raises LibraryError with all problems found."""
    return _Loading(folder).library()


class _Loading:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[str] = []
        self.seen: set[str] = set()
        self.groups: frozenset[str] = frozenset()

    def library(self) -> Library:
        facts = self.read(self.folder / _FACTS, FactsFile)
        if facts is None:
            raise LibraryError(self.problems)
        self.groups = frozenset(facts.groups)
        derived = [self.derivation(number, row) for number, row in enumerate(facts.derived, start=1)]
        paths = sorted(path for path in self.folder.glob("*.yaml") if path.name != _FACTS)
        regimes = [self.regime(path, found) for path in paths if (found := self.read(path, Regime)) is not None]
        if self.problems:
            raise LibraryError(self.problems)
        return Library(
            tuple(r for r in regimes if r), facts, tuple(d for d in derived if d), resources.digest(self.folder)
        )

    def read(self, path: Path, model: type[_Model]) -> _Model | None:
        try:
            return model.model_validate(yaml.safe_load(path.read_bytes()))
        except (OSError, yaml.YAMLError) as error:
            self.problems.append(f"{path.name}: {error}")
        except ValidationError as error:
            for item in error.errors():
                place = ".".join(map(str, item["loc"]))
                self.problems.append(f"{path.name}: field {place}: {item['msg'].removeprefix('Value error, ')}")
        return None

    def derivation(self, number: int, row: Derivation) -> CompiledDerivation | None:
        where = f"{_FACTS}: derivation {number}"
        when, value = self.condition(f"{where}, field when", row.when), None
        try:
            value = Expression(row.value)
            self.named(f"{where}, field value", value)
        except ValueError as error:
            self.problems.append(f"{where}, field value: {error}")
        if row.fact not in facts_known():
            self.problems.append(f"{where}, field fact: a situation has no {row.fact}")
        return CompiledDerivation(row, when, value) if when and value else None

    def regime(self, path: Path, regime: Regime) -> CompiledRegime | None:
        if regime.id != path.stem:
            self.problems.append(f"{path.name}: field id: must be the name of the file")
        when = self.condition(f"{path.name}: field when", self.expanded(path.name, regime.when, regime.let))
        duties = [self.duty(path, regime, duty) for duty in regime.duties]
        return CompiledRegime(regime, when, tuple(d for d in duties if d)) if when else None

    def duty(self, path: Path, regime: Regime, duty: Duty) -> CompiledDuty | None:
        where = f"{path.name}: duty {duty.id}, field"
        group, _, name = duty.id.partition("/")
        if group != regime.id or not _ID.fullmatch(name):
            self.problems.append(f"{where} id: must be {regime.id}/ and a name of lower-case words joined by hyphens")
        if duty.id in self.seen:
            self.problems.append(f"{where} id: occurs twice")
        self.seen.add(duty.id)
        if duty.deadline and duty.deadline.start and duty.deadline.start not in facts_known():
            self.problems.append(f"{where} deadline.from: a situation has no {duty.deadline.start}")
        citations = self.citations(where, regime, duty)
        when = self.condition(f"{where} when", self.expanded(where, duty.when, regime.let))
        if when is None:
            return None
        return CompiledDuty(
            duty, when, citations, duty.valid_from or regime.valid_from, duty.valid_until or regime.valid_until
        )

    def citations(self, where: str, regime: Regime, duty: Duty) -> tuple[Citation, ...]:
        found = []
        for reference in duty.citations:
            instrument = regime.instruments.get(reference.of or next(iter(regime.instruments)))
            if instrument is None:
                self.problems.append(f"{where} citation: the regime has no instrument {reference.of!r}")
                continue
            read = instrument.retrieved.isoformat() if instrument.retrieved else None
            found.append(Citation(instrument.name, reference.provision, instrument.url, read))
        if duty.verified and not any(citation.url and citation.retrieved for citation in found):
            self.problems.append(f"{where} citation: a verified duty needs the url and the day of what was read")
        return tuple(found)

    def expanded(self, where: str, text: str, let: dict[str, str], depth: int = 0) -> str:
        """Put named conditions in the place of ``{names}``, each in brackets."""

        def named(match: re.Match[str]) -> str:
            if match[1] not in let or depth > len(let):
                self.problems.append(f"{where}: there is no condition named {{{match[1]}}}, or it names itself")
                return "true"
            return f"({self.expanded(where, let[match[1]], let, depth + 1)})"

        return _NAME.sub(named, text)

    def condition(self, where: str, text: str) -> Condition | None:
        try:
            condition = Condition(text)
        except ValueError as error:
            self.problems.append(f"{where}: {error}")
            return None
        self.named(where, condition)
        return condition

    def named(self, where: str, looks: Any) -> None:
        self.problems += [f"{where}: a situation has no {f}" for f in looks.facts if f not in facts_known()]
        self.problems += [f"{where}: there is no group {g!r}" for g in looks.groups if g not in self.groups]
