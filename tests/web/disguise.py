"""Finds texts on a page that did not come through the words of the interface: asked for in ``en-xa``, they are plain."""

import re
from html.parser import HTMLParser

__all__ = ("Disguise", "undisguised")

SILENT = {"script", "style"}
DATA = {"code", "pre", "kbd", "samp", "bdi", "textarea", "output"}
"""Elements that hold what documents, programs and people say, not what the interface says."""
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SAID = ("aria-label", "aria-description", "title", "alt", "placeholder", "label")
"""Attributes that are read out or shown."""
EDGE = "\0"
"""Stands for a tag: a text in disguise may have tags within, one in brackets after the other may not."""
BRACKETS = re.compile(r"\[[^\[\]]*\]")
WORD = re.compile(r"[^\W\d_]{2,}")
ALLOWED = {
    "OPADS": "the name of the service",
    "API": "an abbreviation used in all languages",
    "CSV": "the name of a syntax",
    "JSON": "the name of a syntax",
    "NDJSON": "the name of a syntax",
    "XML": "the name of a syntax",
    "HTML": "the name of a syntax",
    "SVG": "the name of a syntax",
    "PDF": "the name of a syntax",
    "SARIF": "the name of a syntax",
    "JUnit": "the name of a syntax",
    "CEL": "the name of a language of programs",
    "OpenAPI": "the name of a specification",
    "SHA-256": "the name of a function",
    "HTTP": "the name of a protocol",
    "GitHub": "the name of a company",
}
"""Words that are the same in all languages, and why."""
NAME = re.compile(
    r"(?<!\S)(?:/[!-~]*|[A-Za-z0-9_-]+(?:\.[a-z0-9]+)+|[a-z0-9]+(?:[-/][a-z0-9]+)+|\([a-z]+/[a-z0-9.+-]+\)|json|jsonld|ndjson|csv|fec|xml)(?=[,;:]?(?!\S))"
)
"""Addresses, names of files, ids in small letters, names of syntaxes: the same in all languages."""
KNOWN = re.compile("|".join(rf"(?<![\w-]){re.escape(word)}(?![\w-])" for word in ALLOWED))


class Disguise(HTMLParser):
    """A page asked for in ``en-xa``: its texts, addresses, and what in it is said without disguise."""

    def __init__(self, text: str, tag: str = "en-xa") -> None:
        super().__init__()
        self.tag = tag
        self.links: list[str] = []
        self._text: list[str] = []
        self._spoken: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._data: set[str] = set()
        self._titles: list[str] = []
        self.feed(text)
        self.close()

    @property
    def _hidden(self) -> bool:
        return any(hidden for _, hidden in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._text.append(EDGE)
        hidden = tag in SILENT | DATA or given.get("lang", self.tag) != self.tag or given.get("translate") == "no"
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(given["href"])
        if not (hidden or self._hidden):
            self._spoken += [given[name] for name in SAID if given.get(name)]
            self._spoken += [v for name, v in given.items() if name.startswith("data-") and " " in v]
            if tag == "input" and given.get("type") in ("submit", "button", "reset"):
                self._spoken.append(given.get("value", ""))
        if tag not in VOID:
            self._open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        self._text.append(EDGE)
        if tag not in VOID:
            while self._open and self._open.pop()[0] != tag:
                pass

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            self._data.add(" ".join(data.split()))
        elif self._open and self._open[-1][0] == "title":
            self._titles.append(data)
        else:
            self._text.append(data)

    def plain(self) -> list[str]:
        """Return what is said without disguise."""
        found = [_rest(text) for text in _rest("".join(self._text)).split(EDGE)]
        found += [_rest(text) for text in self._spoken]
        # A title has no tags: what it repeats of the page is data where the page marks it so.
        titles = [part.strip() for text in self._titles for part in re.split(r" · |: ", _rest(text))]
        found += [part for part in titles if part not in self._data]
        said = [" ".join(text.split()) for text in found]
        return [text for text in said if WORD.search(KNOWN.sub("", NAME.sub("", text)))]


def _rest(text: str) -> str:
    """Return what of a text stands in no brackets."""
    while (less := BRACKETS.sub("", text)) != text:
        text = less
    return text


def undisguised(html: str, tag: str = "en-xa") -> list[str]:
    """Return what a page says that did not come through the words of the interface."""
    return Disguise(html, tag).plain()
