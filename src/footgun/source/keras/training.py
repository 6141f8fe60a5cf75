"""keras.Model: compile and fit. Both are linked to networks when every model is traced."""

from __future__ import annotations

from footgun.findings import Span
from footgun.network import CompileUse, FitUse, Layer, LossUse, Network, OptimizerUse, Pair, Value
from footgun.source.bindings import bind, unknown_argument
from footgun.source.given import Logs, Stored, usual
from footgun.source.interpret.calls import call_value
from footgun.source.keras._feeding import feed
from footgun.source.keras._legacy import renamed
from footgun.source.keras._naming import unknown_string
from footgun.source.keras._strings import METRIC_NAMES, OLD_OPTIMIZERS, OPTIMIZER_NAMES, camel
from footgun.source.keras._tracing import batch_of
from footgun.source.keras.folders import drawn
from footgun.source.keras.folding import carried
from footgun.source.keras.losses import loss_op
from footgun.source.keras.monitoring import measured, monitors
from footgun.source.keras.optimizers import record
from footgun.source.keras.portions import mixed
from footgun.source.values import (
    Container,
    Dict,
    Function,
    Instance,
    Iterator,
    Library,
    List,
    Stream,
    Thing,
    Unknown,
    is_module,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine


OLD_COMPILE = ("sample_weight_mode", "target_tensors", "distribute", "class_mode", "from_serialized")


def metrics_third(at: At, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Before Keras 3 the third argument of `compile` was `metrics`."""
    if len(args) > 3 and isinstance(args[3], List) and any(isinstance(v, str) for v in args[3]):
        kwargs["metrics"] = args[3]
        del args[3:]


@bind("keras.Model.compile")
@renamed({}, metrics_third)
def compile_(
    at: At,
    self: Any,
    optimizer: Any = "rmsprop",
    loss: Any = None,
    loss_weights: Any = None,
    metrics: Any = None,
    weighted_metrics: Any = None,
    run_eagerly: Any = False,
    steps_per_execution: Any = 1,
    jit_compile: Any = "auto",
    auto_scale_loss: Any = True,
    **kwargs: Any,
) -> None:
    if not is_module(self):
        return
    for key in kwargs:
        if key not in OLD_COMPILE:
            unknown_argument(at, key, at.names[1:])
    optimizer, loss = usual(optimizer), usual(loss)
    m, use = at.m, CompileUse(at.span, None)
    self.attributes["__compiled__"] = True
    made = optimizer if isinstance(optimizer, Thing) else Unknown("an optimizer by name")
    self.attributes["optimizer"] = made
    self.attributes.pop("__frozen__", None)
    use.optimizer = optimizer_use(at, use, optimizer)
    found = strings(metrics)
    use.metrics = found or None
    self.attributes["__metrics__"] = found
    known = self.attributes.get("__measured__", frozenset())
    self.attributes["__measured__"] = measured(weighted_metrics, measured(metrics, known))
    place = at.argument_span("metrics")
    use.measures = [(name, place) for name in map(measure, found) if name]
    for text in found:
        if isinstance(text, str):
            use.strings.append(("metrics", text, at.argument_span("metrics")))
            if text not in METRIC_NAMES and text.lower() not in METRIC_NAMES:
                unknown_string(m, "metric", text, at.argument_span("metrics"))
    span = at.argument_span("loss")
    use.strings += [("loss", text, span) for text in strings(loss) if isinstance(text, str)]
    m.program.compiles.append(use)
    m.pending.append((use, self, loss, span))


def measure(metric: Any) -> str:
    """A metric by the name of its class, however it is given; empty for one that is not followed."""
    if isinstance(metric, str):
        return {"acc": "Accuracy"}.get(metric) or (camel(metric) if metric[:1].islower() else metric)
    if isinstance(metric, (Library, Thing)) and metric.name.startswith("keras.metrics."):
        name = metric.name.rsplit(".", 1)[-1]
        return camel(name) if name[:1].islower() else name
    return ""


def optimizer_use(at: At, use: CompileUse, optimizer: Any) -> OptimizerUse | None:
    """An optimiser by name or as an object; a class that was never called is refused by Keras."""
    if not isinstance(optimizer, str):
        return record(at, optimizer)
    span = at.argument_span("optimizer")
    if "optimizer" in at.given:
        use.strings.append(("optimizer", optimizer, span))
    if optimizer.lower() not in OPTIMIZER_NAMES | OLD_OPTIMIZERS:
        unknown_string(at.m, "optimizer", optimizer, span)
        return None
    made = OptimizerUse(optimizer.lower(), optimizer, span, {})
    at.m.program.optimizers.append(made)
    return made


def strings(value: Any) -> list[Any]:
    """What a list, a dict of outputs or a single value holds."""
    if value is None:
        return []
    if isinstance(value, Dict):
        return [x for v in value.values() for x in strings(v)]
    if isinstance(value, (List, tuple)):
        return [x for v in value for x in strings(v)]
    return [value]


# What each method calls its positional arguments; older ones took generators.
GENERATOR = {
    "generator": "x",
    "nb_epoch": "epochs",
    "samples_per_epoch": "steps_per_epoch",
    "nb_val_samples": "validation_steps",
}
POSITIONS = {
    "fit": "x y batch_size epochs verbose callbacks validation_split validation_data shuffle class_weight "
    "sample_weight initial_epoch steps_per_epoch validation_steps validation_batch_size validation_freq",
    "evaluate": "x y batch_size verbose sample_weight steps callbacks return_dict",
    "predict": "x batch_size verbose steps callbacks",
    "train_on_batch": "x y sample_weight class_weight return_dict",
    "test_on_batch": "x y sample_weight return_dict",
    "predict_on_batch": "x",
    "fit_generator": "x steps_per_epoch epochs verbose callbacks validation_data validation_steps "
    "class_weight",
    "evaluate_generator": "x steps",
    "predict_generator": "x steps",
    "predict_classes": "x batch_size verbose",
    "predict_proba": "x batch_size verbose",
}


@bind(*(f"keras.Model.{name}" for name in POSITIONS))
@renamed(GENERATOR)
def fit(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    m, outcome = at.m, Unknown(f"the result of `{at.label}`")
    if not is_module(self):
        return outcome
    use = FitUse(at.label, at.span, None, compiled(self), not m.loops and not m.maybe)
    use.arguments = {**dict(zip(POSITIONS[at.label].split(), args, strict=False)), **kwargs}
    known = POSITIONS[at.label].split()
    if at.label in ("fit", "evaluate", "predict") and not at.open_arguments:
        for key in kwargs:
            if key not in (*known, *OLD_FIT):
                unknown_argument(at, key, tuple(known))
    stream = use.arguments.get("x")
    use.stored = isinstance(stream, Stored)
    labels = use.arguments.get("y")
    if isinstance(stream, Value) and isinstance(labels, Value):
        m.program.pairs.append(Pair(stream, labels, at.span, len(m.program.events)))
    if isinstance(stream, (Thing, Stream, Instance, Iterator)) and use.arguments.get("y") is None:
        labels = batch_of(m, stream, 1)
        if isinstance(labels, Value):
            use.arguments["y"] = labels
    held = use.arguments.get("validation_data")
    use.changed = drawn(held) if at.label.startswith("fit") and held is not stream else None
    if at.label.startswith("fit"):
        use.folds = carried(at)
        use.mixed = mixed(stream, held)
        use.monitors = monitors(at, self, use.arguments.get("callbacks"))
        use.measured = self.attributes.get("__measured__")
    if at.label in ("fit", "fit_generator", "train_on_batch"):
        use.thawed = thawed(m, self)
    m.pending.append((use, self))
    if at.label.startswith(("fit", "train")):
        m.program.trains = True
        m.train_events += 1
    if isinstance(self, Container) and at.label.startswith(("predict", "evaluate")):
        return predicted(at, self)
    if at.label.startswith("fit") and "__metrics__" in self.attributes:
        return Logs(self.attributes["__metrics__"])
    return outcome


OLD_FIT = (
    "nb_epoch", "show_accuracy", "max_queue_size", "workers", "use_multiprocessing", "max_q_size",
    "nb_worker", "pickle_safe", "generator", "nb_val_samples", "val_samples",
)  # fmt: skip


def thawed(m: Machine, self: Any) -> list[Layer]:
    """What was frozen when the optimizer was built, at the first `fit`, and is not any more."""
    before = self.attributes.get("__frozen__")
    if before is None:
        made = [] if m.maybe else [*m.program.layers, *(n.layer for n in m.program.nodes if n.layer)]
        self.attributes["__frozen__"] = [x for x in dict.fromkeys(made) if x.trainable is False]
        return []
    if m.maybe or "__escaped__" in self.attributes:
        return []
    return [layer for layer in before if layer.trainable is True]


def compiled(self: Any) -> bool | None:
    """Whether `compile` was called before; not known of a model that was elsewhere."""
    if "__compiled__" in self.attributes:
        return True
    state = self.state if isinstance(self, Container) else {}
    return None if "__escaped__" in self.attributes or state.get("outside") else False


def predicted(at: At, self: Container) -> Any:
    """An array of unknown values."""
    if at.label.startswith("evaluate"):
        return Unknown("the result of `evaluate`")
    made = at.value(None, "float32", "")
    made.facts["array"] = True
    return made


def link(m: Machine) -> None:
    """Give each compile and fit its network, each loss its prediction, and hold the data against both."""
    compiled_with: dict[int, list[LossUse]] = {}
    for entry in m.pending:
        use, model = entry[0], entry[1]
        network: Network | None = getattr(model, "network", None)
        use.network = network if network in m.program.networks else None
        if isinstance(use, FitUse):
            m.program.fits.append(use)
            inside = list(use.network.layers()) if use.network is not None else []
            use.thawed = [layer for layer in use.thawed if layer in inside]
            if use.network is None or len(use.network.outputs) != 1:
                use.measured = None  # several outputs put their names in front
            feed(m, use, compiled_with.get(id(model), []))
            continue
        if use.optimizer is not None:
            use.optimizer.network = use.network
        losses = compiled_with[id(model)] = []
        for loss, prediction in pairs(entry[2], use.network):
            found = loss_op(m, loss, entry[3])
            if found is not None:
                made = LossUse(found[0], found[1], entry[3], found[2], prediction, None, use.network)
                use.loss = use.loss or made
                losses.append(made)
            elif isinstance(loss, Function) and prediction is not None:
                own_loss(m, loss, prediction, entry[3])
        m.program.losses += losses
    m.pending.clear()


def own_loss(m: Machine, loss: Function, prediction: Value, place: Span) -> None:
    """A loss function of the checked code, run on labels that nothing is known of."""
    from footgun.source.analysis import guard

    def run() -> None:
        given = call_value(m, loss, [Value(None, span=place), prediction], {}, place)
        if isinstance(given, Value):
            m.program.objectives.append(given)

    guard(m, run, place)


def pairs(loss: Any, network: Network | None) -> list[tuple[Any, Value | None]]:
    """Each loss with the output it is for: one for all, one each in a list, or by the outputs' names."""
    outputs = network.outputs if network is not None else []
    if isinstance(loss, Dict):
        named = {name_of(v): v for v in outputs}
        return [(one, named.get(key)) for key, one in loss.items()]
    if isinstance(loss, (List, tuple)):
        same = len(loss) == len(outputs)
        return [(one, outputs[i] if same else None) for i, one in enumerate(loss)]
    if len(outputs) > 1:
        return [(loss, value) for value in outputs]
    return [(loss, outputs[0] if outputs else None)]


def name_of(value: Value) -> str:
    """The name of an output: that of the layer that makes it."""
    node = value.made_by
    while node is not None and node.layer is None and node.inputs:
        node = node.inputs[0].made_by
    return node.layer.path if node is not None and node.layer is not None else ""
