"""What an operator may set: environment variables with the prefix ``OPADS_``."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from opads import theming
from opads.access.caller import Role
from opads.access.lists import networks, pairs, parts, sites
from opads.access.outgoing import checked

__all__ = ("Settings", "nonsense")

MIB = 1024 * 1024
ROLES = tuple(str(role) for role in Role)

Most = Annotated[
    Annotated[int, Field(ge=1, le=10**12)] | None, BeforeValidator(lambda value: None if value == "" else value)
]
"""An upper bound, none where it is empty."""


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
    max_held: Annotated[int, Field(ge=1)] = 128 * MIB
    """Bytes of documents that one process holds at the same time, those that are on their way included; what does not fit is answered
    with 503, unless it is the only one."""
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

    contact: Annotated[str, StringConstraints(pattern=r"^((https://|mailto:|tel:)[!-~]+)?$")] = ""
    """Whom readers of the pages tell of what does not work for them, an address (``mailto:…``, ``https://…``); that of
    ``security_contact`` where empty."""
    security_contact: Annotated[str, StringConstraints(pattern=r"^((https://|mailto:|tel:)[!-~]+)?$")] = ""
    """Whom to tell of a weakness, an address (``mailto:…``, ``https://…``), for ``/.well-known/security.txt`` (RFC 9116)."""
    security_expires: Annotated[str, StringConstraints(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z)?$")] = ""
    """Until when that holds (``2027-06-30T00:00:00Z``), less than a year ahead; without it the file is not there."""

    data: str = ""
    """Folder in which the service keeps what it is given: batches, dumps, keys, and the database where it is embedded. Nothing is kept
    where empty: then there are no batches and no register."""
    database: str = ""
    """Address of the database (``postgresql://…`` or ``sqlite:///…``); a file in the folder of the data where empty."""

    dumps: bool = True
    """Whether a dump of the public register is published for each day (in the folder of the data, so only where one is named)."""
    public_reading: bool = True
    """Whether anyone may read the public view of the register: search, pages, dumps. Without it only accounts with the scope ``read`` do."""
    """Whether everybody may read what the register publishes; else a key or token with the scope ``read`` is needed."""
    background: bool = True
    """Whether each process of the service does work for later too (batches and all that is done by and by); without, `opads worker` does it."""
    batch_anybody: bool = True
    """Whether files are taken as batches from callers who do not say who they are."""
    batch_retention: Annotated[float, Field(ge=60, le=366 * 86_400)] = 86_400.0
    """Seconds for which the results of a batch are kept after its end."""
    batch_waiting: Annotated[int, Field(ge=1, le=10_000)] = 20
    """Batches that one account may have waiting or running, and all callers together who do not say who they are."""
    batch_max_total: Annotated[int, Field(ge=1)] = 16 * 1024 * MIB
    """Bytes that the files of all batches may have together."""

    rate_anybody: Most = None
    """Requests a minute that may come from one address without a key or token; no limit where empty."""
    rate_anybody_bytes: Most = None
    """Bytes a minute that may be sent from one address without a key or token; no limit where empty."""
    rate_account: Most = None
    """Requests a minute of one account; no limit where empty."""
    rate_account_bytes: Most = None
    """Bytes a minute that one account may send; no limit where empty."""
    rate_headers: bool = False
    """Whether answers tell what is left, in the fields RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers)."""
    proxies: Annotated[str, AfterValidator(networks)] = ""
    """Addresses or networks of proxies that are believed when they say whose request they pass on (X-Forwarded-For), parted by commas."""
    origins: Annotated[str, AfterValidator(sites)] = ""
    """Origins (``https://app.example``), parted by commas, whose pages may send keys and tokens; others may read what is public."""
    oidc_issuers: str = ""
    """Issuers of bearer tokens (OpenID Connect) that are trusted, as in the claim ``iss``, parted by commas; none where empty."""
    oidc_audience: str = ""
    """What tokens name this service in the claim ``aud``; needed where there are issuers."""
    oidc_subject: str = "sub"
    """Claim by which an account is known; names within names are parted by dots."""
    oidc_roles: str = ""
    """Claim that lists roles, to which those of the account are narrowed; where empty the account has all of its roles."""
    oidc_role_names: str = ""
    """What issuers call the roles (``press=submitter, authority=regulator``), parted by commas; the roles' own names where empty."""
    oidc_loopback: bool = False
    """Whether issuers may be asked by http on this machine: for tests."""
    keys: str = ""
    """Folder of the private keys that sign receipts; ``keys`` in the folder of the data where empty. Machines that share a database may
    share it, or have each its own."""
    keys_passphrase: SecretStr = SecretStr("")
    """Passphrase with which the private keys are encrypted on the disk; they are not where it is empty."""
    """Whether anyone may read the public view of the register: search, pages, dumps. Without it only accounts with the scope ``read`` do."""
    register_for: str = ""
    """Formats and packs whose rules judge whatever is handed in, besides those of its own format; ids parted by commas."""
    register_strict: bool = False
    """Whether a document of which something could not be checked is refused. Otherwise it is accepted, and its receipt says so."""
    register_most: Annotated[int, Field(ge=1, le=100_000)] = 1000
    """Records that one document that is handed in may have; more are handed in as several."""
    replay_hours: Annotated[float, Field(gt=0, le=24 * 366)] = 24.0 * 7
    """Hours for which the answer to a request with an Idempotency-Key is remembered and given again."""

    webhook_http: bool = False
    """Whether webhooks may go to addresses without TLS; for trials alone."""
    webhook_ports: tuple[Annotated[int, Field(ge=1, le=65535)], ...] = (443, 8443)
    """Ports that webhooks may go to, as a JSON list."""
    webhook_networks: str = ""
    """Networks that webhooks may go to though they are not public, such as ``10.1.0.0/16``, with commas between; names of private
    networks are then taken as well."""
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

    theme: Annotated[str, AfterValidator(theming.folder)] = ""
    """Folder with ``theme.css``, and ``mark.svg`` where another mark than ours is to be shown: the pages in a ministry's own design."""
    site_name: Annotated[str, StringConstraints(max_length=80)] = ""
    """Name of the service on its pages, beside that of OPADS."""
    pseudo_languages: bool = False
    """Whether pages are to be had in two languages that are none (``/en-xa/``, ``/ar-xb/``), which show up texts without translation."""

    path: str = ""
    """Folders of formats and rule packs beside the standard's, parted as the system parts those of programs."""

    @property
    def register_targets(self) -> tuple[str, ...]:
        """The ids of ``register_for``."""
        return tuple(name for name in map(str.strip, self.register_for.split(",")) if name)

    @field_validator("webhook_networks")
    @classmethod
    def _networks(cls, value: str) -> str:
        for part in value.split(","):
            if part.strip():
                ip_network(part.strip())
        return value

    @model_validator(mode="after")
    def _issuers_that_can_be_asked(self) -> Self:
        for address in parts(self.oidc_issuers):
            checked(address, loopback=self.oidc_loopback)
        if self.oidc_issuers and not self.oidc_audience:
            raise ValueError(
                "OPADS_OIDC_ISSUERS needs OPADS_OIDC_AUDIENCE: a token for another service must not be taken here"
            )
        for name, role in pairs(self.oidc_role_names).items():
            if role not in ROLES:
                raise ValueError(f"OPADS_OIDC_ROLE_NAMES: {name}={role} is not one of {', '.join(ROLES)}")
        return self

    def link(self, path: str) -> str:
        """Return the address of a path of the service; never made of what a request says about its host."""
        return self.base_url + path


def nonsense(error: ValidationError) -> list[str]:
    """Say of each setting that makes no sense why, by the name of its variable; values may be secrets, so they are not shown."""
    rows = error.errors(include_input=False, include_url=False, include_context=False)
    return [f"OPADS_{'_'.join(map(str, row['loc'])).upper()}: {row['msg']}" for row in rows]
