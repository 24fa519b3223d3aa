"""Writes docs/settings.md, the table of all settings, from the settings themselves.

Usage: python tools/settings_table.py
"""

import ast
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from opads.operations.variables import OTHERS
from opads.settings import Settings

TARGET = Path(__file__).resolve().parent.parent / "docs" / "settings.md"
HEAD = """# Settings

Made by `python tools/settings_table.py` from `service/opads/settings.py`. Variables of the environment; options of `opads serve` go before
them. A variable that begins with `OPADS_` and is none of these is told when the service starts.

| variable | kind | default | what it does |
| --- | --- | --- | --- |
"""


def docstrings() -> dict[str, str]:
    """Return what stands below each field in the source, on one line."""
    (tree,) = ast.parse(inspect.getsource(Settings)).body
    found, name = {}, ""
    for node in typing.cast("ast.ClassDef", tree).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and name:
            found[name] = " ".join(str(node.value.value).split())
            name = ""
        else:
            name = ""
    return found


def kind(field: FieldInfo) -> str:
    """Return what values a setting can have."""
    annotation: Any = field.annotation
    if typing.get_origin(annotation) is Literal:
        return ", ".join(f"`{value}`" for value in typing.get_args(annotation))
    name = "secret" if annotation is SecretStr else {"str": "text", "int": "integer", "float": "number", "bool": "true or false"}.get(
        getattr(annotation, "__name__", ""), str(annotation)
    )  # fmt: skip
    bounds = [
        f"{sign} {value:g}" if isinstance(value, float) else f"{sign} {value}"
        for sign, attribute in (("≥", "ge"), (">", "gt"), ("≤", "le"), ("<", "lt"))
        for value in (getattr(item, attribute, None) for item in field.metadata)
        if value is not None
    ]
    return " ".join((name, *bounds))


def default(field: FieldInfo) -> str:
    """Return the default as it would be written."""
    value = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if value not in ("", (), None) else ""


def rows() -> Iterator[str]:
    """Yield a row for each setting, and for each other variable."""
    told = docstrings()
    for name, field in Settings.model_fields.items():
        yield f"| `OPADS_{name.upper()}` | {kind(field)} | {default(field)} | {told.get(name, '').replace('``', '`').replace('|', '&#124;')} |"
    for name, what in sorted(OTHERS.items()):
        yield f"| `{name}` | text | | {what} |"


def text() -> str:
    """Return the page."""
    return HEAD + "\n".join(rows()) + "\n"


def main() -> int:
    """Write the page."""
    TARGET.write_text(text(), encoding="utf-8")
    print(f"{len(Settings.model_fields)} settings")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
