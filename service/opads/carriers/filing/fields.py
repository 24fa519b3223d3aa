"""The fields of a line, checked against its layout: at once where nothing is odd, else one by one."""

from itertools import compress
from typing import Any

from opads.carriers.filing.characters import ILLEGAL, SEPARATOR, legal_in_filing
from opads.carriers.filing.layouts import Layout
from opads.carriers.filing.lines import Complaint, Line, strip_quotes
from opads.carriers.model import Limits
from opads.carriers.position import Positions

__all__ = ("Fields",)


class Fields:
    """Reads the fields of the lines of one filing; ``legal`` says that it holds no character which the FEC refuses."""

    def __init__(self, positions: Positions, limits: Limits, *, legal: bool) -> None:
        self._positions = positions
        self._limits = limits
        self._legal = legal

    def read(self, line: Line, raw: list[str], layout: Layout | None) -> None:
        """Read a line from its fields as they stand there; without a layout their keys are their numbers."""
        content, plain = line.content, raw
        if layout is not None and '"' in content:
            plain = [strip_quotes(value) for value in raw]
            content = SEPARATOR.join(plain)
        if layout is None or not self._nothing_odd(content, plain, layout):
            self.read_each(line, raw, layout)
        else:
            line.layout = layout
            line.fields = dict(compress(zip(layout.keys, plain, strict=False), plain))

    def faultless(self, line: Line) -> bool:
        """Say whether nothing can be said of a line that has no layout."""
        return self._legal and '"' not in line.content

    def _nothing_odd(self, content: str, plain: list[str], layout: Layout) -> bool:
        """Say whether nothing is to be said of fields without the quotation marks about them; False where it is not known."""
        return (
            layout.fits(content)
            and '"' not in content
            and (self._legal or legal_in_filing("".join(plain)))
            and (not layout.outline or len(plain) <= len(layout.keys))
        )

    def read_each(self, line: Line, raw: list[str], layout: Layout | None) -> None:
        """Read a line field by field, with all that is to be said of each."""
        line.layout = layout
        fields: dict[str, str] = {}
        complaints: list[Complaint] = []
        surplus = 0
        for number, value in enumerate(map(strip_quotes, raw), start=1):
            if not value:
                continue
            key = layout.key(number) if layout else _bare_key(number)
            fields[key] = value
            surplus = surplus or (number if layout and number > layout.width else 0)
            if len(complaints) >= self._limits.max_troubles:
                continue
            for rule, params, within in _faults(value, number, layout):
                shift = 0 if within is None else within + (len(raw[number - 1]) - len(value)) // 2
                place = line.field(self._positions, number, key, shift)
                named = {"record": line.record, "field": _label(layout, number), **params}
                complaints.append(Complaint(rule, number, key, named, place))
        if layout and surplus and not layout.outline:
            key = layout.key(surplus)
            params = {"record": line.record, "field": key, "fields": len(raw), "columns": layout.width}
            place = line.field(self._positions, surplus, key)
            complaints.append(Complaint("carrier-fec/surplus-field", surplus, key, params, place))
        line.fields = fields
        line.complaints = complaints


def _faults(value: str, number: int, layout: Layout | None) -> list[tuple[str, dict[str, Any], int | None]]:
    """Give the rules a value offends, with the offset within it where one is meant."""
    found: list[tuple[str, dict[str, Any], int | None]] = []
    if '"' in value:
        found.append(("carrier-fec/embedded-quote", {}, value.index('"')))
    if illegal := ILLEGAL.search(value):
        found.append(("carrier-fec/illegal-character", {"character": f"U+{ord(illegal[0]):04X}"}, illegal.start()))
    column = layout.by_number.get(number) if layout else None
    if column is not None and column.length is not None and column.size(value) > column.length:
        params = {"length": column.size(value), "limit": column.length}
        found.append(("carrier-fec/field-too-long", params, None))
    return found


def _label(layout: Layout | None, number: int) -> str:
    field_ = layout.by_number.get(number) if layout else None
    return field_.label if field_ else f"column {number}"


def _bare_key(number: int) -> str:
    return "form_type" if number == 1 else f"column_{number}"
