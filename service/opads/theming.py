"""The operator's own design: a folder with ``theme.css``, ``mark.svg`` or both, looked at when the service starts."""

from __future__ import annotations

from pathlib import Path

__all__ = ("FILES", "LONGEST", "folder")

FILES = ("theme.css", "mark.svg")
"""What the folder may hold that is served; nothing else in it ever is."""
LONGEST = 512 * 1024
"""Bytes that each may have."""


def folder(value: str) -> str:
    """Return the name of a folder that holds a design, or nothing for none; raises ValueError that says what is wrong."""
    if not value:
        return ""
    path = Path(value)
    if not path.is_dir():
        raise ValueError(f"names no folder: {value}")
    found = [name for name in FILES if (path / name).is_file()]
    if not found:
        raise ValueError(f"the folder holds neither {' nor '.join(FILES)}: {value}")
    for name in found:
        try:
            content = (path / name).read_bytes()
            content.decode()
        except UnicodeDecodeError:
            raise ValueError(f"{name} is not text in UTF-8") from None
        except OSError as error:
            raise ValueError(f"{name} cannot be read ({error.strerror})") from None
        if len(content) > LONGEST:
            raise ValueError(f"{name} has {len(content)} bytes, {LONGEST} are the most")
    return value
