"""The standard's own rules on sets of records: ``schema/<version>/sets``."""

from __future__ import annotations

from functools import lru_cache

from opads.formats.folder import FormatError, read_yaml
from opads.rules import RulePack, load_rules
from opads.standard import resources

__all__ = ("SETS", "set_messages", "set_rules")

SETS = "set"
"""The prefix of the rules that hold for every format."""


@lru_cache(maxsize=1)
def set_rules() -> RulePack:
    """Return the standard's own rules on sets. Raises FormatError where they are broken."""
    try:
        return load_rules(resources.version_folder() / "sets" / "rules.yaml", SETS, set_messages())
    except ValueError as error:
        raise FormatError(f"sets/rules.yaml: {error}") from error


def set_messages() -> dict[str, dict[str, str]]:
    """Return the English texts of these rules by id: ``text`` and ``fix``."""
    messages: dict[str, dict[str, str]] = read_yaml(resources.version_folder() / "sets" / "messages" / "en.yaml")
    return messages
