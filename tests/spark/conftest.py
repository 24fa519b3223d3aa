"""What tests on Spark share: one session for all, or the reason why there is none."""

import os
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from opads.spark.session import session
from tests.conftest import PROJECT

LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.files.maxPartitionBytes": "64k",
    "spark.sql.shuffle.partitions": "3",
}


@pytest.fixture(scope="session")
def pyspark_here() -> None:
    """Skip where PySpark or Java are absent; ``make test-spark`` installs the one and says so of the other."""
    for missing, what in (
        (find_spec("pyspark") is None or find_spec("pyarrow") is None, "PySpark is not installed (opads[spark])"),
        (shutil.which("java") is None, "there is no Java"),
    ):
        if missing:
            if os.environ.get("OPADS_SPARK") == "required":
                pytest.fail(what)
            pytest.skip(what)


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """Return the environment of programs that are started: this checkout, this Python, the loopback address alone."""
    beside = (str(PROJECT / "service"), str(PROJECT), os.environ.get("PYTHONPATH", ""))
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, beside)),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }


@pytest.fixture(scope="session")
def spark(pyspark_here: None, environment: dict[str, str]) -> Iterator[Any]:
    """Return a session with two cores of this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        begun = session("local[2]", LOCAL)
        yield begun
        begun.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the warnings pass that PySpark and its Java gateway cause; they are not ours to mend."""
    for item in items:
        if "tests/spark/" in item.path.as_posix():
            item.add_marker(pytest.mark.filterwarnings("default"))
