"""``opads access``: accounts and keys, straight in the database. This is how the first administrator comes to be."""

from __future__ import annotations

from opads.cli.group import LazyGroup

__all__ = ("command",)

SUMMARIES = {
    "account": "Make, list, suspend and reinstate accounts.",
    "key": "Make, list, exchange and revoke API keys.",
}

command = LazyGroup(
    "access",
    summaries=SUMMARIES,
    package="opads.cli.commands.accessing",
    short_help="Make accounts and API keys.",
    help="Make accounts and API keys in the database of OPADS_DATA or OPADS_DATABASE. Whoever can write that database may do this; the "
    "service need not run, and heeds what was changed within seconds where it does.",
    no_args_is_help=True,
)
