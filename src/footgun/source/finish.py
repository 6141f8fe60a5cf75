"""After the script has run: what nobody called is visited, and losses are linked to networks."""

from __future__ import annotations

import ast
from functools import partial

from footgun.network import LossUse, ShapeComment, Value
from footgun.source.given import Rest
from footgun.source.inputs import stated_input
from footgun.source.interpret.attributes import class_attribute
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.functions import call_function
from footgun.source.interpret.instances import instantiate
from footgun.source.interpret.machine import UserRaise
from footgun.source.modules import all_layers, call_container, call_instance, children
from footgun.source.namespaces import foreign
from footgun.source.registered import find_unregistered
from footgun.source.states import forget_state
from footgun.source.unused import find_unused
from footgun.source.values import Class, Container, Function, Instance, LayerObject, Unknown
from footgun.source.visits import Visits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine
    from footgun.source.recover import Parsed


LIGHTNING = ("lightning", "pytorch_lightning")


def finish(m: Machine, parsed: list[tuple[Any, Parsed]]) -> None:
    """Visit what the script itself did not reach, then link what belongs together."""
    ran = {id(module) for module in m.modules if module.called} if "empty" in m.notes else set()
    stated = stated_input(m, parsed)
    visit_modules(m, stated)
    builds, forwards = Visits(m), Visits(m)
    visit_classes(m, builds)
    visit_modules(m, stated, forwards)
    visit_functions(m, builds)
    visit_methods(m, builds)
    if any(name.partition(".")[0] in LIGHTNING for name in m.notes.get("imports", ())):
        from footgun.source.lightning import visit_all

        visit_all(m)
    visit_modules(m, stated, forwards)
    if "train_step" in {function.name for function in m.functions}:
        from footgun.source.keras.steps import visit_all

        visit_all(m)
    finish_keras(m)
    pair_losses(m)
    shape_comments(m)
    find_unused(m, parsed)
    if "schedules" in m.notes:
        from footgun.source.dropped import find_dropped

        find_dropped(m, parsed)
    if any(f.name != "__init__" and ("init" in f.name or "reset" in f.name) for f in m.functions):
        from footgun.source.unapplied import find_unapplied

        find_unapplied(m, parsed)
    if ran:
        from footgun.source.unfilled import find_unfilled

        find_unfilled(m, parsed, ran)
    find_unregistered(m)


def visit_classes(m: Machine, visits: Visits) -> None:
    """Build an object of each class that nobody builds."""
    for cls in list(m.classes):
        if foreign(cls.frame):
            continue  # visited where that file is checked
        if cls.instances == 0 and not cls.subclassed and cls.library_base() is not None:
            visits.run(partial(visit_class, m, cls), cls.span)
    visits.tell("of classes from here on only what is new")


def visit_functions(m: Machine, visits: Visits) -> None:
    """Call the functions that nobody calls, as long as their share of the budget lasts."""
    for function in list(m.functions):
        if function.called or function.owner is not None or foreign(function.frame):
            continue
        if isinstance(function.node, ast.FunctionDef):
            span = m.span(function.node, function.frame)
            new = visits.spent and visits.is_new(function)
            if not visits.run(partial(visit_function, m, function), span, new):
                break
    visits.tell("of functions from here on only what is new")


def visit_modules(m: Machine, stated: Any, visits: Visits | None = None) -> None:
    """Apply every root module that was built and never called; `visits`: by us alone."""
    from footgun.source.analysis import guard

    alike: dict[int, list[Instance]] = {}
    for module in m.modules:
        if isinstance(module, Instance):
            alike.setdefault(id(module.cls), []).append(module)
    holders, known = holders_of(m), len(m.modules)
    for module in list(m.modules):
        if module.called or module.owned or module.network is not None:
            continue
        module.called = True
        others = alike[id(module.cls)] if isinstance(module, Instance) else []
        traced = [other for other in others if other.network is not None]
        if isinstance(module, Instance) and same_as_traced(module, traced):
            continue
        if known != len(m.modules):
            holders, known = holders_of(m), len(m.modules)
        if taken_apart(module, holders):
            continue
        if isinstance(module, Container) and module.kind.startswith("keras"):
            continue
        if only_holds(module):
            continue
        run = partial(visit_module, m, module, stated)
        if visits is None:
            guard(m, run, module.made)
        elif visits.spent and traced:
            visits.left_out.append(module.made)
        else:
            visits.run(run, module.made, sparing=False)
    if visits is not None:
        visits.tell("from here on no more networks of a class that was followed")


def only_holds(module: Instance | Container) -> bool:
    """Whether it is a list or dict of modules, or of a class that derives from one and has no forward."""
    if isinstance(module, Instance):
        inner = module.attributes.get("__container__")
        written = class_attribute(module.cls, "forward") or class_attribute(module.cls, "__call__")
        holds = isinstance(inner, Container) and inner.kind in ("list", "dict")
        return holds and not isinstance(written, Function)
    return module.kind in ("list", "dict")


def holders_of(m: Machine) -> dict[int, list[Instance | Container]]:
    """The modules that have a part, by its identity; slices of a `Sequential` are modules too."""
    found: dict[int, list[Instance | Container]] = {}
    rest, known = list(m.modules), {id(module) for module in m.modules}
    for module in rest:
        for _, child in children(module):
            found.setdefault(id(child), []).append(module)
            if isinstance(child, Container) and child.kind == "sequential" and id(child) not in known:
                known.add(id(child))
                rest.append(child)
    return found


def taken_apart(module: Instance | Container, holders: dict[int, list[Instance | Container]]) -> bool:
    """Whether it only gave its parts to another network; of a published one also to a part of another.

    So it did where somebody has taken a layer out of it, and as a container all of whose parts are elsewhere.
    """
    parts = [child for _, child in children(module)]
    if any("__parted__" in getattr(child, "attributes", ()) for child in parts):
        return True
    published = "__published__" in module.attributes
    others = [[other for other in holders.get(id(child), ()) if other is not module] for child in parts]
    if isinstance(module, Container) and parts and all(others):
        return True
    return any(published or not other.owned for found in others for other in found)


def same_as_traced(module: Instance, traced: list[Instance]) -> bool:
    """Whether another object of the class, with the same layers, has been called: it says all there is."""
    ops = [layer.op for layer in all_layers(module)] if traced else []
    return any([layer.op for layer in all_layers(other)] == ops for other in traced)


def visit_module(m: Machine, module: Instance | Container, stated: Any) -> None:
    """Call a module with the input that the file states, or with one of unknown shape."""
    m.line_stack.append(module.made)
    value = keras_input(m, module) or stated(module) or Value(None, span=module.made, origin="")
    devices = m.notes.get("devices")
    if devices is not None:  # where its parts will be once somebody calls it is not known
        m.notes["devices"] = None
    if isinstance(module, Container):
        call_container(m, module, [value], {}, module.made)
    else:
        call_instance(m, module, [value], {}, module.made)
    if devices is not None:
        m.notes["devices"] = devices
    m.line_stack.pop()


def keras_input(m: Machine, module: Instance | Container) -> Any:
    """What a Keras model says of its own input, or the data it is fitted on."""
    if not isinstance(module, Instance) or not (module.base or "").startswith("keras"):
        return None
    from footgun.source.keras._tracing import known_input

    return known_input(m, module)


def visit_class(m: Machine, cls: Class) -> None:
    """Build a network class that nobody builds, with its defaults and unknown arguments."""
    m.line_stack.append(cls.span)
    own = isinstance(class_attribute(cls, "__init__"), Function)
    instantiate(m, cls, [], Rest(), cls.span, open_=not own)
    m.line_stack.pop()


def visit_function(m: Machine, function: Function) -> None:
    """Call a function that nobody calls: defaults where there are some, unknown arguments otherwise."""
    m.visits += 1
    call_function(m, function, [], Rest())


def visit_methods(m: Machine, visits: Visits) -> None:
    """Call what nobody calls of plain classes: a trainer's `fit`. What it changes does not stay."""
    owners: dict[int, list[Function]] = {}
    for function in m.functions:
        owner = function.owner
        if owner is None or function.called or foreign(function.frame):
            continue
        if not (owner.kind or owner.open_base or owner.library_base()):
            owners.setdefault(id(owner), []).append(function)
    for methods in owners.values():
        m.journal.attempt(partial(visit_owner, m, methods, visits))
    visits.tell("of methods from here on only what is new")


def visit_owner(m: Machine, methods: list[Function], visits: Visits) -> None:
    """Call the methods of one class on one new object, which each finds as it was made."""
    made: list[Any] = []

    def build(owner: Class) -> None:
        try:
            made.append(instantiate(m, owner, [], Rest(), owner.span, open_=False))
        except UserRaise as error:
            made.append(error)
        if isinstance(made[0], Instance):
            forget_state(made[0])

    for method in methods:
        span = m.span(method.node, method.frame)
        bare = method.kind in ("staticmethod", "classmethod")
        if not bare and not made and not visits.run(partial(build, method.owner), span):  # type: ignore[arg-type]
            break
        if not bare and not made:
            break
        run = partial(visit_method, m, method, None if bare else made[0])
        visits.run(partial(m.journal.attempt, run), span)


def visit_method(m: Machine, method: Function, receiver: Any) -> None:
    """Call a method on an object of its class, with unknown arguments."""
    if isinstance(receiver, UserRaise):
        raise receiver
    if not method.called:
        m.visits += 1
        first = method.owner if method.kind == "classmethod" else receiver
        call_function(m, method, [] if method.kind == "staticmethod" else [first], Rest())


def finish_keras(m: Machine) -> None:
    """Keras Sequential models are complete only now."""
    if m.pending or any(isinstance(x, Container) and x.kind.startswith("keras") for x in m.modules):
        from footgun.source.keras._tracing import finish_models

        finish_models(m)
    if "optimizers" in m.notes and any(event.kind == "gradient" for event in m.program.events):
        from footgun.source.keras.optimizers import record

        for at, made in m.notes["optimizers"]:
            record(at, made)


def pair_losses(m: Machine) -> None:
    """A criterion that is never called belongs to the one network built since the last criterion."""
    since: list[Any] = []
    for item in m.made_order:
        if isinstance(item, (Instance, Container)):
            if not item.owned and item.network is not None:
                since.append(item)
            continue
        criterion: LayerObject = item
        if not criterion.called and not criterion.owned and len(since) == 1:
            network = since[0].network
            made = criterion.layer.made
            m.program.losses.append(
                LossUse(
                    criterion.layer.op,
                    criterion.layer.label,
                    made,
                    made,
                    network.output,
                    None,
                    network,
                    implied=True,
                )
            )
        since = []


def shape_comments(m: Machine) -> None:
    """Comments on a layer's line that state its output's shape."""
    if not m.program.comments:
        return
    from footgun.findings import Elsewhere, Span
    from footgun.source.shape_comment import comment_shape

    last: dict[tuple[int | None, int], Value] = {}
    for node in m.program.nodes:
        if node.outputs and node.network is not None and not isinstance(node.called, Elsewhere):
            last[node.called.cell, node.called.end_line] = node.output
    for comment in m.program.comments:
        value = last.get((comment.cell, comment.line))
        found = comment_shape(comment.text) if value is not None else None
        if value is None or found is None:
            continue
        end = comment.column + len(comment.text)
        span = Span(m.path, comment.line, comment.column, comment.line, end, comment.cell)
        m.program.shape_comments.append(ShapeComment(tuple(found.sizes), value, span, comment.text))


__all__ = ["Unknown", "call_value", "finish"]
