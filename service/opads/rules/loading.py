"""Loads a rule file: every mistake is told at once, with file, rule and field."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from opads.rules.compiled import CompiledRule
from opads.rules.errors import RulesError
from opads.rules.functions import extension_functions
from opads.rules.model import Rule
from opads.rules.pack import RulePack
from opads.rules.remembered import remembering
from opads.rules.signatures import Function
from opads.standard.authored import AuthoredError
from opads.standard.yamlfile import YamlError, is_own, read_yaml_file

__all__ = ("load_rules",)

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


def _given(rule: Rule) -> set[str]:
    """Return the names that need no parameter: a finding on a set always names the other members."""
    return {"others", "count"} if rule.on == "set" else set()


class _Loading:
    def __init__(
        self, path: Path, format_id: str, messages: Mapping[str, Any], functions: Mapping[str, Function]
    ) -> None:
        self.path = path
        self.format_id = format_id
        self.messages = messages
        self.functions = functions
        self.problems: list[str] = []
        self.seen: set[str] = set()

    def report(self, rule: str, field: str, problem: str) -> None:
        self.problems.append(f"{self.path.name}: rule {rule}, field {field}: {problem}")

    def rules(self) -> list[CompiledRule]:
        try:
            loaded = read_yaml_file(self.path)
        except YamlError as error:
            raise RulesError([f"{self.path.name}: {error}"]) from None
        rows = loaded.get("rules") if isinstance(loaded, dict) and set(loaded) == {"rules"} else None
        if not isinstance(rows, list):
            raise RulesError([f"{self.path.name}: must have one member, 'rules', which is a list"])
        compiled = [self.rule(number, row) for number, row in enumerate(rows, start=1)]
        if self.problems:
            raise RulesError(self.problems)
        return [rule for rule in compiled if rule is not None]

    def rule(self, number: int, row: Any) -> CompiledRule | None:
        given = row.get("id") if isinstance(row, dict) else None
        name = given if isinstance(given, str) else f"number {number}"
        try:
            rule = Rule.model_validate(row)
        except AuthoredError as error:
            for mistake in error.mistakes:
                field, message = mistake.field, mistake.text
                if not field:
                    field, _, message = message.partition(": ") if ": " in message else ("rule", "", message)
                self.report(name, field, message)
            return None
        self.identity(rule)
        self.words(rule)
        self.citations(rule)
        return CompiledRule(rule, self.functions, self.problem_of(rule.id))

    def problem_of(self, rule: str) -> Callable[[str, str], None]:
        return lambda field, problem: self.report(rule, field, problem)

    def identity(self, rule: Rule) -> None:
        if not _ID.fullmatch(rule.id) or not rule.id.startswith(f"{self.format_id}/"):
            self.report(rule.id, "id", f"must be {self.format_id}/ and a name of lower-case words joined by hyphens")
        if rule.id in self.seen:
            self.report(rule.id, "id", "occurs twice")
        self.seen.add(rule.id)

    def words(self, rule: Rule) -> None:
        words = self.messages.get(rule.id)
        for part in ("text", "fix"):
            text = words.get(part) if isinstance(words, Mapping) else None
            if not isinstance(text, str) or not text.strip():
                self.report(rule.id, f"messages.{part}", "is missing: every rule has a text and a fix")
                continue
            unknown = sorted(set(_PLACEHOLDER.findall(text)) - set(rule.params) - _given(rule))
            if unknown:
                self.report(rule.id, f"messages.{part}", f"names {', '.join(unknown)}, which params does not have")

    def citations(self, rule: Rule) -> None:
        if rule.verified and not any(citation.url and citation.retrieved for citation in rule.citations):
            self.report(rule.id, "citation", "a verified rule needs the url and the day (retrieved) of what was read")


def load_rules(
    path: Path,
    format_id: str,
    messages: Mapping[str, Any],
    functions: Mapping[str, Function] | None = None,
) -> RulePack:
    """Load and compile a rule file.

    ``messages`` has ``{text, fix}`` by rule id; ``functions`` are the extension functions (default: those of the
    standard). Raises RulesError, which is a ValueError, with all problems found.
    """
    chosen = extension_functions() if functions is None else functions
    loading = _Loading(path, format_id, messages, chosen)
    if functions is not None or not is_own(path):
        return RulePack(loading.rules())
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    with remembering(data):
        return RulePack(loading.rules())
