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
#   forward        Network, or the Layer that is a model on its own (mode: "train", "eval", "" or, of Keras,
#                  "unsaid": called without `training`, it runs as in evaluation)
#   loss           LossUse
#   backward       Value, None where it is not followed (mode: "retain")
#   zero_grad      OptimizerUse, or the list of the parameters of a module
#   step           OptimizerUse (mode: "scaled" where a gradient scaler steps it)
#   schedule       ScheduleUse (given: what its step is told; mode: "open" where that is not all known)
#   clip           the list of the weights, or the tensor, whose gradients are clipped; None where not known
#   unscale        OptimizerUse whose gradients lose the factor of a gradient scaler
#   keep           (Value, the sum it is added to or None): into a list or sum that outlives the pass
#   mode           the module whose mode is set (mode: "train", "eval" or "")
#   grad           Value whose gradient is looked at or changed by hand
#   carried        (Value, Value): what a name held before a pass of a loop, and after it (mode: the name)
#   unreturned     a Lightning module whose step gives nothing back (mode: the method's name)
#   fed            Loader whose batches a trainer of a library hands to the training step
#   held           Loader whose batches it hands to the validation step, other than that of training
#   uncleared      a Lightning module that steps by hand, in the step where nothing clears gradients
#   average        None (mode: "twice": an average is divided again by a number of batches or examples;
#                  "means": a sum of batch means is divided by the number of examples)
#   direct         the module whose `forward` is called directly
#   move           Value that is copied to an accelerator in a loop inside a loop
#   unread         the loss of a loop in a loop, which nothing but `backward` reads, nor the outputs behind it
#   shown          the sum (as of `keep`) that is printed after its loop
#   last           the Loop over epochs whose count is printed after it, and nothing inside it
#   order          None: examples, or their numbers, are brought into a random order
#   emptied        the name that a shuffle in place is assigned to: it is None from then on
#   track          the name of the tracker that begins a run: "wandb.init"
#   gradient       Value whose gradient a tape is asked for, None where it is not followed (given: the weights
#                  it is for, none where they are not all known; mode: "retain" of a persistent tape, "again"
#                  where the tape has given its gradients before)
#   apply          OptimizerUse that is given the gradients of a tape, None where it is not followed
#                  (given: pairs of the weight that a gradient is of and the weight it changes)
#   walk           DataSet whose examples are made one by one (mode: "split" or "list": all, into a list;
#                  "labels": all, for their labels alone; "twice": each of them two times)


KINDS = frozenset(
    [
        "forward",
        "loss",
        "backward",
        "zero_grad",
        "step",
        "schedule",
        "clip",
        "unscale",
        "keep",
        "mode",
        "grad",
        "carried",
        "unreturned",
        "fed",
        "held",
        "uncleared",
        "average",
        "direct",
        "move",
        "unread",
        "shown",
        "last",
        "order",
        "emptied",
        "track",
        "gradient",
        "apply",
        "walk",
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


class Tape:
    """What records operations for gradients to come: a `tf.GradientTape`, by the place where it is made."""

    __slots__ = ("loops", "nodes", "persistent", "span")

    def __init__(self, span: Span, persistent: bool | None = False, loops: Sequence[Loop] = ()) -> None:
        self.span = span
        self.persistent = persistent
        self.loops = tuple(loops)  # around the place where it is made
        self.nodes: set[int] = set()  # of the nodes it has recorded, the identities

    def holds(self, node: Any) -> bool:
        """Whether it has recorded a node."""
        return id(node) in self.nodes


class Event:
    """One step of training or evaluation.

    `run` tells apart the script (0) and each function that is only visited: order means something inside one
    run alone. `grad`: gradients are recorded, None where that is not known. `perhaps`: in a branch that may
    not be taken.
    """

    __slots__ = ("given", "grad", "kind", "loops", "mode", "perhaps", "run", "span", "subject", "tapes")

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
        self.given = tuple(given)  # the tensors that a forward pass gets, the arguments of a schedule's step
        self.tapes: tuple[Tape, ...] = ()  # those that record it; of `gradient` the one that is asked

    @property
    def loop(self) -> Loop | None:
        """The innermost loop around it."""
        return self.loops[-1] if self.loops else None

    def inside(self, loop: Loop) -> bool:
        """Whether it happens in a pass of this loop."""
        return loop in self.loops
