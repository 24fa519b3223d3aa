"""How far the words go in each language: findings, phrases within them, notices, the interface; what is wrong with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.pofile import read_po

from opads.speech.languages import FOLDER, LANGUAGES
from opads.standard import resources
from opads.standard.yamlfile import load_yaml

__all__ = ("Coverage", "Missing", "Notice", "coverage", "missing", "notices", "survey", "whole")

WORDS = ("text", "fix")
"""The words of a finding in English; other languages have its title too, which in English stands with the rule."""
PARTS = ("title", *WORDS)
OPTIONAL = re.compile(r"\[\[(.*?)\]\]")
PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


class Missing(NamedTuple):
    """A text that a language lacks: the file it belongs in, its id, the part of it, the English text."""

    file: str
    id: str
    part: str
    english: str


class Notice(NamedTuple):
    """The fixed words of a template of notices in a language, and how many were read in an official text of it."""

    template: str
    language: str
    texts: int
    verified: int


class Coverage(NamedTuple):
    """How many texts a language has, of how many there are."""

    language: str
    findings: int
    all_findings: int
    phrases: int
    all_phrases: int
    interface: int
    all_interface: int

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return (self.findings, self.phrases, self.interface) == (
            self.all_findings,
            self.all_phrases,
            self.all_interface,
        )


def whole() -> tuple[str, ...]:
    """Return the languages of the interface besides English: a finding without words in them is a fault."""
    return tuple(tag for tag in LANGUAGES if tag != "en")


def folders(root: Path) -> Iterator[tuple[Path, Path, str]]:
    """Yield each file of rules with the folder of its texts and the name under which a language's texts stand there."""
    for path in sorted(
        (*root.glob("formats/*/rules.yaml"), *root.glob("packs/*/rules.yaml"), *root.glob("*/sets/rules.yaml"))
    ):
        yield path, path.parent / "messages", "{language}.yaml"
    for path in sorted(root.glob("*/findings/*.yaml")):
        yield path, path.parent.parent / "messages", f"{{language}}/{path.name}"


def _read(path: Path) -> Any:
    return (load_yaml(path.read_bytes()) or {}) if path.is_file() else {}


def _rows(path: Path) -> dict[str, str]:
    """Return the ids in a file of rules or findings, with their English titles."""
    return {row["id"]: row.get("title", "") for rows in _read(path).values() for row in rows}


def languages(root: Path) -> list[str]:
    """Return the languages in which there is any text of a finding, English first."""
    found = {p.stem for p in root.glob("*/*/messages/*.yaml")} | {p.stem for p in root.glob("*/sets/messages/*.yaml")}
    found |= {p.name for p in root.glob("*/messages/*") if p.is_dir()}
    return sorted(found, key=lambda language: (language != "en", language))


def placeholders(words: Any, part: str) -> list[str]:
    """Return the parameters that one of a finding's texts names, and how its optional parts go."""
    text = str(words.get(part, ""))
    return sorted(
        {*PLACEHOLDER.findall(text), *(f"[[{name}" for o in OPTIONAL.findall(text) for name in PLACEHOLDER.findall(o))}
    )


def survey(root: Path | None = None) -> tuple[dict[str, int], int, list[str]]:
    """Return how many findings have all their texts by language, how many findings there are, and what is wrong."""
    root = root or resources.root()
    counts = dict.fromkeys(languages(root), 0)
    problems, total = list(_phrase_problems(root)), 0
    for path, folder, name in folders(root):
        rules = set(_rows(path))
        total += len(rules)
        english: dict[str, Any] = {}
        for language in counts:
            file = folder / name.format(language=language)
            texts = _read(file)
            english = texts if language == "en" else english
            parts = WORDS if language == "en" else PARTS
            complete = {rule for rule in rules if all((texts.get(rule) or {}).get(part) for part in parts)}
            counts[language] += len(complete)
            told = file.relative_to(root)
            problems += [f"{told}: {rule} is no rule" for rule in sorted(set(texts) - rules)]
            if language == "en":
                problems += [f"{told}: {rule} lacks text or fix" for rule in sorted(rules - complete)]
                continue
            if language in whole():
                problems += [f"{told}: {rule} lacks title, text or fix" for rule in sorted(rules - complete)]
            problems += [
                f"{told}: {rule}: {part} has other values than in English"
                for rule in sorted(complete)
                for part in WORDS
                if placeholders(texts[rule], part) != placeholders(english.get(rule) or {}, part)
            ]
    return counts, total, problems


def _phrases(root: Path) -> dict[str, Mapping[str, str]]:
    return {path.stem: _read(path) for path in sorted(root.glob("*/phrases/*.yaml"))}


def _phrase_problems(root: Path) -> Iterator[str]:
    """Yield what is wrong with the phrases: each language has the same ones, and none is empty."""
    by_language = _phrases(root)
    known = {phrase for texts in by_language.values() for phrase in texts}
    for language, texts in by_language.items():
        for phrase in sorted(known):
            if not str(texts.get(phrase) or "").strip():
                yield f"phrases/{language}.yaml: lacks {phrase!r}"


def _interface(tag: str) -> Iterator[tuple[str, str, str]]:
    """Yield id, form and translation of what the interface says; the files of words are kept in step with the code."""
    with (FOLDER / f"{tag}.po").open("rb") as file:
        for message in read_po(file, locale=tag.replace("-", "_")):
            if not message.id:
                continue
            sources = [message.id] if isinstance(message.id, str) else list(message.id)
            strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
            said = all(strings) and bool(strings) and not message.fuzzy
            yield sources[0], sources[-1], strings[0] if said else ""


@lru_cache(maxsize=1)
def coverage() -> tuple[Coverage, ...]:
    """Return how far each language of the interface goes, English first."""
    root = resources.root()
    counts, total, _ = survey(root)
    phrases = _phrases(root)
    known = {phrase for texts in phrases.values() for phrase in texts}
    found = []
    for tag in whole():
        said = [bool(translation) for _, _, translation in _interface(tag)]
        have = len(phrases.get(tag, {}))
        found.append(Coverage(tag, counts.get(tag, 0), total, have, len(known), sum(said), len(said)))
    most = max((row.all_interface for row in found), default=0)
    return Coverage("en", counts["en"], total, len(known), len(known), most, most), *found


@lru_cache(maxsize=1)
def notices() -> tuple[Notice, ...]:
    """Return how many words each template of a notice has in each language, and how many of them are verified."""
    found = []
    for template in sorted((resources.root() / "notices").iterdir()):
        for path in sorted(template.glob("words/*.yaml")):
            told = Counter(_verified(_read(path)["texts"]))
            found.append(Notice(template.name, path.stem, told[True] + told[False], told[True]))
    return tuple(found)


def _verified(texts: Mapping[str, Any]) -> Iterator[bool]:
    for value in texts.values():
        if "text" in value:
            yield bool(value.get("verified"))
        else:
            yield from _verified(value)


def missing(language: str, root: Path | None = None) -> Iterator[Missing]:
    """Yield what a language lacks, file by file: of findings, of phrases within them, of the interface.

    Any tag may be asked for; of one in which there is nothing yet, all is missing.
    """
    root = root or resources.root()
    for path, folder, name in folders(root):
        english = _read(folder / name.format(language="en"))
        texts = _read(folder / name.format(language=language))
        file = (folder / name.format(language=language)).relative_to(root.parent).as_posix()
        for rule, title in _rows(path).items():
            for part in WORDS if language == "en" else PARTS:
                said = title if part == "title" else (english.get(rule) or {}).get(part, "")
                if said and not (texts.get(rule) or {}).get(part):
                    yield Missing(file, rule, part, said)
    if language == "en":
        return
    by_language = _phrases(root)
    file = (resources.version_folder() / "phrases" / f"{language}.yaml").relative_to(resources.root().parent).as_posix()
    for phrase in dict.fromkeys(phrase for texts in by_language.values() for phrase in texts):
        if not by_language.get(language, {}).get(phrase):
            yield Missing(file, phrase, "phrase", phrase)
    known = language in whole()
    for one, many, translation in _interface(language if known else next(iter(whole()))):
        if not known or not translation:
            yield Missing(f"service/opads/speech/words/{language}.po", one, "interface", many)
