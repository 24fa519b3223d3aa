"""The picture of an account: from the fields of the source through the subjects of the standard to those of the target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from opads.lineage import Strand
from opads.standard.jsonvalue import unescape
from opads.web.converting.words import KINDS

__all__ = ("CARRIED", "DROPPED", "FORMAT", "HAND", "OTHERS", "Flow", "flow_of")

WIDTH, BAR = 960, 10
COLUMNS = (230, 475, 720)
"""Where the bars of the three columns begin."""
TALL, GAP, LEAST, THICKEST = 420.0, 14.0, 6.0, 14.0
"""Height that the values together take, distance between bars, least height of one, most of one value."""
MOST = 14
"""Bars of one column."""
DROPPED, CARRIED, FORMAT, HAND, OTHERS = "\x00dropped", "\x00carried", "\x00format", "\x00hand", "\x00others"
"""Ends that are no field: not in the output, in the extension point, said by the format, stated by hand, all the rest."""


class Bar(NamedTuple):
    """A field or subject as it is drawn; ``values`` is the number of values."""

    name: str
    values: int
    x: int
    y: str
    height: str
    middle: str


class Ribbon(NamedTuple):
    """What flows from one bar to another."""

    kind: str
    path: str


class Row(NamedTuple):
    """The same as a row of a table."""

    source: str
    subject: str
    target: str
    outcome: str
    values: int


class Flow(NamedTuple):
    """The picture and its numbers."""

    columns: tuple[tuple[Bar, ...], ...]
    ribbons: tuple[Ribbon, ...]
    rows: tuple[Row, ...]
    kinds: tuple[str, ...]
    height: int


def flow_of(strands: Iterable[Strand]) -> Flow:
    """Return the flow of the values of a record; what the source's format implies without writing it is left out."""
    ways = [(_ends(strand), strand.outcome) for strand in strands if strand.source or strand.outcome == "stated"]
    rows = Counter((*ends, outcome) for ends, outcome in ways)
    folded = [_folded([ends[n] for ends, _ in ways]) for n in range(3)]
    drawn = Counter(
        (*(folded[n].get(ends[n], ends[n]) for n in range(3)), KINDS.get(outcome, "good")) for ends, outcome in ways
    )
    columns = [_bars([(ends[n], count) for ends, count in drawn.items()], n, len(ways)) for n in range(3)]
    return Flow(
        tuple(tuple(column.values()) for column in columns),
        tuple(_ribbons(drawn, columns)),
        tuple(Row(*key, count) for key, count in rows.items()),
        tuple(dict.fromkeys(KINDS.get(outcome, "good") for _, outcome in ways)),
        round(max((float(bar.y) + float(bar.height) for column in columns for bar in column.values()), default=0)) + 8,
    )


def _ends(strand: Strand) -> tuple[str, str, str]:
    """Return the three stations of a value."""
    source = _first(strand.source) if strand.source else HAND
    subject = _first(strand.canonical[0]) if strand.canonical else HAND if strand.outcome == "stated" else FORMAT
    if strand.outcome == "dropped":
        return source, subject, DROPPED
    if strand.outcome == "carried":
        return source, subject, CARRIED
    return source, subject, _first(strand.target[0]) if strand.target else FORMAT


def _first(pointer: str) -> str:
    return unescape(pointer.split("/")[1]) if pointer else ""


def _folded(names: Sequence[str]) -> dict[str, str]:
    """Return which names are drawn together as all the rest: those with fewest values, where there are many."""
    counts = Counter(name for name in names if not name.startswith("\x00"))
    if len(counts) <= MOST:
        return {}
    return dict.fromkeys([name for name, _ in counts.most_common()][MOST - 1 :], OTHERS)


def _bars(counted: list[tuple[str, int]], column: int, total: int) -> dict[str, Bar]:
    counts: Counter[str] = Counter()
    for name, count in counted:
        counts[name] += count
    unit = _unit(total)
    bars: dict[str, Bar] = {}
    y = 4.0
    for name in sorted(counts, key=lambda n: (n.startswith("\x00"), n != OTHERS)):
        height = max(LEAST, counts[name] * unit)
        bars[name] = Bar(name, counts[name], COLUMNS[column], f"{y:.1f}", f"{height:.1f}", f"{y + height / 2:.1f}")
        y += height + GAP
    return bars


def _unit(total: int) -> float:
    return min(THICKEST, TALL / max(1, total))


def _ribbons(drawn: Counter[tuple[str, ...]], columns: list[dict[str, Bar]]) -> Iterable[Ribbon]:
    for left, right in ((0, 1), (1, 2)):
        flows: Counter[tuple[str, str, str]] = Counter()
        for (*ends, kind), count in drawn.items():
            flows[ends[left], ends[right], kind] += count
        used: dict[tuple[int, str], float] = {}
        order = [list(column) for column in columns]
        for (one, other, kind), count in sorted(
            flows.items(), key=lambda item: (order[left].index(item[0][0]), order[right].index(item[0][1]), item[0][2])
        ):
            from_, to = columns[left][one], columns[right][other]
            thick = [count * float(bar.height) / bar.values for bar in (from_, to)]
            y = [float(bar.y) + used.get((side, bar.name), 0.0) for side, bar in enumerate((from_, to))]
            for side, bar in enumerate((from_, to)):
                used[side, bar.name] = used.get((side, bar.name), 0.0) + thick[side]
            yield Ribbon(kind, _path(from_.x + BAR, to.x, y, thick))


def _path(x0: int, x1: int, y: list[float], thick: list[float]) -> str:
    middle = (x0 + x1) / 2
    return (
        f"M{x0} {y[0]:.1f}C{middle:.0f} {y[0]:.1f} {middle:.0f} {y[1]:.1f} {x1} {y[1]:.1f}v{thick[1]:.1f}"
        f"C{middle:.0f} {y[1] + thick[1]:.1f} {middle:.0f} {y[0] + thick[0]:.1f} {x0} {y[0] + thick[0]:.1f}z"
    )
