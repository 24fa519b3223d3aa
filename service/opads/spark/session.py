"""Sessions of Spark: begun with what OPADS needs, refused in words where something is missing."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from opads.bulk.errors import BulkError

__all__ = ("session", "told")

QUIET = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
"""What is set where the user has not said otherwise."""
LOCAL = {"spark.ui.enabled": "false", "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
"""The same where the JVM shares the cores with the workers: it only carries bytes, and need not compile itself well for that."""
_CAUSE = re.compile(r"^(?:Caused by: )?[\w.$]*(?:SparkException|Error|Exception): (.*)$", re.MULTILINE)


def session(master: str | None = None, conf: Mapping[str, str] | None = None) -> Any:
    """Return a ``pyspark.sql.SparkSession``: that of ``master`` (``local[2]``, ``spark://host:port``, ``yarn``, ``k8s://…``).

    Without a master it is the one that ``spark-submit`` or Spark's own configuration names. Raises BulkError where PySpark or Java
    are missing, or no session comes about.
    """
    if master is not None and master.startswith("sc:"):
        raise BulkError("Spark Connect runs no blocks: name the cluster itself by --master spark://HOST:PORT")
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - needed here alone, and not everyone has it
    except ImportError as error:
        raise BulkError("PySpark is not installed: install opads[spark]") from error
    if not _has_java():
        raise BulkError("Spark needs Java 17 or newer: install a JRE, or name one by JAVA_HOME")
    wanted = dict(conf or {})
    # Executors of the same machine take the Python that runs here; Spark itself would take any python3.
    python = wanted.get("spark.pyspark.python") or os.environ.get("PYSPARK_PYTHON") or sys.executable
    os.environ["PYSPARK_PYTHON"] = python
    builder = SparkSession.builder.appName("opads")
    usual = QUIET
    if master is not None:
        builder = builder.master(master)
        if master.startswith("local"):
            usual = QUIET | LOCAL
    for name, value in (usual | wanted).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise BulkError(f"no session of Spark: {told(error) or error}") from error


def told(error: BaseException) -> str | None:
    """Return what an error of Spark says, in a line; None for an error that is not Spark's."""
    if not type(error).__module__.startswith(("py4j", "pyspark")) and not isinstance(error, ConnectionError):
        return None
    found = _CAUSE.findall(str(error))
    line = (found[0] if found else str(error)).strip().partition("\n")[0]
    return f"Spark gave up: {line or type(error).__name__}"


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is not None
