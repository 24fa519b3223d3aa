"""Names of those who hold leases: the machine, the space of process numbers on it, the process, and what tells two of its workers apart."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from opads.storage.ids import new_id

__all__ = ("dead", "holder", "place")


def place() -> str:
    """Return what the names of holders have in common whose processes can be seen from here."""
    try:
        space = str(Path("/proc/self/ns/pid").readlink()).strip("pid:[]")
    except OSError:
        space = ""
    return f"{socket.gethostname()}/{space}:"


def holder() -> str:
    """Return a name for a worker of this process."""
    return f"{place()}{os.getpid()}:{new_id()[-6:]}"


def dead(name: str) -> bool:
    """Whether the process of a holder of this place is no more. Where its number is another's by now, that is not known."""
    number = name.removeprefix(place()).partition(":")[0]
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (ValueError, OSError):
        return False
    return False
