"""An earlier report as a baseline: what was found then is forgiven, only what is new fails."""

from __future__ import annotations

from pathlib import Path

import msgspec

from opads.cli import exits
from opads.cli.refusal import Refusal, say
from opads.findings import Finding
from opads.rechecking import Change, Earlier, compare, earlier_of
from opads.rendering import NamedReport
from opads.report import Report

__all__ = ("judge_since", "read_since")

LISTED = 20
"""New findings that are named."""


def read_since(path: str) -> list[Earlier]:
    """Return what a file of ``opads validate --format json`` found, for each input; raises Refusal for any other file."""
    try:
        data = Path(path).read_bytes()
        reports = msgspec.json.decode(data, type=list[Report]) if data[:1] == b"[" else [_one(data)]
    except OSError as error:
        raise Refusal(f"{path}: cannot be read ({error.strerror})") from error
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Refusal(f"{path}: is no report of opads validate --format json ({error})") from error
    return [earlier_of(report) for report in reports]


def _one(data: bytes) -> Report:
    return msgspec.json.decode(data, type=Report)


def judge_since(
    path: str, earlier: list[Earlier], reports: list[NamedReport], fail_on: str, *, allow_empty: bool, quiet: bool
) -> list[int]:
    """Say what became of the findings and return the exit code of each report; raises Refusal for other inputs."""
    if len(earlier) != len(reports):
        raise Refusal(f"{path}: has {len(earlier)} reports, not {len(reports)}; check the same files as then")
    codes = []
    for then, named in zip(earlier, reports, strict=True):
        change = compare(then, named.report)
        codes.append(_code(change, named.report, fail_on, allow_empty=allow_empty))
        if not quiet:
            _tell(named.name, change)
    return codes


def _code(change: Change, report: Report, fail_on: str, *, allow_empty: bool) -> int:
    until = exits.FAIL_ON.index(fail_on) + 1 if fail_on != "never" else 0
    if change.fails(exits.FAIL_ON[:until]):
        return exits.UNACCEPTABLE
    return exits.of_report(report, "never", allow_empty=allow_empty)


def _tell(name: str, change: Change) -> None:
    total = change.total
    say(f"{name}: {total.mended} mended, {total.new} new, {total.remaining} remaining")
    for finding in change.new[:LISTED]:
        say(f"new: {name}{_place(finding)} {finding.severity} {finding.rule} {finding.native or ''}".rstrip())
    if total.new > LISTED:
        say(f"new: {total.new - LISTED} more")


def _place(finding: Finding) -> str:
    place = finding.place
    return f":{place.line}:{place.column or 1}" if place and place.line else ""
