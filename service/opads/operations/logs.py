"""The log: one JSON object a line for machines, readable lines on a terminal.

What clients make is not written: no body, no query, no header beyond a request's id of a fixed shape, no address beyond the template of
its route. Texts are written in ASCII with escapes, so that no value begins a line or steers a terminal. Messages of other libraries quote
values too; of them is told where they come from, with their words before anything was put in.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TextIO

import structlog

from opads.operations.failures import causes
from opads.rendering.characters import visible
from opads.settings import Settings
from opads.storage.moments import now

__all__ = ("REQUEST", "TRUSTED", "configured", "line_log", "reset", "within_request")

REQUEST: ContextVar[str] = ContextVar("opads_request", default="")
"""The id of the request that is being worked on."""
TRUSTED = ("opads", "_granian", "granian", "psycopg.pool")
"""Loggers whose messages hold nothing of what clients send."""
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}

_encode = json.JSONEncoder(ensure_ascii=True, default=str).encode

Event = MutableMapping[str, Any]
Processor = Callable[[Any, str, Event], Any]


def configured(settings: Settings, stream: TextIO | None = None) -> None:
    """Write the logs of this process as the settings say, to standard output where no stream is named."""
    stream = stream or sys.stdout
    machines = settings.log_format == "json" or (settings.log_format == "auto" and not stream.isatty())
    render: list[Processor] = [_renderer(machines=machines, colors=stream.isatty())]
    structlog.configure(
        processors=[structlog.processors.add_log_level, _stamped, *render],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[settings.log_level]),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render],
            foreign_pre_chain=[_of_record, structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, _stamped],
            pass_foreign_args=True,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(LEVELS[settings.log_level], logging.INFO))
    logging.getLogger("opads").setLevel(LEVELS[settings.log_level])
    for name in ("_granian", "granian.access"):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
    logging.captureWarnings(capture=True)


def reset() -> None:
    """Go back to the logging of the standard library, as tests need it."""
    structlog.reset_defaults()
    root = logging.getLogger()
    root.handlers[:] = []
    root.setLevel(logging.WARNING)
    logging.getLogger("opads").setLevel(logging.NOTSET)
    logging.captureWarnings(capture=False)


def line_log() -> Any:
    """Return what writes events of this service."""
    return structlog.get_logger().bind()


@contextmanager
def within_request(name: str) -> Iterator[None]:
    """Have whatever is logged within tell the id of the request."""
    token = REQUEST.set(name)
    try:
        yield
    finally:
        REQUEST.reset(token)


def _stamped(_: Any, __: str, event: Event) -> Event:
    """Put time, level and id of the request before everything else."""
    found: Event = {"at": now(), "level": event.pop("level", "info"), "event": event.pop("event", "")}
    name = REQUEST.get()
    if name and "request" not in event:
        found["request"] = name
    found.update(event)
    return found


def _of_record(_: Any, __: str, event: Event) -> Event:
    """Make an event of a record of the standard library: its words where they are ours, the kinds of exceptions."""
    record: logging.LogRecord = event["_record"]
    if not record.name.startswith(TRUSTED):
        # The words as they stand in the code, where something was to be put in; else nobody knows what is in them.
        event["event"] = str(record.msg)[:200] if event.get("positional_args") else "message of a library"
        event["from"] = f"{record.module}:{record.lineno} {record.funcName}"
    raised = event.get("exc_info")
    if isinstance(raised, tuple) and raised[1] is not None:
        event["causes"] = causes(raised[1])
    for name in ("exc_info", "stack_info", "positional_args"):
        event.pop(name, None)
    return event


def _renderer(*, machines: bool, colors: bool) -> Processor:
    if machines:
        return lambda _, __, event: _encode(event)
    console = structlog.dev.ConsoleRenderer(colors=colors, timestamp_key="at")

    def readable(logger: Any, name: str, event: Event) -> Any:
        return console(logger, name, {visible(str(key)): _plain(value) for key, value in event.items()})

    return readable


def _plain(value: Any) -> Any:
    return (
        visible(value) if isinstance(value, str) else visible(str(value)) if isinstance(value, list | dict) else value
    )
