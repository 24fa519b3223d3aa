"""``opads label``."""

from __future__ import annotations

import click

from opads.cli import exits, noticing, options
from opads.cli.engine import refusing
from opads.cli.output import emit
from opads.cli.refusal import say

__all__ = ("command",)

EPILOG = """\b
Examples:
  opads label notice.json -o label.svg
  opads label notice.json --lang fr --to qr -o code.svg

\b
Exit codes:
  0  written
  1  nothing could be written, or (with --complete) something that the law demands is not stated
  2  could not try (usage, unknown format, unreadable file, no such language, a library is not installed)
  4  internal error"""


@click.command("label", short_help="Write the label of a political advertisement.", epilog=EPILOG)
@noticing.shared_options
@click.option(
    "--to",
    type=click.Choice(["svg", "html", "txt", "qr", "json"]),
    default="svg",
    show_default=True,
    help="How to write it; qr is the code alone, as SVG.",
)
@click.option("--complete", is_flag=True, help="Exit with 1 where something that the law demands is not stated.")
@options.output_option
@options.quiet_option
@refusing()
def command(*, to: str, complete: bool, output: str | None, quiet: bool, **chosen: str | int | None) -> int:
    """Write the label of the advertisement that FILE (a path, or - for standard input) discloses."""
    with noticing.translated():
        from opads.notice.labelling import build_label  # noqa: PLC0415 - its libraries may not be installed
        from opads.notice.renderings import render_label  # noqa: PLC0415 - the same

        template, disclosure = noticing.read(chosen)
        document = build_label(template, disclosure, noticing.language(chosen))
        emit(render_label(to, document), output)
    if document.gaps and not quiet:
        say(f"{chosen['file']}: not stated, though demanded: {', '.join(document.gaps)}")
    return exits.UNACCEPTABLE if complete and document.gaps else exits.ACCEPTABLE
