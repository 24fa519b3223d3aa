"""Disclosures that the tests on notices share."""

import copy
import json
from pathlib import Path
from typing import Any

from opads.formats import default_registry
from opads.notice.source import read_disclosure

PROJECT = Path(__file__).resolve().parent.parent.parent
COMPLETE = PROJECT / "schema" / "1.0" / "examples" / "complete.json"
NOTICES = PROJECT / "schema" / "formats" / "eu-ttpa" / "examples" / "valid"
SOURCES = {"standard": COMPLETE, **{path.stem: path for path in sorted(NOTICES.glob("*.json"))}}
LANGUAGES = ("en", "fr", "de", "el", "bg")


def disclosure(name: str = "standard") -> dict[str, Any]:
    """Return a fresh disclosure, read as the commands read it."""
    return copy.deepcopy(read_disclosure(SOURCES[name].read_bytes(), default_registry()))


def whole() -> dict[str, Any]:
    """Return a disclosure that states everything the template can demand."""
    found = disclosure()
    found["notice"]["priorSuspension"] = {"occurred": True, "description": "Stopped for a day: the label was missing."}
    found["targeting"]["ai"] = {"used": True, "description": "Orders the queue."}
    found["targeting"]["policyStatement"] = "Ask at the desk."
    found["targeting"]["otherInformation"] = "None."
    found["delivery"]["measures"].append(
        {"metric": "likes", "breakdown": "total", "range": {"lower": 1000, "upper": 2000}}
    )
    return found


def changed(**changes: Any) -> dict[str, Any]:
    """Return the whole disclosure with subjects replaced; None removes one."""
    found = whole()
    for name, value in changes.items():
        if value is None:
            del found[name]
        else:
            found[name] = value
    return found


def schema_example() -> dict[str, Any]:
    """Return the example of the standard as it stands in its file."""
    loaded: dict[str, Any] = json.loads(COMPLETE.read_bytes())
    return loaded
