"""tensorflow.examples: the digits that TensorFlow 1 came with, as rows of 784 numbers or as maps."""

from __future__ import annotations

from footgun.network import Value
from footgun.source.bindings import bind
from footgun.source.keras.datasets import array
from footgun.source.values import Thing, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

PART = "tensorflow.examples.digits"
DIGITS = 60_000


@bind("tensorflow.examples.tutorials.mnist.input_data.read_data_sets")
def read_data_sets(
    at: At,
    train_dir: Any = None,
    fake_data: Any = False,
    one_hot: Any = False,
    dtype: Any = "float32",
    reshape: Any = True,
    validation_size: Any = 5000,
    **more: Any,
) -> Any:
    held_out = validation_size if is_size(validation_size) else at.m.names.fresh("len")
    made = Thing("tensorflow.examples.digits.all", at.name, at.span)
    for name, count in (("train", DIGITS - held_out), ("validation", held_out), ("test", 10_000)):
        part = Thing(PART, PART, at.span)
        part.attributes["num_examples"] = count
        part.attributes["images"], part.attributes["labels"] = digits(at, count, one_hot, reshape)
        made.attributes[name] = part
    return made


def digits(at: At, count: Any, one_hot: Any, flat: Any) -> tuple[Value, Value]:
    """Images from 0 to 1, and their labels in the form asked for."""
    shape = (784,) if flat is True else (28, 28, 1) if flat is False else None
    x = array(at, None if shape is None else (count, *shape), "float32", range=(0.0, 1.0))
    if one_hot is True:
        return x, array(at, (count, 10), "float64", labels="one-hot", classes=10)
    if one_hot is not False:
        return x, array(at, None, None)
    return x, array(at, (count,), "uint8", labels="index", classes=10)


@bind(f"{PART}.next_batch")
def next_batch(at: At, self: Any, batch_size: Any = None, *rest: Any, **more: Any) -> Any:
    if not isinstance(self, Thing) or "images" not in self.attributes:
        return Unknown("a batch")
    size, made = at.m.size(batch_size, "n"), []
    for name in ("images", "labels"):
        whole = self.attributes[name]
        part = at.value(None if whole.shape is None else (size, *whole.shape[1:]), whole.dtype, "dataset")
        part.facts.update(whole.facts)
        made.append(part)
    return tuple(made)
