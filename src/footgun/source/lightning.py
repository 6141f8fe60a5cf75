"""Lightning: the steps of a module that its trainer calls, each with a batch of its loader if known."""

from __future__ import annotations

import ast

from footgun.source.interpret.functions import call_function
from footgun.source.loops import loader_of
from footgun.source.namespaces import foreign
from footgun.source.steps import visit_steps
from footgun.source.syntax import walk
from footgun.source.values import Class, Function, Instance, Library, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine

STEPS = ("configure_optimizers", "training_step", "validation_step", "test_step", "predict_step")


# Words for clearing gradients, or for changing them in a way of one's own.
CLEARING = ("zero_grad", "grad = None", ".grad", "zero_")


def is_lightning(cls: Class) -> bool:
    """Whether a class derives from `LightningModule`."""
    return any(isinstance(c, Library) and c.name.endswith(".LightningModule") for c in cls.ancestors())


def visit_all(m: Machine) -> None:
    """The steps of every module."""
    visit_steps(m, STEPS, lambda module: is_lightning(module.cls), visit_step)


def visit_step(m: Machine, module: Instance, step: Function) -> None:
    """One step: `(self, batch, batch_idx)`."""
    others = [Unknown("a batch of the trainer")] * (len(step.node.args.args) - 1)
    m.visits += 1
    span, before = m.span(step.node, step.frame), (len(m.program.nodes), len(m.program.optimizers))
    with m.at(span):
        if others:
            others[0] = batch_for(m, module, step, others[0])
        call_function(m, step, [module, *others], {})
    if step.name == "training_step" and piles_up(m, module, step):
        m.event("uncleared", module, step.name, span)
    made = {
        "training_step": len(m.program.nodes) > before[0],
        "configure_optimizers": len(m.program.optimizers) > before[1],
    }
    if made.get(step.name) and not any(map(gives, walk(step.node))):
        m.event("unreturned", module, step.name, span)


def batch_for(m: Machine, module: Instance, step: Function, unknown: Any) -> Any:
    """A batch of the only loader that a trainer draws from for this step."""
    found = m.notes.get("fed", {}).get((id(module), step.name))
    if found is None:
        return unknown
    loader, place, ordered = found
    if step.name == "training_step" and ordered:
        m.event("fed", loader_of(loader), span=place)
    learned = m.notes["fed"].get((id(module), "training_step"))
    if step.name == "validation_step" and learned is not None and learned[0] is not loader:
        m.event("held", loader_of(loader), span=place)
    return loader.facts["iterate"]().item()


def piles_up(m: Machine, module: Instance, step: Function) -> bool:
    """Whether a module that steps by hand, in every step, has no word for clearing its gradients."""
    if module.attributes.get("automatic_optimization") is not False:
        return False
    if any(word in text for text in m.program.sources for word in CLEARING):
        return False
    parts = list(walk(step.node))
    asked = any(isinstance(part, (ast.If, ast.IfExp, ast.Match)) for part in parts)
    calls = [part for part in parts if isinstance(part, ast.Call)]
    called = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}
    given = {name.id for call in calls for name in call.args if isinstance(name, ast.Name)}
    own = all(isinstance(c, Library) or not foreign(c.frame) for c in module.cls.ancestors())
    return own and not asked and {"manual_backward", "step"} <= called and not given & optimizers_in(parts)


def optimizers_in(parts: list[ast.AST]) -> set[str]:
    """The names that hold what `self.optimizers()` gives: handed to a function they may be cleared there."""
    return {
        name.id
        for part in parts
        if isinstance(part, ast.Assign) and "optimizers" in ast.dump(part.value)
        for target in part.targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    }


def gives(node: ast.AST) -> bool:
    """Whether a piece of syntax gives a value to whoever calls, or ends the call in another way."""
    if isinstance(node, ast.Return):
        return node.value is not None
    return isinstance(node, (ast.Yield, ast.YieldFrom, ast.Raise))
