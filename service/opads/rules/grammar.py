"""The grammar of CEL: cel-python's Lark grammar, without importing cel-python's evaluator."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from opads.rules.errors import ExpressionError

__all__ = ("parse_tree",)

_LONGEST = 10_000


def _bool_or_identifier(token: Token) -> Token:
    return Token.new_borrow_pos("BOOL_LIT", token.value, token) if token.value in {"true", "false"} else token


@cache
def _parser() -> Lark:
    found = find_spec("celpy")
    if found is None or found.origin is None:
        raise ImportError("cel-python is not installed: its grammar reads the rules' expressions")
    grammar = Path(found.origin).with_name("cel.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        start="expr",
        g_regex_flags=re.MULTILINE,
        propagate_positions=True,
        maybe_placeholders=False,
        priority="invert",
        lexer_callbacks={"IDENT": _bool_or_identifier},
    )


def _problem(trouble: UnexpectedInput) -> str:
    if isinstance(trouble, UnexpectedToken) and trouble.token.type != "$END":
        return f"unexpected {str(trouble.token)!r}"
    if isinstance(trouble, UnexpectedCharacters):
        return f"unexpected character {trouble.char!r}"
    return "the expression ends too early"


def parse_tree(text: str) -> Tree[Token]:
    """Return the concrete syntax tree of a CEL expression.

    Raises ExpressionError where the text is not CEL.
    """
    if len(text) > _LONGEST:
        raise ExpressionError(f"longer than {_LONGEST} characters", text=text[:80], line=1, column=1)
    try:
        return _parser().parse(text)
    except UnexpectedInput as trouble:
        early = isinstance(trouble, UnexpectedEOF) or (
            isinstance(trouble, UnexpectedToken) and trouble.token.type == "$END"
        )
        last = text.splitlines() or [""]
        line, column = (len(last), len(last[-1]) + 1) if early else (trouble.line, trouble.column)
        raise ExpressionError(_problem(trouble), text=text, line=line, column=column) from None
