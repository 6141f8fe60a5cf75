"""torch.optim.lr_scheduler: the schedules that set the rate themselves, whatever the optimiser was given.

The others begin at the optimiser's own rate and lower it, so that rate still tells how training starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.source.bindings import bind
from footgun.source.values import Thing, Unknown

if TYPE_CHECKING:
    from footgun.source.callsite import At

OVERRIDING = ("CyclicLR", "LambdaLR", "MultiplicativeLR", "OneCycleLR")


@bind(*(f"torch.optim.lr_scheduler.{n}" for n in OVERRIDING))
def schedule(at: At, optimizer: Any, *args: Any, **settings: Any) -> Any:
    use = optimizer.facts.get("use") if isinstance(optimizer, Thing) else None
    if use is not None:
        use.settings["scheduled"] = at.label
    return Unknown("a learning-rate schedule")
