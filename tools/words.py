"""The words of the interface: finds the English ones in code and templates, and keeps each language's file in step.

Usage: python tools/words.py [update|check]

``update`` adds to each file what it lacks (empty) and takes out what nobody says any more. ``check`` (the default)
fails where a file lacks a text, has one that nobody says, a form of the plural too few, or other values in it than
the English text.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent / "service" / "opads"
WORDS = ROOT / "speech" / "words"
PARTS = ("web", "speech", "rendering")
"""Packages that speak to people in their language; the rest speaks English, to programs and in the terminal."""
KINDS = "api/problem.py"
"""Where the titles of refusals stand, which pages show."""
METHODS = [("**/templates/**.html", "jinja2"), *((f"{part}/**.py", "python") for part in PARTS), (KINDS, "python")]
OPTIONS = {
    "**/templates/**.html": {
        "extensions": "jinja2.ext.i18n",
        "trimmed": "true",
        "silent": "false",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
    }
}
KEYWORDS = {"Kind": (3,), "_": None, "gettext": None, "ngettext": (1, 2), "mark": None, "said": None, "counted": (1, 2)}
"""Functions whose first text, or first two, are said to people; of a kind of refusal it is the third, its title."""
VALUE = re.compile(r"%\([a-z_]+\)[sd]|%%")
TAG = re.compile(r"</?([a-z]+)")
COPYRIGHT = (
    "# Words of the interface of OPADS. English is in the code; tools/words.py keeps this file in step with it.\n"
)


def english() -> Catalog:
    """Return what the interface says, in the order of the files."""
    catalogue = Catalog(locale="en")
    found = extract_from_dir(ROOT, METHODS, OPTIONS, KEYWORDS, comment_tags=("NOTE:",), strip_comment_tags=True)
    for filename, line, message, comments, context in found:
        catalogue.add(message, locations=[(filename, 0)] if line else (), auto_comments=comments, context=context)
    return catalogue


def read(path: Path) -> Catalog:
    """Return the words of a file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem.replace("-", "_"), abort_invalid=True)


def texts(message: Message) -> list[str]:
    """Return the forms of a translation."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def problems(path: Path, wanted: Catalog) -> Iterator[str]:
    """Say what is wrong with a file."""
    have = read(path)
    said = {message.id: message for message in wanted if message.id}
    ones = {id_ if isinstance(id_, str) else id_[0] for id_ in said}
    for message in have:
        if message.id and message.id not in said and message.id not in ones:
            yield f"{path.name}: nobody says {message.id!r}"
    for id_, message in said.items():
        found = have.get(message.id if isinstance(id_, str) else id_[0])
        if found is None or (isinstance(found.id, str) != isinstance(id_, str)):
            yield f"{path.name}: lacks {id_!r}"
            continue
        forms = texts(found)
        if isinstance(id_, tuple | list) and len(forms) != have.num_plurals:
            yield f"{path.name}: {id_!r} has {len(forms)} forms, not {have.num_plurals}"
        sources = [id_] if isinstance(id_, str) else list(id_)
        for form in forms:
            if not form.strip():
                yield f"{path.name}: {id_!r} is empty"
                break
            if found.fuzzy:
                yield f"{path.name}: {id_!r} is marked fuzzy"
                break
            if not any(_alike(form, source, number=len(sources) > 1) for source in sources):
                yield f"{path.name}: {form!r} has other values or tags than {sources[-1]!r}"


def _alike(form: str, source: str, *, number: bool) -> bool:
    """Whether a text has the values and tags of another; the number itself may be left out of a form of the plural."""
    values, wanted = set(VALUE.findall(form)), set(VALUE.findall(source))
    if number:
        values, wanted = values - {"%(num)s"}, wanted - {"%(num)s"}
    return values == wanted and sorted(TAG.findall(form)) == sorted(TAG.findall(source))


def update(path: Path, wanted: Catalog) -> None:
    """Add to a file what it lacks, take out what nobody says."""
    have = read(path)
    have.update(wanted, no_fuzzy_matching=True)
    have.obsolete.clear()
    have.header_comment = COPYRIGHT.rstrip("\n")
    with path.open("wb") as file:
        write_po(file, have, width=0, omit_header=False, ignore_obsolete=True, include_lineno=False)
    _calm(path)


def _calm(path: Path) -> None:
    """Take out of a file's head what changes with every run."""
    text = path.read_text(encoding="utf-8")
    kept = re.sub(
        r'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid-Bugs-To|Project-Id-Version): .*\\n"\n',
        "",
        text,
        flags=re.MULTILINE,
    )
    path.write_text(kept, encoding="utf-8")


def main() -> int:
    """Update or check every file; return 1 where something is wrong."""
    wanted = english()
    paths = sorted(WORDS.glob("*.po"))
    if sys.argv[1:] == ["update"]:
        for path in paths:
            update(path, wanted)
    found = [problem for path in paths for problem in problems(path, wanted)]
    print(
        f"the interface says {sum(1 for message in wanted if message.id)} texts, in English and {len(paths)} languages"
    )
    for problem in found[:200]:
        print(problem)
    if len(found) > 200:
        print(f"and {len(found) - 200} more")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
