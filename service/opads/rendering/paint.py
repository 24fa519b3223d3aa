"""Colours of the text rendering (SGR sequences), or none. Colour never carries meaning alone."""

from __future__ import annotations

import msgspec

__all__ = ("Paint",)

_SEVERITY = {"error": "1;31", "warning": "1;33", "info": "1;36"}
_VERDICT = {"valid": "1;32", "invalid": "1;31", "undetermined": "1;33"}


class Paint(msgspec.Struct, frozen=True):
    """Wraps text in colour where colour is on."""

    on: bool

    def strong(self, text: str) -> str:
        """Return bold text."""
        return self._sgr("1", text)

    def dim(self, text: str) -> str:
        """Return faint text."""
        return self._sgr("2", text)

    def severity(self, severity: str, text: str) -> str:
        """Return text in the colour of a severity."""
        return self._sgr(_SEVERITY.get(severity, "1"), text)

    def verdict(self, verdict: str, text: str) -> str:
        """Return text in the colour of a verdict."""
        return self._sgr(_VERDICT.get(verdict, "1"), text)

    def _sgr(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text else text
