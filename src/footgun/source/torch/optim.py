"""torch.optim: optimisers with their settings and the parameters they hold."""

from __future__ import annotations

from footgun.network import OptimizerUse, Value
from footgun.source.bindings import SIGNATURES, bind, bind_texts
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.iteration import items_of
from footgun.source.values import Dict, Instance, List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.bindings import Handler
    from footgun.source.callsite import At

ADAM = (
    "params lr=0.001 betas=(0.9,0.999) eps=1e-08 weight_decay=0 amsgrad=False * foreach=None maximize=False"
)
OPTIMIZERS = {
    "SGD": "params lr=0.001 momentum=0 dampening=0 weight_decay=0 nesterov=False"
    " * maximize=False foreach=None differentiable=False fused=None",
    "Adam": f"{ADAM} capturable=False differentiable=False fused=None decoupled_weight_decay=False",
    "AdamW": f"{ADAM.replace('decay=0', 'decay=0.01')} capturable=False differentiable=False fused=None",
    "RMSprop": "params lr=0.01 alpha=0.99 eps=1e-08 weight_decay=0 momentum=0 centered=False capturable=False"
    " foreach=None maximize=False differentiable=False",
    "Adagrad": "params lr=0.01 lr_decay=0 weight_decay=0 initial_accumulator_value=0 eps=1e-10 foreach=None"
    " * maximize=False differentiable=False fused=None",
    "Adadelta": "params lr=1.0 rho=0.9 eps=1e-06 weight_decay=0 foreach=None"
    " * capturable=False maximize=False differentiable=False",
    "Adamax": "params lr=0.002 betas=(0.9,0.999) eps=1e-08 weight_decay=0 foreach=None"
    " * maximize=False differentiable=False capturable=False",
    "NAdam": "params lr=0.002 betas=(0.9,0.999) eps=1e-08 weight_decay=0 momentum_decay=0.004"
    " decoupled_weight_decay=False * foreach=None maximize=False capturable=False differentiable=False",
    "RAdam": "params lr=0.001 betas=(0.9,0.999) eps=1e-08 weight_decay=0 decoupled_weight_decay=False"
    " * foreach=None maximize=False capturable=False differentiable=False",
    "ASGD": "params lr=0.01 lambd=0.0001 alpha=0.75 t0=1000000.0 weight_decay=0 foreach=None maximize=False"
    " differentiable=False capturable=False",
    "LBFGS": "params lr=1 max_iter=20 max_eval=None tolerance_grad=1e-07 tolerance_change=1e-09"
    " history_size=100 line_search_fn=None maximize=False",
    "Rprop": "params lr=0.01 etas=(0.5,1.2) step_sizes=(1e-06,50)"
    " * capturable=False foreach=None maximize=False differentiable=False",
    "SparseAdam": "params lr=0.001 betas=(0.9,0.999) eps=1e-08 maximize=False",
    "Adafactor": "params lr=0.01 beta2_decay=-0.8 eps=(None,0.001) d=1.0 weight_decay=0.0"
    " * foreach=None maximize=False",
    "Muon": "params lr=0.001 weight_decay=0.1 momentum=0.95 nesterov=True"
    " ns_coefficients=(3.4445,-4.775,2.0315) eps=1e-07 ns_steps=5 adjust_lr_fn=None",
}
# Usual names of a learning rate.
RATES = (
    "lr", "LR", "learning_rate", "LEARNING_RATE", "lrate", "base_lr", "BASE_LR", "init_lr", "initial_lr",
)  # fmt: skip
# Settings that every constructor refuses below 0.
NOT_NEGATIVE = ("lr", "momentum", "weight_decay", "eps")


def make(name: str) -> Handler:
    """The handler of one optimiser."""

    def optimizer(at: At, *args: Any, **named: Any) -> Any:
        settings = {**dict(zip(SIGNATURES[optimizer].positional, args, strict=False)), **named}
        params = settings.pop("params")
        use = OptimizerUse(name.lower(), name, at.span, {k: v for k, v in settings.items() if k in at.given})
        refuse(at, use.settings)
        use.parameters = held(at, params)
        use.layers_before = len(at.m.program.layers)
        use.near = None if "lr" in at.given else near(at)
        at.m.program.optimizers.append(use)
        groups = Unknown("the groups of an optimiser")
        return Thing("torch.optim.Optimizer", at.name, at.span, use=use, param_groups=groups)

    return optimizer


bind_texts(OPTIMIZERS, make, "torch.optim")


def near(at: At) -> tuple[str, float] | None:
    """A learning rate that some variable in reach holds, or an object such as `args` or `self`."""
    frame = at.frame
    for scope in (frame.locals or {}, frame.globals) if frame is not None else ():
        for name in RATES:
            if isinstance(scope.get(name), float):
                return name, scope[name]
    for holder, value in (frame.locals or {}).items() if frame is not None else ():
        if isinstance(value, (Instance, Thing)):
            for name in RATES:
                if isinstance(value.attributes.get(name), float):
                    return f"{holder}.{name}", value.attributes[name]
    return None


def refuse(at: At, settings: dict[str, Any]) -> None:
    """Settings that the constructor itself refuses."""
    for key in NOT_NEGATIVE:
        number = at.number(settings.get(key))
        if number is not None and number < 0:
            at.fault(f"`{at.label}`: `{key}` must be 0 or more, got {settings[key]}", argument=key)
    betas = settings.get("betas")
    if isinstance(betas, (tuple, List)):
        for beta in betas:
            if isinstance(beta, (int, float)) and not 0 <= beta < 1:
                message = f"`{at.label}`: each of `betas` is at least 0 and below 1, got {beta}"
                at.fault(message, argument="betas")
                return
    if at.label == "SGD" and settings.get("nesterov") is True and settings.get("momentum", 0) == 0:
        message = "`SGD`: `nesterov` needs a `momentum` above 0"
        from footgun.changes import Argument

        mend = Argument(at.span, "momentum", "0.9")
        at.fault(message, argument="nesterov", help="add `momentum=0.9`", mend=mend)


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
        elif is_named(item):
            found.append(item[1].facts["parameter"])
        else:
            return None
    return found


def is_named(item: Any) -> bool:
    """Whether it is one of `named_parameters()`."""
    pair = isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], Value)
    return pair and "parameter" in item[1].facts


@bind(*(f"torch.optim.Optimizer.{n}" for n in ("zero_grad", "step")))
def act(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
    at.m.program.trains = True
    at.m.train_events += 1
    closure = args[0] if args else kwargs.get("closure")
    if at.label == "step" and closure is not None:
        call_value(at.m, closure, [], {}, at.span)
    at.m.event(at.label, self.facts.get("use") if isinstance(self, Thing) else None)


@bind(*(f"torch.optim.Optimizer.{n}" for n in ("load_state_dict", "add_param_group")))
def change(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
    use = self.facts.get("use") if isinstance(self, Thing) else None
    if use is not None and at.label == "add_param_group":
        more = held(at, List(args))
        use.parameters = None if more is None or use.parameters is None else [*use.parameters, *more]


@bind("torch.optim.Optimizer.state_dict")
def state(at: At, self: Any) -> Any:
    return Unknown("the state of an optimiser")
