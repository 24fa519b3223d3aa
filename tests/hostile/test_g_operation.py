"""G: what about the machine may differ (94)."""

import os
import subprocess
import sys
from pathlib import Path

from opads.formats import default_registry

PLACES = (
    {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0"},
    {
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "TZ": "Asia/Kathmandu",
        "PYTHONHASHSEED": "1",
        "HOME": "/nonexistent",
    },
    {"LC_ALL": "POSIX", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4294967295", "XDG_CACHE_HOME": "/proc/none"},
)


def test_94_reports_are_the_same_wherever_they_are_made() -> None:
    """In other locales (with a dotless i), zones and seeds of hashing, and without a home to write to."""
    folder = default_registry().get("eu-ttpa").folder / "examples"
    files = [str(path) for path in sorted(folder.glob("*/*.json"))[:6]]
    made = set()
    for place in PLACES:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", ""), **place}
        for kind in ("ndjson", "text"):
            run = subprocess.run(
                [sys.executable, "-m", "opads.cli", "validate", *files, "--date", "2026-10-05", "--format", kind],
                capture_output=True, env=environment, check=False, cwd=Path(folder).anchor, timeout=60,
            )  # fmt: skip
            assert run.returncode == 1, run.stderr
            made.add((kind, run.stdout))
    assert len(made) == 2
