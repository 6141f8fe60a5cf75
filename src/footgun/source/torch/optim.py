"""torch.optim: optimisers with the parameters they hold, and schedulers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.network import OptimizerUse, Value
from footgun.source.bindings import bind
from footgun.source.interpret.iteration import items_of
from footgun.source.values import Dict, Thing, Unknown

if TYPE_CHECKING:
    from footgun.source.callsite import At

KINDS = (
    "SGD",
    "Adam",
    "AdamW",
    "RMSprop",
    "Adagrad",
    "Adadelta",
    "Adamax",
    "NAdam",
    "RAdam",
    "ASGD",
    "LBFGS",
    "Rprop",
    "SparseAdam",
    "Adafactor",
    "Muon",
)


@bind(*(f"torch.optim.{n}" for n in KINDS))
def optimizer(at: At, params: Any, *args: Any, **settings: Any) -> Any:
    if args:
        settings["lr"] = args[0]
    if len(args) > 1 and at.label == "SGD":
        settings["momentum"] = args[1]
    use = OptimizerUse(at.label.lower(), at.label, at.span, dict(settings))
    use.parameters = held(at, params)
    at.m.program.optimizers.append(use)
    return Thing(
        "torch.optim.Optimizer", at.name, at.span, use=use, param_groups=Unknown("the groups of an optimiser")
    )


def held(at: At, params: Any) -> list[Any] | None:
    """The parameters an optimiser is given, None when not all are known."""
    items = items_of(at.m, params)
    if items is None:
        return None
    found: list[Any] = []
    for item in items:
        if isinstance(item, Dict):
            inner = held(at, item.get("params", Unknown("params")))
            if inner is None:
                return None
            found += inner
        elif isinstance(item, Value) and "parameter" in item.facts:
            found.append(item.facts["parameter"])
        else:
            return None
    return found


@bind(*(f"torch.optim.Optimizer.{n}" for n in ("zero_grad", "step", "load_state_dict", "add_param_group")))
def act(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
    at.m.program.trains = True
    at.m.train_events += 1


@bind("torch.optim.Optimizer.state_dict")
def state(at: At, self: Any) -> Any:
    return Unknown("the state of an optimiser")
