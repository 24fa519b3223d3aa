"""A small filing format, invented for the tests: one form with linked and collected lines, two versions."""

from typing import Any

HEADER = "record_type:3 ef_type:3 fec_version:4 soft_name:20"
COVER = "form_type:4 filer_id:9 name:20 total:12:AMT"
LINE = "form_type:8 filer_id:9 transaction_id_number:20 payee:10 amount:12:AMT date:8"
LINKED = "form_type:8 transaction_id:20 back_reference_tran_id_number:20 candidate:20"
COLLECTED = "form_type:8 transaction_id:20 donor:20"
TEXT = "rec_type:4 transaction_id_number:20 back_reference_tran_id_number:20 text:40"


def rows(record: str, fields: str, versions: str = "*") -> list[dict[str, str]]:
    """Make layout rows from ``key:length[:type]``."""
    laid_out = []
    for number, field in enumerate(fields.split(), start=1):
        key, length, *kind = field.split(":")
        kind_name = kind[0] if kind else "A/N"
        laid_out.append(
            {
                "record": record,
                "versions": versions,
                "number": str(number),
                "key": key,
                "label": key.upper(),
                "type": kind_name,
                "length": length,
                "required": "-",
            }
        )
    return laid_out


OPTIONS: dict[str, Any] = {
    "layouts": [
        *rows("HDR", HEADER),
        *rows("F1", COVER),
        *rows("F2", COVER),
        *rows("XE", LINE, "2.0"),
        *rows("XE", LINE.replace(" payee:10 amount:12:AMT", " amount:12:AMT payee:10"), "1.0"),
        *rows("XL", LINKED),
        *rows("XC", COLLECTED),
        *rows("TEXT", TEXT),
    ],
    "versions": ["1.0", "2.0"],
    "current_version": "2.0",
    "units": [
        {"cover": ["F1", "F2"], "line": "XE", "collect": ["XC"], "linked": {"XL": "back_reference_tran_id_number"}}
    ],
    "known_records": ["SA", "SB"],
    "allowed": {"F1": ["SA"]},
}


def filing(*lines: str, end: str = "\r\n") -> bytes:
    """Make a filing from lines whose fields are parted by bars."""
    return "".join(line.replace("|", "\x1c") + end for line in lines).encode()
