"""Every rendering of the reports made by hand, compared with files a person has read.

To refresh the files after a change that is meant: OPADS_REFRESH_GOLDEN=1 python -m pytest tests/rendering, then read the diff.
"""

import os
from pathlib import Path

import pytest

from opads.rendering import RENDERINGS, RenderOptions, render
from tests.rendering import builders

GOLDEN = Path(__file__).parent / "golden"
TYPICAL = ("table", "clean", "remarked")
CASES = [
    *(("text", name) for name in builders.ALL),
    *((rendering, "typical") for rendering in RENDERINGS),
    ("github", "hostile"),
    ("csv", "hostile"),
    ("junit", "unsure"),
]


@pytest.mark.parametrize(("rendering", "name"), CASES, ids="-".join)
def test_rendering_is_as_read(rendering: str, name: str) -> None:
    names = TYPICAL if name == "typical" else (name,)
    reports = [builders.ALL[one]() for one in names]
    text = render(rendering, reports, builders.CATALOGUE, RenderOptions(width=100))
    path = GOLDEN / f"{name}.{rendering}"
    if os.environ.get("OPADS_REFRESH_GOLDEN"):
        path.write_bytes(text)
    assert text.decode() == path.read_bytes().decode()


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.{rendering}" for rendering, name in CASES}
