"""What an operator may set: environment variables with the prefix ``OPADS_``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, SecretStr, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ("Settings", "nonsense")

MIB = 1024 * 1024


class Settings(BaseSettings):
    """The settings of the service; raises pydantic.ValidationError for values that make no sense."""

    model_config = SettingsConfigDict(env_prefix="OPADS_", frozen=True)

    host: str = "127.0.0.1"
    """The address to listen on; ``0.0.0.0`` or ``::`` for every one."""
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    """The port to listen on."""
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    """Processes that answer."""
    max_bytes: Annotated[int, Field(ge=1, le=1024 * MIB)] = 16 * MIB
    """Longest document that is taken, in bytes."""
    body_timeout: Annotated[float, Field(gt=0, le=3600)] = 30.0
    """Seconds within which a whole body must have arrived."""
    bulk_max_bytes: Annotated[int, Field(ge=1, le=1024 * 1024 * MIB)] = 4096 * MIB
    """Longest file that the bulk interface takes, in bytes, as sent and unpacked."""
    bulk_processes: Annotated[int, Field(ge=0, le=256)] = 2
    """Processes in which one process of the service judges long files; none of its own where 0."""
    concurrency: Annotated[int, Field(ge=1, le=64)] = 2
    """Documents that one process works on at the same time."""
    patience: Annotated[float, Field(gt=0, le=600)] = 20.0
    """Seconds that a document may wait for its turn before the service says that it is busy."""
    base_url: Annotated[str, StringConstraints(pattern=r"^(https?://[^/?#\s]+)?$")] = ""
    """Scheme and host under which the service is known (``https://opads.example``); without it links are relative."""

    data: str = ""
    """Folder in which the service keeps what it is given: batches, dumps, keys, and the database where it is embedded. Nothing is kept
    where empty: then there are no batches and no register."""
    database: str = ""
    """Address of the database (``postgresql://…`` or ``sqlite:///…``); a file in the folder of the data where empty."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least that is logged."""
    log_format: Literal["auto", "json", "console"] = "auto"
    """How: one JSON object a line, lines for people, or the latter where the output is a terminal."""
    access_log: Literal["all", "refused", "none"] = "all"
    """Requests of which a line is logged: all, those answered with 4xx or 5xx, none."""
    metrics: Literal["local", "open", "off"] = "local"
    """Who may read ``/metrics``: who asks from this machine and not through a proxy, everybody, nobody."""
    metrics_token: SecretStr = SecretStr("")
    """Whoever sends this as a bearer token may read ``/metrics`` too, unless that is off."""
    traces: bool = False
    """Whether traces are sent by OpenTelemetry (OTLP over HTTP), where the variables ``OTEL_*`` say; needs ``opads[otel]``."""
    shutdown_grace: Annotated[int, Field(ge=1, le=3600)] = 30
    """Seconds that requests under way have to end when the service is asked to stop."""
    shutdown_delay: Annotated[float, Field(ge=0, le=600)] = 0.0
    """Seconds that the service still answers, but says that it is not ready, before it stops: for what balances load to notice."""
    backlog: Annotated[int, Field(ge=128, le=65535)] = 1024
    """Connections that may wait to be taken."""
    connections: Annotated[int, Field(ge=1, le=65535)] = 1024
    """Connections that one process serves at the same time; more of them wait."""
    max_rss: Annotated[int, Field(ge=0, le=1024 * 1024)] = 0
    """Memory in MiB above which a process is replaced by a new one once its requests are answered; never where 0."""
    run: str = ""
    """Folder in which the processes of a service tell each other their counts; a temporary one where empty."""

    path: str = ""
    """Folders of formats and rule packs beside the standard's, parted as the system parts those of programs."""

    def link(self, path: str) -> str:
        """Return the address of a path of the service; never made of what a request says about its host."""
        return self.base_url + path


def nonsense(error: ValidationError) -> list[str]:
    """Say of each setting that makes no sense why, by the name of its variable; values may be secrets, so they are not shown."""
    rows = error.errors(include_input=False, include_url=False, include_context=False)
    return [f"OPADS_{'_'.join(map(str, row['loc'])).upper()}: {row['msg']}" for row in rows]
