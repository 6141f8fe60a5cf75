"""torch.nn.utils: reparametrised weights, clipped gradients, packed sequences, mixed precision."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.indexing import Index
from footgun.ops.reshape import Transpose
from footgun.sizes import same
from footgun.source.bindings import bind
from footgun.source.torch.numbers import numbers_of
from footgun.source.values import List, Thing, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

REWRITTEN = ("weight_norm", "spectral_norm", "parametrizations.weight_norm", "parametrizations.spectral_norm")
KEPT = ("remove_weight_norm", "remove_spectral_norm", "parametrizations.orthogonal", "fuse_conv_bn_eval")
PRUNED = ("random_unstructured", "l1_unstructured", "ln_structured", "identity", "remove")
PACKED = "torch.nn.utils.rnn.PackedSequence"


@bind(
    *(f"torch.nn.utils.{n}" for n in (*REWRITTEN, *KEPT)),
    *(f"torch.nn.utils.prune.{n}" for n in PRUNED),
)
def seen_through(at: At, module: Any, *args: Any, **kwargs: Any) -> Any:
    """The layer computes what it did."""
    return module


@bind("torch.nn.utils.clip_grad_norm_", "torch.nn.utils.clip_grad_norm")
def clip_norm(
    at: At,
    parameters: Any,
    max_norm: Any,
    norm_type: Any = 2.0,
    error_if_nonfinite: Any = False,
    foreach: Any = None,
) -> Any:
    at.m.event("clip", clipped(at, parameters))
    return at.value((), "float32")


@bind("torch.nn.utils.clip_grad_value_")
def clip_value(at: At, parameters: Any, clip_value: Any, foreach: Any = None) -> None:
    at.m.event("clip", clipped(at, parameters))


def clipped(at: At, parameters: Any) -> Any:
    """The weights, where all are known, or the one tensor that is given; None else."""
    if isinstance(parameters, Value):
        return parameters
    from footgun.source.torch.optim import held

    return held(at, parameters)


@bind("torch.nn.utils.parameters_to_vector")
def parameters_to_vector(at: At, parameters: Any) -> Any:
    return at.value((at.m.names.fresh("p"),), "float32")


@bind("torch.nn.utils.vector_to_parameters")
def vector_to_parameters(at: At, vec: Any, parameters: Any) -> None:
    return None


@bind("torch.nn.utils.rnn.pack_padded_sequence")
def pack(at: At, input: Any, lengths: Any, batch_first: Any = False, enforce_sorted: Any = True) -> Any:
    made = packed(at, at.m.tensor(input), at.flag(batch_first, False))
    given = numbers_of(lengths) if isinstance(lengths, Value) else lengths
    if isinstance(given, (List, tuple)) and given and all(isinstance(one, int) for one in given):
        made.facts["longest"] = None if getattr(given, "open", False) else max(given)
    return made


def packed(at: At, padded: Value, batch_first: bool) -> Thing:
    """Sequences without their padding: the steps of all are in one axis, and how many is not known."""
    steps = Unknown("the data of packed sequences")
    return Thing(PACKED, PACKED, at.span, padded=padded, data=steps, batch_first=batch_first)


@bind("torch.nn.utils.rnn.pad_packed_sequence")
def unpack(
    at: At, sequence: Any, batch_first: Any = False, padding_value: Any = 0.0, total_length: Any = None
) -> Any:
    if not isinstance(sequence, Thing) or sequence.kind != PACKED:
        return (Unknown("a padded sequence"), Unknown("the lengths of sequences"))
    data: Value = sequence.facts["padded"]
    first = at.flag(batch_first, False)
    if first != sequence.facts["batch_first"]:
        data = at.apply(Transpose(0, 1), data)
    axis = 1 if first else 0
    if data.shape is not None and len(data.shape) > axis:
        # Padded to the longest sequence again, which may be shorter than the padding that went in.
        time = data.shape[axis]
        longest: Any = sequence.facts.get("longest") if total_length is None else total_length
        if not is_size(longest) or (total_length is not None and not same(longest, time)):
            longest = at.m.names.fresh("t")
        if same(longest, time) is not True:
            whole = ("slice", None, None, None)
            data = at.apply(Index((*[whole] * axis, ("slice", None, longest, None))), data)
    count = None if data.shape is None else data.shape[0 if first else 1]
    return (data, at.value(None if count is None else (count,), "int64"))


@bind("torch.cuda.amp.GradScaler", "torch.amp.GradScaler")
def grad_scaler(at: At, *args: Any, **kwargs: Any) -> Any:
    off = kwargs.get("enabled") is False
    return Thing("torch.amp.GradScaler", "torch.amp.GradScaler", at.span, off=off)


@bind("torch.amp.GradScaler.scale")
def scale(at: At, self: Any, outputs: Any) -> Any:
    return outputs


@bind("torch.amp.GradScaler.step")
def step(at: At, self: Any, optimizer: Any, *args: Any, **kwargs: Any) -> Any:
    from footgun.source.torch.optim import act

    act(at, optimizer)
    event = at.m.program.events[-1]
    if event.kind == "step" and isinstance(self, Thing) and not self.facts["off"]:
        event.mode = "scaled"
    return Unknown("a step")


@bind("torch.amp.GradScaler.update", "torch.amp.GradScaler.unscale_", "torch.amp.GradScaler.load_state_dict")
def update(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
    if at.label == "unscale_":
        given = args[0] if args else kwargs.get("optimizer")
        at.m.event("unscale", given.facts.get("use") if isinstance(given, Thing) else None)


@bind("torch.autocast", "torch.cuda.amp.autocast", "torch.amp.autocast")
def autocast(at: At, *args: Any, **kwargs: Any) -> Any:
    return Thing("torch.autocast", "torch.autocast", at.span)
