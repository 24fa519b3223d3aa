"""``opads doctor``."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from opads.cli.output import emit, pretty, use_color
from opads.cli.refusal import Refusal

if TYPE_CHECKING:
    from opads.operations.doctor import Finding

__all__ = ("command",)

SIGNS = {"fine": ("fine", "green"), "poor": ("poor", "yellow"), "bad": ("bad ", "red")}


@click.command("doctor", short_help="Look at everything the service needs, and say how to mend what is wrong.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="How to say it.")
@click.option("--data", default=None, help="The folder of the data (default OPADS_DATA).")
def command(form: str, data: str | None) -> int:
    """Look at everything the service needs: versions, the standard's files, formats, settings, database, machine, fonts.

    The settings are those of the environment. Exit code 0: all is fine; 1: something works, but not as it should; 2: something does not.
    """
    if find_spec("pydantic_settings") is None:
        raise Refusal("the service is not installed; install it with: pip install 'opads[service]'")
    from pydantic import ValidationError  # noqa: PLC0415 - slow to import

    from opads.operations.doctor import look, worst  # noqa: PLC0415 - installed only with the service
    from opads.settings import Settings, nonsense  # noqa: PLC0415 - the same

    try:
        settings = Settings() if data is None else Settings(data=data)
    except ValidationError as error:
        raise Refusal("; ".join(nonsense(error))) from None
    found = list(look(settings))
    code = worst(found)
    if form == "json":
        emit(pretty({"code": code, "findings": found}))
    else:
        emit(_text(found, colors=use_color("auto")))
    return code


def _text(found: list[Finding], *, colors: bool) -> bytes:
    from opads.rendering.characters import visible  # noqa: PLC0415 - not for JSON

    lines = []
    for finding in found:
        word, color = SIGNS[finding.outcome]
        sign = click.style(word, fg=color) if colors else word
        lines.append(f"{sign}  {finding.subject}: {visible(finding.says)}")
        if finding.mend:
            lines.append(f"      mend: {visible(finding.mend)}")
    return ("\n".join(lines) + "\n").encode()
