"""Conversion end to end: every leaf once, nothing invented, there and back."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from opads import carriers
from opads.account import Account
from opads.conversion import Conversion, ConversionError, canonical_account, convert
from opads.formats import Format, default_registry
from opads.standard.jsonvalue import leaves

REGISTRY = default_registry()
DAY = date(2026, 11, 23)


def natives(format_: Format, data: bytes) -> list[dict[str, Any]]:
    """Return the native records of some bytes."""
    name = next(c for c in carriers.sniff(data) if format_.carrier_options(c) is not None)
    return [record.value for record in carriers.get(name).read(data, format_.carrier_options(name)).records]


def complete(account: Account, records: list[dict[str, Any]]) -> None:
    """Assert that every source leaf stands in the account exactly once."""
    assert len(account.records) == len(records)
    for record, native in zip(account.records, records, strict=True):
        assert [row.source for row in record.leaves] == [pointer for pointer, _ in leaves(native)]
        assert {row.status for row in record.leaves} <= {"written", "narrowed", "carried", "dropped"}
        for row in record.leaves:
            assert row.status in ("written", "carried") or row.reason
    counts = account.totals
    assert counts.written + counts.narrowed + counts.carried + counts.dropped == counts.leaves


def examples() -> list[tuple[str, Path]]:
    return [
        (format_.id, path) for format_ in REGISTRY for path in sorted((format_.folder / "examples" / "valid").glob("*"))
    ]


@pytest.mark.parametrize(("source", "path"), examples(), ids=lambda value: getattr(value, "name", value))
def test_every_pair_has_a_complete_account(source: str, path: Path) -> None:
    data = path.read_bytes()
    records = natives(REGISTRY.get(source), data)
    for target in REGISTRY.ids:
        conversion = convert(data, REGISTRY, source=source, target=target, as_of=DAY)
        complete(conversion.account, records)
        canonical_account(conversion.account)


@pytest.mark.parametrize(("source", "path"), examples(), ids=lambda value: getattr(value, "name", value))
def test_what_a_notice_carries_comes_back_whole(source: str, path: Path) -> None:
    data = path.read_bytes()
    carrying = [format_.id for format_ in REGISTRY if format_.file.carry and format_.id != source]
    for target in carrying:
        there = convert(data, REGISTRY, source=source, target=target, as_of=DAY)
        spoken = there.account.source["carrier"]
        back = convert(there.output, REGISTRY, source=target, target=source, target_carrier=spoken, as_of=DAY)
        assert natives(REGISTRY.get(source), back.output) == natives(REGISTRY.get(source), data)
        complete(back.account, natives(REGISTRY.get(target), there.output))


def meta_to_notice() -> Conversion:
    ad = {
        "id": "1234567890",
        "page_id": "99",
        "page_name": "Page",
        "bylines": "Payer",
        "currency": "EUR",
        "ad_delivery_start_time": "2026-09-07",
        "spend": {"lower_bound": "100", "upper_bound": "199"},
    }
    return convert(json.dumps(ad).encode(), REGISTRY, source="meta-ad-library", target="eu-ttpa", as_of=DAY)


def test_a_range_never_becomes_a_total() -> None:
    conversion = meta_to_notice()
    (record,) = (
        json.loads(conversion.output)
        if conversion.output.lstrip().startswith(b"[")
        else [json.loads(conversion.output)]
    )
    assert "total" not in record.get("adAmount", {})
    missing = {row.target for row in conversion.account.records[0].missing}
    assert any("adAmount" in pointer for pointer in missing)
    assert any(pointer.startswith("/payer/") and "ddress" in pointer for pointer in missing)
    assert conversion.report.verdict == "invalid"
    rows = {row.source: row for row in conversion.account.records[0].leaves}
    assert rows["/spend/lower_bound"].status == "carried"


def test_without_carrying_what_cannot_be_said_is_dropped() -> None:
    ad = {
        "id": "1",
        "page_id": "9",
        "page_name": "P",
        "spend": {"lower_bound": "1", "upper_bound": "2"},
        "currency": "EUR",
    }
    conversion = convert(
        json.dumps(ad).encode(), REGISTRY, source="meta-ad-library", target="eu-ttpa", carry=False, as_of=DAY
    )
    rows = {row.source: row for row in conversion.account.records[0].leaves}
    assert (rows["/spend/lower_bound"].status, rows["/spend/lower_bound"].reason) == ("dropped", "no-field")
    assert b"lower" not in conversion.output
    assert conversion.account.losses(("dropped",))["dropped"] >= 2
    assert conversion.account.losses(("any",))


def test_a_changed_notice_is_read_by_its_own_fields() -> None:
    conversion = meta_to_notice()
    notice = json.loads(conversion.output)
    notice = notice[0] if isinstance(notice, list) else notice
    notice["intendedPeriod"] = {"start": "2026-01-01", "end": "2026-01-02"}
    back = convert(json.dumps(notice).encode(), REGISTRY, source="eu-ttpa", target="meta-ad-library", as_of=DAY)
    assert any(row["rule"] == "opads/carried-disclosure-stale" for row in back.account.unread)
    complete(back.account, [notice])


def test_records_that_the_target_syntax_cannot_hold_are_refused_with_a_full_account() -> None:
    data = b'{"intendedPeriod": {"start": "2026-01-01", "end": "2026-01-02"}}'
    conversion = convert(data, REGISTRY, source="eu-ttpa", target="us-fec", as_of=DAY)
    assert conversion.output == b""
    assert conversion.account.refusal
    complete(conversion.account, natives(REGISTRY.get("eu-ttpa"), data))
    missing = {row.target for row in conversion.account.records[0].missing}
    assert any(pointer.startswith("/cover") for pointer in missing)
    assert "/cover/custodian_last_name" not in missing, "only one of the forms asks for it"


def test_bytes_in_no_known_format_and_unknown_carriers_are_refused() -> None:
    with pytest.raises(ConversionError, match="no known format"):
        convert(b"hello", REGISTRY, target="eu-ttpa")
    with pytest.raises(ConversionError, match="is not written as"):
        convert(b"{}", REGISTRY, source="meta-ad-library", target="eu-ttpa", target_carrier="csv")
