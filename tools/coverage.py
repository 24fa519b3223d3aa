"""Shows how far the words of findings and notices go in each language.

Fails where a language of the interface lacks any, where a text has no rule, or names other values than the English one.

Usage: python tools/coverage.py
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent / "schema"
WORDS = ("text", "fix")
"""The words of a finding in English; other languages have its title too, which in English stands with the rule."""
WHOLE = ("ar", "de", "el", "es", "fr")
"""Languages of the interface, besides English: a finding without words in them is a fault."""
OPTIONAL = re.compile(r"\[\[(.*?)\]\]")
PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


def folders(root: Path = ROOT) -> Iterator[tuple[Path, Path, str]]:
    """Yield each rule file with the folder of its texts and the name under which a language's texts stand there."""
    for path in sorted(
        (*root.glob("formats/*/rules.yaml"), *root.glob("packs/*/rules.yaml"), *root.glob("*/sets/rules.yaml"))
    ):
        yield path, path.parent / "messages", "{language}.yaml"
    for path in sorted(root.glob("*/findings/*.yaml")):
        yield path, path.parent.parent / "messages", f"{{language}}/{path.name}"


def ids(path: Path) -> set[str]:
    """Return the ids in a file of rules or findings."""
    loaded = yaml.safe_load(path.read_bytes()) or {}
    return {row["id"] for rows in loaded.values() for row in rows}


def languages(root: Path = ROOT) -> list[str]:
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


def survey(root: Path = ROOT) -> tuple[dict[str, int], int, list[str]]:
    """Return how many findings have both texts by language, how many findings there are, and what is wrong."""
    counts = dict.fromkeys(languages(root), 0)
    problems, total = [], 0
    for path, folder, name in folders(root):
        rules = ids(path)
        total += len(rules)
        english: dict[str, Any] = {}
        for language in counts:
            file = folder / name.format(language=language)
            texts = (yaml.safe_load(file.read_bytes()) or {}) if file.is_file() else {}
            english = texts if language == "en" else english
            parts = WORDS if language == "en" else ("title", *WORDS)
            whole = {rule for rule in rules if all((texts.get(rule) or {}).get(part) for part in parts)}
            counts[language] += len(whole)
            problems += [f"{file.relative_to(root)}: {rule} is no rule" for rule in sorted(set(texts) - rules)]
            if language == "en":
                problems += [f"{file.relative_to(root)}: {rule} lacks text or fix" for rule in sorted(rules - whole)]
                continue
            if language in WHOLE:
                problems += [
                    f"{file.relative_to(root)}: {rule} lacks title, text or fix" for rule in sorted(rules - whole)
                ]
            problems += [
                f"{file.relative_to(root)}: {rule}: {part} has other values than in English"
                for rule in sorted(whole)
                for part in WORDS
                if placeholders(texts[rule], part) != placeholders(english.get(rule) or {}, part)
            ]
    return counts, total, problems


def notices(root: Path = ROOT) -> Iterator[str]:
    """Yield a line for each template of a notice: its languages."""
    for template in sorted(root.glob("notices/*")):
        found = sorted(path.stem for path in template.glob("words/*.yaml"))
        yield f"notice {template.name}: {len(found)} languages ({', '.join(found)})"


def main() -> int:
    """Print the coverage; return 1 where something is wrong."""
    counts, total, problems = survey()
    for language, count in counts.items():
        print(f"findings in {language}: {count} of {total}")
    for line in notices():
        print(line)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
