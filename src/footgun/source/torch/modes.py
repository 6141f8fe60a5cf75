"""torch: questions about how the code runs. It is plain Python here: not scripted, traced or exported."""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.interpret.attributes import class_attribute
from footgun.source.interpret.calls import call_value
from footgun.source.values import Class, Function, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind(
    "torch.jit.is_scripting",
    "torch.jit.is_tracing",
    "torch.onnx.is_in_onnx_export",
    "torch.compiler.is_compiling",
    "torch.compiler.is_dynamo_compiling",
    "torch.compiler.is_exporting",
    "torch._dynamo.is_compiling",
    "torch._C._get_tracing_state",
)
def no(at: At) -> Any:
    return None if at.label == "_get_tracing_state" else False


@bind("torch.jit.annotate")
def annotate(at: At, the_type: Any, the_value: Any) -> Any:
    return the_value


@bind("torch.autograd.Function.apply")
def apply(at: At, self: Any, *args: Any) -> Any:
    """A function with a gradient of its own: its `forward`, which may begin with the context."""
    method = class_attribute(self, "forward") if isinstance(self, Class) else None
    if not isinstance(method, Function):
        return Unknown("a function with its own gradient")
    split = class_attribute(self, "setup_context")
    context = (
        [] if isinstance(split, Function) else [Thing("torch.autograd.Context", "torch.autograd.Context")]
    )
    return call_value(at.m, method, [*context, *args], {}, at.span)


@bind(
    "torch.autograd.Context.save_for_backward",
    "torch.autograd.Context.mark_dirty",
    "torch.autograd.Context.mark_non_differentiable",
    "torch.autograd.Context.set_materialize_grads",
)
def note(at: At, self: Any, *args: Any) -> None:
    return None


@bind("torch._assert")
def check(at: At, condition: Any, message: Any = "") -> None:
    return None
