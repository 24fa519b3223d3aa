"""Write the codes of the closed code lists into the schema's `enum` keywords, where `x-codelist` names the list.

Usage: python tools/sync_enums.py   (after a change of schema/1.0/codelists; a test fails until it is run)
"""

import csv
import json
from pathlib import Path
from typing import Any

STANDARD = Path(__file__).resolve().parent.parent / "schema" / "1.0"


def codes(name: str) -> list[str]:
    """Return the codes of a code list in the order of its file."""
    with (STANDARD / "codelists" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return [row["code"] for row in csv.DictReader(stream)]


def synchronise(node: Any) -> None:
    """Set the `enum` of every closed coded schema within the node, in place."""
    if isinstance(node, dict):
        if isinstance(node.get("x-codelist"), str) and not node.get("x-codelist-open", False):
            node["enum"] = codes(node["x-codelist"])
        for child in node.values():
            synchronise(child)
    elif isinstance(node, list):
        for child in node:
            synchronise(child)


def main() -> None:
    """Rewrite the schema files that change."""
    for path in sorted(STANDARD.glob("*.json")):
        before = path.read_text(encoding="utf-8")
        schema = json.loads(before)
        synchronise(schema)
        after = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        if after != before:
            path.write_text(after, encoding="utf-8")
            print(path.name)


if __name__ == "__main__":
    main()
