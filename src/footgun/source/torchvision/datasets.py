"""torchvision.datasets: how many images of what size and how many classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from footgun.network import Value
from footgun.records import NamedTuple
from footgun.source.bindings import bind
from footgun.source.interpret.calls import call_value
from footgun.source.values import List, Thing, Unknown

if TYPE_CHECKING:
    from footgun.source.callsite import At


class Known(NamedTuple):
    """The facts of a data set, from its torchvision documentation page."""

    train: int
    test: int
    height: int | None
    width: int | None
    channels: int
    classes: int


KNOWN = {
    "MNIST": Known(60_000, 10_000, 28, 28, 1, 10),
    "FashionMNIST": Known(60_000, 10_000, 28, 28, 1, 10),
    "KMNIST": Known(60_000, 10_000, 28, 28, 1, 10),
    "QMNIST": Known(60_000, 60_000, 28, 28, 1, 10),
    "USPS": Known(7_291, 2_007, 16, 16, 1, 10),
    "CIFAR10": Known(50_000, 10_000, 32, 32, 3, 10),
    "CIFAR100": Known(50_000, 10_000, 32, 32, 3, 100),
    "SVHN": Known(73_257, 26_032, 32, 32, 3, 10),
    "STL10": Known(5_000, 8_000, 96, 96, 3, 10),
    "GTSRB": Known(26_640, 12_630, None, None, 3, 43),
    "Flowers102": Known(1_020, 6_149, None, None, 3, 102),
    "Food101": Known(75_750, 25_250, None, None, 3, 101),
    "OxfordIIITPet": Known(3_680, 3_669, None, None, 3, 37),
    "ImageNet": Known(1_281_167, 50_000, None, None, 3, 1000),
    "FER2013": Known(28_709, 7_178, 48, 48, 1, 7),
    "PCAM": Known(262_144, 32_768, 96, 96, 3, 2),
    "EuroSAT": Known(27_000, 27_000, 64, 64, 3, 10),
    "CelebA": Known(162_770, 19_962, 218, 178, 3, 40),
}


def image(at: At, height: Any, width: Any, channels: Any) -> Thing:
    """A PIL image."""
    fresh = at.m.names.fresh
    return Thing(
        "image",
        "PIL.Image.Image",
        at.span,
        height=height if height is not None else fresh("h"),
        width=width if width is not None else fresh("w"),
        channels=channels,
    )


def dataset(at: At, make: Callable[[], Any], length: Any, **facts: Any) -> Thing:
    """A data set: `make` gives one item."""
    return Thing("torch.utils.data.Dataset", at.name, at.span, item=make, length=length, **facts)


def transformed(at: At, transform: Any, value: Any) -> Any:
    """What a transform makes of a value; None leaves it."""
    return value if transform is None else call_value(at.m, transform, [value], {}, at.span)


@bind(*(f"torchvision.datasets.{n}" for n in KNOWN))
def known(
    at: At,
    root: Any = None,
    *args: Any,
    train: Any = True,
    transform: Any = None,
    target_transform: Any = None,
    split: Any = None,
    **more: Any,
) -> Any:
    facts = KNOWN[at.label]
    if args and isinstance(args[0], bool):
        train = args[0]
    if len(args) > 1:
        transform = args[1]
    test = train is False or (isinstance(split, str) and split not in ("train", "extra", "balanced"))
    count = facts.test if test else facts.train

    def item() -> Any:
        return transformed(at, transform, image(at, facts.height, facts.width, facts.channels)), Unknown(
            "a label"
        )

    made = dataset(at, item, count, classes=facts.classes, training=not test, transform=transform)
    if facts.height is not None and facts.width is not None:
        array: tuple[int, ...] = (
            (count, facts.height, facts.width)
            if facts.channels == 1
            else (count, facts.height, facts.width, facts.channels)
        )
        data, targets = at.value(array, "uint8", "dataset"), at.value((count,), "int64", "dataset")
        for name in ("data", "train_data", "test_data"):
            made.attributes[name] = data
        for name in ("targets", "labels", "train_labels", "test_labels"):
            made.attributes[name] = targets
    made.attributes["classes"] = List([f"class {i}" for i in range(facts.classes)])
    return made


@bind("torchvision.datasets.ImageFolder", "torchvision.datasets.DatasetFolder")
def image_folder(
    at: At,
    root: Any,
    transform: Any = None,
    target_transform: Any = None,
    loader: Any = None,
    is_valid_file: Any = None,
    allow_empty: Any = False,
) -> Any:
    return dataset(
        at,
        lambda: (transformed(at, transform, image(at, None, None, 3)), Unknown("a label")),
        at.m.names.fresh("len"),
        transform=transform,
    )


@bind("torchvision.datasets.FakeData")
def fake_data(
    at: At,
    size: Any = 1000,
    image_size: Any = (3, 224, 224),
    num_classes: Any = 10,
    transform: Any = None,
    target_transform: Any = None,
    random_offset: Any = 0,
) -> Any:
    c, h, w = image_size if isinstance(image_size, tuple) and len(image_size) == 3 else (3, None, None)
    return dataset(
        at,
        lambda: (transformed(at, transform, image(at, h, w, c)), Unknown("a label")),
        at.m.size(size, "len"),
        classes=num_classes,
        transform=transform,
    )


__all__ = ["Value"]
