"""Figures of the register: how many disclosures a search finds and what they say was paid, by sponsor, country, month and more.

Nothing is added up that is not the same: each sum is of one currency, one kind of amount and one scope, of at most one amount of each
disclosure; ranges are added as ranges. Nothing is converted, and every number says on how many disclosures it rests.
"""

from opads.register.figures.asking import FiguresWish
from opads.register.figures.model import (
    DIMENSIONS,
    AmountSeries,
    Figures,
    FiguresBasis,
    FiguresGroup,
    FiguresSum,
    Grouping,
    LeftOut,
)
from opads.register.figures.store import Figuring, PositionError, compared, figures_of

__all__ = (
    "DIMENSIONS",
    "AmountSeries",
    "Figures",
    "FiguresBasis",
    "FiguresGroup",
    "FiguresSum",
    "FiguresWish",
    "Figuring",
    "Grouping",
    "LeftOut",
    "PositionError",
    "compared",
    "figures_of",
)
