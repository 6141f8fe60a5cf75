"""sklearn: the folds of a cross-validation, each of which validates on rows that the others train on."""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.values import Stream, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

# Not `TimeSeriesSplit`, which validates on what comes later, nor a shuffled split, which may be a single one.
FOLDS = (
    "GroupKFold", "KFold", "LeaveOneGroupOut", "LeaveOneOut", "RepeatedKFold", "RepeatedStratifiedKFold",
    "StratifiedGroupKFold", "StratifiedKFold",
)  # fmt: skip


@bind(*(f"sklearn.model_selection.{name}" for name in FOLDS))
def folds(at: At, *args: Any, **kwargs: Any) -> Any:
    return Thing("sklearn.folds", at.name, at.span)


@bind(*(f"sklearn.model_selection.{name}.split" for name in FOLDS))
def split(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    at.m.notes.setdefault("folds", []).append(at.node)
    return Stream(tuple(at.value((at.m.names.fresh("rows"),), "int64") for _ in range(2)))


@bind(*(f"sklearn.model_selection.{name}.get_n_splits" for name in FOLDS))
def count(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    return Unknown("the number of folds")
