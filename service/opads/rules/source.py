"""Python source text under construction: lines, indentation, fresh names, and the constants the text refers to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from opads.rules.signatures import Kind

__all__ = ("Code", "Lines", "Source")

Lines: TypeAlias = list[tuple[int, str]]
"""Lines with their indentation."""


@dataclass(frozen=True, slots=True)
class Code:
    """The Python expression for a node; ``fallible`` where its evaluation, or that of lines before it, may raise.

    An ``atom`` is a name or a literal: it may be repeated at no cost.
    """

    text: str
    kind: Kind = "dyn"
    fallible: bool = False
    atom: bool = False


class Source:
    """Collects the lines of one function body and the globals they need."""

    def __init__(self) -> None:
        self.lines: Lines = []
        self.globals: dict[str, Any] = {}
        self._names: dict[int, str] = {}
        self._depth = 0
        self._count = 0

    def line(self, text: str) -> None:
        """Add one line at the present indentation."""
        self.lines.append((self._depth, text))

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Add a compound statement; the lines added inside are its body."""
        self.line(head)
        self._depth += 1
        yield
        self._depth -= 1

    @contextmanager
    def aside(self) -> Iterator[Lines]:
        """Collect lines apart, to be placed with ``extend`` later."""
        kept = self.lines, self._depth
        self.lines, self._depth = [], 0
        yield self.lines
        self.lines, self._depth = kept

    def extend(self, lines: Lines) -> None:
        """Place lines collected apart here."""
        self.lines.extend((self._depth + depth, text) for depth, text in lines)

    def fresh(self) -> str:
        """Return a name of a local variable not used before."""
        self._count += 1
        return f"v{self._count}"

    def forget(self) -> None:
        """Let the names that were fresh so far be used for something else."""
        self._count = 0

    def constant(self, value: Any, name: str = "k") -> str:
        """Return the name of a global that holds this very object."""
        known = self._names.get(id(value))
        if known is None:
            known = self._names[id(value)] = f"{name}{len(self.globals)}"
            self.globals[known] = value
        return known

    @property
    def deepest(self) -> int:
        """The most loops and attempts that stand one inside the other: Python allows 20."""
        deepest, open_blocks = 0, list[int]()
        for depth, text in self.lines:
            while open_blocks and depth <= open_blocks[-1]:
                open_blocks.pop()
            if text.startswith(("for ", "try:", "except ")):
                open_blocks.append(depth)
                deepest = max(deepest, len(open_blocks))
        return deepest

    def render(self, name: str, parameters: tuple[str, ...]) -> str:
        """Return the text of a function with these lines."""
        body = "\n".join(f"{' ' * (depth + 1)}{text}" for depth, text in self.lines)
        return f"def {name}({', '.join(parameters)}):\n{body}\n"
