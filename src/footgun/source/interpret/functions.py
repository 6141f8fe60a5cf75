"""Calling a function of the checked code: arguments, body, and the joined value of all returns."""

from __future__ import annotations

import ast

from footgun.source.given import Gap, Rest
from footgun.source.interpret.cut import cut_off
from footgun.source.interpret.frame import Frame
from footgun.source.interpret.join import join
from footgun.source.interpret.journal import MISSING
from footgun.source.interpret.machine import UserRaise
from footgun.source.memo import plain, question, traces, unless_idle
from footgun.source.namespaces import foreign
from footgun.source.values import PLAIN, Abstract, Dict, Function, Instance, Iterator, List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from footgun.source.interpret.machine import Machine

# Calls of a function inside itself that depend on an unknown condition: each doubles the ways to go.
BLIND = 2
# Steps of an imported function in which nothing that rules look at is made: it fills tables, or weights.
IDLE = 1_000
PATIENT = 5_000  # the same where the file itself calls it: a `main` reads its options before it builds
MOST_ASKED = 2  # arguments of a question such as `at_least("2.1")`


def call_function(
    m: Machine, function: Function, args: list[Abstract], kwargs: dict[str, Abstract], open_: bool = False
) -> Abstract:
    """Follow the call; too deep a recursion, or one that nothing known ends, gives Unknown."""
    if m.sparing and function.called and not asks(m, function, args, kwargs):
        if function.name == "__init__" and args and isinstance(args[0], Instance):
            args[0].attributes["__super_done__"] = True  # it did when it was followed, or that was told
        return Unknown(f"a call of `{function.name}`")
    function.called = True
    if function.owner is None and not open_:
        asked = question(m, function, args, kwargs) if m.pure.get(function, True) else None
        if asked is not None:
            known = m.answers.get(asked, MISSING)
            if known is MISSING:
                before = traces(m)
                known = follow(m, function, args, kwargs, open_)
                if plain(m, known) and before == traces(m):
                    m.answers[asked] = known
            return known
        if m.visiting and not kwargs and any(type(value) is Instance for value in args):
            return unless_idle(m, function, args, lambda: visited(m, function, args, kwargs, open_))
    return visited(m, function, args, kwargs, open_)


def visited(
    m: Machine, function: Function, args: list[Abstract], kwargs: dict[str, Abstract], open_: bool
) -> Abstract:
    """Follow the call; where nobody calls the code, one into another file while it makes something."""
    if m.visiting and not m.abroad and foreign(function.frame):
        return abroad(m, function, args, kwargs, lambda: follow(m, function, args, kwargs, open_))
    return follow(m, function, args, kwargs, open_)


def leads_out(frame: Frame, function: Function) -> bool:
    """Whether the checked file calls a function of another one."""
    return foreign(function.frame) and not foreign(frame)


def abroad(
    m: Machine,
    function: Function,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    run: Callable[[], Abstract],
) -> Abstract:
    """What a function of an imported file gives; one that long makes nothing is not followed to its end.

    Such are the calls where nobody calls the code, and those whose value nobody takes.
    """
    from footgun.source.interpret.calls import let_go

    made: list[Abstract] = []
    log: dict[tuple[int, Any], tuple[Any, Any]] = {}
    m.abroad = True
    try:
        whole = m.making(IDLE if m.visiting else PATIENT, lambda: made.append(m.journal.record(run, log)[0]))
    finally:
        m.abroad = False
    if whole:
        return made[0]
    cut_off(m, function, [*args, *kwargs.values()], log)
    m.not_checked(f"too much to follow in `{function.name}`", m.entry)
    let_go(m, args, kwargs)
    return Unknown(f"a call of `{function.name}`")


def follow(
    m: Machine, function: Function, args: list[Abstract], kwargs: dict[str, Abstract], open_: bool
) -> Abstract:
    """Run the function on these arguments."""
    if m.depth >= m.settings.depth:
        return Unknown("too deep a recursion")
    # A method of another object is another call; but a constructor makes a new object each time.
    receiver = id(args[0]) if args and function.owner and function.name != "__init__" else 0
    entered = m.entered.setdefault((function.node, receiver), [])
    unsure = m.maybe + m.open_loops
    if len(entered) >= BLIND and unsure > entered[-1]:
        return Unknown(f"the recursion of `{function.name}`")
    frame = Frame(
        function.frame.globals,
        {},
        None if function.frame.is_module else function.frame,
        function,
        function.frame.cell,
    )
    frame.owner = function.owner or (function.frame.owner if isinstance(function.node, ast.Lambda) else None)
    bind_arguments(m, frame, function, args, kwargs, open_)
    if function.owner is not None and args:
        frame.receiver = args[0]
    elif function.frame.receiver is not None:
        frame.receiver = function.frame.receiver
        frame.owner = frame.owner or function.frame.owner
    m.depth += 1
    entered.append(unsure)
    events, layers = len(m.program.events), len(m.program.layers)
    try:
        return run_body(m, frame, function)
    finally:
        m.depth -= 1
        entered.pop()
        if len(m.program.events) > events:
            m.training.add(function.node)
        elif len(m.program.layers) > layers:
            m.building.add(function.node)


def asks(m: Machine, function: Function, args: list[Abstract], kwargs: dict[str, Abstract]) -> bool:
    """Whether a call is followed every time: it is part of training, or a question that constants answer."""
    if function.node in m.training:
        return True
    simple = len(args) <= MOST_ASKED and not kwargs and all(type(value) in PLAIN for value in args)
    return simple and function.node not in m.building


def run_body(m: Machine, frame: Frame, function: Function) -> Abstract:
    """The value of a call: of a lambda, a generator, or all `return`s joined."""
    from footgun.source.interpret.expressions import evaluate
    from footgun.source.interpret.statements import execute

    node = function.node
    if isinstance(node, ast.Lambda):
        return evaluate(m, frame, node.body)
    if function.generator:
        frame.yields = List()
        execute(m, frame, node.body)
        return Iterator(frame.yields)
    grad = m.grad
    for decorator in function.decorators:
        if getattr(decorator, "name", "") in ("torch.no_grad", "torch.inference_mode"):
            m.grad = False
    try:
        execute(m, frame, node.body)
    except UserRaise:
        if not frame.returns:
            raise  # else it has returned by then, perhaps
    finally:
        m.grad = grad
    if not frame.returns:
        return None
    result = frame.returns[-1]
    for other in reversed(frame.returns[:-1]):
        result = join(m, other, result)
    return result


def up_to_gap(args: Sequence[Abstract]) -> list[Abstract]:
    """The arguments whose place is known: those before `*args` of unknown length."""
    return list(args[: next((i for i, a in enumerate(args) if isinstance(a, Gap)), len(args))])


def bind_arguments(
    m: Machine,
    frame: Frame,
    function: Function,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    open_: bool,
) -> None:
    """Give every parameter a value; those that nothing is said of are unknown."""
    spec = function.node.args
    names = [a.arg for a in (*spec.posonlyargs, *spec.args)]
    certain = up_to_gap(args)
    values = dict(zip(names, certain, strict=False))
    rest = list(args[min(len(names), len(certain)) :])
    visited = isinstance(kwargs, Rest)  # by us, or from code that we visit
    extra = Rest() if visited else Dict()
    only = [a.arg for a in spec.kwonlyargs]
    for key, value in kwargs.items():
        if key in names or key in only:
            values.setdefault(key, value)
        else:
            extra[key] = value
    first_default = len(names) - len(function.defaults)
    for place, name in enumerate(names):
        if name not in values:
            given = place >= first_default and not (open_ and name not in kwargs)
            values[name] = (
                function.defaults[place - first_default]
                if given
                else Unknown(f"`{name}` of `{function.name}`")
            )
    for name, default in zip(only, function.kw_defaults, strict=False):
        lacks = open_ or isinstance(default, Unknown)
        values.setdefault(name, Unknown(f"`{name}` of `{function.name}`") if lacks else default)
    if spec.vararg:
        values[spec.vararg.arg] = List(rest, True) if open_ or visited else tuple(rest)
    if spec.kwarg:
        extra.open = open_
        values[spec.kwarg.arg] = extra
    frame.locals.update(values)
