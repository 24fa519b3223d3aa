"""``opads serve``."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opads.cli.engine import refusing, registry
from opads.cli.refusal import Refusal, say

if TYPE_CHECKING:
    from opads.settings import Settings

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
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder of what is kept: register, batches, keys (default $XDG_DATA_HOME/opads or ~/.local/share/opads).",
)
@click.option("--no-storage", is_flag=True, help="Keep nothing: documents are checked and converted, and that is all.")
@refusing()
def command(host: str | None, port: int | None, workers: int | None, data: Path | None, *, no_storage: bool) -> int:
    """Serve the HTTP interface and the web page until interrupted.

    The environment variables OPADS_HOST, OPADS_PORT, OPADS_WORKERS, OPADS_DATA, OPADS_DATABASE and the other settings (docs/settings.md)
    hold where no option does. OPADS_PATH names folders of formats and rule packs to be used beside the standard's.

    A first interrupt or SIGTERM lets requests under way end, a second one ends at once.
    """
    for module in ("granian", "litestar"):
        if find_spec(module) is None:
            raise Refusal("the service is not installed; install it with: pip install 'opads[service]'")
    if no_storage and data is not None:
        raise Refusal("--data names where to keep what --no-storage does not keep; give one of them")
    from pydantic import ValidationError  # noqa: PLC0415 - slow to import

    from opads.api.serving import serve  # noqa: PLC0415 - installed only with the service
    from opads.operations.spans import MissingError  # noqa: PLC0415 - the same
    from opads.operations.variables import unknown  # noqa: PLC0415 - the same
    from opads.settings import Settings, nonsense  # noqa: PLC0415 - the same

    for name, near in unknown():
        say(f"the variable {name} means nothing here{f'; did you mean {near}?' if near else ''}")
    try:
        settings = Settings()
    except ValidationError as error:
        raise Refusal("; ".join(nonsense(error))) from None
    registry()
    kept = _kept(settings, data, no_storage=no_storage)
    address = settings.host if host is None else host
    shown = f"[{address}]" if ":" in address else address
    say(kept)
    say(f"serving http://{shown}:{settings.port if port is None else port}")
    try:
        return serve(host, port, workers)
    except MissingError as error:
        raise Refusal(str(error)) from None


def _kept(settings: Settings, data: Path | None, *, no_storage: bool) -> str:
    """Settle where things are kept, for the processes to read in the environment; return what is said of it."""
    from opads.operations.folders import default_folder, usable  # noqa: PLC0415 - only who serves needs it

    if no_storage:
        os.environ["OPADS_DATA"] = os.environ["OPADS_DATABASE"] = ""
        return "nothing is kept: there is no register and there are no batches"
    named = data or (Path(settings.data) if settings.data else None)
    folder = named or default_folder()
    if folder is not None:
        folder = folder.absolute()
        why = usable(folder)
        if why and named is not None:
            raise Refusal(
                f"{folder}: nothing can be kept here ({why}); name another folder with --data, or use --no-storage"
            )
        if not why:
            os.environ["OPADS_DATA"] = str(folder)
            return f"data are kept in {folder}{' and in the database of OPADS_DATABASE' if settings.database else ''}"
        if settings.database:
            return f"{folder}: no files can be kept here ({why}); what is kept is in the database of OPADS_DATABASE"
        return f"{folder}: nothing can be kept here ({why}), so there is no register and there are no batches; name a folder with --data"
    return "there is no folder in which anything could be kept; name one with --data"
