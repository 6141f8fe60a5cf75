"""sklearn: fewer columns, chosen or mixed anew; holes filled."""

from __future__ import annotations

from footgun.network import Value
from footgun.sizes import Size
from footgun.source.bindings import bind
from footgun.source.sklearn._learned import changed, learn
from footgun.source.sklearn.splitting import like
from footgun.source.values import Thing, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

# By name, the argument that says how many columns there will be; none of them change the number of rows.
COLUMNS = {
    "decomposition.PCA": "n_components", "decomposition.TruncatedSVD": "n_components",
    "decomposition.FastICA": "n_components", "decomposition.NMF": "n_components",
    "feature_selection.SelectKBest": "k", "feature_selection.SelectPercentile": "",
    "feature_selection.VarianceThreshold": "", "feature_selection.RFE": "n_features_to_select",
    "impute.SimpleImputer": "", "impute.KNNImputer": "",
}  # fmt: skip
FIRST = frozenset({"n_components"})  # may be given by place


@bind(*(f"sklearn.{name}" for name in COLUMNS))
def made(at: At, *args: Any, **kwargs: Any) -> Any:
    setting = COLUMNS[at.name.removeprefix("sklearn.")]
    count = kwargs.get(setting, args[0] if args and setting in FIRST else None)
    return Thing(at.name, at.name, at.span, columns=count)


@bind(*(f"sklearn.{name}.fit" for name in COLUMNS))
def fit(at: At, self: Any, X: Any = None, *args: Any, **kwargs: Any) -> Any:
    learn(at, self, X)
    return self


@bind(*(f"sklearn.{name}.{way}" for name in COLUMNS for way in ("transform", "fit_transform")))
def transform(at: At, self: Any, X: Any = None, *args: Any, **kwargs: Any) -> Any:
    if at.label == "fit_transform":
        learn(at, self, X)
    count = self.facts.get("columns") if isinstance(self, Thing) else None
    width: Size = at.m.size(count if is_size(count) else None, "f")
    rows: Size = X.shape[0] if isinstance(X, Value) and X.shape else at.m.names.fresh("len")
    result = like(at, X if isinstance(X, Value) else Value(None, span=at.span), (rows, width), "float64")
    for fact in ("range", "scale"):
        result.facts.pop(fact, None)
    return changed(at, self, X, result)
