"""Branches and loops: unknown conditions take both ways; known loops are unrolled, others run once."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial

from footgun.network import Loop, Value
from footgun.sizes import Expr, show
from footgun.source.figures import Figure
from footgun.source.interpret import assign
from footgun.source.interpret.expressions import TABLE, evaluate, holds
from footgun.source.interpret.iteration import is_named, items_of, one_item
from footgun.source.interpret.join import join
from footgun.source.interpret.journal import MISSING, current
from footgun.source.interpret.machine import UserRaise
from footgun.source.interpret.tied import carried, hand_over, tie, tied
from footgun.source.loops import loop_of
from footgun.source.syntax import walk
from footgun.source.told import ended
from footgun.source.uses import asks
from footgun.source.values import CONSTANTS, Container, Dict, List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

Signal = str | None
PHASES = 4  # names in a list that a training loop goes over
TRAINING_CALLS = frozenset({"backward", "zero_grad"})


def block(m: Machine, frame: Frame, body: list[ast.stmt]) -> Signal:
    """Run a block (the import is late because statements import this module)."""
    from footgun.source.interpret.statements import execute

    return execute(m, frame, body)


def run_if(m: Machine, frame: Frame, node: ast.If) -> Signal:
    condition = holds(m, frame, node.test)
    if condition is not None:
        return block(m, frame, node.body if condition else node.orelse)
    asking, doubt = asks(node.test), tied(m, frame, node)
    m.asking += asking
    m.doubt += doubt
    try:
        return both(
            m, frame, lambda: block(m, frame, node.body), lambda: block(m, frame, node.orelse), node.test
        )
    finally:
        m.asking -= asking
        m.doubt -= doubt


def both(
    m: Machine,
    frame: Frame,
    first: Callable[[], Signal],
    second: Callable[[], Signal],
    test: ast.expr | None = None,
) -> Signal:
    """Run two ways from the same state and join what they leave behind."""
    count = len(m.made_order)
    signal_a, after_a, returns_a = branch(m, frame, first)
    signal_b, after_b, returns_b = branch(m, frame, second)
    # A model that is built on one way is not there on the other: its layers are no layers it may lack.
    born = {id(made.items) for made in m.made_order[count:] if isinstance(made, Container)}
    if signal_a == "raise" and signal_b == "raise":
        raise UserRaise(Unknown("both branches raise"))
    frame.returns += returns_a + returns_b
    if signal_a != signal_b:
        m.unsure += 1
        if "raise" in (signal_a, signal_b):
            if m.running:
                m.running[0].guarded = True
            if test is not None:
                tie(m, frame, test)
    # A way that leaves the function, or raises, says nothing about the state after the `if`.
    gone_a, gone_b = signal_a in ("raise", "return"), signal_b in ("raise", "return")
    if gone_a or gone_b:
        after = after_b if gone_a else after_a
        for (_, key), (holder, value) in after.items():
            m.journal.put(holder, key, value)
        if gone_a and gone_b:
            return "return"
        return signal_b if gone_a else signal_a
    for (ident, key), (holder, _) in {**after_a, **after_b}.items():
        base = current(holder, key)
        if ident in born:
            m.journal.put(holder, key, (after_a if (ident, key) in after_a else after_b)[ident, key][1])
            continue
        a = after_a.get((ident, key), (holder, base))[1]
        b = after_b.get((ident, key), (holder, base))[1]
        m.journal.put(holder, key, join_state(m, holder, key, a, b))
    return signal_a if signal_a == signal_b else None


def branch(m: Machine, frame: Frame, run: Callable[[], Signal]) -> tuple[Signal, dict[Any, Any], list[Any]]:
    """One way of an unknown condition: its signal, its writes (undone) and the values it returned."""
    before = len(frame.returns)

    def guarded() -> Signal:
        try:
            return run()
        except UserRaise:
            return "raise"

    m.maybe += 1
    try:
        signal, after = m.journal.attempt(guarded)
    finally:
        m.maybe -= 1
    returns = frame.returns[before:]
    del frame.returns[before:]
    return signal, after, returns


def join_state(m: Machine, holder: Any, key: Any, a: Any, b: Any) -> Any:
    """Join the two outcomes of one variable, attribute, list or dict."""
    if isinstance(holder, Dict) and key is MISSING:
        holder.perhaps |= a[0].keys() ^ b[0].keys()
        both_have = {k: join(m, v, b[0][k]) if k in b[0] else v for k, v in a[0].items()}
        return {**both_have, **{k: v for k, v in b[0].items() if k not in a[0]}}, (
            a[1] or b[1] or a[0].keys() != b[0].keys()
        )
    if isinstance(holder, List) and key is MISSING:
        longer, shorter = (a, b) if len(a[0]) >= len(b[0]) else (b, a)
        if len(a[0]) == len(b[0]):
            return [join(m, x, y) for x, y in zip(a[0], b[0], strict=False)], a[1] or b[1]
        return list(longer[0]) if longer[0][: len(shorter[0])] == shorter[0] else [], True
    if a is MISSING or b is MISSING:
        if isinstance(holder, Dict):
            holder.perhaps |= {key}
        return b if a is MISSING else a  # defined on one way only: the user relies on that way
    return join(m, a, b)


def run_for(m: Machine, frame: Frame, node: Any) -> Signal:
    iterable = evaluate(m, frame, node.iter)
    m.loops.append(node)
    m.loop_facts[id(node)] = loop_of(m.span(node, frame), iterable, node)
    before, printed = m.train_events, m.notes.get("prints", 0)
    try:
        return loop(m, frame, node, iterable)
    finally:
        m.loops.pop()
        if m.train_events > before and m.loop_facts[id(node)].kind != "batches":
            ended(m, frame, node, m.loop_facts[id(node)], printed)


def loop(m: Machine, frame: Frame, node: Any, iterable: Any) -> Signal:
    """Unrolled over known items, one abstract pass otherwise."""
    place = m.span(node.iter, frame)
    with m.at(place):
        epochs = trains(node) and not phases(iterable)
        items = None if epochs else items_of(m, iterable, m.settings.unroll)
    if items is None:

        def take() -> None:
            with m.at(place):
                item = one_item(m, iterable)
            assign.store(m, frame, node.target, item)

        return once(m, frame, node, take)
    before = len(frame.returns)
    events = m.train_events
    watch = watcher(m, frame, node, items)
    for number, item in enumerate(items, 1):
        assign.store(m, frame, node.target, item)
        text = f"{ordinal(number)} pass{shown(node.target, item)}" if len(items) > 1 else ""
        run = partial(turn, m, frame, node, text)
        signal = run() if watch is None else watch.run(item, run)
        if signal == "enough":
            break
        if m.train_events > events and not isinstance(item, str):
            return None if signal != "return" else signal  # epochs: one pass shows all there is
        if signal == "break":
            return None
        if signal == "return":
            return signal
        if len(frame.returns) > before + 8:
            break
    return block(m, frame, node.orelse)


def watcher(m: Machine, frame: Frame, node: Any, items: list[Any]) -> Any:
    """What tells passes that say nothing new: over modules that nobody calls, and over long tables."""
    if m.running or len(items) < 2:
        return None
    if len(items) > TABLE and all(map(is_named, items)):
        from footgun.source.tables import Table

        return Table(m, frame, node)
    if not m.visiting:
        return None
    from footgun.source.twins import Twins

    return Twins(m, frame, {n.id for n in walk(node.target) if isinstance(n, ast.Name)})


def phases(iterable: Any) -> bool:
    """Whether a loop goes over names, as of "train" and "val": each pass is another."""
    plain = isinstance(iterable, (List, tuple)) and not getattr(iterable, "open", False)
    return plain and 0 < len(iterable) <= PHASES and all(isinstance(item, str) for item in iterable)


def turn(m: Machine, frame: Frame, node: Any, text: str) -> Signal:
    if not text:
        return block(m, frame, node.body)
    with m.turn(text):
        return block(m, frame, node.body)


def once(m: Machine, frame: Frame, node: Any, prepare: Callable[[], None]) -> Signal:
    """Run a loop's body one time on an abstract item; what it counts or collects is then open."""
    certain = endless(node)

    def run() -> Signal:
        try:
            prepare()
            return block(m, frame, node.body)
        except UserRaise:
            if certain:
                raise
            return "raise"  # or there is nothing to loop over

    m.open_loops += 1
    events = m.train_events
    changed = carried(m, frame, node)
    if changed:
        m.abstract.append((frame, node, changed))
    try:
        signal, log = m.journal.record(run)
    finally:
        m.open_loops -= 1
        if changed:
            m.abstract.pop()
    facts = m.loop_facts.get(id(node))
    if m.train_events > events and signal is None and (facts is None or facts.passes != 1):
        hand_over(m, frame, log)
    many_passes(m, log)
    if signal in ("return", "raise") and not certain:
        m.unsure += 1
        return None
    return signal if signal == "return" else None


def many_passes(m: Machine, log: dict[tuple[int, Any], tuple[Any, Any]]) -> None:
    """After a pass that stands for any number of them: counters are unknown, lists and dicts open."""
    for (_, key), (holder, old) in log.items():
        if key is MISSING:
            if len(holder) != len(old[0]):
                holder.open = True
        elif counts(old) and key in holder and not same_constant(old, holder[key]):
            if isinstance(holder[key], Figure) and holder[key].kind:
                continue  # a sum over the passes is still a sum
            m.journal.write(holder, key, Unknown("changes in a loop"))
        elif m.active and isinstance(old, Value) and changes_shape(old, holder.get(key)):
            m.journal.write(holder, key, join(m, old, holder[key]))


def changes_shape(old: Value, new: Any) -> bool:
    """Whether one pass gives a tensor another shape, so that nobody knows it after several."""
    return isinstance(new, Value) and new.shape != old.shape


def counts(value: Any) -> bool:
    """Whether a value is a number, a text or a flag, which a loop may change with every pass."""
    return isinstance(value, (*CONSTANTS, Expr)) and value is not None


def same_constant(old: Any, new: Any) -> bool:
    """Whether a constant or size is what it was."""
    return type(old) is type(new) and bool(old == new)


def run_while(m: Machine, frame: Frame, node: ast.While) -> Signal:
    m.loops.append(node)
    m.loop_facts[id(node)] = Loop(m.span(node, frame), "while")
    try:
        return repeat(m, frame, node)
    finally:
        m.loops.pop()


def repeat(m: Machine, frame: Frame, node: ast.While) -> Signal:
    """Unrolled as long as its condition is known and it gets on; an abstract pass otherwise."""
    if trains(node):
        return once(m, frame, node, lambda: None)
    for number in range(1, m.settings.unroll + 1):
        condition = holds(m, frame, node.test)
        if condition is None:
            break
        if not condition:
            return block(m, frame, node.orelse)
        before = m.unsure
        signal, log = m.journal.record(partial(turn, m, frame, node, f"{ordinal(number)} pass"))
        if signal == "break":
            return None
        if signal == "return":
            return "return"
        if endless(node) and (m.unsure != before or (number > 2 and not gets_on(log))):
            many_passes(m, log)
            return None  # it may have ended here
    return once(m, frame, node, lambda: None)


def endless(node: ast.AST) -> bool:
    """`while True`."""
    return isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and bool(node.test.value)


def gets_on(log: dict[tuple[int, Any], tuple[Any, Any]]) -> bool:
    """Whether a pass counted or collected something."""
    for (_, key), (holder, old) in log.items():
        if key is MISSING:
            if len(holder) != len(old[0]):
                return True
            continue
        now = holder.get(key, MISSING)
        if isinstance(now, CONSTANTS) and not same_constant(old, now):
            return True
    return False


def run_match(m: Machine, frame: Frame, node: ast.Match) -> Signal:
    from footgun.source.interpret.matching import matches

    subject = evaluate(m, frame, node.subject)
    for position, case in enumerate(node.cases):
        answer = matches(m, frame, case.pattern, subject)
        if answer is True and case.guard is not None:
            answer = holds(m, frame, case.guard)
        if answer is True:
            return block(m, frame, case.body)
        if answer is None:
            return both_cases(m, frame, node, position)
    return None


def both_cases(m: Machine, frame: Frame, node: ast.Match, position: int) -> Signal:
    """A case that may match, and all that come after it."""
    rest = ast.copy_location(ast.Match(node.subject, node.cases[position + 1 :]), node)
    return both(
        m,
        frame,
        lambda: block(m, frame, node.cases[position].body),
        lambda: run_match(m, frame, rest) if rest.cases else None,
    )


def trains(node: ast.AST) -> bool:
    """Whether a loop trains: one abstract pass shows all there is, however many epochs it counts."""
    cached = getattr(node, "_trains", None)
    if cached is None:
        cached = any(
            isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr in TRAINING_CALLS
            for n in walk(node)
        )
        node._trains = cached  # type: ignore[attr-defined]
    return bool(cached)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th ..."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def shown(target: ast.expr, item: Any) -> str:
    """The loop variable's value, as in ", filters=256"."""
    if isinstance(target, ast.Name) and isinstance(item, (int, str, float, Expr)) and target.id != "_":
        return f", {target.id}={show(item) if isinstance(item, Expr) else repr(item)}"
    if isinstance(target, ast.Tuple) and isinstance(item, tuple):
        return "".join(shown(t, i) for t, i in zip(target.elts, item, strict=False))
    return ""
