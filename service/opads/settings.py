"""What an operator may set: environment variables with the prefix ``OPADS_``."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StringConstraints, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from opads.access.caller import Role
from opads.access.lists import networks, pairs, parts, sites
from opads.access.outgoing import checked

__all__ = ("Settings",)

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
    """Whether everybody may read what the register publishes; else a key or token with the scope ``read`` is needed."""
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

    path: str = ""
    """Folders of formats and rule packs beside the standard's, parted as the system parts those of programs."""

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

    @model_validator(mode="after")
    def _counted_somewhere(self) -> Self:
        limits = (self.rate_anybody, self.rate_anybody_bytes, self.rate_account, self.rate_account_bytes)
        if any(limit is not None for limit in limits) and not (self.data or self.database):
            raise ValueError("a limit needs OPADS_DATA or OPADS_DATABASE, where all processes count together")
        return self

    def link(self, path: str) -> str:
        """Return the address of a path of the service; never made of what a request says about its host."""
        return self.base_url + path
