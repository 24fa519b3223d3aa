"""What an operator may set: environment variables with the prefix ``OPADS_``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ("Settings",)

MIB = 1024 * 1024


class Settings(BaseSettings):
    """The settings of the service; raises pydantic.ValidationError for values that make no sense."""

    model_config = SettingsConfigDict(env_prefix="OPADS_", frozen=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    """Processes."""
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

    public_reading: bool = True
    """Whether anyone may read the public view of the register: search, pages, dumps. Without it only accounts with the scope ``read`` do."""
    register_for: str = ""
    """Formats and packs whose rules judge whatever is handed in, besides those of its own format; ids parted by commas."""
    register_strict: bool = False
    """Whether a document of which something could not be checked is refused. Otherwise it is accepted, and its receipt says so."""
    register_most: Annotated[int, Field(ge=1, le=100_000)] = 1000
    """Records that one document that is handed in may have; more are handed in as several."""
    replay_hours: Annotated[float, Field(gt=0, le=24 * 366)] = 24.0 * 7
    """Hours for which the answer to a request with an Idempotency-Key is remembered and given again."""
    keys: str = ""
    """Folder of the private keys that sign receipts; ``keys`` in the folder of the data where empty. Machines that share a database may
    share it, or have each its own."""
    keys_passphrase: SecretStr = SecretStr("")
    """Passphrase with which the private keys are encrypted on the disk; they are not where it is empty."""

    path: str = ""
    """Folders of formats and rule packs beside the standard's, parted as the system parts those of programs."""

    @property
    def register_targets(self) -> tuple[str, ...]:
        """The ids of ``register_for``."""
        return tuple(name for name in map(str.strip, self.register_for.split(",")) if name)

    def link(self, path: str) -> str:
        """Return the address of a path of the service; never made of what a request says about its host."""
        return self.base_url + path
