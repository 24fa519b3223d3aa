"""What the processes of one service tell each other: a folder with their counts, and the word that the service is to stop."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

__all__ = ("VARIABLE", "RunFolder")

VARIABLE = "OPADS_RUN"
"""The variable of the environment that names the folder to the processes."""
STOPPING = "stopping"


class RunFolder:
    """A folder that lives as long as the service."""

    def __init__(self, folder: Path, *, own: bool = False) -> None:
        self.path = folder
        self._own = own

    @classmethod
    def made(cls, named: str = "") -> RunFolder:
        """Make the folder, the named one or one among the temporary; raises OSError where that is not possible."""
        if not named:
            return cls(Path(tempfile.mkdtemp(prefix="opads-run-")), own=True)
        folder = Path(named)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in (*folder.glob("*.json"), *folder.glob("*.part"), folder / STOPPING):
            left.unlink(missing_ok=True)
        return cls(folder)

    @property
    def stopping(self) -> bool:
        """Whether the service is to stop: it still answers, and wants no further work."""
        return (self.path / STOPPING).exists()

    def stop(self) -> None:
        """Tell all processes that the service is to stop."""
        with suppress(OSError):
            (self.path / STOPPING).touch()

    def close(self) -> None:
        """Remove the folder if it was made for this service alone."""
        if self._own:
            shutil.rmtree(self.path, ignore_errors=True)
