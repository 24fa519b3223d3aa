"""An element as it was read: its name in Clark notation, attributes, text, children, and which element it is."""

from dataclasses import dataclass, field

__all__ = ("Node",)


@dataclass(slots=True)
class Node:
    """One element; ``number`` counts the start tags of the document from 0."""

    number: int
    tag: str
    attributes: dict[str, str]
    children: list["Node"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    closed: bool = False

    @property
    def text(self) -> str:
        """Return all characters that stand directly in the element."""
        return "".join(self.texts)

    @property
    def mixed(self) -> bool:
        """Say whether characters other than white space stand among child elements."""
        return bool(self.children) and bool(self.text.strip(" \t\r\n"))
