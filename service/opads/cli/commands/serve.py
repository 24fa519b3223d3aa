"""``opads serve``."""

from __future__ import annotations

from importlib.util import find_spec

import click

from opads.cli.refusal import Refusal, say

__all__ = ("command",)

TARGET = "opads.api.app:app"


@click.command("serve", short_help="Serve the HTTP interface and the web page.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 for every one.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Processes that answer; one for each core is a good number.",
)
def command(host: str, port: int, workers: int) -> int:
    """Serve the HTTP interface and the web page until interrupted."""
    for module in ("granian", "litestar"):
        if find_spec(module) is None:
            raise Refusal("the service is not installed; install it with: pip install 'opads[service]'")
    from granian import Granian  # noqa: PLC0415 - installed only with the service
    from granian.constants import Interfaces  # noqa: PLC0415

    say(f"serving http://{f'[{host}]' if ':' in host else host}:{port}")
    Granian(TARGET, address=host, port=port, interface=Interfaces.ASGI, workers=workers).serve()
    return 0
