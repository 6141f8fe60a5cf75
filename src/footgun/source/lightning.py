"""Lightning: the steps of a module that its trainer calls, each with a batch that nothing is known of."""

from __future__ import annotations

import ast
from functools import partial

from footgun.source.interpret.attributes import class_attribute
from footgun.source.interpret.functions import call_function
from footgun.source.namespaces import foreign
from footgun.source.syntax import walk
from footgun.source.values import Class, Function, Instance, Library, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.source.interpret.machine import Machine

STEPS = ("configure_optimizers", "training_step", "validation_step", "test_step", "predict_step")


def is_lightning(cls: Class) -> bool:
    """Whether a class derives from `LightningModule`."""
    return any(isinstance(c, Library) and c.name.endswith(".LightningModule") for c in cls.ancestors())


def visit_steps(m: Machine) -> None:
    """Call the steps that nobody calls. What they change does not stay."""
    from footgun.source.analysis import guard

    for module in list(m.modules):
        if not isinstance(module, Instance) or foreign(module.cls.frame) or not is_lightning(module.cls):
            continue
        for name in STEPS:
            step = class_attribute(module.cls, name)
            if isinstance(step, Function) and not step.called:
                run = partial(m.journal.attempt, partial(visit_step, m, module, step))
                guard(m, run, m.span(step.node, step.frame))


def visit_step(m: Machine, module: Instance, step: Function) -> None:
    """One step: `(self, batch, batch_idx)`."""
    count = len(step.node.args.args) - 1
    m.visits += 1
    span, before = m.span(step.node, step.frame), (len(m.program.nodes), len(m.program.optimizers))
    with m.at(span):
        call_function(m, step, [module, *[Unknown("a batch of the trainer")] * count], {})
    made = {
        "training_step": len(m.program.nodes) > before[0],
        "configure_optimizers": len(m.program.optimizers) > before[1],
    }
    if made.get(step.name) and not any(map(gives, walk(step.node))):
        m.event("unreturned", module, step.name, span)


def gives(node: ast.AST) -> bool:
    """Whether a piece of syntax gives a value to whoever calls, or ends the call in another way."""
    if isinstance(node, ast.Return):
        return node.value is not None
    return isinstance(node, (ast.Yield, ast.YieldFrom, ast.Raise))
