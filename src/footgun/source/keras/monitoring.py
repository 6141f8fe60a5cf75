"""What the callbacks of a `fit` watch, and the names of what that `fit` measures."""

from __future__ import annotations

import re

from footgun.network import Monitor
from footgun.source.interpret.attributes import find_method
from footgun.source.values import Container, Dict, Function, Instance, Library, List, Thing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine

WATCHING = ("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau")
# Callbacks that may put names of their own into the logs: subclasses are no `Thing`.
WRITING = ("Callback", "CallbackList", "LambdaCallback")
# Methods of a model that decide what is measured, or how it is trained.
OWN = (
    "train_step",
    "test_step",
    "fit",
    "evaluate",
    "compile",
    "metrics",
    "compute_metrics",
    "make_train_function",
)


def monitors(at: At, model: Any, given: Any) -> list[Monitor]:
    """None where anything else could add to what is measured."""
    if isinstance(given, Thing):
        given = List([given])
    if at.open_arguments or not isinstance(given, (List, tuple)) or getattr(given, "open", False):
        return []
    if not all(isinstance(one, Thing) and one.kind == "keras.callbacks" for one in given):
        return []
    if not isinstance(model, Container) and not (isinstance(model, Instance) and _plain(at.m, model)):
        return []
    names = [one.name.rsplit(".", 1)[-1] for one in given]
    if any(name in WRITING for name in names):
        return []
    found = [_monitor(one, name) for one, name in zip(given, names, strict=True) if name in WATCHING]
    return [one for one in found if one is not None]


def _plain(m: Machine, model: Instance) -> bool:
    return not model.cls.open_base and not any(
        isinstance(find_method(m, model, name), Function) for name in OWN
    )


def _monitor(callback: Thing, label: str) -> Monitor | None:
    given = callback.facts["settings"]
    watched, mode = given.get("monitor", "val_loss"), given.get("mode", "auto")
    best = given.get("save_best_only", False) if label == "ModelCheckpoint" else True
    if not isinstance(watched, str) or not isinstance(mode, str) or callback.made is None:
        return None
    return Monitor(label, callback.made, watched, mode, best is not False)


def measured(metrics: Any, known: frozenset[str] | None) -> frozenset[str] | None:
    """The names in the logs of a model with one output, those of earlier `compile`s among them."""
    if known is None or isinstance(metrics, Dict) or getattr(metrics, "open", False):
        return None
    if metrics is not None and not isinstance(metrics, (List, tuple)):
        return None
    names = [_name(metric) for metric in metrics or ()]
    return None if None in names else known | {name for name in names if name} | {"loss"}


def _name(metric: Any) -> str | None:
    """Keras calls a metric as it is written, or by its class in snake case."""
    if isinstance(metric, str):
        return metric
    if isinstance(metric, Function):
        return metric.name
    if isinstance(metric, (Thing, Library)) and metric.name.startswith(("keras.metrics.", "keras.losses.")):
        own = metric.facts.get("settings", {}).get("name") if isinstance(metric, Thing) else None
        if own is not None:
            return own if isinstance(own, str) else None
        words = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", metric.name.rsplit(".", 1)[-1])
        return re.sub(r"([a-z])([A-Z])", r"\1_\2", words).lower()
    return None
