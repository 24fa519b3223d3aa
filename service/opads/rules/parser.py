"""From CEL text to our syntax tree; what the subset lacks is refused here, with its place."""

from collections.abc import Callable
from typing import Any, NoReturn

from lark import Token, Tree

from opads.rules import literals
from opads.rules import tree as t
from opads.rules.errors import ExpressionError
from opads.rules.grammar import parse_tree

__all__ = ("parse",)

_RESERVED = frozenset(("as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop"))
_RESERVED |= frozenset(("package", "namespace", "return", "var", "void", "while"))
_KEYWORDS = frozenset(("true", "false", "null", "in"))
_MACROS = frozenset(("all", "exists", "exists_one", "filter", "map"))
_DEEPEST = 50
_BINARY = {
    "relation_lt": "<",
    "relation_le": "<=",
    "relation_gt": ">",
    "relation_ge": ">=",
    "relation_eq": "==",
    "relation_ne": "!=",
    "relation_in": "in",
    "addition_add": "+",
    "addition_sub": "-",
    "multiplication_mul": "*",
    "multiplication_div": "/",
    "multiplication_mod": "%",
}

_Tree = Tree[Token]


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.depth = 0

    def refuse(self, problem: str, at: _Tree | Token) -> NoReturn:
        line, column = self.place(at)
        raise ExpressionError(problem, text=self.text, line=line, column=column)

    @staticmethod
    def place(at: _Tree | Token) -> tuple[int, int]:
        where = at if isinstance(at, Token) else at.meta
        return getattr(where, "line", 1) or 1, getattr(where, "column", 1) or 1

    def node(self, tree: Any) -> t.Node:
        while len(tree.children) == 1 and tree.data in _PASS:
            tree = tree.children[0]
        self.depth += 1
        if self.depth > _DEEPEST:
            self.refuse("nested too deeply", tree)
        result = _RULES[tree.data](self, tree)
        self.depth -= 1
        return result

    def identifier(self, token: Any) -> str:
        if token in _RESERVED or token in _KEYWORDS:
            self.refuse(f"{str(token)!r} is a reserved word", token)
        return str(token)

    def selector(self, token: Any) -> str:
        if token in _KEYWORDS:
            self.refuse(f"{str(token)!r} is a reserved word", token)
        return str(token)

    def conditional(self, tree: _Tree) -> t.Node:
        test, then, otherwise = tree.children
        return t.Conditional(*self.place(tree), self.node(test), self.node(then), self.node(otherwise))

    def logic(self, tree: _Tree) -> t.Node:
        operands: list[Any] = []
        left: Any = tree
        while left.data == tree.data and len(left.children) == 2:
            left, right = left.children
            operands.append(right)
        operands.append(left)
        nodes = tuple(self.node(operand) for operand in reversed(operands))
        return t.Logic(*self.place(tree), "||" if tree.data == "conditionalor" else "&&", nodes)

    def binary(self, tree: _Tree) -> t.Node:
        """Take a chain of operators of one precedence apart in a loop: it may be long."""
        chain: list[tuple[_Tree, Any]] = []
        left: Any = tree
        while left.data == tree.data and len(left.children) == 2:
            operator, right = left.children
            chain.append((operator, right))
            left = operator.children[0]
        self.depth += len(chain)
        result = self.node(left)
        for operator, right in reversed(chain):
            end = operator.meta.end_pos
            if operator.data == "relation_in" and (self.text[end].isalnum() or self.text[end] == "_"):
                self.refuse("'in' must be followed by a space or a bracket", right)
            result = t.Binary(*self.place(tree), _BINARY[operator.data], result, self.node(right))  # type: ignore[arg-type]  # the grammar has no other
        self.depth -= len(chain)
        return result

    def unary(self, tree: _Tree) -> t.Node:
        operator, operand = tree.children
        sign = "!" if isinstance(operator, Tree) and operator.data == "unary_not" else "-"
        return t.Unary(*self.place(tree), sign, self.node(operand))  # type: ignore[arg-type]  # the grammar has no other

    def member(self, tree: _Tree) -> t.Node:
        operand, name = tree.children
        return t.Member(*self.place(tree), self.node(operand), self.selector(name))

    def index(self, tree: _Tree) -> t.Node:
        operand, index = tree.children
        return t.Index(*self.place(tree), self.node(operand), self.node(index))

    def method(self, tree: _Tree) -> t.Node:
        operand, name, *rest = tree.children
        arguments = self.arguments(rest)
        if name in _MACROS:
            return self.macro(tree, operand, str(name), arguments)
        nodes = (self.node(operand), *(self.node(argument) for argument in arguments))
        return t.Call(*self.place(name), self.selector(name), nodes, method=True)

    def function(self, tree: _Tree) -> t.Node:
        name, *rest = tree.children
        arguments = self.arguments(rest)
        if name == "has":
            return self.has(tree, arguments)
        function = self.identifier(name)
        return t.Call(*self.place(tree), function, tuple(self.node(a) for a in arguments), method=False)

    @staticmethod
    def arguments(rest: list[Any]) -> list[Any]:
        return list(rest[0].children) if rest else []

    def has(self, tree: _Tree, arguments: list[Any]) -> t.Node:
        operand = self.node(arguments[0]) if len(arguments) == 1 else None
        if not isinstance(operand, t.Member):
            self.refuse("has() takes one selection, such as has(item.name)", tree)
        return t.Has(*self.place(tree), operand.operand, operand.name)

    def macro(self, tree: _Tree, operand: Any, kind: str, arguments: list[Any]) -> t.Node:
        most = 3 if kind == "map" else 2
        if not 2 <= len(arguments) <= most:
            expected = "two or three arguments" if most == 3 else "two arguments"
            self.refuse(f"{kind}() takes {expected}: a variable and an expression", tree)
        variable = self.node(arguments[0])
        if not isinstance(variable, t.Name):
            self.refuse(f"the first argument of {kind}() must be a variable name", arguments[0])
        source = self.node(operand)
        bodies = [self.node(argument) for argument in arguments[1:]]
        transform = bodies.pop() if kind == "map" else None
        predicate = bodies[0] if bodies else None
        return t.Macro(*self.place(tree), kind, source, variable.name, predicate, transform)  # type: ignore[arg-type]  # the grammar has no other

    def name(self, tree: _Tree) -> t.Node:
        return t.Name(*self.place(tree), self.identifier(tree.children[0]))

    def list_literal(self, tree: _Tree) -> t.Node:
        return t.ListOf(*self.place(tree), tuple(self.node(item) for item in self.arguments(tree.children)))

    def map_literal(self, tree: _Tree) -> t.Node:
        parts = self.arguments(tree.children)
        keys = tuple(self.node(key) for key in parts[::2])
        seen = set()
        for key, part in zip(keys, parts[::2], strict=True):
            if isinstance(key, t.Null | t.Bool | t.Int | t.Double | t.ListOf | t.MapOf):
                self.refuse("the keys of a map must be strings", part)
            if isinstance(key, t.Text):
                if key.value in seen:
                    self.refuse(f"the key {key.value!r} occurs twice", part)
                seen.add(key.value)
        return t.MapOf(*self.place(tree), keys, tuple(self.node(value) for value in parts[1::2]))

    def literal(self, tree: _Tree) -> t.Node:
        token: Any = tree.children[0]
        if token.type in {"UINT_LIT", "BYTES_LIT"}:
            kind = "unsigned integers" if token.type == "UINT_LIT" else "bytes"
            self.refuse(f"{kind} are not part of the subset", token)
        try:
            return self.constant(token)
        except ValueError as error:
            self.refuse(str(error), token)

    def constant(self, token: Any) -> t.Node:
        place = self.place(token)
        if token.type == "NULL_LIT":
            return t.Null(*place)
        if token.type == "BOOL_LIT":
            return t.Bool(*place, token.value == "true")
        if token.type == "INT_LIT":
            return t.Int(*place, literals.integer(token))
        if token.type == "FLOAT_LIT":
            return t.Double(*place, literals.double(token))
        return t.Text(*place, literals.string(token))

    def message(self, tree: _Tree) -> t.Node:
        self.refuse("messages are not part of the subset", tree)

    def rooted(self, tree: _Tree) -> t.Node:
        self.refuse("a name cannot begin with a dot", tree)


_PASS = frozenset(("expr", "conditionalor", "conditionaland", "relation", "addition", "multiplication"))
_PASS |= frozenset(("unary", "member", "primary", "paren_expr"))
_RULES: dict[str, Callable[[_Parser, Any], t.Node]] = {
    "expr": _Parser.conditional,
    "conditionalor": _Parser.logic,
    "conditionaland": _Parser.logic,
    "relation": _Parser.binary,
    "addition": _Parser.binary,
    "multiplication": _Parser.binary,
    "unary": _Parser.unary,
    "member_dot": _Parser.member,
    "member_dot_arg": _Parser.method,
    "member_index": _Parser.index,
    "member_object": _Parser.message,
    "dot_ident_arg": _Parser.rooted,
    "dot_ident": _Parser.rooted,
    "ident_arg": _Parser.function,
    "ident": _Parser.name,
    "list_lit": _Parser.list_literal,
    "map_lit": _Parser.map_literal,
    "literal": _Parser.literal,
}


def parse(text: str) -> t.Node:
    """Return the syntax tree of an expression.

    Raises ExpressionError where the text is not CEL, or uses what the subset lacks.
    """
    return _Parser(text).node(parse_tree(text))
