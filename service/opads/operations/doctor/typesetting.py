"""What the PDF of a notice needs: WeasyPrint, the libraries of Pango, fonts for the languages."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from importlib import import_module

from opads.operations.doctor.finding import Finding, fine, poor
from opads.settings import Settings

__all__ = ("SCRIPTS", "typesetting")

PANGO = "install the libraries of Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)"
SCRIPTS = {"Latin": "en", "Greek": "el", "Cyrillic": "bg"}
"""Scripts of the Union's languages, each with a language in it."""
FOUND = 10.0


def typesetting(settings: Settings) -> Iterator[Finding]:
    """See whether a PDF can be made; all else works without."""
    del settings
    try:
        import_module("weasyprint")
    except ImportError:
        yield poor("pdf", "WeasyPrint is not installed, so there are no notices as PDF", "pip install 'opads[notice]'")
        return
    except OSError:
        yield poor("pdf", "the libraries of Pango are missing, so there are no notices as PDF", PANGO)
        return
    yield fine("pdf", "WeasyPrint and Pango are here")
    program = shutil.which("fc-list")
    if program is None:
        yield poor(
            "fonts", "fc-list is not here, so fonts could not be looked for", "install fontconfig (Debian: fontconfig)"
        )
        return
    lacking = [script for script, language in SCRIPTS.items() if not _fonts(program, language)]
    if lacking:
        yield poor("fonts", f"no font has {', '.join(lacking)} letters", "install fonts (Debian: fonts-dejavu-core)")
    else:
        yield fine("fonts", f"there are fonts for {', '.join(SCRIPTS)} letters")


def _fonts(program: str, language: str) -> bool:
    command = [program, f":lang={language}", "family"]
    found = subprocess.run(command, capture_output=True, check=False, timeout=FOUND)  # noqa: S603 - our own arguments
    return bool(found.stdout.strip())
