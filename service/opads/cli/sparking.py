"""The options of bulk commands that choose Apache Spark, and the engine that they name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from opads.bulk.errors import BulkError
from opads.bulk.running import Engine
from opads.cli.refusal import Refusal

__all__ = ("spark_engine", "spark_options")

_F = TypeVar("_F", bound=Callable[..., Any])
CHOSEN = "opads.spark"
"""Where the context of a command keeps what was said of Spark."""


def spark_options(function: _F) -> _F:
    """Add ``--engine``, ``--master`` and ``--conf``, which ``spark_engine`` looks at."""
    for option in (
        click.option("--engine", type=click.Choice(["processes", "spark"]), default="processes", show_default=True,
                     expose_value=False, callback=_remember, help="Work in processes of this machine, or on Apache Spark."),
        click.option("--master", metavar="URL", expose_value=False, callback=_remember,
                     help="The cluster, as Spark names it: local[2], spark://HOST:PORT, yarn; default: that of spark-submit."),
        click.option("--conf", multiple=True, metavar="NAME=VALUE", expose_value=False, callback=_remember,
                     help="A setting of Spark; may be repeated."),
    ):  # fmt: skip
        function = option(function)
    return function


def spark_engine(jobs: int) -> Engine | None:
    """Return the engine of Spark where it was chosen, whose session ends with the command; raises Refusal."""
    ctx = click.get_current_context()
    chosen: dict[str, Any] = ctx.meta.get(CHOSEN, {})
    if chosen.get("engine") != "spark":
        if chosen.get("master") or chosen.get("conf"):
            raise Refusal("--master and --conf are for --engine spark")
        return None
    if jobs != 1:
        raise Refusal("--jobs is for processes of this machine; with --engine spark the cluster says how many")
    settings = [entry.partition("=") for entry in chosen["conf"]]
    for name, equals, _ in settings:
        if not name or not equals:
            raise Refusal(f"--conf takes NAME=VALUE, not {name!r}")
    from opads.spark.engine import SparkEngine  # noqa: PLC0415 - not everyone has Spark
    from opads.spark.session import session  # noqa: PLC0415 - the same

    try:
        begun = session(chosen["master"], {name: value for name, _, value in settings})
    except BulkError as error:
        raise Refusal(str(error)) from error
    ctx.call_on_close(begun.stop)
    return SparkEngine(begun)


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    ctx.meta.setdefault(CHOSEN, {})[param.name] = value
