"""Reads the register for its figures, in one transaction, so that all numbers are of one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from opads.register.figures.asking import FiguresWish
from opads.register.figures.counting import Counted, count
from opads.register.figures.model import DIMENSIONS, AmountSeries, Figures, FiguresSince, LeftOut, LogPosition
from opads.register.figures.rows import COLUMNS, FactRow, read
from opads.register.reading.asking import PUBLIC_STATUS, Query, Viewer
from opads.storage import Database, Transaction

__all__ = ("MOST", "Figuring", "PositionError", "compared", "figures_of")

MOST = 200_000
"""Disclosures that are counted, the newest; of older ones it is said how many are left out."""
PUBLIC = Viewer()
"""Figures are of what the public sees, whoever asks: they are cited and passed on."""


class PositionError(ValueError):
    """A position that the log does not have."""


KEPT = 16
"""Figures that are remembered until the log goes on."""


class Figuring:
    """Makes figures of a register, and remembers the last ones; may be asked by several threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._kept: dict[tuple[str, str], Figures] = {}

    def figures(self, wish: FiguresWish) -> Figures:
        """Return the figures of what a search finds; raises PositionError."""
        head = self.database.read(lambda t: t.one("SELECT hash FROM head WHERE chain = ?", PUBLIC.chain))
        key = (repr(wish), head[0] if head else "")
        found = self._kept.get(key)
        if found is None:
            found = figures_of(self.database, wish)
            if not any(one.reason == "not-indexed" for one in found.left_out):
                self._kept[key] = found
                for old in list(self._kept)[:-KEPT]:
                    self._kept.pop(old, None)
        return found


def compared(database: Database, query: Query, countries: Sequence[str], position: int | None) -> list[Figures]:
    """Return the figures of each country, all of one moment; raises PositionError."""
    wishes = [FiguresWish(replace(query, codes={**query.codes, "country": code}), position) for code in countries]
    return database.read(lambda t: [_figures(t, wish) for wish in wishes])


def figures_of(database: Database, wish: FiguresWish) -> Figures:
    """Return the figures of what a search finds; raises PositionError."""
    return database.read(lambda t: _figures(t, wish))


def _figures(t: Transaction, wish: FiguresWish) -> Figures:
    position, last = _position(t, wish.position)
    condition, values = wish.query.conditions(PUBLIC)
    condition, values = f"{condition} AND d.status = ?", (*values, PUBLIC_STATUS)
    since = None if position.sequence == last else _since(t, condition, values, position.sequence)
    rows: list[FactRow] = []
    missing = beyond = 0
    sql = (
        f"SELECT {COLUMNS} FROM disclosure d LEFT JOIN search_row r ON r.disclosure = d.id "  # noqa: S608 - ours
        f"WHERE {condition} AND d.sequence <= ? ORDER BY d.first_at DESC, d.id DESC"
    )
    for row in t.each(sql, *values, position.sequence):
        if len(rows) >= MOST:
            beyond += 1
        elif (found := read(row)) is None:
            missing += 1
        else:
            rows.append(found)
    counted = count(rows[::-1])
    counted.left_out.update({"not-indexed": missing, "beyond": beyond})
    return _made(counted, wish.query, position, since, len(rows) + missing + beyond)


def _made(counted: Counted, query: Query, position: LogPosition, since: FiguresSince | None, found: int) -> Figures:
    sums = counted.sums()
    fitting = (one.series for one in sums if _asked(one.series, query))
    chosen = next(fitting, None)
    return Figures(
        position=position,
        since=since,
        found=found,
        counted=len(counted.rows),
        left_out=tuple(LeftOut(reason, n) for reason, n in counted.left_out.most_common() if n),
        sums=sums,
        chosen=chosen,
        chosen_left_out=counted.series_left_out(chosen) if chosen else (),
        groupings=tuple(counted.grouping(dimension, chosen) for dimension in DIMENSIONS),
        basis=counted.basis(),
    )


def _asked(series: AmountSeries, query: Query) -> bool:
    """Say whether a series is what the search asks for: currency, kind and scope of the amount, where it names them."""
    return (
        query.currency in (None, series.currency)
        and query.amount_kind in (None, series.kind)
        and query.amount_scope in (None, series.scope)
    )


def _position(t: Transaction, wanted: int | None) -> tuple[LogPosition, int]:
    """Return the position to count up to, and the last one of the log."""
    head = t.one("SELECT sequence, hash, at FROM head WHERE chain = ?", PUBLIC.chain) or (0, "", "")
    if wanted is None or wanted == head[0]:
        return LogPosition(*head), head[0]
    row = t.one("SELECT sequence, hash, at FROM entry WHERE chain = ? AND sequence = ?", PUBLIC.chain, wanted)
    if row is None:
        raise PositionError(f"the log has no entry {wanted}; its last is {head[0]}")
    return LogPosition(*row), head[0]


def _since(t: Transaction, condition: str, values: tuple[object, ...], position: int) -> FiguresSince:
    changed = t.one(
        f"SELECT count(*) FROM disclosure d WHERE {condition} AND d.sequence > ? "  # noqa: S608 - ours
        "AND EXISTS (SELECT 1 FROM entry e WHERE e.disclosure = d.id AND e.sequence <= ?)",
        *(*values, position, position),
    )
    removed = t.one(
        "SELECT count(DISTINCT e.disclosure) FROM entry e JOIN disclosure d ON d.id = e.disclosure "
        "WHERE e.chain = ? AND e.sequence > ? AND d.status <> ? AND EXISTS "
        "(SELECT 1 FROM entry f WHERE f.disclosure = d.id AND f.sequence <= ?)",
        *(PUBLIC.chain, position, PUBLIC_STATUS, position),
    )
    return FiguresSince(int(changed[0]) if changed else 0, int(removed[0]) if removed else 0)
