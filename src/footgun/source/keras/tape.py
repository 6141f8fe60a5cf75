"""tf.GradientTape: what it records, the gradients it gives, and weights as what they are gradients of."""

from __future__ import annotations

from footgun.findings import Span
from footgun.network import Tape, Value
from footgun.ops.elementwise import Unary
from footgun.ops.gradient import Gradient
from footgun.source.bindings import bind
from footgun.source.keras._weights import trainable, weights_of
from footgun.source.values import Dict, List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("tensorflow.GradientTape")
def tape(at: At, persistent: Any = False, watch_accessed_variables: Any = True) -> Any:
    """One for each place: what a pass of a loop records, another one of the same place has recorded too."""
    known: dict[Span, Tape] = at.m.notes.setdefault("tapes", {})
    facts = known.setdefault(at.span, Tape(at.span))
    facts.loops = tuple(at.m.around)
    facts.persistent = persistent if isinstance(persistent, bool) else None
    return Thing(
        "tensorflow.GradientTape", at.name, at.span, tape=facts, lost=watch_accessed_variables is not True
    )


@bind("tensorflow.GradientTape.watch")
def watch(at: At, self: Any, tensor: Any = None) -> None:
    return None


@bind("tensorflow.GradientTape.stop_recording")
def pause(at: At, self: Any) -> Any:
    if not is_tape(self):
        return Unknown("a tape that stops")
    return Thing(
        "tensorflow.GradientTape.pause", "tensorflow.GradientTape.pause", at.span, tape=self.facts["tape"]
    )


@bind("tensorflow.GradientTape.reset")
def reset(at: At, self: Any) -> None:
    if is_tape(self):
        at.m.journal.write(self.facts, "lost", True)


def is_tape(value: Any) -> bool:
    """Whether it is a tape that is followed."""
    return isinstance(value, Thing) and value.name == "tensorflow.GradientTape"


@bind(*(f"tensorflow.GradientTape.{name}" for name in ("jacobian", "batch_jacobian")))
def jacobian(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    return Unknown("a Jacobian")


@bind("tensorflow.GradientTape.gradient")
def gradient(
    at: At,
    self: Any,
    target: Any,
    sources: Any,
    output_gradients: Any = None,
    unconnected_gradients: Any = None,
) -> Any:
    if not is_tape(self):
        return Unknown("a gradient")
    own: Tape = self.facts["tape"]
    weights = held(sources)
    values = [] if weights is None else weights
    data = isinstance(sources, Value) and "parameter" not in sources.facts
    inner = [loop for loop in at.m.around if loop not in own.loops and not loop.breaks]
    many = any(isinstance(loop.passes, int) and loop.passes > 1 for loop in inner)
    mode = "retain" if own.persistent is not False else "again" if many or "used" in self.facts else ""
    if self.facts["lost"] is True or isinstance(target, (List, tuple, Dict)):
        target = None
    at.m.event(
        "grad" if data else "gradient",
        target if isinstance(target, Value) else None,
        mode,
        given=[v.facts["parameter"] for v in values],
    )
    at.m.program.events[-1].tapes = (own,)
    at.m.journal.write(self.facts, "used", at.span)
    if data:
        return along(at, own, target, sources)
    at.m.program.trains = True
    at.m.train_events += 1
    return shaped(at, sources)


def held(sources: Any) -> list[Value] | None:
    """The weights that a gradient is for, nested lists opened; None where not all are known."""
    if isinstance(sources, Value):
        return [sources] if "parameter" in sources.facts else None
    if not isinstance(sources, (List, tuple)) or getattr(sources, "open", False):
        return None
    found: list[Value] = []
    for source in sources:
        inner = held(source)
        if inner is None:
            return None
        found += inner
    return found


def shaped(at: At, sources: Any) -> Any:
    """A gradient for each weight, in the order of the weights."""
    if isinstance(sources, Value):
        made = at.value(sources.shape, sources.dtype, "")
        made.facts["gradient"] = sources.facts.get("parameter")
        return made
    if isinstance(sources, (List, tuple)):
        return List([shaped(at, s) for s in sources], getattr(sources, "open", False))
    return Unknown("gradients")


def along(at: At, own: Tape, target: Any, source: Value) -> Any:
    """How a value changes with a tensor that is no weight: the graph goes on in tapes that still record."""
    if not isinstance(target, Value):
        return Value(source.shape, source.dtype, span=at.span)
    graph = any(other is not own or own.persistent for other in at.m.tapes)
    return at.apply(Gradient(graph), target, source, dtype=source.dtype)


@bind("tensorflow.Tensor.numpy", "keras.ops.convert_to_numpy")
def numbers(at: At, self: Any) -> Any:
    """The numbers of a tensor alone: no gradient goes back through them."""
    if not isinstance(self, Value):
        return self
    made = at.apply(Unary("detach"), self)
    made.facts["array"] = True
    return made


@bind("tensorflow.clip_by_norm")
def clip(at: At, t: Any, clip_norm: Any = None, axes: Any = None, name: Any = None) -> Any:
    if isinstance(t, Value) and "gradient" in t.facts:
        return t
    return at.apply(Unary("clamp"), t) if isinstance(t, Value) else Unknown("a clipped tensor")


@bind("tensorflow.clip_by_global_norm")
def clip_all(at: At, t_list: Any, clip_norm: Any = None, use_norm: Any = None, name: Any = None) -> Any:
    return (t_list, Unknown("a norm"))


@bind(
    *(f"keras.layers.Layer.{name}.fget" for name in ("trainable_variables", "trainable_weights")),
)
def trainable_weights(at: At, self: Any) -> Any:
    found = weights_of(at.m, self)
    open_ = found.open or any(trainable(v) is None for v in found)
    return List([v for v in found if trainable(v) is not False], open_)


@bind("keras.layers.Layer.variables.fget", "keras.layers.Layer.weights.fget")
def weights(at: At, self: Any) -> Any:
    """With statistics, which are no weights here."""
    return List(weights_of(at.m, self), True)
