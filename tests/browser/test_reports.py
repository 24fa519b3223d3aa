"""The HTML report of the command line."""

from pathlib import Path

import pytest

from opads.rendering import RenderOptions, render
from tests.browser.chromium import Chromium
from tests.cli.conftest import Run, run
from tests.rendering import builders

FORMATS = Path(__file__).resolve().parents[2] / "schema" / "formats"
FILES = (
    FORMATS / "eu-ttpa" / "examples" / "invalid" / "amount-is-one-figure.json",
    FORMATS / "meta-ad-library" / "examples" / "invalid" / "carrier-csv.python-literal.csv",
)
SETS = {"typical": ("table", "clean", "remarked"), "hostile": ("hostile",), "unsure": ("unsure",), "empty": ("empty",)}

__all__ = ("run",)


def show(chromium: Chromium, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with chromium.watched():
        chromium.page.goto(path.as_uri())
        assert chromium.page.locator("html").get_attribute("lang") == "en"
        chromium.wide()
        chromium.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        chromium.everywhere()


def test_the_report_of_files_is_clean(chromium: Chromium, run: Run, tmp_path: Path) -> None:
    for name, files in (("one", FILES[:1]), ("several", FILES)):
        result = run("validate", "--format", "html", *files)
        assert "<!DOCTYPE html>" in result.stdout
        show(chromium, tmp_path / f"{name}.html", result.stdout_bytes)


@pytest.mark.parametrize("name", SETS)
def test_reports_of_every_kind_are_clean(chromium: Chromium, tmp_path: Path, name: str) -> None:
    reports = [builders.ALL[one]() for one in SETS[name]]
    show(chromium, tmp_path / "report.html", render("html", reports, builders.CATALOGUE, RenderOptions()))
