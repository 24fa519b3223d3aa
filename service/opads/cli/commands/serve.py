"""``opads serve``."""

from __future__ import annotations

from importlib.util import find_spec

import click

from opads.cli.engine import refusing, registry
from opads.cli.refusal import Refusal, say

__all__ = ("command",)


@click.command("serve", short_help="Serve the HTTP interface and the web page.")
@click.option("--host", default=None, help="The address to listen on (default 127.0.0.1); 0.0.0.0 for every one.")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="The port to listen on (default 8000).")
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=None,
    help="Processes that answer (default 1); one for each core is a good number.",
)
@refusing()
def command(host: str | None, port: int | None, workers: int | None) -> int:
    """Serve the HTTP interface and the web page until interrupted.

    The environment variables OPADS_HOST, OPADS_PORT, OPADS_WORKERS and the other settings hold where no option does. OPADS_PATH names folders of formats
    and rule packs to be used beside the standard's.
    """
    for module in ("granian", "litestar"):
        if find_spec(module) is None:
            raise Refusal("the service is not installed; install it with: pip install 'opads[service]'")
    from opads.api.serving import serve  # noqa: PLC0415 - installed only with the service
    from opads.settings import Settings  # noqa: PLC0415 - the same

    settings = Settings()
    registry()
    address = settings.host if host is None else host
    shown = f"[{address}]" if ":" in address else address
    say(f"serving http://{shown}:{settings.port if port is None else port}")
    serve(host, port, workers)
    return 0
