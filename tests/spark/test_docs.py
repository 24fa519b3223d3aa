"""The job in docs/spark.md runs as it stands."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bulk.helpers import many_lines
from tests.docs.runner import FENCE


def test_the_example_of_a_job_runs(
    pyspark_here: None, project: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    page = (project / "docs" / "spark.md").read_text(encoding="utf-8")
    ((_, _, job),) = (found for found in FENCE.findall(page) if found[1] == " file=nightly.py")
    (tmp_path / "nightly.py").write_text(job)
    (tmp_path / "archive").mkdir()
    for night in (1, 2):
        (tmp_path / "archive" / f"{night}.ndjson").write_bytes(many_lines("meta-ad-library", 20).replace(b"\r", b""))
    command = [sys.executable, "nightly.py", "archive", "results"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 1, done.stderr
    assert "meta-ad-library/audience-range-order" in done.stdout
    report = json.loads((tmp_path / "results" / "report.json").read_bytes())
    assert report["totals"]["records"] == 40
    written = b"".join(path.read_bytes() for path in (tmp_path / "results" / "disclosures").glob("part-*"))
    assert len(written.splitlines()) == 40
    assert list((tmp_path / "results" / "verdicts").glob("*.parquet"))
