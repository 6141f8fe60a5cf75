"""`def` and `class`."""

from __future__ import annotations

import ast
from bisect import bisect_left

from footgun.source.interpret.frame import Frame
from footgun.source.namespaces import Globals
from footgun.source.syntax import children
from footgun.source.values import Abstract, Bound, Class, Function, Instance, Library, Native, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from footgun.source.interpret.machine import Machine

# What these make of a function is not what its text says.
UNSEEN = frozenset({"functools.singledispatch", "functools.singledispatchmethod"})
# Decorators that a binding follows.
CALLED = frozenset({"contextlib.contextmanager"})
KINDS = {
    "builtins.property": "property",
    "functools.cached_property": "property",
    "builtins.staticmethod": "staticmethod",
    "builtins.classmethod": "classmethod",
}


def make_function(m: Machine, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    """The function object of a `def`."""
    function = Function(node, node.name, frame)
    defaults_of(m, frame, node.args, function)
    lines = frame.globals.script.yields if type(frame.globals) is Globals else m.yields.get(frame.cell, [])
    function.generator = is_generator(node, lines)
    return function


def defaults_of(m: Machine, frame: Frame, args: ast.arguments, function: Function) -> None:
    """Evaluate default values where the function is defined."""
    from footgun.source.interpret.expressions import evaluate

    function.defaults = [evaluate(m, frame, d) for d in args.defaults]
    function.kw_defaults = [
        Unknown("no default") if d is None else evaluate(m, frame, d) for d in args.kw_defaults
    ]


def is_generator(node: ast.FunctionDef | ast.AsyncFunctionDef, lines: Sequence[int]) -> bool:
    """Whether a function's own body yields; `lines` are those of its file that hold the word."""
    place = bisect_left(lines, node.lineno)
    if place == len(lines) or lines[place] > (node.end_lineno or lines[-1]):
        return False
    stack: list[ast.AST] = list(node.body)
    while stack:
        item = stack.pop()
        if isinstance(item, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            stack += children(item)
    return False


def decorate(
    m: Machine, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef, function: Function
) -> Abstract:
    """Apply decorators: known ones set the kind, the user's own are called, others are seen through."""
    from footgun.source.interpret.decorating import decorated
    from footgun.source.interpret.expressions import evaluate

    value: Abstract = function
    for decorator in reversed(node.decorator_list):
        if isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter", "getter"):
            getter = evaluate(m, frame, decorator.value)
            function.kind = decorator.attr
            if isinstance(getter, Function) and getter.kind == "property":
                m.journal.write(frame.locals, f"{node.name}@{decorator.attr}", function)
                value = getter  # the name stands for the whole property
            continue
        made = evaluate(m, frame, decorator)
        function.decorators.append(made)
        name = made.name if isinstance(made, Library) else ""
        if name in KINDS:
            value = with_kind(value, KINDS[name])
        elif name in UNSEEN:
            value = Unknown(f"a function under `{name}`")
        elif decorates(made) or name in CALLED:
            value = decorated(m, made, value, m.span(decorator, frame))
            if isinstance(value, Unknown):
                value = function
    return value


def decorates(value: Abstract) -> bool:
    """Whether a decorator is code that can be followed."""
    plain = isinstance(value, Instance) and value.base is None
    return plain or isinstance(value, (Function, Bound, Native, Class))


def with_kind(value: Abstract, kind: str) -> Abstract:
    """A function as property, static or class method; what is no function of ours stays as it is."""
    if isinstance(value, Function):
        value.kind = kind
    return value


def make_class(m: Machine, frame: Frame, node: ast.ClassDef) -> Class:
    """The class object: its body runs in a frame of its own."""
    from footgun.source.interpret.expressions import evaluate
    from footgun.source.interpret.statements import execute

    bases = [evaluate(m, frame, b.value if isinstance(b, ast.Starred) else b) for b in node.bases]
    keywords = {k.arg: evaluate(m, frame, k.value) for k in node.keywords}
    made = Class(node.name, node, bases, frame, m.span(node, frame))
    for base in bases:
        if isinstance(base, Class):
            base.subclassed = True
    inner = Frame(frame.globals, {}, frame if not frame.is_module else None, frame.function, frame.cell)
    outer_count = len(m.functions)
    execute(m, inner, node.body)
    made.attributes = inner.locals
    for function in m.functions[outer_count:]:
        if function.frame is inner:
            function.owner = made
            function.frame = frame  # a class body's names are not seen from its methods
    initialise_subclass(m, made, {k: v for k, v in keywords.items() if k != "metaclass"})
    return made


def initialise_subclass(m: Machine, made: Class, keywords: dict[str | None, Abstract]) -> None:
    """Call the `__init_subclass__` of a class above."""
    from footgun.source.interpret.attributes import class_attribute
    from footgun.source.interpret.functions import call_function

    hook = class_attribute(made, "__init_subclass__", after=made)
    if isinstance(hook, Function):
        with m.at(made.span):
            call_function(m, hook, [made], {k: v for k, v in keywords.items() if k is not None})


def decorate_class(m: Machine, frame: Frame, node: ast.ClassDef, made: Class) -> Abstract:
    """Apply the decorators of a class: the checked code's own are called, others leave it as it is."""
    from footgun.source.interpret.decorating import limited
    from footgun.source.interpret.expressions import evaluate
    from footgun.source.special import prepare

    decorators = [evaluate(m, frame, d) for d in reversed(node.decorator_list)]
    prepare(m, made, decorators)
    value: Abstract = made
    for decorator in decorators:
        if decorates(decorator):
            changed = limited(m, decorator, value, made.span)
            value = changed if isinstance(changed, (Class, Function, Native)) else value
    return value
