"""sklearn.datasets: small tables that come with it, and made-up ones of the size asked for."""

from __future__ import annotations

from footgun.network import Value
from footgun.source.bindings import bind
from footgun.source.values import Thing, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

# Name: examples, columns, classes (0 for a number to predict).
TABLES = {
    "load_iris": (150, 4, 3), "load_digits": (1797, 64, 10), "load_wine": (178, 13, 3),
    "load_breast_cancer": (569, 30, 2), "load_diabetes": (442, 10, 0), "load_boston": (506, 13, 0),
    "fetch_california_housing": (20_640, 8, 0),
}  # fmt: skip
MADE_UP = {
    "make_classification": 20,
    "make_regression": 100,
    "make_moons": 2,
    "make_circles": 2,
    "make_blobs": 2,
}
SPREAD = ("make_classification", "make_regression", "make_blobs")  # take the number of columns


def table(at: At, count: Any, width: Any, classes: int | None) -> tuple[Value, Value]:
    """The columns, and what is to be predicted from them."""
    x, y = at.value((count, width), "float64", "dataset"), at.value((count,), "float64", "dataset")
    x.facts["array"] = y.facts["array"] = True
    if classes != 0:
        y.dtype = "int64"
        y.facts["labels"] = "index"
        if classes:
            y.facts["classes"] = classes
    return x, y


@bind(*(f"sklearn.datasets.{name}" for name in TABLES))
def known(at: At, *args: Any, return_X_y: Any = False, **kwargs: Any) -> Any:
    x, y = table(at, *TABLES[at.label])
    if return_X_y is True:
        return x, y
    made = Thing("sklearn.Bunch", at.name, at.span)
    made.attributes.update({"data": x, "target": y})
    return made


@bind(*(f"sklearn.datasets.{name}" for name in MADE_UP))
def made_up(at: At, n_samples: Any = 100, n_features: Any = None, *rest: Any, **kwargs: Any) -> Any:
    width = n_features if at.label in SPREAD else None
    several = kwargs.get("n_targets", 1) != 1 or not is_size(n_samples)
    count = at.m.names.fresh("len") if several else n_samples
    width = MADE_UP[at.label] if width is None else at.m.size(width)
    x, y = table(at, count, width, 0 if at.label == "make_regression" else None)
    if several:
        y.shape = None
    return x, y
