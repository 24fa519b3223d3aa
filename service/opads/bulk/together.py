"""What rules on sets say, once all records have been judged and what they left is kept."""

from __future__ import annotations

from collections.abc import Mapping

from opads.bulk.blocks import Options, set_judge
from opads.bulk.checkpoint import Checkpoint
from opads.findings import Finding
from opads.parts import Part
from opads.report import Counting, ReportBuilder

__all__ = ("judge_sets",)

LAST_PHASE = 3
"""The phase in which rules on sets speak: after records, document and what the carrier has to say."""


def judge_sets(
    options: Options, kept: Checkpoint, missed: Mapping[int, str], last: str, counting: Counting | None = None
) -> Part:
    """Return what is to be said of the sets that records form.

    ``missed`` are the rules that could not take a record in, with the reason; ``last`` is the last date of the records;
    ``counting`` is told of every finding.
    """
    sets = set_judge(options)
    builder = ReportBuilder(options.samples, counting=counting)
    builder.phase = LAST_PHASE
    for rule, (least, distinct) in enumerate(zip(sets.least, sets.distinct, strict=True)):
        without = {0: missed[rule]} if rule in missed else {}
        for _, found in sets.judge_groups(rule, kept.groups(rule, least, distinct=distinct), without, last):
            if isinstance(found, Finding):
                builder.add(found)
            else:
                builder.outcome(found.rule_id, found.status, found.reason)
    return builder.part()
