"""What happens in training, in the order it runs: the events that rules about loops read.

A loop that trains runs once in the analysis, so its events stand for every pass: what comes first in the list
also comes after what stands last.
"""

from __future__ import annotations

from collections.abc import Sequence

from footgun.findings import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Kinds of events and what their subject is:
#   forward        Network, or the Layer that is a model on its own (mode: "train", "eval" or "")
#   loss           LossUse
#   backward       Value, None where it is not followed (mode: "retain")
#   zero_grad      OptimizerUse, or the list of the parameters of a module
#   step           OptimizerUse
#   schedule       ScheduleUse
#   clip           the value whose gradients (or that itself) is clipped
#   keep           (Value, the sum it is added to or None): into a list or sum that outlives the pass
#   mode           the module whose mode is set (mode: "train", "eval" or "")
#   grad           Value whose gradient is looked at or changed by hand
#   average        None (mode: "twice": an average is divided again by a number of batches or examples;
#                  "means": a sum of batch means is divided by the number of examples)
#   direct         the module whose `forward` is called directly


KINDS = frozenset(
    [
        "forward",
        "loss",
        "backward",
        "zero_grad",
        "step",
        "schedule",
        "clip",
        "keep",
        "mode",
        "grad",
        "average",
        "direct",
    ]
)


class Loop:
    """One `for` or `while` around an event."""

    __slots__ = ("breaks", "kind", "over", "passes", "span")

    def __init__(
        self, span: Span, kind: str, over: Any = None, passes: Any = None, breaks: bool = False
    ) -> None:
        self.span = span
        self.kind = kind  # "batches" of a loader, "count" of a range, "while", "" for anything else
        self.over = over  # the facts of the loader, where `kind` is "batches"
        self.passes = passes  # how many, None where it is not known
        self.breaks = breaks  # a pass may leave it early


class Event:
    """One step of training or evaluation.

    `run` tells apart the script (0) and each function that is only visited: order means something inside one
    run alone. `grad`: gradients are recorded, None where that is not known. `perhaps`: in a branch that may
    not be taken.
    """

    __slots__ = ("given", "grad", "kind", "loops", "mode", "perhaps", "run", "span", "subject")

    def __init__(
        self,
        kind: str,
        span: Span,
        subject: Any = None,
        loops: Sequence[Loop] = (),
        grad: bool | None = True,
        perhaps: bool = False,
        run: int = 0,
        mode: str = "",
        given: Sequence[Any] = (),
    ) -> None:
        self.kind = kind
        self.span = span
        self.subject = subject
        self.loops = tuple(loops)  # outermost first
        self.grad = grad
        self.perhaps = perhaps
        self.run = run
        self.mode = mode
        self.given = tuple(given)  # the tensors that a forward pass gets

    @property
    def loop(self) -> Loop | None:
        """The innermost loop around it."""
        return self.loops[-1] if self.loops else None

    def inside(self, loop: Loop) -> bool:
        """Whether it happens in a pass of this loop."""
        return any(loop is other for other in self.loops)
