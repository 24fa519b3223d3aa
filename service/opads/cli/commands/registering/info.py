"""``opads register info``."""

from __future__ import annotations

from typing import Any

import click

from opads.cli import exits, options
from opads.cli.keeping import kept
from opads.cli.output import emit, pretty

__all__ = ("command",)


@click.command("info", short_help="Tell what the register holds, and where its chains end.")
@options.rendering_option("text", "json")
@options.output_option
def command(rendering: str, output: str | None) -> int:
    """Tell how many entries, disclosures and submissions there are, in which state, and the heads of the chains.

    Keep the head of a chain elsewhere: `opads register verify --head` then shows that nothing before it was changed or cut off.
    """
    with kept() as installation:
        from opads.register.summing import summed  # noqa: PLC0415 - installed only with the service

        found = summed(installation.register.database)
    emit(pretty(found) if rendering == "json" else _text(found).encode(), output)
    return exits.ACCEPTABLE


def _text(found: dict[str, Any]) -> str:
    lines = []
    for chain, told in found["chains"].items():
        head = told["head"]
        lines.append(f"{chain}: {head['sequence']} entries, {told['submissions']} submissions")
        lines += [f"  {status}: {count}" for status, count in told["disclosures"].items()]
        if head["sequence"]:
            lines.append(f"  head {head['sequence']}:{head['hash']} of {head['at']}")
    contents = found["contents"]
    return "\n".join([*lines, f"contents: {contents['count']}, {contents['bytes']} bytes", ""])
