"""A fault in a JSON text, and which faults forbid taking the value at its word."""

from typing import Any, NamedTuple

__all__ = ("HARMLESS", "Fault", "Parsed")

HARMLESS = frozenset(
    {
        "carrier-json/control-character",
        "carrier-json/number-tiny",
        "carrier-json/similar-keys",
        "carrier-json/unsafe-integer",
    }
)
"""The faults of severity warning: the value is read in spite of them."""


class Fault(NamedTuple):
    """A rule offended at a character offset; ``also`` is the offset of the other place concerned."""

    rule: str
    offset: int
    pointer: str
    params: dict[str, Any]
    also: int | None = None

    @property
    def harmless(self) -> bool:
        """Say whether the value stands in spite of the fault."""
        return self.rule in HARMLESS


class Parsed(NamedTuple):
    """A parsed text: its value as far as it could be read, the faults in order, and where reading broke off.

    ``broken`` is the pointer of the innermost container that was still open; None where the text was read
    to its end.
    """

    value: Any
    faults: list[Fault]
    broken: str | None = None
