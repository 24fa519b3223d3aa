"""The cases of schema/obligations/cases."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from opads.obligations.answer import Status
from opads.obligations.situation import put
from opads.standard.resources import root

FOLDER = root() / "obligations" / "cases"
STATUSES: tuple[Status, ...] = ("applies", "does-not-apply", "undetermined")


@dataclass(frozen=True)
class Case:
    regime: str
    name: str
    situation: dict[str, Any]
    applies: tuple[str, ...]
    silent: tuple[str, ...]
    undetermined: dict[str, list[str]]
    deadlines: dict[str, str | None] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.regime}: {self.name}"

    def duties(self, status: str) -> set[str]:
        named: dict[str, Any] = {
            "applies": self.applies, "does-not-apply": self.silent, "undetermined": self.undetermined,
        }  # fmt: skip
        return {f"{self.regime}/{name}" for name in named[status]}


def changed(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Set facts by pointer; None takes one away."""
    made = deepcopy(base)
    for pointer, value in changes.items():
        if value is None:
            *way, last = pointer.split("/")[1:]
            target = made
            for name in way:
                target = target.get(name, {})
            target.pop(last, None)
        else:
            put(made, pointer, deepcopy(value))
    return made


def _cases(path: Path) -> list[Case]:
    data = yaml.safe_load(path.read_bytes())
    assert set(data) == {"regime", "bases", "cases"}
    made = []
    for row in data["cases"]:
        unknown = set(row) - {"name", "base", "set", "applies", "does-not-apply", "undetermined", "deadlines"}
        assert not unknown, unknown
        made.append(
            Case(
                data["regime"],
                row["name"],
                changed(data["bases"][row["base"]], row.get("set", {})),
                tuple(row.get("applies", ())),
                tuple(row.get("does-not-apply", ())),
                row.get("undetermined", {}),
                row.get("deadlines", {}),
            )
        )
    return made


CASES = [case for path in sorted(FOLDER.glob("*.yaml")) for case in _cases(path)]
