"""The rules engine: CEL expressions emitted as Python, rule packs, and the ledger of what was checked."""

from opads.rules.compiled import CompiledRule
from opads.rules.due import Checked, Due, Marks
from opads.rules.errors import CelError, ExpressionError, RulesError
from opads.rules.gathering import Gatherer
from opads.rules.loading import load_rules
from opads.rules.model import Citation, Rule
from opads.rules.outcome import Failure, Outcome, RuleInput
from opads.rules.pack import RulePack

__all__ = (
    "CelError",
    "Checked",
    "Citation",
    "CompiledRule",
    "Due",
    "ExpressionError",
    "Failure",
    "Gatherer",
    "Marks",
    "Outcome",
    "Rule",
    "RuleInput",
    "RulePack",
    "RulesError",
    "load_rules",
)
