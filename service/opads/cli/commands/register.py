"""``opads register``: the register of a service, straight in its database."""

from __future__ import annotations

from opads.cli.group import LazyGroup

__all__ = ("command",)

SUMMARIES = {
    "info": "Tell what the register holds, and where its chains end.",
    "verify": "Verify the log: name the first entry that is not as it was written.",
    "rebuild": "Make anew, from the log, how each disclosure stands.",
    "migrate": "Bring the tables to the newest version, or back to an older one.",
    "dump": "Publish the dump of a day.",
    "verify-dump": "Verify a dump by its own files.",
    "reindex": "Make anew what the register is searched by.",
}

command = LazyGroup(
    "register",
    summaries=SUMMARIES,
    package="opads.cli.commands.registering",
    short_help="Verify, rebuild and migrate the register, and publish its dumps.",
    help="Look after the register of the service that OPADS_DATA or OPADS_DATABASE names.",
    no_args_is_help=True,
)
