"""Keras compile: losses, optimisers and metrics, by string or object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.network import CompileUse, LossUse, Network, OptimizerUse, UnknownString
from footgun.ops.base import Op
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, OtherLoss, Regression
from footgun.source.bindings import bind
from footgun.source.keras._strings import LOSS_NAMES, OPTIMIZER_NAMES, kind_of_name
from footgun.source.values import Dict, Library, List, Thing

if TYPE_CHECKING:
    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine

OPTIMIZERS = ("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta", "Adamax", "Nadam", "Ftrl", "Lion", "Adafactor", "Lamb")


@bind(*(f"keras.optimizers.{n}" for n in OPTIMIZERS), *(f"keras.optimizers.legacy.{n}" for n in OPTIMIZERS))
def optimizer(at: At, *args: Any, **settings: Any) -> Any:
    if args:
        settings["learning_rate"] = args[0]
    found = {("lr" if k == "learning_rate" else k): v for k, v in settings.items()}
    return Thing("keras.optimizers", at.name, at.span, of=at.label.lower(), settings=found, label=at.label)


@bind(*(f"keras.losses.{n}" for n in LOSS_NAMES if n[:1].isupper() and n.upper() != n))
def loss_object(at: At, *args: Any, **settings: Any) -> Any:
    return Thing("keras.losses", at.name, at.span, of=LOSS_NAMES[at.label], logits=settings.get("from_logits", False), label=at.label)


@bind("keras.initializers.zeros", "keras.initializers.Zeros", "keras.initializers.ones", "keras.initializers.Ones",
      "keras.initializers.Constant", "keras.initializers.constant", "keras.initializers.RandomNormal",
      "keras.initializers.RandomUniform", "keras.initializers.TruncatedNormal", "keras.initializers.GlorotUniform",
      "keras.initializers.GlorotNormal", "keras.initializers.HeNormal", "keras.initializers.HeUniform", "keras.initializers.he_normal",
      "keras.initializers.he_uniform", "keras.initializers.glorot_uniform", "keras.initializers.glorot_normal",
      "keras.initializers.LecunNormal", "keras.initializers.LecunUniform", "keras.initializers.Orthogonal")  # fmt: skip
def initializer(at: At, *args: Any, **settings: Any) -> Any:
    from footgun.source.keras._strings import INITIALIZER_NAMES

    kind = INITIALIZER_NAMES.get(at.label, "unknown")
    value = args[0] if args else settings.get("value", 0)
    if kind == "constant" and value == 0:
        kind = "zeros"
    scale = settings.get("stddev")
    return Thing("keras.initializers", at.name, at.span, initializer=kind, scale=scale if isinstance(scale, float) else None)


def record_compile(at: At, model: Any, optimizer: Any, loss: Any, metrics: Any) -> None:
    """Note what `compile` was given; the network is linked when all models are traced."""
    m = at.m
    use = CompileUse(at.span, None)
    model.attributes["__compiled__"] = True
    if isinstance(optimizer, str):
        use.strings.append(("optimizer", optimizer, at.argument_span("optimizer")))
        if optimizer.lower() in OPTIMIZER_NAMES:
            use.optimizer = OptimizerUse(optimizer.lower(), optimizer, at.argument_span("optimizer"), {})
        else:
            unknown(m, "optimizer", optimizer, at.argument_span("optimizer"))
    elif isinstance(optimizer, Thing) and optimizer.kind == "keras.optimizers":
        facts = optimizer.facts
        use.optimizer = OptimizerUse(facts["of"], facts["label"], optimizer.made or at.span, facts["settings"])
    if use.optimizer is not None:
        m.program.optimizers.append(use.optimizer)
    found = items(metrics)
    use.metrics = None if not found else found
    m.program.compiles.append(use)
    m.pending.append((use, model, loss, at.argument_span("loss")))


def items(value: Any) -> list[Any]:
    """Metrics as a list."""
    if value is None:
        return []
    if isinstance(value, (List, tuple)):
        return list(value)
    return list(value.values()) if isinstance(value, Dict) else [value]


def unknown(m: Machine, role: str, text: str, span: Any) -> None:
    """A string that names no such thing."""
    m.program.unknown_strings.append(UnknownString(role, text, span, kind_of_name(text, role)))


def loss_op(m: Machine, loss: Any, span: Any) -> tuple[Op, str] | None:
    """The op of a loss given as a string, function or object."""
    logits = False
    if isinstance(loss, str):
        kind = LOSS_NAMES.get(loss)
        label = loss
        if kind is None:
            unknown(m, "loss", loss, span)
            return None
    elif isinstance(loss, Library):
        label = loss.name.rsplit(".", 1)[-1]
        kind = LOSS_NAMES.get(label)
    elif isinstance(loss, Thing) and loss.kind == "keras.losses":
        kind, label, logits = loss.facts["of"], loss.facts["label"], loss.facts["logits"]
    else:
        return None
    if kind is None or not isinstance(logits, bool):
        return None
    expects = "logits" if logits else "probabilities"
    if kind in ("categorical", "sparse"):
        return CrossEntropy(expects, "one-hot" if kind == "categorical" else "index", -1), label
    if kind == "binary":
        return BinaryCrossEntropy(expects, by_example=True), label
    other = kind in ("kl", "hinge", "other")
    return (OtherLoss(kind, by_example=True) if other else Regression(kind, by_example=True)), label


def link_compile(m: Machine) -> None:
    """Give each compile and fit its network, and each loss its prediction."""
    for entry in m.pending:
        use, model = entry[0], entry[1]
        network: Network | None = getattr(model, "network", None)
        use.network = network
        if not isinstance(use, CompileUse):
            m.program.fits.append(use)
            continue
        loss, span = entry[2], entry[3]
        if use.optimizer is not None:
            use.optimizer.network = network
        outputs = network.outputs if network is not None else []
        given = items(loss) if isinstance(loss, (List, tuple, Dict)) else [loss]
        for place, one in enumerate(given):
            found = loss_op(m, one, span)
            if found is None:
                continue
            prediction = outputs[place] if len(given) > 1 and place < len(outputs) else network.output if network else None
            made = LossUse(found[0], found[1], span, getattr(one, "made", None) or span, prediction, None, network)
            use.loss = use.loss or made
            m.program.losses.append(made)
    m.pending.clear()
