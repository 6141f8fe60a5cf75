"""What `fit` gives back: the numbers of each epoch, by the names of the metrics."""

from __future__ import annotations

from footgun.source.uses import note
from footgun.source.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine

SHORT = frozenset({"acc", "val_acc"})  # what Keras called `accuracy` in its logs before 2.3


class Logs(Unknown):
    """A `History`, and the dict in it; `metrics` are the names that `compile` was given."""

    __slots__ = ("metrics",)

    def __init__(self, metrics: list[Any]) -> None:
        super().__init__("the result of `fit`")
        self.metrics = metrics

    def item(self, m: Machine, key: Any) -> Unknown:
        """`history.history[key]`: a name of an old release is noted."""
        if isinstance(key, str) and key in SHORT and self.metrics == ["accuracy"]:
            note(m, f"keras.callbacks.History.history['{key}']", m.here)
        return Unknown(self.reason)
