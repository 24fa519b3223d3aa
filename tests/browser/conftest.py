"""The browser, in a thread of its own, and the service that it visits.

Playwright keeps an event loop running in its thread; in the main one it would disturb every test that starts another.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.browser.chromium import Chromium, executable
from tests.served import Served

HERE = Path(__file__).resolve().parent
THREAD = ThreadPoolExecutor(max_workers=1, thread_name_prefix="browser")


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
    with Served(tmp_path_factory.mktemp("served") / "log.txt") as served:
        yield served.address
