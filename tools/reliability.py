"""Writes the figures of the long tests into spec/reliability.md. Run by ``make soak``."""

import json
import platform
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FIGURES = PROJECT / ".soak" / "figures.json"
PAGE = PROJECT / "spec" / "reliability.md"
BEGIN, END = "<!-- figures: made by `make soak` -->", "<!-- end of figures -->"


def table(figures: dict[str, dict[str, str]]) -> str:
    """Return the figures as a table, proofs in the order of their names."""
    rows = ["| proof | what | figure |", "| --- | --- | --- |"]
    for proof, values in sorted(figures.items()):
        rows += [f"| {proof} | {what} | {value} |" for what, value in values.items()]
    return "\n".join(rows)


def page(text: str, figures: dict[str, dict[str, str]], about: str) -> str:
    """Return the page with other figures; raises ValueError where it has no place for them."""
    place = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    if not place.search(text):
        raise ValueError("the page has no place for figures")
    return place.sub(lambda _: f"{BEGIN}\n\n{about}\n\n{table(figures)}\n\n{END}", text)


def main() -> int:
    """Write the page."""
    if not FIGURES.exists():
        sys.stderr.write("there are no figures: run `make soak` first\n")
        return 2
    about = (
        f"Measured on {datetime.now(UTC).date()}, {platform.system()} on {platform.machine()}, "
        f"Python {platform.python_version()}, two cores."
    )
    PAGE.write_text(page(PAGE.read_text(), json.loads(FIGURES.read_text()), about))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
