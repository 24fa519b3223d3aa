"""Chromium as these tests use it: one browser, two contexts, and what a page must never do."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, Request

__all__ = ("Chromium", "executable")

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
WHOLE = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
WIDE = 1280
NARROW = 320
SILENT = 10_000
"""Milliseconds after which a page that does not answer fails its test."""


def executable() -> str | None:
    """Return where Chromium is, None where it is not."""
    return os.environ.get("OPADS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


class Chromium:
    """A browser with a page that runs scripts and one that does not."""

    def __init__(self, playwright: Playwright, path: str) -> None:
        self._browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        self._complaints: list[str] = []
        self._hosts: set[str] = set()
        self.page = self._new(self._browser.new_context(reduced_motion="reduce"))
        self.plain = self._new(self._browser.new_context(java_script_enabled=False))
        """The page without JavaScript."""

    def close(self) -> None:
        """End the browser."""
        self._browser.close()

    @contextmanager
    def watched(self, host: str = "", *, refused: bool = False) -> Iterator[None]:
        """Fail where a page complains or asks another host for anything; a refusal is told to the console, and fine."""
        self._complaints.clear()
        self._hosts.clear()
        yield
        told = [text for text in self._complaints if not (refused and "status of 4" in text)]
        assert told == []
        assert self._hosts <= {host}, "a page loads from elsewhere"

    def clean(self, options: dict[str, Any] = WHOLE) -> None:
        """Fail where axe finds anything on the page as it stands."""
        page = self.page
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)
        asked = json.dumps({**options, "preload": False, "resultTypes": ["violations"]})
        found = page.evaluate(f"axe.run(document, {asked})")
        told = [
            f"{rule['id']}: {rule['help']}: {node['target']} {node['html'][:200]} {node.get('failureSummary', '')}"
            for rule in found["violations"]
            for node in rule["nodes"][:4]
        ]
        assert not told, "\n".join([page.url, *told])
        assert found["passes"], "axe looked at nothing"

    def everywhere(self) -> None:
        """Fail where the page is not clean when light and wide, dark and wide, or narrow."""
        self.wide()
        self.clean()
        self.page.emulate_media(color_scheme="dark")
        self.clean(COLOURS)
        self.narrow()

    def wide(self) -> None:
        """Make the page wide and light."""
        self.page.set_viewport_size({"width": WIDE, "height": 900})
        self.page.emulate_media(color_scheme="light")

    def narrow(self) -> None:
        """Fail where the page has to be moved sideways at 320 pixels (success criterion 1.4.10)."""
        self.page.set_viewport_size({"width": NARROW, "height": 640})
        found = self.page.evaluate(
            """() => {
              const root = document.documentElement, far = [];
              if (Math.max(root.scrollWidth, document.body.scrollWidth) > root.clientWidth)
                for (const element of document.querySelectorAll("body *"))
                  if (element.getBoundingClientRect().right > root.clientWidth) far.push(element.outerHTML.slice(0, 120));
              return [root.scrollWidth, root.clientWidth, far.slice(0, 6)];
            }"""
        )
        assert found[2] == [], (self.page.url, found)
        assert found[0] <= found[1], (self.page.url, found)

    def _new(self, context: BrowserContext) -> Page:
        context.set_default_timeout(SILENT)
        context.on("request", self._asked)
        context.on("console", self._told)
        page = context.new_page()
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        page.set_viewport_size({"width": WIDE, "height": 900})
        return page

    def _asked(self, request: Request) -> None:
        if not request.url.startswith("data:"):
            self._hosts.add(urlsplit(request.url).netloc)

    def _told(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complaints.append(message.text)
