"""Emits what keeps account of the native leaves: which were read as they are, and where each one went."""

from __future__ import annotations

from opads.mapping.compile import ValueRow
from opads.mapping.emitting.natives import Found
from opads.mapping.emitting.places import Spot, Trails
from opads.mapping.emitting.text import Text
from opads.mapping.emitting.values import Read, takes_containers
from opads.mapping.path import Index, Key, Step
from opads.standard.jsonvalue import is_index

__all__ = ("Keeper",)


class Keeper:
    """Emits marks in ``marks``, a tree of dictionaries in the shape of the record.

    True stands at a leaf that is read as it is, False at one whose spelling gets lost. With an account there are also
    ``mapped`` and ``relations``, as a ``Reading`` has them. The marks of an element that are kept ``apart`` count only
    once it has become a canonical one.
    """

    def __init__(self, text: Text, trails: Trails, *, account: bool, suffix: str = "") -> None:
        self.text = text
        self.account = account
        self._trails = trails
        self._pending = f"pending{suffix}" if suffix else None
        self._mapped, self._relations = f"mapped{suffix}", f"relations{suffix}"
        text.line(f"{self._pending} = []" if self._pending else "marks = {}")
        if account:
            text.line(f"{self._mapped} = {{}}; {self._relations} = {{}}")

    def apart(self) -> Keeper:
        """Emit the start of the marks of an element, and return what emits them."""
        return Keeper(self.text, self._trails, account=self.account, suffix=self.text.fresh("_"))

    def absorb(self, inner: Keeper) -> None:
        """Emit the taking over of marks kept apart."""
        if self._pending:
            self.text.line(f"{self._pending} += {inner._pending}")
        else:
            self.text.line(f"for w in {inner._pending}: w[0](*w[1:])")
        if self.account:
            self.text.line(f"absorb({self._mapped}, {inner._mapped})")
            self.text.line(f"{self._relations} |= {inner._relations}")

    def value(self, node: ValueRow, found: Found, read: Read, pointers: str) -> None:
        """Emit the marks of a value that was read; ``pointers`` is the expression of its canonical pointers."""
        text, below = self.text, takes_containers(node)
        if self.account and below:
            names = text.fresh("l")
            text.line(f"{names} = map_leaves({self._mapped}, {found.value}, {found.pointer.code}, {pointers})")
            if node.row.relation != "equivalent":
                text.line(f"{self._relations}.update(dict.fromkeys({names}, {node.row.relation!r}))")
        elif self.account:
            self._map(node, found, pointers)
        self._mark(found, read.faithful, below=below)
        if found.via is not None:
            with text.block(f"for w in {found.via}:"):
                self._call("mark_at", "native", "marks", "w", "True")
                if self.account:
                    text.line(f"{self._mapped}.setdefault(w, ())")

    def constant(self, found: Found) -> None:
        """Emit the mark of a native constant."""
        self._mark(found, "True", below=False)
        if self.account:
            self.text.line(f"{self._mapped}.setdefault({found.pointer.code}, ())")

    def name(self, node: ValueRow, here: Found, pointers: str) -> None:
        """Emit the mark of the leaf that stands for the name of a member, and does not spell it."""
        first = self.text.fresh("p")
        self.text.line(f"{first} = first_leaf({here.value}, {here.pointer.code})")
        self._call("mark_at", "native", "marks", first, "False")
        if self.account:
            self._leaf(node, first, pointers, alone=False)

    def _map(self, node: ValueRow, found: Found, pointers: str) -> None:
        text, leaf, spot = self.text, found.pointer.code, found.spot
        if node.row.relation != "equivalent" and not found.pointer.known:
            name = text.fresh("p")
            text.line(f"{name} = {leaf}")
            leaf = name
        self._leaf(node, leaf, pointers, alone=spot is not None and self._trails.alone(spot.trail))

    def _leaf(self, node: ValueRow, leaf: str, pointers: str, *, alone: bool) -> None:
        whole, mapped = pointers, self._mapped
        if node.parts:
            whole = f"joined({mapped}.get({leaf}), {pointers})"
        elif not alone:
            whole = f"{pointers} if {leaf} not in {mapped} else joined({mapped}[{leaf}], {pointers})"
        self.text.line(f"{self._mapped}[{leaf}] = {whole}")
        if node.row.relation != "equivalent":
            self.text.line(f"{self._relations}[{leaf}] = {node.row.relation!r}")

    def _mark(self, found: Found, read: str, *, below: bool) -> None:
        spot = found.spot
        if spot is None or any(isinstance(step, Key) and is_index(step.name) for step in spot.steps):
            if below:
                self._call("cover_at", "native", "marks", found.pointer.code, found.value, read)
            else:
                self._call("mark_at", "native", "marks", found.pointer.code, read)
            return
        holder, key = self._place(spot)
        if below:
            self._call("cover", holder, key, found.value, read)
        elif self._pending is None and self._settled(spot, read):
            self.text.line(f"{holder}[{key}] = {read}")
        else:
            self._call("mark", holder, key, read)

    def _settled(self, spot: Spot, read: str) -> bool:
        """Whether the mark may be set without a look at what other rows have set."""
        return read == "False" or self._trails.alone(spot.trail) or (read == "True" and self._trails.agreed(spot.trail))

    def _call(self, function: str, *arguments: str) -> None:
        if self._pending:
            self.text.line(f"{self._pending}.append(({function}, {', '.join(arguments)}))")
        else:
            self.text.line(f"{function}({', '.join(arguments)})")

    def _place(self, spot: Spot) -> tuple[str, str]:
        """Return the variable of the marks that a mark belongs into, and the expression of its key."""
        if spot.steps:
            return self._marks(Spot(spot.scope, spot.steps[:-1])), _key(spot.steps[-1])
        assert spot.scope.above is not None  # noqa: S101 - rows that read the record as a whole are refused before
        return self._marks(spot.scope.above), spot.scope.key

    def _marks(self, spot: Spot) -> str:
        """Return the variable of the marks of a container."""
        text, scope = self.text, spot.scope
        if not spot.steps and scope.above is None:
            return "marks"
        held = text.name(("marks", scope, spot.steps), "s")
        if text.knows(("made", held)) is None:
            with text.making(held, scope.home):
                holder, key = self._place(spot)
                text.line(f"{held} = {holder}.setdefault({key}, {{}})")
        return held


def _key(step: Step) -> str:
    return repr(step.name) if isinstance(step, Key) else str(step.position) if isinstance(step, Index) else "None"
