"""torch.optim.lr_scheduler: schedules of the rate.

Some set the rate themselves, whatever the optimiser was given. The others begin at the optimiser's own rate
and lower it, so that rate still tells how training starts.
"""

from __future__ import annotations

from footgun.network import ScheduleUse
from footgun.source.bindings import SIGNATURES, bind, bind_texts
from footgun.source.values import Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.bindings import Handler
    from footgun.source.callsite import At

OVERRIDING = ("CyclicLR", "LambdaLR", "MultiplicativeLR", "OneCycleLR")
END = "last_epoch=-1 verbose=False"  # `verbose` is gone since 2.7
SCHEDULES = {
    "StepLR": f"optimizer step_size gamma=0.1 {END}",
    "MultiStepLR": f"optimizer milestones gamma=0.1 {END}",
    "ExponentialLR": f"optimizer gamma {END}",
    "ConstantLR": f"optimizer factor=1/3 total_iters=5 {END}",
    "LinearLR": f"optimizer start_factor=1/3 end_factor=1.0 total_iters=5 {END}",
    "PolynomialLR": f"optimizer total_iters=5 power=1.0 {END}",
    "CosineAnnealingLR": f"optimizer T_max eta_min=0.0 {END}",
    "CosineAnnealingWarmRestarts": f"optimizer T_0 T_mult=1 eta_min=0.0 {END}",
    "LambdaLR": f"optimizer lr_lambda {END}",
    "MultiplicativeLR": f"optimizer lr_lambda {END}",
    "SequentialLR": f"optimizer schedulers milestones {END}",
    "ReduceLROnPlateau": "optimizer mode=min factor=0.1 patience=10 threshold=0.0001 threshold_mode=rel"
    " cooldown=0 min_lr=0 eps=1e-08 verbose=False",
    "CyclicLR": "optimizer base_lr max_lr step_size_up=2000 step_size_down=None mode=triangular gamma=1.0"
    " scale_fn=None scale_mode=cycle cycle_momentum=True base_momentum=0.8 max_momentum=0.9 " + END,
    "OneCycleLR": "optimizer max_lr total_steps=None epochs=None steps_per_epoch=None pct_start=0.3"
    " anneal_strategy=cos cycle_momentum=True base_momentum=0.85 max_momentum=0.95 div_factor=25.0"
    " final_div_factor=10000.0 three_phase=False " + END,
}


def make(name: str) -> Handler:
    """The handler of one schedule."""

    def schedule(at: At, *args: Any, **named: Any) -> Any:
        settings = {**dict(zip(SIGNATURES[schedule].positional, args, strict=False)), **named}
        optimizer = settings.get("optimizer")
        use = optimizer.facts.get("use") if isinstance(optimizer, Thing) else None
        if use is not None and name in OVERRIDING:
            use.settings["scheduled"] = name
        made = ScheduleUse(name, at.span, {k: v for k, v in settings.items() if k in at.given}, use)
        made.loops = tuple(at.m.loop_facts[id(n)] for n in at.m.loops if id(n) in at.m.loop_facts)
        at.m.program.schedules.append(made)
        at.m.notes.setdefault("schedules", {})[at.span] = name
        return Thing("torch.optim.lr_scheduler", at.name, at.span, optimizer=optimizer, schedule=made)

    return schedule


bind_texts(SCHEDULES, make, "torch.optim.lr_scheduler")


@bind(*(f"torch.optim.lr_scheduler.{n}" for n in ("step", "load_state_dict", "print_lr")))
def step(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
    if at.label == "step" and isinstance(self, Thing):
        mode = "open" if at.open_arguments else ""
        at.m.event("schedule", self.facts.get("schedule"), mode, given=(*args, *kwargs.values()))


@bind(*(f"torch.optim.lr_scheduler.{n}" for n in ("get_last_lr", "get_lr", "state_dict")))
def asked(at: At, self: Any) -> Any:
    return Unknown("the state of a schedule")
