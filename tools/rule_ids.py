"""Writes spec/rule-ids.txt, the ids of all rules ever published.

Usage: python tools/rule_ids.py [--forget]

An id that was published stays: programs and court files quote it. A rule that ends gets ``valid_until``; its id is
never taken away or given to another rule. ``--forget`` drops ids that vanished, for drafts before their first release.
"""

import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "spec" / "rule-ids.txt"


def current(root: Path = ROOT) -> set[str]:
    """Return the ids in the rule files of all formats and packs and of the standard's rules on sets."""
    found: set[str] = set()
    folders = ("formats/*", "packs/*", "*/sets")
    for path in sorted(path for folder in folders for path in (root / "schema").glob(f"{folder}/rules.yaml")):
        rows = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("rules") or []
        found.update(row["id"] for row in rows)
    return found


def listed(path: Path = LIST) -> set[str]:
    """Return the ids in the committed list."""
    return set(path.read_text(encoding="utf-8").split()) if path.exists() else set()


def main(arguments: list[str]) -> int:
    """Write the list: what is listed and what is current. Return 1 where a listed id vanished and is kept."""
    now, before = current(), listed()
    vanished = sorted(before - now)
    kept = now if "--forget" in arguments else now | before
    LIST.write_text("".join(f"{rule}\n" for rule in sorted(kept)), encoding="utf-8")
    print(f"{len(kept)} ids, {len(now - before)} new, {len(vanished)} vanished")
    for rule in vanished:
        print(f"  {'forgotten' if '--forget' in arguments else 'vanished'}: {rule}")
    return 1 if vanished and "--forget" not in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
