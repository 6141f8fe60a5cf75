"""How a network is trained: its losses, optimisers and Keras compile settings."""

from __future__ import annotations

from footgun.findings import Span
from footgun.network.network import Network
from footgun.network.node import Layer, Parameter
from footgun.network.trace import Loop
from footgun.network.value import Value
from footgun.ops.base import Op
from footgun.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class LossUse:
    """A loss and what flows into it.

    `implied` when the file builds the loss beside the network and never calls it: paired by order.
    `target_first` where the call takes the target before the prediction, as Keras' losses do.
    """

    __slots__ = ("implied", "label", "made", "network", "op", "prediction", "span", "target", "target_first")

    def __init__(
        self,
        op: Op,
        label: str,
        span: Span,
        made: Span,
        prediction: Value | None,
        target: Value | None = None,
        network: Network | None = None,
        implied: bool = False,
        target_first: bool = False,
    ) -> None:
        self.op = op  # an ops.loss op
        self.label = label  # "CrossEntropyLoss", "mean_squared_error"
        self.span = span  # where it is called (or compiled)
        self.made = made  # where it is constructed
        self.prediction = prediction
        self.target = target
        self.network = network
        self.implied = implied
        self.target_first = target_first


class OptimizerUse:
    """An optimiser, its settings and exactly the parameters it holds (None when not known)."""

    __slots__ = ("kind", "label", "layers_before", "near", "network", "parameters", "settings", "span")

    def __init__(self, kind: str, label: str, span: Span, settings: dict[str, Any]) -> None:
        self.kind = kind  # lower case: "sgd", "adam", "rmsprop"
        self.label = label
        self.span = span
        self.settings = (
            settings  # framework-neutral: "lr", "momentum", "weight_decay", "nesterov"; only those given
        )
        self.parameters: list[Parameter] | None = None
        self.network: Network | None = None
        self.layers_before = 0  # how many layers of the program were made before it
        # A learning rate that a variable in reach holds, while none is given: (name, value).
        self.near: tuple[str, float] | None = None


class ScheduleUse:
    """A schedule of the rate, and the optimiser it steers (None when not known)."""

    __slots__ = ("label", "loops", "optimizer", "settings", "span", "unused")

    def __init__(
        self, label: str, span: Span, settings: dict[str, Any], optimizer: OptimizerUse | None
    ) -> None:
        self.label = label  # "StepLR"
        self.span = span
        self.settings = settings  # by the framework's names; only those given
        self.optimizer = optimizer
        self.loops: tuple[Loop, ...] = ()  # around where it is made: each pass has a new one
        self.unused = ""  # the name that holds it, where nothing steps it or takes it


class CompileUse:
    """A Keras `compile` call, with names as written."""

    __slots__ = ("loss", "measures", "metrics", "network", "optimizer", "span", "strings")

    def __init__(self, span: Span, network: Network | None) -> None:
        self.span = span
        self.network = network
        self.loss: LossUse | None = None
        self.optimizer: OptimizerUse | None = None
        self.metrics: list[Any] | None = None  # None: not given or empty; items are names or objects
        self.measures: list[tuple[str, Span]] = []  # each metric by its class: "BinaryAccuracy"
        self.strings: list[
            tuple[str, str, Span]
        ] = []  # (argument, name, span): every string identifier given


class Monitor(NamedTuple):
    """A Keras callback that acts on one quantity of the logs of each epoch."""

    label: str  # "EarlyStopping"
    span: Span
    name: str  # what it watches: "val_loss"
    mode: str  # "auto", "min", "max"
    acts: bool  # False of one that saves after every epoch whatever it sees


class FitUse:
    """A Keras `fit`, `evaluate` or `predict` call."""

    __slots__ = (
        "arguments", "batch", "changed", "compiled", "folds", "measured", "method", "mixed", "monitors",
        "network", "once", "span", "stored", "thawed",
    )  # fmt: skip

    def __init__(
        self, method: str, span: Span, network: Network | None, compiled: bool | None, once: bool = False
    ) -> None:
        self.method = method
        self.span = span
        self.network = network
        self.compiled = compiled  # was `compile` called before? None when not known
        self.once = once  # it stands in no loop
        self.stored = False  # the examples come in the order of a file that is read just before
        self.arguments: dict[str, Any] = {}
        self.batch: Value | None = None  # what goes into the network, where it is one tensor
        # What changes its validation at random, and where that is made: ("rotation_range", span).
        self.changed: tuple[str, Span] | None = None
        # Why files of the validation are trained on, and where both parts are cut from their folder.
        self.mixed: tuple[str, Span, Span] | None = None
        self.folds: Span | None = None  # of a cross-validation whose folds go on with one another's weights
        self.thawed: list[Layer] = []  # frozen at the first `fit` behind `compile`, and trainable now
        self.monitors: list[Monitor] = []  # none where anything of the user's own may write the logs
        self.measured: frozenset[str] | None = (
            None  # the names in the logs without `val_`, where all are known
        )
