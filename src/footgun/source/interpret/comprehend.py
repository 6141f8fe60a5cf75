"""Comprehensions and generator expressions: unrolled over known things, one abstract item otherwise."""

from __future__ import annotations

import ast
from collections.abc import Callable

from footgun.source.interpret.comparing import distinct
from footgun.source.interpret.frame import Frame
from footgun.source.registry import REGISTRY
from footgun.source.values import Abstract, Dict, List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.source.interpret.machine import Machine


def list_comp(m: Machine, frame: Frame, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Abstract:
    from footgun.source.interpret.expressions import evaluate

    found: list[Abstract] = []
    inner = scope(frame)
    open_ = walk(m, inner, node.generators, lambda: found.append(evaluate(m, inner, node.elt)))
    if len(found) == 1 and open_ and "torch" in REGISTRY.loaded and isinstance(node, ast.ListComp):
        from footgun.source.walked import collected

        collected(m, inner, node, found[0])
    return distinct(found, open_) if isinstance(node, ast.SetComp) else List(found, open_)


def dict_comp(m: Machine, frame: Frame, node: ast.DictComp) -> Abstract:
    from footgun.source.interpret.assign import set_item
    from footgun.source.interpret.expressions import evaluate

    made = Dict()
    inner = scope(frame)
    made.open = (
        walk(
            m,
            inner,
            node.generators,
            lambda: set_item(m, made, evaluate(m, inner, node.key), evaluate(m, inner, node.value)),
        )
        or made.open
    )
    return made


def scope(frame: Frame) -> Frame:
    """A comprehension's own names, inside the frame it stands in."""
    inner = Frame(frame.globals, {}, frame, frame.function, frame.cell)
    inner.owner, inner.receiver, inner.comprehension = frame.owner, frame.receiver, True
    return inner


def walk(m: Machine, frame: Frame, generators: list[ast.comprehension], emit: Callable[[], object]) -> bool:
    """Run `emit` for every combination; True when some part stood for an unknown number of items."""
    from footgun.source.interpret.assign import store
    from footgun.source.interpret.control import ordinal, shown
    from footgun.source.interpret.expressions import evaluate, holds
    from footgun.source.interpret.iteration import items_of, one_item

    if not generators:
        emit()
        return False
    head, rest = generators[0], generators[1:]
    iterable = evaluate(m, frame, head.iter)
    with m.at(m.span(head.iter, frame)):
        items = items_of(m, iterable, m.settings.unroll)
        open_ = items is None
        passes = [one_item(m, iterable)] if items is None else items
    for number, item in enumerate(passes, 1):
        store(m, frame, head.target, item)
        answers: list[bool | None] = []
        for test in head.ifs:
            answers.append(holds(m, frame, test))
            if answers[-1] is False:
                break
        if False in answers:
            continue
        open_ = open_ or None in answers
        m.maybe += None in answers
        m.open_loops += items is None
        with m.turn(f"{ordinal(number)} pass{shown(head.target, item)}"):
            open_ = walk(m, frame, rest, emit) or open_
        m.open_loops -= items is None
        m.maybe -= None in answers
    return open_
