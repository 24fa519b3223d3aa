"""Checking again: which findings of an earlier report are mended, which remain, which are new.

Findings are told apart by rule, native field and what is said of it, not by their line: lines that were put in make
nothing new. What is compared with is a report, or the trace of one that a page or a file kept.
"""

from opads.rechecking.comparing import Change, Tally, compare
from opads.rechecking.traces import MOST, Earlier, Trace, earlier_of, read_earlier, written

__all__ = ("MOST", "Change", "Earlier", "Tally", "Trace", "compare", "earlier_of", "read_earlier", "written")
