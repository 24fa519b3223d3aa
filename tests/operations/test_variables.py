"""Variables that mean nothing, and the table of those that mean something."""

import pytest
from tools import settings_table

from opads.operations.variables import OTHERS, names, unknown
from opads.settings import Settings


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("OPADS_DATABSE", "OPADS_DATABASE"), ("OPADS_WORKER", "OPADS_WORKERS"), ("opads_prot", "OPADS_PORT"), ("OPADS_QQQQQQ", None)],
)  # fmt: skip
def test_the_nearest_is_named(name: str, nearest: str | None) -> None:
    assert unknown({name: "x"}) == [(name, nearest)]


def test_what_means_something_is_not_told() -> None:
    assert not unknown({**dict.fromkeys(names(), ""), "PATH": "", "OPADSX": "", "opads_port": "1"})


def test_the_table_is_current() -> None:
    assert settings_table.TARGET.read_text(encoding="utf-8") == settings_table.text(), (
        "run: python tools/settings_table.py"
    )


def test_every_setting_is_told_in_words() -> None:
    told = settings_table.docstrings()
    assert not [name for name in Settings.model_fields if not told.get(name)]
    rows = list(settings_table.rows())
    assert len(rows) == len(Settings.model_fields) + len(OTHERS)
    assert all(row.count(" | ") == 3 or row.count("|") == 5 for row in rows)
