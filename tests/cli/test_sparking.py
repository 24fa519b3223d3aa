"""``opads bulk --engine spark``: what is refused, and where it is, before any Spark begins."""

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ENGINE = ("--engine", "spark")


def test_a_cluster_without_its_engine_is_refused(run: Run, notice: Path) -> None:
    for option in (("--master", "local[2]"), ("--conf", "a=b")):
        result = run("bulk", "validate", *option, notice)
        assert result.exit_code == 2
        assert "--engine spark" in result.stderr


def test_jobs_are_the_clusters_to_say(run: Run, notice: Path) -> None:
    result = run("bulk", "validate", *ENGINE, "--jobs", "2", notice)
    assert result.exit_code == 2
    assert "--jobs" in result.stderr


def test_settings_have_a_name_and_a_value(run: Run, notice: Path) -> None:
    result = run("bulk", "validate", *ENGINE, "--conf", "spark.executor.memory", notice)
    assert result.exit_code == 2
    assert "NAME=VALUE" in result.stderr


def test_without_its_packages_it_says_which(run: Run, notice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    result = run("bulk", "validate", *ENGINE, "--master", "local[1]", notice)
    assert result.exit_code == 2
    assert "opads[spark]" in result.stderr


def test_spark_connect_is_refused(run: Run, notice: Path) -> None:
    result = run("bulk", "validate", *ENGINE, "--master", "sc://host", notice)
    assert result.exit_code == 2
    assert "Spark Connect" in result.stderr
