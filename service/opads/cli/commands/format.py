"""``opads format``: the kit with which a format is added."""

from __future__ import annotations

from opads.cli.group import LazyGroup

__all__ = ("command",)

SUMMARIES = {
    "new": "Make the folder of a format from a list of its fields.",
    "check": "Check folders of formats and packs: what is wrong, where, how to mend it.",
    "docs": "Write a page of documentation for each format.",
}

command = LazyGroup(
    "format",
    summaries=SUMMARIES,
    package="opads.cli.commands.folders",
    short_help="Make a format of a list of fields, check a folder, write its documentation.",
    help="Add a format without programming: make its folder from a list of fields, check it, write its documentation.",
    no_args_is_help=True,
)
