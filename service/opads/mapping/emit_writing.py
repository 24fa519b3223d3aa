"""Writing as Python source: the rows of a mapping become one function of the disclosure, its elements one function each.

The interpreter in ``writing.py`` says what the rows mean; what is written here gives the same, entry by entry. Rows that
are not known here make ``emit`` give up, and the interpreter stays in charge.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opads.mapping import emitted
from opads.mapping.codecs.composite import ArrayCodec
from opads.mapping.codecs.scalars import BooleanCodec, IntegerCodec, SameCodec, TextCodec
from opads.mapping.compile import Block, ConstRow, ImpliedRow, ValueRow
from opads.mapping.compile import Node as Row
from opads.mapping.emit_conditions import guard, holds
from opads.mapping.emit_places import ABSENT, Node, Scope, joined
from opads.mapping.path import Key, Path
from opads.mapping.writing import Entry
from opads.rules.source import Source
from opads.standard.jsonvalue import escape, is_index

__all__ = ("emit",)

_SCALARS = (str, bool, int)


class _UnknownError(Exception):
    """Rows that are left to the interpreter."""


def emit(rows: tuple[Row, ...], *, account: bool) -> tuple[str, dict[str, Any]] | None:
    """Return the source of a function ``write`` and the globals it needs, or None where rows are not known.

    With ``account`` it is a function of the disclosure, entries, refusals and pointers passed over, else of the
    disclosure alone; it returns the native record.
    """
    module = _Module(account=account)
    try:
        module.function("write", rows, record=True)
    except _UnknownError:
        return None
    return "\n".join(module.texts), module.globals


class _Module:
    """The functions of one mapping, and what they share."""

    def __init__(self, *, account: bool) -> None:
        self.account = account
        self.texts: list[str] = []
        self.globals: dict[str, Any] = {
            "ABSENT": ABSENT,
            "Entry": Entry,
            "again": emitted.again,
            "join_up": emitted.join_up,
            "mark": emitted.mark,
            "over": emitted.over,
            "several": emitted.several,
            "slowly": emitted.slowly,
        }
        self._count = 0

    def function(self, name: str, rows: tuple[Row, ...], *, record: bool) -> None:
        """Add the function of a record or of an element."""
        lines = _Function(self, name, rows, record=record)
        parameters = () if not self.account else ("E", "R", "P") if record else ("p", "b", "E", "R", "P")
        source = lines.source
        self.texts.append(source.render(name, ("d", *parameters)))
        self.globals |= source.globals

    def fresh(self, kind: str) -> str:
        """Return a name that no function of the module has."""
        self._count += 1
        return f"{kind}_{self._count}"


class _Source(Source):
    """The lines of one function of several that share their globals."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._prefix = f"{name}_"

    def constant(self, value: Any, name: str = "k") -> str:
        """Return the name of a global that holds this very object."""
        return super().constant(value, f"{self._prefix}{name}_")

    @contextmanager
    def under(self, test: str) -> Iterator[None]:
        """Add lines under a test that lines cannot change, or under none; lines under the same test share it."""
        head = f"if {test}:"
        if not test:
            yield
            return
        last = next((line for line in reversed(self.lines) if line[0] <= self._depth), None)
        if last != (self._depth, head):
            self.line(head)
        self._depth += 1
        yield
        self._depth -= 1


class _Function:
    """One function: what is looked for in the disclosure, then the rows in their order."""

    def __init__(self, module: _Module, name: str, rows: tuple[Row, ...], *, record: bool) -> None:
        self.module = module
        self.account = module.account
        self.source = _Source(name)
        self.base = "" if record else "b"
        self.scope = Scope(self.source, "" if record else "p")
        self.set: set[tuple[str, ...]] = set()
        self._marked: set[str] = set()
        self._check(rows)
        with self.source.aside() as body:
            self._rows(rows)
        self.source.line("r = {}" if not self._bare else "r = ABSENT")
        self.scope.emit(pointers=self.account)
        for group in sorted(self._marked):
            self.source.line(f"{group} = {group[1:]}")
        self.source.extend(body)
        self.source.line("return r" if record or self._bare else "return r if r else ABSENT")

    def _check(self, rows: tuple[Row, ...]) -> None:
        """See that no row writes into what another one writes as a value."""
        values = dict.fromkeys(_paths(rows, arrays=False))
        arrays = dict.fromkeys(_paths(rows, arrays=True))
        known = {*values, *arrays}
        if any(one != other and other[: len(one)] == one for one in known for other in known):
            raise _UnknownError
        if any(path in values for path in arrays):
            raise _UnknownError
        self._bare = () in values

    # Rows

    def _rows(self, rows: tuple[Row, ...]) -> None:
        for row in rows:
            if isinstance(row, ValueRow):
                self._value(row)
            elif isinstance(row, ConstRow):
                self._const(row)
            elif isinstance(row, ImpliedRow):
                self._implied(row)
            else:
                self._conditional(row)

    def _conditional(self, row: Block) -> None:
        if row.each is not None and (row.into is None or not row.each.steps):
            return  # for reading only
        tests = [holds(self.scope, condition) for condition in row.canonical_conditions]
        if not tests:
            self._block(row)
            return
        with self.source.aside() as inside:
            self._block(row)
        if inside:
            with self.source.block(f"if {' and '.join(tests)}:"):
                self.source.extend(inside)

    def _block(self, row: Block) -> None:
        if row.each is None:
            self._rows(row.nodes)
        else:
            self._each(row)

    def _const(self, row: ConstRow) -> None:
        source = self.source
        if row.native is not None:
            names = self._names(row.native)
            if not isinstance(row.value, _SCALARS):
                raise _UnknownError
            self.set.add(names)
            self._put(names, repr(row.value))
        elif row.canonical is not None and self.account:
            node = self.scope.find(row.canonical)
            constant = source.constant(row.value, "value")
            if node is not None and not node.way and isinstance(row.value, _SCALARS):
                with source.block(f"if {node.var} == {constant} and {node.pointer} not in E:"):
                    source.line(f"E[{node.pointer}] = Entry('written')")
                return
            with self.source.under(guard(self.scope, row.canonical)):
                path = source.constant(row.canonical, "path")
                source.line(f"{source.constant(emitted.const, 'const')}({path}, {constant}, d, {self._here}, E)")

    def _implied(self, row: ImpliedRow) -> None:
        if not self.account:
            return
        source = self.source
        with self.source.under(guard(self.scope, row.canonical)):
            path = source.constant(row.canonical, "path")
            source.line(f"{source.constant(emitted.implied, 'implied')}({path}, {row.reason!r}, d, {self._here}, E)")

    @property
    def _here(self) -> str:
        return self.scope.root.pointer

    def _value(self, row: ValueRow) -> None:
        if row.row.direction == "read":
            return
        names = self._names(row.native)
        with self.source.aside() as inside:
            if row.canonical is not None:
                self._single(row, names, row.canonical)
            else:
                self._several(row, names)
        if names and names in self.set:
            with self.source.block(f"if {self._lacks(names)}:"):
                self.source.extend(inside)
        else:
            self.source.extend(inside)
        self.set.add(names)

    def _single(self, row: ValueRow, names: tuple[str, ...], path: Path) -> None:
        source = self.source
        node = self.scope.find(path)
        if node is None:
            with self.source.under(guard(self.scope, path)):
                self._searched(row, path)
            return
        with self.source.under(node.way[0].var if node.way else f"{node.var} is not ABSENT" if node.var != "d" else ""):
            if node.way and self.account:
                more = " or ".join(f"len({group.var}) > 1" for group in node.way)
                with source.block(f"if {more}:"):
                    found = f"{node.pointer} if {node.var} is not ABSENT else None"
                    source.line(f"over({source.constant(path, 'path')}, d, {self._here}, {found}, P)")
            test = f"{node.var} is not ABSENT" if node.way and node.var != node.way[-1].first.var else ""
            with self.source.under(test):
                self._emission(row, names, node)

    def _searched(self, row: ValueRow, path: Path) -> None:
        """Leave the search to the path."""
        source = self.source
        codec, known = self._row(row)
        arguments = f"{source.constant(path, 'path')}, {codec}, d, {self._here}, r, {self.base or repr('')}"
        more = "E, R, P" if self.account else "None, None, None"
        source.line(f"r = {source.constant(emitted.searched, 'searched')}({arguments}, {known}, {more})")

    def _emission(self, row: ValueRow, names: tuple[str, ...], node: Node) -> None:
        source = self.source
        quick = self._quick(row, node.var)
        codec, known = self._row(row)
        if quick is None:
            known_to = source.fresh()
            source.line(f"{known_to} = {known}.get({node.var}) if isinstance({node.var}, str) else None")
            test, native = f"{known_to} is not None", f"{known_to}[0]"
            reason: str | None = f"{known_to}[1]"
        else:
            test, native, reason = *quick, None
        with source.block(f"if {test}:"):
            self._put(names, native)
            if self.account:
                self._entry(row, names, node, reason, listed=quick is not None and isinstance(row.codec, ArrayCodec))
        with source.block("else:"):
            base = self.base or repr("")
            if self.account:
                hits = f"(({node.var}, {node.pointer}, {self._ways(node)}),)"
                source.line(f"r = slowly({codec}, {node.var}, {hits}, r, {base}, {known}, E, R)")
            else:
                source.line(f"r = slowly({codec}, {node.var}, (), r, '', {known}, None, None)")

    def _quick(self, row: ValueRow, value: str) -> tuple[str, str] | None:
        """Return the test under which the codec gives a value back as another expression, for the simplest codecs."""
        codec = row.codec
        if isinstance(codec, TextCodec):
            length = "" if codec.max_length is None else f" and len({value}) <= {codec.max_length}"
            return f"isinstance({value}, str){length}", value
        if isinstance(codec, SameCodec):
            return f"not isinstance({value}, (dict, list))", value
        if isinstance(codec, IntegerCodec) and codec.native == "number":
            return f"isinstance({value}, int) and not isinstance({value}, bool)", value
        if isinstance(codec, BooleanCodec) and codec.true and codec.false:
            return f"isinstance({value}, bool)", f"({codec.true[0]!r} if {value} else {codec.false[0]!r})"
        if isinstance(codec, ArrayCodec) and isinstance(codec.item, TextCodec) and codec.item.max_length is None:
            texts = self.source.constant(emitted.are_texts, "are_texts")
            return f"isinstance({value}, list) and {texts}({value})", f"list({value})"
        return None

    def _entry(self, row: ValueRow, names: tuple[str, ...], node: Node, reason: str | None, *, listed: bool) -> None:
        source = self.source
        target = self._target(names)
        relation = row.row.relation if row.row.relation != "equivalent" else None
        more = f", None, {{}}, {relation!r}" if relation is not None else ""
        if listed:
            source.line(
                f"{source.constant(emitted.itemwise, 'itemwise')}"
                f"({node.var}, {node.pointer}, {target}, {relation!r}, E)"
            )
        else:
            pointer = node.pointer
            if node.rest and node.stem:
                source.line(f"q = {pointer}")
                pointer = "q"
            with source.block(f"if {pointer} in E:"):
                source.line(f"again(E[{pointer}], {target}, {reason}, {relation!r})")
            if reason is None:
                with source.block("else:"):
                    source.line(f"E[{pointer}] = Entry('written', [{target}]{more})")
            else:
                with source.block(f"elif {reason} is None:"):
                    source.line(f"E[{pointer}] = Entry('written', [{target}]{more})")
                with source.block("else:"):
                    source.line(f"E[{pointer}] = Entry('narrowed', [{target}], {reason}, {{}}, {relation!r})")
        self._mark(node)

    def _mark(self, node: Node) -> None:
        """Say of the leaves that selectors compared on the way that they are written, once a record."""
        for group in node.way:
            pending = f"w{group.var}"
            self._marked.add(pending)
            with self.source.block(f"if {pending}:"):
                self.source.line(f"{pending} = ()")
                self.source.line(f"mark({group.via(self.source)}({group.first.var}, {group.first.stem}), E)")

    def _ways(self, node: Node) -> str:
        ways = [f"*{group.via(self.source)}({group.first.var}, {group.first.stem})" for group in node.way]
        return f"({', '.join(ways)},)" if ways else "()"

    def _several(self, row: ValueRow, names: tuple[str, ...]) -> None:
        source = self.source
        named = row.parts.items() if row.parts else ((str(i), path) for i, path in enumerate(row.joined))
        nodes = []
        for name, path in named:
            node = self.scope.find(path)
            if node is None:
                raise _UnknownError
            nodes.append((name, node))
        del names
        codec, known = self._row(row)
        with self.source.under(" or ".join(dict.fromkeys(node.head for _, node in nodes if node.head))):
            source.line("f = {}")
            for name, node in nodes:
                with self.source.under(f"{node.var} is not ABSENT" if node.var != "d" else ""):
                    hit = f"({node.var}, {node.pointer}, {self._ways(node)})" if self.account else f"({node.var},)"
                    source.line(f"f[{name!r}] = {hit}")
            with source.block("if f:"):
                more = f"{self.base or repr('')}, {known}, E, R" if self.account else f"'', {known}, None, None"
                source.line(f"r = several({codec}, f, {bool(row.parts)}, r, {more})")

    def _row(self, row: ValueRow) -> tuple[str, str]:
        """Return the names of what is known of a row, and of what its codec made of recent texts."""
        known: dict[str, Any] = {}
        codec = emitted.Target(row.codec.write, self._names(row.native), row.row.relation)
        return self.source.constant(codec, self.module.fresh("row")), self.source.constant(
            known, self.module.fresh("known")
        )

    # Iterations

    def _each(self, row: Block) -> None:
        if row.each is None or row.into is None:
            raise _UnknownError
        names = self._names(row.each)
        if row.each.text != "".join(step.token for step in row.each.steps if isinstance(step, Key)):
            raise _UnknownError
        name = self.module.fresh("element")
        self.module.function(name, row.nodes, record=False)
        source = self.source
        with self.source.under(guard(self.scope, row.into)):
            node = self.scope.find(row.into)
            if node is not None and not node.way:
                with source.block(f"if isinstance({node.var}, list):"):
                    self._elements(row, name, names, node.var, node.pointer, "()")
            else:
                path = source.constant(row.into, "path")
                with (
                    source.block(f"for h in {path}.trace(d, {self._here if self.account else repr('')}):"),
                    source.block("if isinstance(h.value, list):"),
                ):
                    self._elements(row, name, names, "h.value", "h.pointer", "h.via")
        self.set.add(names)

    def _elements(self, row: Block, name: str, names: tuple[str, ...], array: str, pointer: str, via: str) -> None:
        source = self.source
        loop = f"for i, e in enumerate({array}):"
        selected = row.selector is not None
        if row.selector is not None:
            way = Path("", (row.selector,))
            base = pointer if self.account else "''"
            hits = self._selected(row, array)
            if hits is None:
                loop = f"for i, e, v in {source.constant(emitted.selected, 'selected')}({source.constant(way, 'path')}, {array}, {base}):"
            else:
                loop = f"for i, e in {hits}:"
        with source.block(loop):
            if self.account:
                source.line(f"q = {pointer} + '/' + str(i)")
                source.line(f"t = {self._fetch(names)}")
                source.line("L = {}")
                target = joined(self.base, "".join(f"/{_token(n)}" for n in names) + "/")
                source.line(f"x = {name}(e, q, {target} + str(len(t) if t else 0), L, R, P)")
            else:
                source.line(f"x = {name}(e)")
            with source.block("if x is not ABSENT:"):
                self._append(names)
                if self.account:
                    source.line("join_up(E, L)")
                    if selected and hits is not None:
                        group = self._group_of(row)
                        source.line(f"mark({group.via(source)}(e, q), E)")
                    elif selected:
                        source.line("mark(v, E)")
                    if via != "()":
                        source.line(f"mark({via}, E)")

    def _group_of(self, row: Block) -> Any:
        if row.into is None or row.selector is None:
            raise _UnknownError
        node = self.scope.find(row.into)
        if node is None:
            raise _UnknownError
        return node.group(row.selector)

    def _selected(self, row: Block, array: str) -> str | None:
        """Return the variable of the elements that are iterated, where the array is found by names alone."""
        if array == "h.value":
            return None
        found: str = self._group_of(row).var
        return found

    def _fetch(self, names: tuple[str, ...]) -> str:
        text = "r"
        for name in names[:-1]:
            text = f"{text}.get({name!r}, {{}})"
        return f"{text}.get({names[-1]!r})"

    def _append(self, names: tuple[str, ...]) -> None:
        holder = self._holder(names)
        self.source.line(f"t = {holder}.get({names[-1]!r})")
        with self.source.block("if t is None:"):
            self.source.line(f"t = {holder}[{names[-1]!r}] = []")
        self.source.line("t.append(x)")

    # The native side

    @staticmethod
    def _names(path: Path) -> tuple[str, ...]:
        if path.names is None or any(is_index(step.name) for step in path.names):
            raise _UnknownError
        return tuple(step.name for step in path.names)

    def _target(self, names: tuple[str, ...]) -> str:
        return joined(self.base, "".join(f"/{_token(name)}" for name in names))

    def _lacks(self, names: tuple[str, ...]) -> str:
        tests, text = [], "r"
        for name in names:
            tests.append(f"{name!r} not in {text}")
            text = f"{text}[{name!r}]"
        return " or ".join(tests)

    def _holder(self, names: tuple[str, ...]) -> str:
        """Write what makes the objects on the way, and return the variable of the last one."""
        holder = "r"
        for depth, name in enumerate(names[:-1]):
            inner = f"c{depth}"
            self.source.line(f"{inner} = {holder}.get({name!r})")
            with self.source.block(f"if {inner} is None:"):
                self.source.line(f"{inner} = {holder}[{name!r}] = {{}}")
            holder = inner
        return holder

    def _put(self, names: tuple[str, ...], value: str) -> None:
        if names:
            self.source.line(f"{self._holder(names)}[{names[-1]!r}] = {value}")
        else:
            self.source.line(f"r = {value}")


def _token(name: str) -> str:
    return escape(name)


def _paths(rows: tuple[Row, ...], *, arrays: bool) -> Iterator[tuple[str, ...]]:
    """Yield the native paths that rows write as values, or as arrays of elements."""
    for row in rows:
        path: Path | None = None
        if isinstance(row, ValueRow):
            path = None if arrays or row.row.direction == "read" else row.native
        elif isinstance(row, ConstRow):
            path = None if arrays else row.native
        elif isinstance(row, Block) and row.each is None:
            yield from _paths(row.nodes, arrays=arrays)
        elif isinstance(row, Block) and row.into is not None and row.each is not None and row.each.steps:
            path = row.each if arrays else None
        if path is not None:
            if path.names is None:
                raise _UnknownError
            yield tuple(step.name for step in path.names)
