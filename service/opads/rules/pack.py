"""A pack of rules: which of them are due, and their outcomes for a record."""

from collections.abc import Iterable, Iterator
from typing import Literal

from opads.rules.compiled import CompiledRule
from opads.rules.due import Due
from opads.rules.outcome import Outcome, RuleInput

__all__ = ("RulePack", "Scope")

DAYS = 1024
"""Days whose rules are remembered."""

Scope = Literal["record", "document", "set"]


class RulePack:
    """Compiled rules, in the order of their file."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        self.rules = tuple(rules)
        self._scopes: dict[Scope, tuple[CompiledRule, ...]] = {
            "record": tuple(rule for rule in self.rules if rule.rule.on not in ("document", "set")),
            "document": tuple(rule for rule in self.rules if rule.rule.on == "document"),
            "set": tuple(rule for rule in self.rules if rule.rule.on == "set"),
        }
        self._abroad: RulePack | None = None
        self._due: dict[tuple[str | None, ...], Due] = {}
        self._on: dict[str, Due] = {}

    def __iter__(self) -> Iterator[CompiledRule]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def applicable(self, *, own: bool) -> "RulePack":
        """Return the rules due for a disclosure of this pack's own format, or for one read from another format.

        Rules on native records and documents, and those marked ``native_only``, are for the own format alone.
        """
        if own:
            return self
        if self._abroad is None:
            self._abroad = RulePack(r for r in self.rules if r.rule.on == "disclosure" and not r.rule.native_only)
        return self._abroad

    def on_sets(self) -> tuple[CompiledRule, ...]:
        """Return the rules on sets of records."""
        return self._scopes["set"]

    def due(self, as_of: str) -> Due:
        """Return the rules on records as they are on a day (YYYY-MM-DD)."""
        found = self._on.get(as_of)
        if found is None:
            rules = self._scopes["record"]
            severities = tuple(rule.severity(as_of) for rule in rules)
            found = self._due.setdefault(severities, Due(rules, severities))
            if len(self._on) >= DAYS:
                self._on.clear()
            self._on[as_of] = found
        return found

    def evaluate(self, values: RuleInput, scope: Scope = "record") -> list[Outcome]:
        """Return one outcome per rule of the scope; no exception escapes."""
        return [rule.judge(values) for rule in self._scopes[scope]]
