"""``opads receipt``: receipts and their keys."""

from __future__ import annotations

from opads.cli.group import LazyGroup

__all__ = ("command",)

SUMMARIES = {
    "verify": "Verify a receipt by pinned keys, and compare the document with it.",
    "show": "Show what a receipt says, unverified.",
    "keys": "List, make, retire and revoke the keys of this service.",
}

command = LazyGroup(
    "receipt",
    summaries=SUMMARIES,
    package="opads.cli.commands.receipts",
    short_help="Verify receipts offline, and keep the keys that sign them.",
    help="Verify the receipts of a register without asking it, and keep the keys that sign them.",
    no_args_is_help=True,
)
