"""The browser, in a thread of its own, and the service that it visits.

Playwright keeps an event loop running in its thread; in the main one it would disturb every test that starts another.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.browser.chromium import Chromium, executable

HERE = Path(__file__).resolve().parent
THREAD = ThreadPoolExecutor(max_workers=1, thread_name_prefix="browser")
PATIENCE = 60


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run the tests of this folder in the browser's thread."""
    if not pyfuncitem.path.is_relative_to(HERE):
        return None
    test: Callable[..., Any] = pyfuncitem.obj
    names = pyfuncitem._fixtureinfo.argnames
    THREAD.submit(test, **{name: pyfuncitem.funcargs[name] for name in names}).result()
    return True


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """Return the browser; tests are skipped where there is none, never in CI."""
    path = executable()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI installs Chromium")
        pytest.skip("there is no Chromium here (Debian: apt install chromium; OPADS_CHROMIUM names another place)")
    manager = sync_playwright()

    def start() -> tuple[Playwright, Chromium]:
        playwright = manager.start()
        return playwright, Chromium(playwright, path)

    playwright, browser = THREAD.submit(start).result()
    yield browser
    THREAD.submit(browser.close).result()
    THREAD.submit(playwright.stop).result()


@pytest.fixture(scope="session")
def site(chromium: Chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the service, started as its users start it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("served") / "log.txt"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [sys.executable, "-m", "opads.cli", "serve", "--port", str(port)], stdout=written, stderr=written
        )
        try:
            _wait(server, address, log)
            yield address
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            if httpx.get(f"{address}/formats").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"the service did not start: {log.read_text(errors='replace')}")
