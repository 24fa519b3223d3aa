"""Shows how far the words of findings and notices go in each language.

Fails where a language of the interface lacks any, where a text has no rule, or names other values than the English one.

Usage: python tools/coverage.py
"""

from itertools import groupby

from opads.speech.coverage import notices, survey, whole

WHOLE = whole()


def main() -> int:
    """Print the coverage; return 1 where something is wrong."""
    counts, total, problems = survey()
    for language, count in counts.items():
        print(f"findings in {language}: {count} of {total}")
    for template, rows in groupby(notices(), key=lambda row: row.template):
        found = [row.language for row in rows]
        print(f"notice {template}: {len(found)} languages ({', '.join(found)})")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
