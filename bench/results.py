"""The table that is kept: what was aimed at, what was measured, with which versions."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import opads
from bench import peers
from bench.goals import Race

__all__ = ("table", "written")

LIMITS = Path(__file__).with_name("limits.md")
"""What bounds the goals that were not reached, by hand."""


def table(race: Race) -> str:
    """Return one race as text."""
    width = max(len(result.name) for result in race.results)
    lines = [race.title, ""]
    for result in race.results:
        rate = f"{result.rate:12,.0f}" if result.rate >= 100 else f"{result.rate:12.1f}"
        lines.append(f"  {result.name:{width}} {rate} {race.unit}   ratio {result.ratio:6.2f}")
    for goal in race.goals:
        sign = "at most" if goal.at_most else "at least"
        reached = "reached" if goal.reached else "NOT reached"
        lines.append(f"  goal: {sign} {goal.bound} x {goal.against}: {goal.measured:.2f}, {reached}")
    return "\n".join([*lines, *(f"  {note}" for note in race.notes), ""])


def written(races: Iterable[Race], command: str) -> str:
    """Return the whole as Markdown."""
    races = list(races)
    lines = [
        "# Results",
        "",
        (
            f"`{command}` on {os.cpu_count()} cores, Python {platform.python_version()}, opads {opads.__version__}, "
            f"msgspec {version('msgspec')}; peers: {peers.versions()}."
        ),
        (
            "Contenders take turns in one run; a ratio is the median over the rounds (lowest to highest in brackets). Times in other "
            "processes are taken there, without their start, except where start-up is what is measured."
        ),
        "",
        "| work | against | goal | measured | |",
        "|---|---|---|---|---|",
    ]
    for race in races:
        for goal in race.goals:
            sign = "at most" if goal.at_most else "at least"
            span = f" ({goal.low:.2f} to {goal.high:.2f})" if goal.low != goal.high else ""
            mark = "reached" if goal.reached else "not reached"
            lines.append(
                f"| {goal.work} | {goal.against} | {sign} {goal.bound} x | {goal.measured:.2f} x{span} | {mark} |"
            )
    for race in races:
        lines += ["", f"## {race.title}", "", f"| | {race.unit} | ratio |", "|---|---|---|"]
        lines += [
            f"| {result.name} | {result.rate:,.0f} | {result.ratio:.2f} |"
            if result.rate >= 100
            else f"| {result.name} | {result.rate:.1f} | {result.ratio:.2f} |"
            for result in race.results
        ]
        lines += ["", *race.notes] if race.notes else []
    limits = LIMITS.read_text(encoding="utf-8") if LIMITS.is_file() else ""
    return "\n".join(lines) + "\n" + ("\n" + limits if limits else "")
