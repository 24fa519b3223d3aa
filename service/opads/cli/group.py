"""A group of commands that are imported when used, and the last resort for exceptions."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, cast

import click
from click.shell_completion import CompletionItem

from opads.cli.exits import INTERNAL, INTERRUPTED
from opads.cli.refusal import say

__all__ = ("LazyGroup",)


class LazyGroup(click.Group):
    """Commands by name with their one-line help; the module ``<package>.<name>`` (with ``_`` for ``-``) holds ``command``."""

    def __init__(
        self, *args: Any, summaries: dict[str, str], package: str = "opads.cli.commands", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.summaries = summaries
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of use."""
        del ctx
        return list(self.summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None."""
        del ctx
        if cmd_name not in self.summaries:
            return None
        return cast("click.Command", import_module(f"{self.package}.{cmd_name.replace('-', '_')}").command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with; raises UsageError that names the nearest."""
        name = args[0]
        if name not in self.summaries and not name.startswith("-"):
            import difflib  # noqa: PLC0415  # only who misspells a name needs it

            near = difflib.get_close_matches(name, self.summaries, n=1)
            ctx.fail(f"there is no command {name!r}{f'; did you mean {near[0]!r}?' if near else ''}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return completions without importing any command."""
        found = [
            CompletionItem(name, help=text) for name, text in self.summaries.items() if name.startswith(incomplete)
        ]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - the signature is click's
        **extra: Any,
    ) -> Any:
        """Run and exit with the code that the command returns; whatever goes wrong ends in one line."""
        del standalone_mode
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        except click.Abort:
            code = INTERRUPTED
        except Exception as error:  # noqa: BLE001 - nobody above could say it better
            code = internal(error)
        sys.exit(code if isinstance(code, int) else 0)


def internal(error: BaseException, about: str = "") -> int:
    """Say that a mistake of ours occurred and where to report it; return the exit code of it."""
    if os.environ.get("OPADS_DEBUG") == "1":
        import traceback  # noqa: PLC0415  # only who looks for a mistake of ours needs it

        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    say(
        f"internal error{f' at {about}' if about else ''}: {type(error).__name__}; this is a mistake in OPADS, not in your "
        "file. Please report it to the OPADS issue tracker (OPADS_DEBUG=1 shows the details)"
    )
    return INTERNAL
