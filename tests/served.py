"""A real server, started as its users start it: a process of its own that can be asked to stop, or killed at once."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

PATIENCE = 60
"""Seconds until it answers or has ended."""


def free_port() -> int:
    """Give a port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class Served:
    """``opads serve`` in a group of processes of its own; what it writes goes to a file."""

    def __init__(self, log: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        """``environment`` is added to that of the tests, without what is set there for OPADS."""
        self.log = log
        self.arguments = arguments
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        own = {name: value for name, value in os.environ.items() if not name.startswith("OPADS_")}
        # What it keeps where nobody says where stands beside its log, never in the home of who runs the tests.
        self.environment = {**own, "XDG_DATA_HOME": str(log.parent / "data"), **(environment or {})}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def command(self) -> list[str]:
        """What is run."""
        return [sys.executable, "-m", "opads.cli", "serve", "--port", str(self.port), *self.arguments]

    def start(self) -> Self:
        """Start it and wait until it is ready; raises RuntimeError with what it wrote where it does not come."""
        with self.log.open("ab") as written:
            self.process = subprocess.Popen(
                self.command, stdout=written, stderr=written, env=self.environment, start_new_session=True
            )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if httpx.get(f"{self.address}/health/ready", timeout=PATIENCE).status_code == 200:
                    return self
            except httpx.TransportError:
                time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"the service did not start: {self.log.read_text(errors='replace')[-4000:]}")

    def kill(self) -> None:
        """End every process of it at once, without a word (SIGKILL)."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
            self.process = None

    def stop(self) -> int:
        """Ask it to stop (SIGTERM); return its exit code."""
        if self.process is None:
            raise RuntimeError("it does not run")
        self.process.terminate()
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.kill()

    def memory(self) -> int:
        """Return the bytes of memory that all of its processes hold, counting what they share for each."""
        pids = subprocess.run(
            ["ps", "-o", "rss=", "-g", str(self.process.pid if self.process else 0)],
            capture_output=True,
            text=True,
            check=False,
        )
        return 1024 * sum(int(line) for line in pids.stdout.split())

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
