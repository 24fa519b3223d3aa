"""A standalone cluster of Spark on this machine: a master and workers, each a process of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

WAIT = 90
"""Seconds until something that is begun must be there."""


def until(true: Callable[[], object], what: str, seconds: float = WAIT) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{what} did not happen in {seconds} s"
        time.sleep(0.05)


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def executors() -> dict[int, int]:
    """Return the processes that are executors, each with its parent."""
    return dict(_executors())


def _executors() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                if b"CoarseGrainedExecutorBackend" in (folder / "cmdline").read_bytes():
                    status = (folder / "status").read_text()
                    yield int(folder.name), int(re.findall(r"^PPid:\s+(\d+)", status, re.MULTILINE)[0])


class Cluster:
    """A master and its workers, one core each; ended with the context."""

    def __init__(self, folder: Path, environment: dict[str, str], workers: int = 2) -> None:
        self.folder = folder
        self.environment = environment
        spec = find_spec("pyspark")
        assert spec is not None
        assert spec.origin is not None
        self.command = Path(spec.origin).parent / "bin" / "spark-class"
        self.url = f"spark://127.0.0.1:{free_port()}"
        self.count = workers
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        port = self.url.rpartition(":")[2]
        self._begin("master", "master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", "0")
        until(lambda: "New state: ALIVE" in self.said("master"), "a master")
        for number in range(self.count):
            self._begin(
                f"worker{number}", "worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g",
                "--webui-port", "0", "--work-dir", str(self.folder / f"work{number}"), self.url,
            )  # fmt: skip
        for number in range(self.count):
            until(partial(self._registered, number), f"worker {number}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self.processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    @property
    def workers(self) -> list[subprocess.Popen[bytes]]:
        """The workers' processes."""
        return self.processes[1:]

    def said(self, name: str) -> str:
        """Return the log of a process."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def lose(self, number: int) -> list[int]:
        """End a worker and its executors as if its machine had lost power; return the executors."""
        worker = self.workers[number]
        lost = [pid for pid, parent in executors().items() if parent == worker.pid]
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        return lost

    def _registered(self, number: int) -> bool:
        return "Successfully registered" in self.said(f"worker{number}")

    def _begin(self, name: str, entry: str, *arguments: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [str(self.command), f"org.apache.spark.deploy.{entry}", *arguments],
                stdout=log, stderr=log, env=self.environment, start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
