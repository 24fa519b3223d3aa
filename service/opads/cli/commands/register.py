"""``opads register``: the register of a service, straight in its database."""

from __future__ import annotations

from opads.cli.group import LazyGroup

__all__ = ("command",)

SUMMARIES = {
    "dump": "Publish the dump of a day.",
    "verify-dump": "Verify a dump by its own files.",
    "reindex": "Make anew what the register is searched by.",
}

command = LazyGroup(
    "register",
    summaries=SUMMARIES,
    package="opads.cli.commands.registering",
    short_help="Publish and verify dumps of the register, and mend its index.",
    help="Publish and verify dumps of the register, and mend its index. The register is that of OPADS_DATA or OPADS_DATABASE.",
    no_args_is_help=True,
)
