"""Small functions that only compute: the same constants give the same value, so they run once for each.

That a function is one its text tells: it takes nothing from outside but constants, other such functions and
those of Python itself, and changes nothing but names of its own.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from footgun.sizes import Expr
from footgun.source.interpret.journal import MISSING
from footgun.source.interpret.lookup import BUILTINS, lookup, resolve
from footgun.source.namespaces import Globals, Pending
from footgun.source.syntax import walk
from footgun.source.values import PLAIN, Function, Instance, Library, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine

LARGEST = 12  # arguments, items of a tuple
LONGEST = 60  # lines; hardly a longer function only computes
LIBRARIES = ("builtins", "collections", "itertools", "math", "numbers", "operator")
# Of Python's own, what changes something, or answers by more than its arguments.
OTHERS = frozenset({
    "__import__", "breakpoint", "delattr", "eval", "exec", "globals", "id", "input", "iter", "locals", "next",
    "open", "print", "setattr", "super", "vars",
})  # fmt: skip
CHANGING = (
    ast.ClassDef, ast.Delete, ast.FunctionDef, ast.AsyncFunctionDef, ast.Global, ast.Lambda, ast.Nonlocal,
    ast.Import, ast.ImportFrom, ast.NamedExpr, ast.Try, ast.With, ast.Yield, ast.YieldFrom, ast.Await,
)  # fmt: skip


def question(m: Machine, function: Function, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """What a call of such a function with constants is known by; None for any other call."""
    if len(args) + len(kwargs) > LARGEST:
        return None
    parts: list[Any] = [function, *kwargs]
    unknown: dict[int, int] = {}
    for value in (*args, *kwargs.values()):
        if type(value) is Unknown and m.visiting:
            parts.append(("?", unknown.setdefault(id(value), len(unknown))))
            continue
        part = fixed(value)
        if part is None:
            return None
        parts.append(part)
    known = m.pure.get(function)
    if known is None:
        known = m.pure[function] = computes(m, function)
    return tuple(parts) if known else None


def plain(m: Machine, value: Any) -> bool:
    """Whether it may be given to all who ask; what nobody calls need not know which unknown value it is."""
    if type(value) is tuple:
        return all(plain(m, item) for item in value)
    return (type(value) is Unknown and m.visiting) or fixed(value) is not None


def traces(m: Machine) -> tuple[Any, ...]:
    """What a call leaves behind that does more than compute, with methods of what is not known."""
    return m.made(), m.changes, m.notes.get("set"), len(m.program.not_checked)


def unless_idle(m: Machine, function: Function, args: list[Any], run: Callable[[], Any]) -> Any:
    """What a function gives that nobody calls; None at once where it did nothing to such an object before."""
    parts = tuple([value.cls if type(value) is Instance else fixed(value) for value in args])
    if None in parts:
        return run()
    key = function, parts
    known = m.idle.get(key)
    if known is not None and known >= 0:
        m.notes["set"] = m.notes.get("set", 0) + known
        return None
    if known is not None:
        return run()
    made, changes, writes, told = traces(m)
    value, log = m.journal.record(run)
    more = (m.notes.get("set") or 0) - (writes or 0)  # calls of what is not known, that may write anything
    same = value is None and (made, changes, told) == (m.made(), m.changes, len(m.program.not_checked))
    m.idle[key] = more if same and all(type(holder) is dict for holder, _ in log.values()) else -1
    return value


def fixed(value: Any, depth: int = 0) -> Any:
    """A constant with its type, so that 1 is not True, or a tuple of constants; None for what may change."""
    kind = type(value)
    if kind in PLAIN or kind is Expr:
        return kind, value
    if kind is tuple and depth < 2 and len(value) <= LARGEST:
        parts = tuple([fixed(item, depth + 1) for item in value])
        return None if None in parts else parts
    return None


def computes(m: Machine, function: Function) -> bool:
    """Whether a function, and all that it calls, only computes."""
    node = function.node
    if isinstance(node, (ast.Lambda, ast.AsyncFunctionDef)) or function.owner is not None:
        return False
    if function.decorators or function.generator or function.attributes:
        return False
    if (node.end_lineno or node.lineno) - node.lineno > LONGEST:
        return False
    if any(fixed(value) is None for value in (*function.defaults, *function.kw_defaults)):
        return False
    m.pure[function] = True  # where it calls itself, that is no reason against it
    return all(harmless(m, function, name) for name in outside(node))


def outside(node: ast.FunctionDef) -> list[str]:
    """The names that a function takes from outside; an empty one where it may change more than its own."""
    if "_outside" not in node.__dict__:
        node._outside = set(taken(node))  # type: ignore[attr-defined]
    return sorted(node._outside)  # type: ignore[attr-defined] # in one order, whatever the hashes


def taken(node: ast.FunctionDef) -> Iterator[str]:
    """These names, read from its text."""
    local = {arg.arg for arg in walk(node.args) if isinstance(arg, ast.arg)}
    used: set[str] = set()
    for statement in node.body:
        for part in walk(statement):
            if isinstance(part, ast.Name):
                (used if type(part.ctx) is ast.Load else local).add(part.id)
            elif isinstance(part, CHANGING) or (
                isinstance(part, (ast.Attribute, ast.Subscript)) and type(part.ctx) is not ast.Load
            ):
                yield ""
                return
    yield from used - local


def harmless(m: Machine, function: Function, name: str) -> bool:
    """Whether it makes no difference when a name from outside is asked for its value."""
    frame: Any = function.frame
    while frame is not None:
        value = frame.locals.get(name, MISSING) if not frame.is_module else MISSING
        if value is not MISSING:
            return fixed(value) is not None or computing(m, value)
        frame = frame.outer
    names = function.frame.globals
    value = lookup(m, names, name) if type(names) is Globals else names.get(name, MISSING)
    if type(value) is Pending:
        value = resolve(m, names, name, value)
    if value is MISSING:
        return name in BUILTINS and name not in OTHERS and not (m.stars or m.star_imports)
    if fixed(value) is not None:
        return name.isupper() and not (type(names) is Globals and name in names.script.growing)
    return computing(m, value)


def computing(m: Machine, value: Any) -> bool:
    """Whether it is a function that only computes."""
    if isinstance(value, Library):
        head, _, last = value.name.partition(".")
        return value.receiver is None and head in LIBRARIES and last not in OTHERS
    if not isinstance(value, Function):
        return False
    if value not in m.pure:
        m.pure[value] = computes(m, value)
    return m.pure[value]
