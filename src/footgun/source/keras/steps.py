"""keras.Model.train_step and test_step: the steps of a model that `fit` calls, with what it is fitted on."""

from __future__ import annotations

from footgun.network import FitUse, Value
from footgun.ops.elementwise import Unary
from footgun.source.bindings import bind
from footgun.source.interpret.functions import call_function
from footgun.source.keras._tracing import batch_of
from footgun.source.steps import visit_steps
from footgun.source.values import Abstract, Function, Instance, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine

STEPS = ("train_step", "test_step")


def visit_all(m: Machine) -> None:
    """The steps of every module."""
    visit_steps(m, STEPS, lambda module: module.base == "keras.Model", visit_step)


def visit_step(m: Machine, module: Instance, step: Function) -> None:
    """One step: `(self, data)`."""
    others = [Unknown("a batch")] * (len(step.node.args.args) - 1)
    m.visits += 1
    if others:
        others[0] = batch_for(m, module)
    with m.at(m.span(step.node, step.frame)):
        call_function(m, step, [module, *others], {})


def batch_for(m: Machine, module: Instance) -> Abstract:
    """A batch of what the model is fitted on, if that is known."""
    for entry in m.pending:
        use = entry[0]
        if not isinstance(use, FitUse) or entry[1] is not module or not use.method.startswith("fit"):
            continue
        x, y = use.arguments.get("x"), use.arguments.get("y")
        parts = [batch_of(m, x), y if y is None else batch_of(m, y)]
        if all(isinstance(p, Value) and p.shape for p in parts):
            count = m.names.fresh("n")
            made = [Value((count, *p.shape[1:]), p.dtype, span=use.span, origin="dataset") for p in parts]
            for part, new in zip(parts, made, strict=True):
                new.facts.update(part.facts)
            return tuple(made)
    return Unknown("a batch")


@bind("keras.Model.compute_loss", "keras.Model.compiled_loss", "keras.Model.compute_metrics")
def compiled_loss(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    """What `compile` was given, which is looked at there."""
    values = tuple(v for v in (*args, *kwargs.values()) if isinstance(v, Value))
    if at.label == "compute_metrics" or not values:
        return Unknown(f"the result of `{at.label}`")
    made = Value((), "float32", span=at.span)
    at.m.place(Unary("unknown"), values, made, at.label, at.span)
    return made
