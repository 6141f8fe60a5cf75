"""torchvision.datasets: how many images of what size, how many classes, what an example looks like."""

from __future__ import annotations

from collections.abc import Callable

from footgun.source.bindings import SIGNATURES, bind, bind_texts
from footgun.source.images._picture import image
from footgun.source.interpret.calls import call_value
from footgun.source.torch.collate import label
from footgun.source.torch.data import DATASET, inherited
from footgun.source.torchvision._folders import classes_in
from footgun.source.torchvision._known import KNOWN, Known
from footgun.source.values import Library, List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.bindings import Handler
    from footgun.source.callsite import At

PLACE = "torchvision.datasets"
MODULES = frozenset(("torchvision.transforms", "torchvision.transforms.v2"))
TESTS = frozenset(("test", "val", "valid", "validation"))
# Examples of these are no class number, or not one alone.
OTHER_TARGETS = {
    "CelebA": ("attr", 40),
    "OxfordIIITPet": ("category", None),
    "Caltech101": ("category", None),
}


def dataset(at: At, make: Callable[[Thing], Any], length: Any, transform: Any = None, **facts: Any) -> Thing:
    """A data set: `make` gives one item."""
    made = Thing(DATASET, at.name, at.span, length=length, **facts)
    made.facts["item"] = lambda: make(made)
    made.attributes["transform"] = transform
    return made


def transformed(at: At, transform: Any, value: Any) -> Any:
    """What a transform makes of a value; None leaves it."""
    if isinstance(transform, Library) and transform.name in MODULES:
        message = f"`transform` is the module `{transform.name}`, which cannot be called"
        at.fault(message, argument="transform", help="give it a transform, such as `transforms.ToTensor()`")
        return Unknown("an image")
    return value if transform is None else call_value(at.m, transform, [value], {}, at.span)


def make(name: str) -> Handler:
    """The handler of one data set."""
    facts = KNOWN[name]

    def known(at: At, *args: Any, **named: Any) -> Any:
        given = {**dict(zip(SIGNATURES[known].positional, args, strict=False)), **named}
        training, count = part(facts, given)
        made = dataset(
            at,
            lambda holder: example(at, name, facts, given, holder),
            at.m.names.fresh("len") if count is None else count,
            given.get("transform"),
            classes=facts.classes,
            training=training,
        )
        if facts.stored and isinstance(count, int):
            store(at, made, facts, count)
        if facts.classes:
            made.attributes["classes"] = List([f"class {i}" for i in range(facts.classes)])
        return made

    return known


def part(facts: Known, given: dict[str, Any]) -> tuple[bool | None, int | None]:
    """Whether it is the training part, and how many examples that has."""
    train, split = given.get("train", True), given.get("split", given.get("image_set"))
    if isinstance(split, str):
        if split.startswith("train") or split in facts.splits:
            return True, facts.splits.get(split, facts.train)
        return (False, facts.test) if split in TESTS else (None, None)
    if isinstance(train, bool) and split is None:
        return train, facts.train if train else facts.test
    return None, None


def example(at: At, name: str, facts: Known, given: dict[str, Any], made: Thing) -> Any:
    """One example after its transforms."""
    varied = facts.height is None
    picture = image(at, facts.height, facts.width, facts.channels, varied)
    if given.get("transforms") is not None:
        found = call_value(at.m, given["transforms"], [picture, Unknown("a target")], {}, at.span)
        return found if isinstance(found, tuple) else Unknown("an example")
    value = transformed(at, made.attributes.get("transform"), picture)
    return value, transformed(at, given.get("target_transform"), target_of(at, name, facts, given, made))


def target_of(at: At, name: str, facts: Known, given: dict[str, Any], made: Thing) -> Any:
    """What stands beside the image."""
    usual = OTHER_TARGETS.get(name)
    if usual is not None:
        kind = given.get("target_type", given.get("target_types", usual[0]))
        if kind == "segmentation":
            return image(at, None, None, 1, True)
        if kind != usual[0]:
            return Unknown("a target")
        return label(facts.classes) if usual[1] is None else at.value((usual[1],), "int64", "dataset")
    if not facts.classes:
        return image(at, None, None, 1, True) if name == "VOCSegmentation" else Unknown("a target")
    stored = made.attributes.get("targets", made.attributes.get("labels"))
    untouched = stored is made.facts.get("targets") and "changed" not in getattr(stored, "facts", ())
    return label(facts.classes if untouched else None)


def store(at: At, made: Thing, facts: Known, count: int) -> None:
    """The arrays that some data sets keep all images and class numbers in."""
    pair = (facts.height or 0, facts.width or 0)
    last = pair if facts.channels == 1 else (*pair, facts.channels or 3)
    shape = (count, facts.channels or 3, *pair) if facts.stored == "first" else (count, *last)
    data, targets = at.value(shape, "uint8", "dataset"), at.value((count,), "int64", "dataset")
    targets.facts["labels"] = "index"
    data.facts.update(range=(0, 255), scale=255)
    if facts.stored != "tensor":
        data.facts["array"] = targets.facts["array"] = True
    for value in (data, targets) if made.facts["training"] is not None else ():
        value.facts["part"] = "train" if made.facts["training"] else "test"
    made.facts["targets"] = targets
    names = ("labels",) if facts.stored == "first" else ("targets", "train_labels", "test_labels")
    made.attributes.update(dict.fromkeys(("data", "train_data", "test_data"), data))
    made.attributes.update(dict.fromkeys(names, targets))


bind_texts({name: facts.parameters for name, facts in KNOWN.items()}, make, PLACE)


def folder_of(
    at: At, transform: Any, target_transform: Any, loader: Any, length: Any, classes: int | None, **facts: Any
) -> Thing:
    """Images of unknown number and size."""

    def item(made: Thing) -> Any:
        plain = loader is None
        value = (
            image(at, channels=3, varied="files")
            if plain
            else call_value(at.m, loader, [Unknown("a path")], {}, at.span)
        )
        return (
            transformed(at, made.attributes.get("transform"), value),
            transformed(at, target_transform, label(classes)),
        )

    made = dataset(at, item, length, transform, **facts)
    made.attributes["targets"] = List([at.m.names.fresh("label", 0)], True)
    made.attributes["classes"] = (
        List([f"class {i}" for i in range(classes)]) if classes else List(["a class"], True)
    )
    return made


@bind(f"{PLACE}.ImageFolder")
def image_folder(
    at: At,
    root: Any,
    transform: Any = None,
    target_transform: Any = None,
    loader: Any = None,
    is_valid_file: Any = None,
    allow_empty: Any = False,
) -> Any:
    return folder_of(at, transform, target_transform, loader, at.m.names.fresh("len"), classes_in(at, root))


@bind(f"{PLACE}.DatasetFolder")
def dataset_folder(
    at: At,
    root: Any,
    loader: Any,
    extensions: Any = None,
    transform: Any = None,
    target_transform: Any = None,
    is_valid_file: Any = None,
    allow_empty: Any = False,
) -> Any:
    return folder_of(at, transform, target_transform, loader, at.m.names.fresh("len"), classes_in(at, root))


@bind(f"{PLACE}.FakeData")
def fake_data(
    at: At,
    size: Any = 1000,
    image_size: Any = (3, 224, 224),
    num_classes: Any = 10,
    transform: Any = None,
    target_transform: Any = None,
    random_offset: Any = 0,
) -> Any:
    c, h, w = (
        image_size if isinstance(image_size, (tuple, List)) and len(image_size) == 3 else (3, None, None)
    )
    classes = num_classes if isinstance(num_classes, int) else None

    def item(made: Thing) -> Any:
        value = transformed(at, made.attributes.get("transform"), image(at, h, w, c))
        return value, transformed(at, target_transform, label(classes))

    return dataset(at, item, at.m.size(size, "len"), transform, classes=num_classes)


inherited(*(f"{PLACE}.{name}" for name in (*KNOWN, "ImageFolder", "DatasetFolder", "FakeData")))
