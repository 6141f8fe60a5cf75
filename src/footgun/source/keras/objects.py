"""keras.metrics, callbacks, regularizers, constraints: objects whose arguments are checked, and no more."""

from __future__ import annotations

from footgun.source.bindings import SIGNATURES, Handler, bind, bind_texts
from footgun.source.keras._written import CALLBACKS, CONSTRAINTS, METRICS, REGULARIZERS, SCHEDULES
from footgun.source.values import Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

# Arguments of older releases, which API002 tells of.
OLD = {
    "ModelCheckpoint": ("period", "load_weights_on_restart", "options"), "ReduceLROnPlateau": ("epsilon",),
    "TensorBoard": ("batch_size", "write_grads", "embeddings_layer_names", "embeddings_data"),
    "l1": ("l",), "l2": ("l",), "L1": ("l",), "L2": ("l",), "MaxNorm": ("m",), "max_norm": ("m",),
}  # fmt: skip

# Callbacks that change the learning rate.
CHANGING = ("LearningRateScheduler", "ReduceLROnPlateau")


def maker(kind: str) -> Any:
    """A maker of handlers for the objects of one module."""

    def make(name: str) -> Handler:
        def handler(at: At, *args: Any, **kwargs: Any) -> Any:
            given = dict(zip(SIGNATURES[handler].positional, args, strict=False))
            if kind == "keras.optimizers.schedules" or name in CHANGING:
                at.m.notes.setdefault("schedules", {})[at.span] = name
            return Thing(kind, at.name, at.span, settings={**given, **kwargs})

        return handler

    return make


TABLES = {
    "keras.metrics": METRICS, "keras.callbacks": CALLBACKS, "keras.regularizers": REGULARIZERS,
    "keras.constraints": CONSTRAINTS, "keras.optimizers.schedules": SCHEDULES,
}  # fmt: skip
for _place, _texts in TABLES.items():
    _made = bind_texts(_texts, maker(_place), _place)
    for _name, _old in OLD.items():
        if _name in _texts:
            SIGNATURES[_made[_name]].keyword_only += _old


@bind(*(f"keras.metrics.{way}" for way in ("update_state", "result", "reset_state", "reset_states")))
def measured(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    """What a metric counts is of no interest here."""
    return Unknown("the value of a metric") if at.label == "result" else None
