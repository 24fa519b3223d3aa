"""A real cluster: two workers on this machine. One is lost in the middle of a job, and nothing else is."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bulk.helpers import many_lines
from tests.spark.cluster import Cluster, executors, until

SOURCE = "meta-ad-library"


@pytest.fixture
def cluster(pyspark_here: None, tmp_path: Path, environment: dict[str, str]) -> Iterator[Cluster]:
    (tmp_path / "cluster").mkdir()
    with Cluster(tmp_path / "cluster", environment) as begun:
        yield begun


def command(kind: str, archive: Path, folder: Path, *engine: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    more = ["--to", "opads-disclosure", "--to-carrier", "ndjson"] if kind == "convert" else ["-f", "json"]
    return [
        sys.executable, "-m", "opads.cli", "bulk", kind, str(archive), "--from", SOURCE, "--carrier", "ndjson", *more,
        "--block", "8000", "--rejects", str(folder / "rejects"), "-o", str(folder / "out"), "-q", *engine,
    ]  # fmt: skip


def on(cluster: Cluster) -> list[str]:
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executor.memory": "512m",
    }
    settings |= {"spark.executorEnv.PYTHONPATH": cluster.environment["PYTHONPATH"], "spark.ui.enabled": "false"}
    given = [argument for name, value in settings.items() for argument in ("--conf", f"{name}={value}")]
    return ["--engine", "spark", "--master", cluster.url, *given]


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def written(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in ("out", "rejects")]


def test_a_worker_lost_in_the_middle_loses_and_doubles_nothing(
    cluster: Cluster, tmp_path: Path, environment: dict[str, str]
) -> None:
    archive = tmp_path / "archive.ndjson"
    archive.write_bytes(many_lines(SOURCE, 1000))
    here, there = tmp_path / "here", tmp_path / "there"
    for kind in ("convert", "validate"):
        straight = subprocess.run(command(kind, archive, here), check=False, env=environment, timeout=120)
        begun = [*command(kind, archive, there, *on(cluster)), "--checkpoint", str(tmp_path / kind)]
        with subprocess.Popen(begun, env=environment, stderr=subprocess.PIPE) as job:
            if kind == "convert":
                until(lambda: job.poll() is not None or size(there / "out"), "a first block")
                assert job.poll() is None, "the job was too quick to lose a worker"
                lost = cluster.lose(0)
                assert lost, "the worker had an executor"
                assert len(written(there)[0]) < len(written(here)[0]), "the job was too quick to lose a worker"
            _, said = job.communicate(timeout=120)
        assert job.returncode == straight.returncode, said.decode()
        assert written(there) == written(here)
        assert cluster.workers[0].pid not in executors().values()
