"""sklearn.preprocessing: numbers scaled in place, classes as numbers or as one-hot vectors."""

from __future__ import annotations

from footgun.network import Value
from footgun.source.bindings import bind
from footgun.source.sklearn._learned import changed, learn
from footgun.source.sklearn.splitting import like
from footgun.source.values import Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

PLACE = "sklearn.preprocessing"
SCALERS = (
    "StandardScaler", "MinMaxScaler", "MaxAbsScaler", "RobustScaler", "Normalizer", "PowerTransformer",
    "QuantileTransformer",
)  # fmt: skip
ENCODERS = ("LabelEncoder", "LabelBinarizer", "OneHotEncoder")


@bind(*(f"{PLACE}.{name}" for name in (*SCALERS, *ENCODERS)))
def transformer(at: At, *args: Any, **kwargs: Any) -> Any:
    return Thing(at.name, at.name, at.span)


@bind(*(f"{PLACE}.{name}.fit" for name in (*SCALERS, *ENCODERS)))
def fit(at: At, self: Any, X: Any = None, *args: Any, **kwargs: Any) -> Any:
    learn(at, self, X)
    return self


@bind(
    *(
        f"{PLACE}.{name}.{way}"
        for name in SCALERS
        for way in ("transform", "fit_transform", "inverse_transform")
    )
)
def scaled(at: At, self: Any, X: Any = None, *rest: Any, **kwargs: Any) -> Any:
    if at.label == "fit_transform":
        learn(at, self, X)
    return changed(at, self, X, same(at, X))


@bind(*(f"{PLACE}.{name}" for name in ("scale", "minmax_scale", "maxabs_scale", "robust_scale", "normalize")))
def scale(at: At, X: Any = None, *rest: Any, **kwargs: Any) -> Any:
    return same(at, X)


def same(at: At, data: Any) -> Any:
    """Other numbers in the same places."""
    if not isinstance(data, Value):
        data = Value(None, span=at.span)
    made = like(at, data, data.shape, "float64")
    for fact in ("range", "scale"):
        made.facts.pop(fact, None)
    return made


@bind(*(f"{PLACE}.{name}.{way}" for name in ENCODERS for way in ("transform", "fit_transform")))
def encoded(at: At, self: Any, y: Any = None, *rest: Any, **kwargs: Any) -> Any:
    """A number, or a column for each class; two classes share one column in a `LabelBinarizer`."""
    if not isinstance(self, Thing):
        return Unknown("encoded labels")
    given = y.shape if isinstance(y, Value) else None
    count = given[0] if given else at.m.names.fresh("len")
    made = at.value(None, "int64" if self.name.endswith("LabelEncoder") else "float64")
    made.facts["array"] = True
    if self.name.endswith("LabelEncoder"):
        made.shape, made.facts["labels"] = (count,), "index"
    elif self.name.endswith("LabelBinarizer") or (given and len(given) == 2 and given[1] == 1):
        made.shape = (count, at.m.names.fresh("classes"))
    return made
