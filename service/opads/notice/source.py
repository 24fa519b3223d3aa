"""Reads the one disclosure that a notice is made of, in any known format."""

from __future__ import annotations

from typing import Any

from opads import carriers
from opads.carriers import Limits, Trouble
from opads.catalogue import catalogue_of
from opads.formats import FormatError, Registry
from opads.judging import plain
from opads.notice.errors import NoticeError
from opads.validation import resolve

__all__ = ("read_disclosure",)


def read_disclosure(
    data: bytes,
    registry: Registry,
    *,
    source: str | None = None,
    carrier: str | None = None,
    record: int | None = None,
    limits: Limits | None = None,
) -> dict[str, Any]:
    """Return a disclosure in canonical form; ``record`` counts from 1 and is needed where there are several.

    Raises NoticeError where the bytes are in no known format, hold no such record, or cannot be taken at their word.
    """
    try:
        format_id, carrier_id, _ = resolve(data, registry, source, carrier, limits)
    except FormatError as error:
        raise NoticeError(str(error)) from error
    if format_id is None or carrier_id is None:
        raise NoticeError("the file is in no known format; name it with --from (or `from` in the API)")
    format_ = registry.get(format_id)
    reading = carriers.get(carrier_id).read(data, format_.carrier_options(carrier_id) or {}, limits or Limits())
    chosen = None
    count = 0
    for found in reading.records:
        count += 1
        if count == (record or 1):
            chosen = found
    wrong = [*(chosen.troubles if chosen else ()), *reading.troubles]
    if (complaint := _gravest(wrong, registry)) is not None:
        raise NoticeError(complaint)
    if chosen is None:
        raise NoticeError(f"there is no record {record} among {count}" if count else "no record was found")
    if record is None and count > 1:
        raise NoticeError(f"a notice is of one disclosure and there are {count}: name the record, from 1 to {count}")
    return format_.lens.read(chosen.value, complete=False).disclosure


def _gravest(troubles: list[Trouble], registry: Registry) -> str | None:
    """Return in words the first trouble that makes the bytes unreliable, or None."""
    catalogue = catalogue_of(registry, ())
    for trouble in troubles:
        info = catalogue.get(trouble.rule)
        if info is None or info.severity == "error":
            return f"{trouble.rule}: {catalogue.text(trouble.rule, plain(trouble.params))}"
    return None
