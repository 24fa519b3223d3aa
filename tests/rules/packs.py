"""Small rule packs for tests."""

from pathlib import Path
from typing import Any

import yaml

from opads.rules import RulePack, load_rules
from opads.rules.functions import extension_functions

__all__ = ("CITATION", "FUNCTIONS", "load", "one", "rule")

CITATION = {"instrument": "Act", "provision": "s. 1", "url": "https://example.org/act", "retrieved": "2026-01-02"}


class Colour:
    """A code that ends with the year 2024."""

    def is_valid(self, as_of: str) -> bool:
        """Say whether the day is early enough."""
        return as_of <= "2024-12-31"


FUNCTIONS = extension_functions({"colours": {"red": Colour(), "green": Colour()}}.__getitem__)


def rule(**fields: Any) -> dict[str, Any]:
    """Return a sound rule with some fields replaced; None takes a field away."""
    base = {
        "id": "toy/some-rule",
        "title": "Something holds",
        "severity": "error",
        "verified": True,
        "assert": "has(disclosure.a)",
        "citation": CITATION,
    }
    fields = {name.rstrip("_"): value for name, value in fields.items()}
    return {name: value for name, value in {**base, **fields}.items() if value is not None}


def load(folder: Path, *rules: Any, messages: Any = None, format_id: str = "toy", text: str | None = None) -> RulePack:
    """Write rules to a file and load it."""
    path = folder / "rules.yaml"
    path.write_text(yaml.safe_dump({"rules": list(rules)}) if text is None else text, encoding="utf-8")
    words = {row["id"]: {"text": "Broken.", "fix": "Mend."} for row in rules if isinstance(row, dict) and "id" in row}
    return load_rules(path, format_id, words if messages is None else messages, FUNCTIONS)


def one(folder: Path, **fields: Any) -> RulePack:
    """Load a pack of one rule with some fields replaced."""
    return load(folder, rule(**fields))
