"""What CTC aligns: log-probabilities (time, batch, classes), and a length for each sequence of the batch."""

from __future__ import annotations

from footgun.network import Value
from footgun.sizes import Expr, Size, same, show
from footgun.source.torch._masks import known
from footgun.source.values import List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

ROOM = 3  # axes of a batch of sequences


def aligned(at: At, log_probs: Any, targets: Any, lengths: Any) -> bool:
    """Tell of log-probabilities whose batch is not as long as what stands beside it; whether they are so."""
    if not known(log_probs) or len(log_probs.shape) != ROOM or at.m.doubt:
        return False
    first, second, _ = log_probs.shape
    counts = [
        (count, name)
        for count, name in ((count_of(lengths), "lengths"), (rows(targets), "rows of targets"))
        if count is not None
    ]
    for count, name in counts:
        # A count that is that of the first axis, whatever it is, says that this one is the batch.
        other = isinstance(count, Expr) and same(count, first) is True and same(count, second) is None
        if other or same(count, second) is False:
            order = same(count, first) is True
            help = "`log_probs.transpose(0, 1)`" if order else None
            at.fault(
                f"`{at.label}` takes (time, batch, classes): {show(log_probs.shape)} is a batch of "
                f"{show(second)}, but there are {show(count)} {name}",
                help=help,
            )
            return True
    return False


def count_of(lengths: Any) -> Size | None:
    """How many lengths are given."""
    if known(lengths) and len(lengths.shape) == 1:
        return lengths.shape[0]  # type: ignore[no-any-return]
    if isinstance(lengths, (tuple, List)) and not getattr(lengths, "open", False):
        return len(lengths)
    return None


def rows(targets: Any) -> Size | None:
    """How many rows targets have that are padded to one length."""
    if (
        isinstance(targets, Value)
        and known(targets)
        and targets.shape is not None
        and len(targets.shape) == 2
    ):
        return targets.shape[0]
    return None
