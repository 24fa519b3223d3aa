"""Settings and fixtures shared by all tests."""

import os
from collections.abc import Generator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases", "tests.network", "tests.soak.figures"]

settings.register_profile("fast", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("OPADS_HYPOTHESIS", "fast"))

PROJECT = Path(__file__).resolve().parent.parent
REAL_DATA = PROJECT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the project's root folder."""
    return PROJECT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real files; tests that need it are skipped where it is absent, never in CI."""
    if not REAL_DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the real files are expected beside the project in CI")
        pytest.skip("the folder of real files is not here")
    return REAL_DATA


@pytest.fixture(scope="session")
def pango() -> None:
    """Skip where the system libraries that set type for PDF are absent; in CI they are installed by its script."""
    try:
        import_module("weasyprint")
    except OSError:
        if os.environ.get("CI"):
            pytest.fail("CI installs the libraries of Pango")
        pytest.skip("the system libraries of Pango are not here")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Let reports of what failed on lone surrogates be told at all: processes of tests tell each other in UTF-8."""
    report = yield
    if report.failed and not _tellable(text := str(report.longrepr)):
        report.longrepr = text.encode("utf-8", "backslashreplace").decode()
    report.sections = [(name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections]
    return report


def _tellable(text: str) -> bool:
    return all(not "\ud800" <= character <= "\udfff" for character in text)
