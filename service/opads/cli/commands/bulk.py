"""``opads bulk``: files of any size."""

from __future__ import annotations

from opads.cli.group import LazyGroup

__all__ = ("command",)

SUMMARIES = {
    "validate": "Check files of any size, in several processes.",
    "convert": "Convert files of any size, in several processes.",
}

command = LazyGroup(
    "bulk",
    summaries=SUMMARIES,
    package="opads.cli.commands.bulked",
    short_help="Check or convert files of any size, in several processes.",
    help=(
        "Check or convert files of any size in constant memory, in several processes, in order, and from where it "
        "stopped. NDJSON, CSV and JSON arrays are read in blocks, other files whole; gzip and zstd are unpacked."
    ),
    no_args_is_help=True,
)
