"""Where a service keeps its data where nobody says."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ("default_folder", "usable")


def default_folder() -> Path | None:
    """Return ``$XDG_DATA_HOME/opads``, else ``~/.local/share/opads`` (XDG Base Directory Specification); None without a home."""
    base = os.environ.get("XDG_DATA_HOME", "")
    if Path(base).is_absolute():  # the specification has relative ones ignored
        return Path(base, "opads")
    try:
        return Path.home() / ".local" / "share" / "opads"
    except RuntimeError:
        return None


def usable(folder: Path) -> str:
    """Make a folder where it is not there; return why it cannot be used, an empty text where it can."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""
