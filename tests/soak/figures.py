"""Where the long tests leave their figures, for ``spec/reliability.md``."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

FIGURES = Path(__file__).resolve().parents[2] / ".soak" / "figures.json"
Figure: TypeAlias = Callable[[str, str, str], None]


@pytest.fixture
def figure() -> Figure:
    """Keep a figure: which proof, what was counted or measured, and how much."""

    def keep(proof: str, what: str, value: str) -> None:
        FIGURES.parent.mkdir(exist_ok=True)
        known = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
        known.setdefault(proof, {})[what] = value
        FIGURES.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n")

    return keep
