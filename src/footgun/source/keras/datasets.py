"""keras.datasets: arrays of known shape and type."""

from __future__ import annotations

from footgun.network import Value
from footgun.sizes import Size
from footgun.source.bindings import bind
from footgun.source.registry import load
from footgun.source.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

# Name: training and test examples, shape of one, its type, shape and type of a label, classes.
IMAGES = {
    "mnist": (60_000, 10_000, (28, 28), (), "uint8", 10),
    "fashion_mnist": (60_000, 10_000, (28, 28), (), "uint8", 10),
    "cifar10": (50_000, 10_000, (32, 32, 3), (1,), "uint8", 10),
}
# Word numbers of reviews and news: training and test examples, classes.
TEXTS = {"imdb": (25_000, 25_000, 2), "reuters": (8_982, 2_246, 46)}
HOUSES = {"boston_housing": (506, 13, "float64"), "california_housing": (20_640, 8, "float32")}


def array(at: At, shape: tuple[Size, ...] | None, dtype: str | None, **facts: Any) -> Value:
    """An array of a data set."""
    load("numpy")
    value = at.value(shape, dtype, "dataset")
    value.facts.update({"array": True, **facts})
    return value


def images(
    at: At, count: int, shape: tuple[int, ...], label: tuple[int, ...], dtype: str, classes: int
) -> tuple[Value, Value]:
    """Bytes from 0 to 255, and class numbers."""
    x = array(at, (count, *shape), "uint8", range=(0, 255), scale=255)
    return x, array(at, (count, *label), dtype, labels="index", classes=classes)


@bind("keras.datasets.mnist.load_data")
def mnist(at: At, path: Any = "mnist.npz") -> Any:
    return pictures(at, "mnist")


@bind("keras.datasets.fashion_mnist.load_data", "keras.datasets.cifar10.load_data")
def without_settings(at: At) -> Any:
    return pictures(at, at.name.split(".")[2])


def pictures(at: At, name: str) -> Any:
    """(x_train, y_train), (x_test, y_test)."""
    train, test, shape, label, dtype, classes = IMAGES[name]
    return tuple(images(at, count, shape, label, dtype, classes) for count in (train, test))


@bind("keras.datasets.cifar100.load_data")
def cifar100(at: At, label_mode: Any = "fine") -> Any:
    classes = 20 if label_mode == "coarse" else 100
    return tuple(images(at, count, (32, 32, 3), (1,), "int64", classes) for count in (50_000, 10_000))


def texts(at: At, sizes: tuple[Size, Size], classes: int) -> Any:
    """Lists of numbers of different lengths, one for each text, and class numbers."""
    return tuple(
        (array(at, (n,), None, ragged=True), array(at, (n,), "int64", labels="index", classes=classes))
        for n in sizes
    )


@bind("keras.datasets.imdb.load_data")
def imdb(
    at: At,
    path: Any = "imdb.npz",
    num_words: Any = None,
    skip_top: Any = 0,
    maxlen: Any = None,
    seed: Any = 113,
    start_char: Any = 1,
    oov_char: Any = 2,
    index_from: Any = 3,
    **kwargs: Any,
) -> Any:
    train, test, classes = TEXTS["imdb"]
    if maxlen is not None:
        return texts(at, (at.m.names.fresh("len"), at.m.names.fresh("len")), classes)
    return texts(at, (train, test), classes)


@bind("keras.datasets.reuters.load_data")
def reuters(
    at: At,
    path: Any = "reuters.npz",
    num_words: Any = None,
    skip_top: Any = 0,
    maxlen: Any = None,
    test_split: Any = 0.2,
    seed: Any = 113,
    start_char: Any = 1,
    oov_char: Any = 2,
    index_from: Any = 3,
    **kwargs: Any,
) -> Any:
    train, test, classes = TEXTS["reuters"]
    if maxlen is not None or test_split != 0.2:
        return texts(at, (at.m.names.fresh("len"), at.m.names.fresh("len")), classes)
    return texts(at, (train, test), classes)


@bind("keras.datasets.boston_housing.load_data")
def boston(at: At, path: Any = "boston_housing.npz", test_split: Any = 0.2, seed: Any = 113) -> Any:
    return houses(at, "boston_housing", test_split)


@bind("keras.datasets.california_housing.load_data")
def california(
    at: At,
    version: Any = "large",
    path: Any = "california_housing.npz",
    test_split: Any = 0.2,
    seed: Any = 113,
) -> Any:
    return houses(at, "california_housing" if version == "large" else "", test_split)


def houses(at: At, name: str, split: Any) -> Any:
    """Rows of numbers, and one number each to predict."""
    if name not in HOUSES:
        return Unknown("a part of a data set")
    total, width, dtype = HOUSES[name]
    known = isinstance(split, (int, float))
    first: Size = int(total * (1 - split)) if known else at.m.names.fresh("len")
    second: Size = total - first if known else at.m.names.fresh("len")
    return tuple((array(at, (n, width), dtype), array(at, (n,), dtype)) for n in (first, second))
