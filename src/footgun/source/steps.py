"""Methods of a module that only its framework calls: Lightning's steps, `train_step` of a Keras model."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from footgun.source.interpret.attributes import class_attribute
from footgun.source.namespaces import foreign
from footgun.source.values import Function, Instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.source.interpret.machine import Machine

    Visit = Callable[[Machine, Instance, Function], None]


def visit_steps(m: Machine, names: tuple[str, ...], of: Callable[[Instance], bool], visit: Visit) -> None:
    """Call the steps that nobody calls. What they change does not stay."""
    from footgun.source.analysis import guard

    for module in list(m.modules):
        if not isinstance(module, Instance) or foreign(module.cls.frame) or not of(module):
            continue
        for name in names:
            step = class_attribute(module.cls, name)
            if isinstance(step, Function) and not step.called:
                run = partial(m.journal.attempt, partial(visit, m, module, step))
                guard(m, run, m.span(step.node, step.frame))
