"""torch: gradients that the code asks for itself, of inputs as of weights."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.gradient import Gradient
from footgun.source.bindings import bind
from footgun.source.interpret.operators import truth
from footgun.source.values import List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.autograd.grad")
def grad(
    at: At,
    outputs: Any,
    inputs: Any,
    grad_outputs: Any = None,
    retain_graph: Any = None,
    create_graph: Any = False,
    only_inputs: Any = True,
    allow_unused: Any = None,
    is_grads_batched: Any = False,
    materialize_grads: Any = False,
) -> Any:
    at.m.event("grad", outputs if isinstance(outputs, Value) else None)
    sources = tuple(inputs) if isinstance(inputs, (tuple, List)) else (inputs,)
    known = isinstance(outputs, Value) and all(isinstance(source, Value) for source in sources)
    graph = truth(create_graph)
    if not known or getattr(inputs, "open", False) or graph is None:
        return Unknown("a gradient")
    return tuple(at.apply(Gradient(graph), outputs, source, dtype=source.dtype) for source in sources)
