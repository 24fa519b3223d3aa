"""The model of format.yaml."""

from datetime import date
from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, field

from opads.mapping.path import compile_path
from opads.standard.authored import Authored

__all__ = ("CarrierUse", "DetectRule", "FormatFile", "Instrument", "PackFile")

_Carrier: TypeAlias = Literal["json", "ndjson", "jsonld", "csv", "fec", "xml"]
_Id: TypeAlias = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z")]


class Instrument(Authored, frozen=True, kw_only=True):
    """A law, specification or documentation that the format follows."""

    name: str
    provision: str | None = None
    url: str | None = None
    retrieved: date | None = None
    verified: bool = True
    note: str | None = None


class CarrierUse(Authored, frozen=True, kw_only=True):
    """A physical syntax in which the format occurs, with the options its reader needs."""

    carrier: _Carrier
    extensions: tuple[str, ...] = ()
    media_type: str | None = None
    options: dict[str, Any] = field(default_factory=dict)


class DetectRule(Authored, frozen=True, kw_only=True):
    """A feature by which the format is recognised in the first record that a carrier gives."""

    carrier: _Carrier
    has: tuple[str, ...] = ()
    """Paths that must all select something in the record."""
    lacks: tuple[str, ...] = ()
    weight: float = 1.0

    def __post_init__(self) -> None:
        for path in (*self.has, *self.lacks):
            compile_path(path)


class PackFile(Authored, frozen=True, kw_only=True):
    """A whole pack.yaml."""

    id: _Id
    title: str
    description: str = ""
    extends: str
    """The format whose rules the pack adds to."""
    jurisdiction: tuple[str, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def name(self) -> str:
        """The title, by the name that formats have."""
        return self.title


class FormatFile(Authored, frozen=True, kw_only=True):
    """A whole format.yaml."""

    id: _Id
    name: str
    description: str
    authority: str
    kind: Literal["law", "platform", "industry", "standard"]
    jurisdiction: tuple[str, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    versions: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    media_type: str
    carriers: Annotated[tuple[CarrierUse, ...], Meta(min_length=1)]
    detect: tuple[DetectRule, ...] = ()
    as_of: tuple[str, ...] = ()
    applies: Literal["all"] = "all"
    carry: Annotated[str, Meta(pattern=r"^/[A-Za-z0-9_-]+\Z")] | None = None
    record_title: str | None = None
    """Path in the native record of a short name by which a person knows the record."""

    def __post_init__(self) -> None:
        for path in self.as_of:
            compile_path(path)
