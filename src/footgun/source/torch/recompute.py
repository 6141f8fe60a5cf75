"""torch.utils.checkpoint: parts of a network that run again on the way back; forwards they run as written."""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.iteration import items_of
from footgun.source.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.utils.checkpoint.checkpoint")
def checkpoint(
    at: At,
    function: Any,
    *args: Any,
    use_reentrant: Any = None,
    context_fn: Any = None,
    determinism_check: Any = "default",
    debug: Any = False,
    early_stop: Any = True,
    **kwargs: Any,
) -> Any:
    return call_value(at.m, function, list(args), kwargs, at.span, at.node, at.frame, at.open_arguments)


@bind("torch.utils.checkpoint.checkpoint_sequential")
def checkpoint_sequential(
    at: At, functions: Any, segments: Any, input: Any, use_reentrant: Any = None, **kwargs: Any
) -> Any:
    parts = items_of(at.m, functions)
    if parts is None:
        return Unknown("modules of unknown number")
    for part in parts:
        input = call_value(at.m, part, [input], {}, at.span)
    return input
