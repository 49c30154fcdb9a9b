"""Small faults put into a module, one at a time: what a careless edit would change.

A mutant is the whole module with one node changed. Texts for people are left alone: only what
decides is changed.
"""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Change = Callable[[ast.AST], Iterator[ast.AST]]


PACKAGE = "wizard.identity"


@dataclass(frozen=True)
class Mutant:
    """One fault: where it stands, what it is, and the module with it.

    ``place`` is the function or class around it, which stays when lines move.
    """

    module: str

    path: Path
    line: int
    place: str
    before: str
    after: str
    in_function: bool
    tree: ast.Module

    def run_in(self, namespace: dict[str, Any]) -> None:
        """Run the whole module with the fault in it."""
        code = compile(self.tree, str(self.path), "exec", dont_inherit=True)
        exec(code, namespace)  # noqa: S102 — this is what a mutant is for

    def __str__(self) -> str:
        return f"{self.path.stem}.{self.place}: {self.before}  →  {self.after}"


_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Mod: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


def _comparison(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield ast.Compare(node.left, [_COMPARISONS[type(node.ops[0])]()], node.comparators)


def _operator(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        yield ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right)


def _junction(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
        yield from node.values


def _negation(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand


def _condition(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (ast.If, ast.IfExp)):
        for constant in (True, False):
            changed = copy.copy(node)
            changed.test = ast.Constant(constant)
            yield changed


def _number(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield ast.Constant(node.value + 1)
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)


def _word(node: ast.AST) -> Iterator[ast.AST]:
    """Change a name that programs read; a text for people has spaces."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        word = node.value
        if word and word.isascii() and not set(word) & set(" “{\n"):
            yield ast.Constant(f"{word}X")


def _result(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Return) and not isinstance(node.value, (ast.Constant, type(None))):
        yield ast.Return(ast.Constant(None))


CHANGES: tuple[Change, ...] = (
    _comparison,
    _operator,
    _junction,
    _negation,
    _condition,
    _number,
    _word,
    _result,
)


def mutants(path: Path) -> Iterator[Mutant]:
    """Give every mutant of a module."""
    source = path.read_text(encoding="utf-8")
    for index, (_owner, _field, _at, node) in enumerate(_places(ast.parse(source))):
        for change in CHANGES:
            for choice, _after in enumerate(change(node)):
                yield _made(path, source, index, change, choice)


def unchanged(path: Path) -> Mutant:
    """Give the module without any fault, as if it were a mutant: it has to survive."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return Mutant(f"{PACKAGE}.{path.stem}", path, 0, "module", "", "", in_function=True, tree=tree)


def _made(path: Path, source: str, index: int, change: Change, choice: int) -> Mutant:
    """Change a fresh copy of the module, in the same place."""
    tree = ast.parse(source)
    owner, field, at, fresh = next(islice(_places(tree), index, None))
    after = next(islice(change(fresh), choice, None))
    before = _short(fresh)
    ast.copy_location(after, fresh)
    if at is None:
        setattr(owner, field, after)
    else:
        getattr(owner, field)[at] = after
    line = getattr(fresh, "lineno", 0)
    around = _around(tree, line)
    return Mutant(
        f"{PACKAGE}.{path.stem}",
        path,
        line,
        ".".join(each.name for each in around) or "module",
        before,
        _short(after),
        any(isinstance(each, ast.FunctionDef) for each in around),
        ast.fix_missing_locations(tree),
    )


def _around(tree: ast.Module, line: int) -> list[ast.FunctionDef | ast.ClassDef]:
    """Give the definitions around a line, the outer ones first."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and node.lineno <= line <= (node.end_lineno or 0)
    ]


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Give each node that may change, with its place: nothing that is there for types or people."""
    for field, value in ast.iter_fields(tree):
        if field in {"annotation", "returns", "decorator_list"}:
            continue
        entries = enumerate(value) if isinstance(value, list) else [(None, value)]
        for at, node in entries:
            if isinstance(node, ast.AST) and not _is_told_or_typed(node):
                yield tree, field, at, node
                yield from _places(node)


def _is_told_or_typed(node: ast.AST) -> bool:
    """Tell docstrings, f-strings, ``if TYPE_CHECKING:``, ``Literal[…]`` and ``__all__``."""
    if isinstance(node, ast.Assign):
        return any(isinstance(to, ast.Name) and to.id == "__all__" for to in node.targets)
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and node.value.id == "Literal"
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or isinstance(node, ast.JoinedStr)


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:70]
