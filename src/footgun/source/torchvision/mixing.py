"""torchvision.transforms.v2: MixUp and CutMix on whole batches, frames chosen from videos."""

from __future__ import annotations

from footgun.network import Value
from footgun.source.bindings import bind, bind_texts
from footgun.source.torchvision.transforms import PLACE, transform
from footgun.source.values import Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.bindings import Handler
    from footgun.source.callsite import At

MIX = " * alpha=1.0 num_classes=None labels_getter=default"


def make(name: str) -> Handler:
    """The handler of a mixture."""

    def mixture(at: At, **named: Any) -> Any:
        classes = named.get("num_classes")

        def call(here: At, *args: Any, **more: Any) -> Any:
            batch = args[0] if len(args) == 1 and isinstance(args[0], (tuple, list)) else args
            if len(batch) != 2:
                return Unknown("a mixed batch")
            return batch[0], mixed(here, batch[1], classes)

        return Thing("transform", at.name, at.span, call=call)

    return mixture


def mixed(at: At, labels: Any, classes: Any) -> Any:
    """Class numbers become shares of every class."""
    shape = labels.shape if isinstance(labels, Value) else None
    if shape is None:
        return Unknown("mixed labels")
    made = at.value((shape[0], at.m.size(classes, "classes")), "float32")
    made.facts["labels"] = "one-hot"
    return made


bind_texts({"MixUp": MIX, "CutMix": MIX}, make, PLACE)


@bind(f"{PLACE}.UniformTemporalSubsample")
def subsample(at: At, num_samples: Any) -> Any:
    def apply(here: At, value: Any) -> Any:
        shape = value.shape if isinstance(value, Value) else None
        if shape is None or len(shape) < 4:
            return value
        sizes = (*shape[:-4], here.m.size(num_samples, "t"), *shape[-3:])
        return Value(sizes, value.dtype, span=here.span, origin=value.origin)

    return transform(at, apply)
