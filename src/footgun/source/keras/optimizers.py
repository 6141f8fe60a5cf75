"""keras.optimizers: optimisers and their learning rates."""

from __future__ import annotations

from footgun.network import OptimizerUse, ScheduleUse, Value
from footgun.source.bindings import SIGNATURES, Handler, bind, bind_texts
from footgun.source.interpret.iteration import items_of
from footgun.source.values import List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

# Keywords of older releases.
COMMON = frozenset({
    "decay", "is_legacy_optimizer", "jit_compile", "schedule_decay",
})  # fmt: skip
OLD = {"lr": "learning_rate", "beta1": "beta_1", "beta2": "beta_2"}


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
            settings["schedule@"] = rate
    if settings.pop("decay", 0):
        settings["scheduled"] = True
    settings["decoupled_weight_decay"] = True  # all of Keras' subtract it from the weight itself
    kind = at.label.lower()
    made = Thing("keras.optimizers", at.name, at.span, of=kind, settings=settings, label=at.label)
    at.m.notes.setdefault("optimizers", []).append((at, made))
    return made


def record(at: At, thing: Any) -> OptimizerUse | None:
    """The use of an optimiser object; the same one each time."""
    if not isinstance(thing, Thing) or thing.kind != "keras.optimizers":
        return None
    use: OptimizerUse | None = thing.facts.get("use")
    if use is None:
        facts = thing.facts
        use = OptimizerUse(facts["of"], facts["label"], thing.made or at.span, facts["settings"])
        facts["use"] = use
        rate = use.settings.pop("schedule@", None)
        if isinstance(rate, Thing) and rate.kind == "keras.optimizers.schedules":
            label, given = rate.name.rsplit(".", 1)[-1], rate.facts["settings"]
            at.m.program.schedules.append(ScheduleUse(label, rate.made or at.span, given, use))
        at.m.program.optimizers.append(use)
    return use


# What each takes, in order; `+` stands for what all of them take.
# fmt: off
SHARED = (
    "weight_decay= clipnorm= clipvalue= global_clipnorm= use_ema= ema_momentum= ema_overwrite_frequency= "
    "loss_scale_factor= gradient_accumulation_steps= name="
)
OPTIMIZERS = {
    "SGD": "learning_rate= momentum= nesterov= +",
    "Adam": "learning_rate= beta_1= beta_2= epsilon= amsgrad= +",
    "AdamW": "learning_rate= weight_decay= beta_1= beta_2= epsilon= amsgrad= +",
    "Adamax": "learning_rate= beta_1= beta_2= epsilon= +",
    "Nadam": "learning_rate= beta_1= beta_2= epsilon= +",
    "Lamb": "learning_rate= beta_1= beta_2= epsilon= +",
    "RMSprop": "learning_rate= rho= momentum= epsilon= centered= +",
    "Adadelta": "learning_rate= rho= epsilon= +",
    "Adagrad": "learning_rate= initial_accumulator_value= epsilon= +",
    "Lion": "learning_rate= beta_1= beta_2= +",
    "Ftrl": "learning_rate= learning_rate_power= initial_accumulator_value= l1_regularization_strength= "
        "l2_regularization_strength= l2_shrinkage_regularization_strength= beta= +",
    "Adafactor": "learning_rate= beta_2_decay= epsilon_1= epsilon_2= clip_threshold= relative_step= +",
    "Muon": "learning_rate= adam_beta_1= adam_beta_2= adam_weight_decay= epsilon= + exclude_layers= "
        "exclude_embeddings= muon_a= muon_b= muon_c= adam_lr_ratio= momentum= ns_steps= nesterov= rms_rate=",
    "ScheduleFreeAdamW": "learning_rate= beta_1= beta_2= epsilon= warmup_steps= +",
}
WRAPPERS = {
    "LossScaleOptimizer": "inner_optimizer initial_scale= dynamic_growth_steps= name= **",
    "MultiOptimizer": "optimizer_map loss_scale_factor= name=",
    "OptimizerMap": "default_optimizer optimizer_map=",
}
# fmt: on


def full(text: str) -> str:
    """A line of the table with what all optimisers take written out."""
    shared = " ".join(w for w in SHARED.split() if w not in text.split())
    return text.replace("+", shared) + " **"


def maker(name: str) -> Handler:
    """The handler of one optimiser; names of older releases are put right first."""

    def handler(at: At, *args: Any, **kwargs: Any) -> Any:
        for old in [k for k in kwargs if k in OLD and OLD[k] not in kwargs]:
            kwargs[OLD[old]] = kwargs.pop(old)
            at.aliases[OLD[old]] = old
            at.given |= {OLD[old]}
        names = SIGNATURES[handler].positional
        given = {**dict(zip(names, args, strict=False)), **kwargs}
        own = {n: v for n, v in given.items() if n in names}
        return optimizer(at, {**own, "kwargs": {n: v for n, v in given.items() if n not in names}})

    return handler


def wrapper(name: str) -> Handler:
    """Around other optimisers: the first of them counts."""

    def handler(at: At, *args: Any, **kwargs: Any) -> Any:
        inner = [v for v in (*args, *kwargs.values()) if isinstance(v, Thing)]
        return inner[0] if inner else Thing("keras.optimizer", at.name, at.span)

    return handler


bind_texts({name: full(text) for name, text in OPTIMIZERS.items()}, maker, "keras.optimizers")
bind_texts(WRAPPERS, wrapper, "keras.optimizers")


@bind("keras.optimizers.minimize")
def minimize(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    return stepped(at, self, [])


@bind("keras.optimizers.apply_gradients")
def apply_gradients(at: At, self: Any, grads_and_vars: Any, *args: Any, **kwargs: Any) -> Any:
    return stepped(at, self, items_of(at.m, grads_and_vars) or [])


@bind("keras.optimizers.apply")
def apply(at: At, self: Any, grads: Any, trainable_variables: Any = None) -> Any:
    ends = items_of(at.m, grads), items_of(at.m, trainable_variables)
    return stepped(at, self, list(zip(*ends, strict=False)) if None not in ends else [])  # type: ignore[arg-type]


def stepped(at: At, self: Any, pairs: list[Any]) -> Any:
    """The step of an optimiser with pairs of gradients and weights, none where they are not followed."""
    use = record(at, self)
    at.m.program.trains = True
    at.m.train_events += 1
    known = all(isinstance(p, (tuple, List)) and len(p) == 2 for p in pairs)
    known = known and all(isinstance(end, Value) for p in pairs for end in p)
    if known and pairs and all("parameter" in p[0].facts and "gradient" in p[1].facts for p in pairs):
        at.fault(
            f"`{at.label}` gets the weights in the place of the gradients: it takes the gradients first",
            help="`zip(gradients, weights)`" if at.label == "apply_gradients" else "swap the two arguments",
        )
        known = False
    of = [(p[0].facts.get("gradient"), p[1].facts.get("parameter")) for p in pairs] if known else []
    at.m.event("apply", use, given=of)
    return Unknown("the step of an optimiser")
