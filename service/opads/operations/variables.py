"""Variables of the environment that begin as ours do and mean nothing: a setting that is misspelt would silently not hold."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping

from opads.settings import Settings

__all__ = ("OTHERS", "PREFIX", "names", "unknown")

PREFIX = "OPADS_"
OTHERS = {
    "OPADS_CACHE": "Folder of what is slow to make and kept between runs; `$XDG_CACHE_HOME/opads` where empty.",
    "OPADS_DEBUG": "Shows the traceback of an internal error of the command line where `1`.",
    "OPADS_SCHEMA": "Folder of the standard, instead of the one that is installed.",
}
"""Variables that are no settings of the service, and what they do."""
TESTS = ("OPADS_CHROMIUM", "OPADS_HYPOTHESIS", "OPADS_REFRESH_", "OPADS_SOAK_", "OPADS_SPARK")
MADE = ("_OPADS_COMPLETE", "OPADS_COMPLETE")


def names() -> list[str]:
    """Return the names of all variables that mean something."""
    return sorted({*OTHERS, *(f"{PREFIX}{field.upper()}" for field in Settings.model_fields)})


def unknown(environment: Mapping[str, str] | None = None) -> list[tuple[str, str | None]]:
    """Return the variables that mean nothing, each with the nearest name that does."""
    known = names()
    found = []
    for name in sorted(os.environ if environment is None else environment):
        upper = name.upper()
        if upper.startswith(PREFIX) and upper not in known and not upper.startswith((*TESTS, *MADE)):
            near = difflib.get_close_matches(upper, known, n=1, cutoff=0.6)
            found.append((name, near[0] if near else None))
    return found
