"""What can go wrong: an expression refused at load, a rule file refused at load, an evaluation that has no value."""

from collections.abc import Sequence

__all__ = ("CelError", "ExpressionError", "RulesError")


class CelError(Exception):
    """The evaluation of an expression has no value; ``reason`` says why (CEL: an error, not a crash)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ExpressionError(ValueError):
    """An expression refused at load: not CEL, or outside the subset of ``spec/standard/rule-language.md``.

    ``line`` and ``column`` are 1-based and count characters of ``text``.
    """

    def __init__(self, problem: str, *, text: str, line: int, column: int) -> None:
        self.problem = problem
        self.text = text
        self.line = line
        self.column = column
        lines = text.splitlines() or [""]
        shown = lines[min(line, len(lines)) - 1]
        super().__init__(f"line {line}, column {column}: {problem}\n    {shown}\n    {' ' * (column - 1)}^")


class RulesError(ValueError):
    """A rule file refused at load; ``problems`` has one sentence each, with file, rule and field."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))
