"""Fixes: how a fault is mended without changing what the document says, shown first and put in only when asked for.

A *safe* fix changes how something is written and nothing of what it says: white space about a value, the case of a code,
the form of a date. A *suggestion* is what was probably meant; somebody has to choose it. Each fix is an edit of the
document's bytes and, where its records can be read, a JSON Patch (RFC 6902) of the records; that the two say the same,
and that no safe fix adds a finding, is tried out before a fix is offered.
"""

from opads.fixing.applying import applied
from opads.fixing.mending import MOST, Mended, fixes_of, mended
from opads.fixing.model import Edit, Fix, Fixes, Operation, RecordPatch
from opads.fixing.patching import PatchError, patched

__all__ = (
    "MOST",
    "Edit",
    "Fix",
    "Fixes",
    "Mended",
    "Operation",
    "PatchError",
    "RecordPatch",
    "applied",
    "fixes_of",
    "mended",
    "patched",
)
