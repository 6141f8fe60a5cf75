"""einops: layers for use between others."""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.einops.functions import operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("einops.layers.torch.Rearrange", "einops.layers.keras.Rearrange")
def rearrange(at: At, pattern: Any, **axes_lengths: Any) -> Any:
    return made(at, pattern, "rearrange", axes_lengths)


@bind("einops.layers.torch.Reduce", "einops.layers.keras.Reduce")
def reduce(at: At, pattern: Any, reduction: Any, **axes_lengths: Any) -> Any:
    return made(at, pattern, reduction, axes_lengths)


def made(at: At, pattern: Any, mode: Any, lengths: dict[str, Any]) -> Any:
    """A layer without weights."""
    op = operation(at, pattern, mode, lengths)
    if op is None or at.open_arguments:
        return at.unknown(f"`{at.name}` with a pattern that is not known")
    return at.layer(op, {"pattern": pattern, **lengths})
