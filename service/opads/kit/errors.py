"""What the kit refuses, all mistakes at once."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ("KitError",)


class KitError(ValueError):
    """A list of fields, or a wish, that no folder can be made of; ``problems`` has one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))
