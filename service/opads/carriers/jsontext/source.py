"""One JSON text with its places: read quickly where it is plain, carefully where it is not."""

from collections.abc import Callable
from typing import Any

from opads.carriers.jsontext.count import excess
from opads.carriers.jsontext.fault import Fault, Parsed
from opads.carriers.jsontext.locator import Locator
from opads.carriers.jsontext.parser import parse
from opads.carriers.jsontext.quick import NotPlain, quick
from opads.carriers.model import Limits, Place, Trouble
from opads.carriers.position import Positions

__all__ = ("Source", "read_text", "trouble")


class Source:
    """A parsed text: its value, its faults, and its locator."""

    def __init__(self, text: str, parsed: Parsed, positions: Positions) -> None:
        self.value: Any = parsed.value
        self.faults = parsed.faults
        self.broken = parsed.broken
        self.locator = Locator(text, positions)

    @property
    def sound(self) -> bool:
        """Say whether the value can be taken at its word."""
        return all(fault.harmless for fault in self.faults)

    def trouble(self, fault: Fault, *, record: int | None = None, base: str = "") -> Trouble:
        """Report a fault; the pointer becomes relative to ``base``, the pointer of its record."""
        return trouble(fault, self.locator.place, record=record, base=base)


def trouble(fault: Fault, place: Callable[[int], Place], *, record: int | None = None, base: str = "") -> Trouble:
    """Report a fault of a text in which ``place`` gives the place of a character."""
    here = place(fault.offset)
    params = dict(fault.params)
    if fault.also is not None:
        first = place(fault.also)
        params |= {"line": here.line, "column": here.column}
        params |= {"first_line": first.line, "first_column": first.column}
    pointer = fault.pointer[len(base) :] if fault.pointer.startswith(base) else ""
    return Trouble(fault.rule, params, here, record, pointer)


def read_text(text: str, limits: Limits, positions: Positions) -> Source:
    """Read a JSON text within the limits; never raises."""
    beyond = excess(text, limits.max_nodes)
    if beyond is not None:
        fault = Fault("carrier/too-many-values", beyond, "", {"limit": limits.max_nodes})
        return Source(text, Parsed(None, [fault], ""), positions)
    try:
        return Source(text, Parsed(quick(text, limits), []), positions)
    except NotPlain:
        return Source(text, parse(text, limits), positions)
