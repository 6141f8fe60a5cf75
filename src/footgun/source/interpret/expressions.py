"""Expressions to abstract values."""

from __future__ import annotations

import ast
from collections.abc import Callable

from footgun.network import Value
from footgun.sizes import Expr
from footgun.source.figures import combined
from footgun.source.given import Gap
from footgun.source.interpret import comprehend, lookup
from footgun.source.interpret.attributes import get_attribute
from footgun.source.interpret.comparing import compare, distinct
from footgun.source.interpret.iteration import items_of, one_item
from footgun.source.interpret.journal import MISSING
from footgun.source.interpret.operators import EASY, NUMBERS, binary, bounded, decide, unary
from footgun.source.interpret.subscript import get_item
from footgun.source.namespaces import Globals, Pending
from footgun.source.uses import asks, note_attribute
from footgun.source.values import PLAIN, Abstract, Dict, Function, Instance, Library, List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

EVERYDAY = 1 << 64  # numbers up to here are not looked at twice
TABLE = 24  # entries of a table that are all looked at


def evaluate(m: Machine, frame: Frame, node: ast.expr) -> Abstract:
    """The abstract value of an expression."""
    m.steps += 1
    if m.steps > m.most:
        m.spent()
    kind = type(node)
    if kind is ast.Name:  # the most frequent, and most often a local one
        value = frame.locals.get(node.id, MISSING)  # type: ignore[attr-defined]
        if value is not MISSING and type(value) is not Pending and type(frame.locals) is not Globals:
            return value
    run = EVAL.get(kind)
    return Unknown(f"a `{kind.__name__}` expression") if run is None else run(m, frame, node)


def constant(m: Machine, frame: Frame, node: ast.Constant) -> Abstract:
    value = node.value
    return bounded(value) if type(value) is int and value > EVERYDAY else value


def attribute(m: Machine, frame: Frame, node: ast.Attribute) -> Abstract:
    holder = evaluate(m, frame, node.value)
    if type(holder) is Instance and node.attr in holder.attributes:
        found = holder.attributes[node.attr]
        if type(found) is not Library:
            return found
    m.line_stack.append(m.span(node, frame))
    try:
        found = get_attribute(m, holder, node.attr)
        note_attribute(m, holder, node.attr, found)
        return found
    finally:
        m.line_stack.pop()


def subscript(m: Machine, frame: Frame, node: ast.Subscript) -> Abstract:
    holder = evaluate(m, frame, node.value)
    key = evaluate(m, frame, node.slice)
    m.line_stack.append(m.span(node, frame))
    if isinstance(key, Expr) and isinstance(holder, (Thing, Instance)):
        from footgun.source.walked import fetched

        fetched(m, frame, holder, key)
    try:
        return get_item(m, holder, key)
    finally:
        m.line_stack.pop()


def slice_(m: Machine, frame: Frame, node: ast.Slice) -> Abstract:
    low, high, step = (
        None if p is None else evaluate(m, frame, p) for p in (node.lower, node.upper, node.step)
    )
    return slice(low, high, step)


def elements(
    m: Machine, frame: Frame, nodes: list[ast.expr], gaps: bool = False
) -> tuple[list[Abstract], bool]:
    """The items of a display; True when a starred part of unknown length, with a gap, is among them."""
    found: list[Abstract] = []
    open_ = False
    for item in nodes:
        if type(item) is ast.Starred:
            value = evaluate(m, frame, item.value)
            items = items_of(m, value)
            if items is None:
                open_ = True
                samples = list(value) if isinstance(value, List) else []
                m.step(len(samples))
                found += samples
                if gaps:
                    reason = getattr(value, "reason", "") or "arguments of unknown number"
                    found.append(Gap(reason, len(samples)))
            else:
                m.step(len(items))  # `f(*a, *a)` inside `f` doubles them with every call
                found += items
        else:
            found.append(evaluate(m, frame, item))
    return found, open_


def tuple_(m: Machine, frame: Frame, node: ast.Tuple) -> Abstract:
    found, open_ = elements(m, frame, node.elts)
    return List(found, True) if open_ else tuple(found)


def list_(m: Machine, frame: Frame, node: ast.List) -> Abstract:
    return List(*elements(m, frame, node.elts))


def set_(m: Machine, frame: Frame, node: ast.Set) -> Abstract:
    return distinct(*elements(m, frame, node.elts))


def dict_(m: Machine, frame: Frame, node: ast.Dict) -> Abstract:
    from footgun.source.interpret.assign import set_item

    if len(node.keys) > TABLE:
        from footgun.source.tables import is_table, written

        if is_table(node):
            return written(m, frame, node)
    made = Dict()
    for key, value in zip(node.keys, node.values, strict=False):
        name = None if key is None else evaluate(m, frame, key)
        item = evaluate(m, frame, value)
        if key is not None:
            set_item(m, made, name, item)
        elif isinstance(item, Dict):
            made.update(item)
            made.open = made.open or item.open
        else:
            made.open = True
    return made


def bin_op(m: Machine, frame: Frame, node: ast.BinOp) -> Abstract:
    left = evaluate(m, frame, node.left)
    right = evaluate(m, frame, node.right)
    if type(left) in NUMBERS and type(right) in NUMBERS and type(node.op) in EASY:
        return binary(m, type(node.op), left, right)
    m.line_stack.append(m.span(node, frame))
    try:
        made = binary(m, type(node.op), left, right)
        if isinstance(made, Unknown):
            made = combined(m, frame, type(node.op), left, right, node.right) or made
    finally:
        m.line_stack.pop()
    if isinstance(made, (List, tuple)):
        m.step(len(made) // 8)
    return made


def unary_op(m: Machine, frame: Frame, node: ast.UnaryOp) -> Abstract:
    value = evaluate(m, frame, node.operand)
    if type(value) is not Value:
        return unary(m, type(node.op), value)
    with m.at(m.span(node, frame)):
        return unary(m, type(node.op), value)


def holds(m: Machine, frame: Frame, test: ast.expr) -> bool | None:
    """Whether a condition holds, None where that is not known."""
    return decide_at(m, frame, test, evaluate(m, frame, test))


def decide_at(m: Machine, frame: Frame, test: ast.expr, value: Abstract) -> bool | None:
    """Whether the value of a piece of syntax is taken for true."""
    if type(value) is not Value:
        return decide(m, value)
    with m.at(m.span(test, frame)):
        return decide(m, value)


def bool_op(m: Machine, frame: Frame, node: ast.BoolOp) -> Abstract:
    """`a or b`: the deciding value where it is known."""
    stop = isinstance(node.op, ast.Or)
    unsure = False
    value: Abstract = None
    before = m.maybe, m.asking
    try:
        for part in node.values:
            value = evaluate(m, frame, part)
            m.asking += asks(part)
            answer = decide_at(m, frame, part, value)
            if answer is None:
                unsure = True
                m.maybe += 1
            elif answer is stop:
                break
    finally:
        m.maybe, m.asking = before
    # What cannot hold makes the whole not hold, whatever stands before it.
    return Unknown("an unknown condition") if unsure and not (value is False and not stop) else value


def compare_(m: Machine, frame: Frame, node: ast.Compare) -> Abstract:
    left = evaluate(m, frame, node.left)
    result: Abstract = True
    unsure = False
    for op, right_node in zip(node.ops, node.comparators, strict=False):
        right = evaluate(m, frame, right_node)
        if type(left) in PLAIN and type(right) in PLAIN:  # nothing is reported, so no place is needed
            result = compare(m, type(op), left, right)
        else:
            m.line_stack.append(m.span(node, frame))
            result = compare(m, type(op), left, right)
            m.line_stack.pop()
        if len(node.ops) > 1:
            answer = decide(m, result)
            if answer is False:
                return False
            unsure = unsure or answer is None
        left = right
    return Unknown("a comparison") if unsure else result


def if_exp(m: Machine, frame: Frame, node: ast.IfExp) -> Abstract:
    from footgun.source.interpret.control import both

    answer = holds(m, frame, node.test)
    if answer is not None:
        return evaluate(m, frame, node.body if answer else node.orelse)
    holder: dict[str, Any] = {}

    def take(part: ast.expr) -> Callable[[], None]:
        return lambda: m.journal.write(holder, "value", evaluate(m, frame, part))

    asking = asks(node.test)
    m.asking += asking
    try:
        both(m, frame, take(node.body), take(node.orelse))
    finally:
        m.asking -= asking
    return holder.get("value", Unknown("an unknown condition"))


def joined_str(m: Machine, frame: Frame, node: ast.JoinedStr) -> Abstract:
    parts = [evaluate(m, frame, part) for part in node.values]
    return "".join(parts) if all(isinstance(p, str) for p in parts) else Unknown("formatted text")


def formatted(m: Machine, frame: Frame, node: ast.FormattedValue) -> Abstract:
    from footgun.source.interpret.texts import formatted_text

    value = evaluate(m, frame, node.value)
    form = "" if node.format_spec is None else evaluate(m, frame, node.format_spec)
    return formatted_text(m, value, form, {-1: "", 115: "s", 114: "r", 97: "a"}[node.conversion])


def lambda_(m: Machine, frame: Frame, node: ast.Lambda) -> Abstract:
    from footgun.source.interpret.definitions import defaults_of

    function = Function(node, "<lambda>", frame)
    defaults_of(m, frame, node.args, function)
    return function


def named(m: Machine, frame: Frame, node: ast.NamedExpr) -> Abstract:
    from footgun.source.interpret.assign import store

    value = evaluate(m, frame, node.value)
    while frame.comprehension and frame.outer is not None:
        frame = frame.outer
    store(m, frame, node.target, value)
    return value


def starred(m: Machine, frame: Frame, node: ast.Starred) -> Abstract:
    return evaluate(m, frame, node.value)


def await_(m: Machine, frame: Frame, node: ast.Await) -> Abstract:
    return evaluate(m, frame, node.value)


def yield_(m: Machine, frame: Frame, node: ast.Yield) -> Abstract:
    value = None if node.value is None else evaluate(m, frame, node.value)
    give(m, frame, [value])
    return None


def yield_from(m: Machine, frame: Frame, node: ast.YieldFrom) -> Abstract:
    value = evaluate(m, frame, node.value)
    items = items_of(m, value)
    give(m, frame, [one_item(m, value)] if items is None else items, items is None)
    return Unknown("the value of a generator")


def give(m: Machine, frame: Frame, items: list[Abstract], open_: bool = False) -> None:
    """A generator yields."""
    while frame.comprehension and frame.outer is not None:
        frame = frame.outer
    if frame.yields is not None:
        m.journal.touch(frame.yields)
        frame.yields.extend(items)
        frame.yields.open = frame.yields.open or open_


# `calls`, which needs this module, adds itself.
EVAL: dict[type[ast.expr], Callable[[Machine, Frame, Any], Abstract]] = {
    ast.Constant: constant,
    ast.Name: lookup.name,
    ast.Attribute: attribute,
    ast.Subscript: subscript,
    ast.Slice: slice_,
    ast.Tuple: tuple_,
    ast.List: list_,
    ast.Set: set_,
    ast.Dict: dict_,
    ast.BinOp: bin_op,
    ast.UnaryOp: unary_op,
    ast.BoolOp: bool_op,
    ast.Compare: compare_,
    ast.IfExp: if_exp,
    ast.JoinedStr: joined_str,
    ast.FormattedValue: formatted,
    ast.Lambda: lambda_,
    ast.NamedExpr: named,
    ast.Starred: starred,
    ast.Await: await_,
    ast.Yield: yield_,
    ast.YieldFrom: yield_from,
    ast.ListComp: comprehend.list_comp,
    ast.SetComp: comprehend.list_comp,
    ast.GeneratorExp: comprehend.list_comp,
    ast.DictComp: comprehend.dict_comp,
}
