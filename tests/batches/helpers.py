"""Files that are judged later, and what is to be said of them."""

import json
from pathlib import Path
from typing import Any

from opads.installation import Installation
from opads.report import canonical_report
from opads.validation import validate
from tests.bulk.helpers import REGISTRY, many_lines

FORMAT = "meta-ad-library"
LINES = many_lines(FORMAT, 120)
WHOLE = canonical_report(validate(LINES, REGISTRY, source=FORMAT, carrier="ndjson"))
"""What is to be said of the lines."""
PLACES = [number for number, line in enumerate(LINES.splitlines(), 1) if line]
"""The lines where the records are; one is blank."""


def outcomes(data: bytes) -> list[dict[str, Any]]:
    """Return the rows of a file of lines."""
    return [json.loads(line) for line in data.splitlines()]


def folders(installation: Installation) -> list[str]:
    """Return what lies in the folder of batches."""
    root = Path(installation.settings.data) / "batches"
    return sorted(
        str(path.relative_to(root)) for path in root.rglob("*") if path != root / "incoming"
    )  # fmt: skip
