"""``opads completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from opads.cli.output import emit

__all__ = ("command",)


EPILOG = """\b
Put one of these where your shell starts:
  bash: eval "$(opads completion bash)"
  zsh:  eval "$(opads completion zsh)"
  fish: opads completion fish | source"""


@click.command("completion", short_help="Print the completion script of a shell.", epilog=EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="SHELL")
@click.pass_context
def command(ctx: click.Context, shell: str) -> int:
    """Print the script that completes commands, options and formats in SHELL: bash, zsh or fish."""
    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"no completion for {shell}.")
    script = completion(ctx.find_root().command, {}, "opads", "_OPADS_COMPLETE")
    emit(script.source().encode())
    return 0
