"""keras.optimizers: optimisers and their learning rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.network import OptimizerUse
from footgun.source.bindings import bind
from footgun.source.keras._legacy import renamed
from footgun.source.values import Thing, Unknown

if TYPE_CHECKING:
    from footgun.source.callsite import At

# Keywords of every optimiser, beside those of older releases.
COMMON = frozenset({
    "weight_decay", "clipnorm", "clipvalue", "global_clipnorm", "use_ema", "ema_momentum",
    "ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps", "name", "decay",
    "is_legacy_optimizer", "jit_compile", "schedule_decay",
})  # fmt: skip
OLD = {"lr": "learning_rate", "beta1": "beta_1", "beta2": "beta_2"}


def optimizers(*names: str) -> list[str]:
    """Optimisers by their canonical names."""
    return [f"keras.optimizers.{name}" for name in names]


def optimizer(at: At, given: dict[str, Any]) -> Thing:
    """An optimiser; only settings that the user gave are kept, under names that both frameworks share."""
    extra = given.get("kwargs") or {}
    for key in extra:
        if key not in COMMON:
            from footgun.source.bindings import unknown_argument

            unknown_argument(at, key, at.names)
    settings = {n: v for n, v in {**given, **extra}.items() if n in at.given and not isinstance(v, Unknown)}
    settings.pop("kwargs", None)
    if "learning_rate" in settings:
        rate = settings.pop("learning_rate")
        settings["lr@"] = at.argument_span("learning_rate")
        if isinstance(rate, (int, float)):
            settings["lr"] = rate
        else:
            settings["scheduled"] = True
    if settings.pop("decay", 0):
        settings["scheduled"] = True
    kind = at.label.lower()
    return Thing("keras.optimizers", at.name, at.span, of=kind, settings=settings, label=at.label)


def record(at: At, thing: Any) -> OptimizerUse | None:
    """The use of an optimiser object; the same one each time."""
    if not isinstance(thing, Thing) or thing.kind != "keras.optimizers":
        return None
    use: OptimizerUse | None = thing.facts.get("use")
    if use is None:
        facts = thing.facts
        use = OptimizerUse(facts["of"], facts["label"], thing.made or at.span, facts["settings"])
        facts["use"] = use
        at.m.program.optimizers.append(use)
    return use


@bind(*optimizers("SGD"))
@renamed(OLD)
def sgd(at: At, learning_rate: Any = 0.01, momentum: Any = 0.0, nesterov: Any = False, **kwargs: Any) -> Any:
    return optimizer(at, locals())


@bind(*optimizers("Adam"))
@renamed(OLD)
def adam(
    at: At,
    learning_rate: Any = 0.001,
    beta_1: Any = 0.9,
    beta_2: Any = 0.999,
    epsilon: Any = 1e-07,
    amsgrad: Any = False,
    **kwargs: Any,
) -> Any:
    return optimizer(at, locals())


@bind(*optimizers("AdamW"))
@renamed(OLD)
def adamw(
    at: At,
    learning_rate: Any = 0.001,
    weight_decay: Any = 0.004,
    beta_1: Any = 0.9,
    beta_2: Any = 0.999,
    epsilon: Any = 1e-07,
    amsgrad: Any = False,
    **kwargs: Any,
) -> Any:
    return optimizer(at, locals())


@bind(*optimizers("Adamax", "Nadam", "Lamb"))
@renamed(OLD)
def adamax(
    at: At,
    learning_rate: Any = 0.001,
    beta_1: Any = 0.9,
    beta_2: Any = 0.999,
    epsilon: Any = 1e-07,
    **kwargs: Any,
) -> Any:
    return optimizer(at, locals())


@bind(*optimizers("RMSprop"))
@renamed(OLD)
def rmsprop(
    at: At,
    learning_rate: Any = 0.001,
    rho: Any = 0.9,
    momentum: Any = 0.0,
    epsilon: Any = 1e-07,
    centered: Any = False,
    **kwargs: Any,
) -> Any:
    return optimizer(at, locals())


@bind(*optimizers("Adadelta"))
@renamed(OLD)
def adadelta(at: At, learning_rate: Any = 0.001, rho: Any = 0.95, epsilon: Any = 1e-07, **kwargs: Any) -> Any:
    return optimizer(at, locals())


@bind(*optimizers("Adagrad"))
@renamed(OLD)
def adagrad(
    at: At,
    learning_rate: Any = 0.001,
    initial_accumulator_value: Any = 0.1,
    epsilon: Any = 1e-07,
    **kwargs: Any,
) -> Any:
    return optimizer(at, locals())


@bind(*optimizers("Lion"))
@renamed(OLD)
def lion(at: At, learning_rate: Any = 0.001, beta_1: Any = 0.9, beta_2: Any = 0.99, **kwargs: Any) -> Any:
    return optimizer(at, locals())


@bind(*optimizers("Ftrl", "Adafactor", "Muon", "ScheduleFreeAdamW"))
def other(at: At, learning_rate: Any = 0.001, *args: Any, **kwargs: Any) -> Any:
    return optimizer(at, {"learning_rate": learning_rate, "kwargs": {}})


SCHEDULES = (
    "ExponentialDecay", "PiecewiseConstantDecay", "PolynomialDecay", "InverseTimeDecay", "CosineDecay",
    "CosineDecayRestarts", "LearningRateSchedule",
)  # fmt: skip


@bind(*(f"keras.optimizers.schedules.{name}" for name in SCHEDULES))
def schedule(at: At, *args: Any, **kwargs: Any) -> Any:
    return Thing("keras.optimizers.schedules", at.name, at.span)


@bind("keras.optimizers.apply_gradients", "keras.optimizers.minimize", "keras.optimizers.apply")
def step(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    record(at, self)
    at.m.program.trains = True
    at.m.train_events += 1
    return Unknown("the step of an optimiser")
