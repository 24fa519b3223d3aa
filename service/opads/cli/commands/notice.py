"""``opads notice``."""

from __future__ import annotations

import click

from opads.cli import exits, noticing, options
from opads.cli.engine import refusing
from opads.cli.output import emit
from opads.cli.refusal import say

__all__ = ("command",)

EPILOG = """\b
Examples:
  opads notice notice.json -o notice.html
  opads notice ads.csv --from FORMAT --record 3 --lang de --to pdf -o notice.pdf

\b
Exit codes:
  0  written
  1  nothing could be written, or (with --complete) something that the law demands is not stated
  2  could not try (usage, unknown format, unreadable file, no such language, a library is not installed)
  4  internal error"""


@click.command("notice", short_help="Write the transparency notice of a disclosure, for people to read.", epilog=EPILOG)
@noticing.shared_options
@click.option(
    "--to",
    type=click.Choice(["html", "txt", "pdf", "json"]),
    default="html",
    show_default=True,
    help="How to write it.",
)
@click.option("--complete", is_flag=True, help="Exit with 1 where something that the law demands is not stated.")
@options.output_option
@options.quiet_option
@refusing()
def command(*, to: str, complete: bool, output: str | None, quiet: bool, **chosen: str | int | None) -> int:
    """Write the transparency notice of the disclosure in FILE (a path, or - for standard input).

    What the law demands and the disclosure does not state is shown as a gap, never hidden.
    """
    with noticing.translated():
        from opads.notice.building import build_notice  # noqa: PLC0415 - its libraries may not be installed
        from opads.notice.renderings import render_notice  # noqa: PLC0415 - the same

        template, disclosure = noticing.read(chosen)
        document = build_notice(template, disclosure, noticing.language(chosen))
        emit(render_notice(to, document), output)
    gaps = document.points_with_gaps
    if gaps and not quiet:
        say(f"{chosen['file']}: not stated, though demanded: something under point {', '.join(map(str, gaps))}")
    return exits.UNACCEPTABLE if complete and gaps else exits.ACCEPTABLE
