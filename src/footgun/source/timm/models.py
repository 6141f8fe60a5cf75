"""timm.create_model: published networks as one block and a classifier; a table knows the most used names."""

from __future__ import annotations

import ast
import os
from functools import cache

from footgun.findings import Elsewhere
from footgun.network import Parameter, Value
from footgun.ops.block import Features
from footgun.records import NamedTuple
from footgun.sizes import Size
from footgun.source.bindings import bind, call_handler
from footgun.source.callsite import At
from footgun.source.interpret.calls import call_module
from footgun.source.interpret.frame import Frame
from footgun.source.registry import REGISTRY
from footgun.source.values import (
    Class,
    Dict,
    Instance,
    LayerObject,
    Library,
    List,
    Native,
    Thing,
    Unknown,
    is_module,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FOLDER = os.path.dirname(__file__)
CLASSES = 1000
HARMLESS = frozenset(
    ("pretrained", "num_classes", "in_chans", "drop_rate", "drop_path_rate", "checkpoint_path", "scriptable",
     "exportable", "no_jit", "cache_dir", "pretrained_cfg", "pretrained_cfg_overlay", "attn_drop_rate")
)  # fmt: skip


class Known(NamedTuple):
    """What is shipped of one model."""

    side: int  # of its images
    numbers: int  # numbers to learn without the classifier
    features: int
    head: str  # where the classifier stands, "-": no single dense layer
    kind: str  # what `forward_features` gives: "maps", "last", "tokens:197", "other"
    maps: tuple[tuple[int, int], ...]  # channels and reduction of each map of `features_only`


@cache
def table() -> dict[str, Known]:
    """All shipped models by name."""
    with open(os.path.join(FOLDER, "published.txt"), encoding="utf-8") as file:
        return {name: known(*rest) for name, *rest in (line.split() for line in file)}


@cache
def written() -> dict[str, tuple[str, int, int]]:
    """Names of former releases, and of weights for other classes or images: (model, classes, side)."""
    with open(os.path.join(FOLDER, "names.txt"), encoding="utf-8") as file:
        rows = (line.split() for line in file)
        return {name: (model, int(classes), int(side)) for name, model, classes, side in rows}


def find(name: str) -> tuple[str, Known | None, int]:
    """The model of a name with or without its weights' tag, and for how many classes it is made."""
    name = name.removeprefix("timm/")
    model, classes, side = written().get(name) or (name.partition(".")[0], CLASSES, 0)
    found = table().get(model)
    return model, found._replace(side=side) if found is not None and side else found, classes


def known(side: str, count: str, features: str, head: str, kind: str, maps: str) -> Known:
    """One line of the table."""
    pairs = () if maps == "-" else tuple(pair.split("/") for pair in maps.split(","))
    return Known(int(side), int(count), int(features), head, kind, tuple((int(c), int(r)) for c, r in pairs))


@bind("timm.create_model", "timm.models.create_model")
def create_model(at: At, model_name: Any, *args: Any, **kwargs: Any) -> Any:
    name, found, default = find(model_name) if isinstance(model_name, str) else ("", None, CLASSES)
    only = kwargs.pop("features_only", False)
    places = kwargs.pop("out_indices", None)
    if found is None or set(kwargs) - HARMLESS or not isinstance(only, bool):
        return Unknown(f"the model `{name}` of timm" if name else "a model of timm")
    root = plain(at, "FeatureListNet" if only else "TimmModel")
    at.m.modules.append(root)
    at.m.made_order.append(root)
    channels = kwargs.get("in_chans", 3)
    if only:
        return pyramid(at, root, found, channels, places)
    body = block(at, found, channels, name)
    classes = kwargs.get("num_classes", default)
    given = {"num_features": found.features, "num_classes": classes, "body": body, "in_chans": channels}
    root.attributes.update(given)
    size = (3, found.side, found.side)
    root.attributes["default_cfg"] = root.attributes["pretrained_cfg"] = Dict(
        {"input_size": size, "num_classes": default, "classifier": found.head}, True
    )
    put_head(at, root, found, classes)
    methods: dict[str, Any] = {
        "forward": lambda inner, a, k: classified(inner, root, found, a),
        "forward_features": lambda inner, a, k: unpooled(inner, root, found, a),
        "forward_head": lambda inner, a, k: Unknown("what `forward_head` gives"),
        "get_classifier": lambda inner, a, k: head_of(root, found),
        "reset_classifier": lambda inner, a, k: put_head(
            inner, root, found, a[0] if a else k.get("num_classes", Unknown("classes"))
        ),
    }
    root.cls.attributes.update({key: Native(key, call) for key, call in methods.items()})
    return root


def plain(at: At, name: str) -> Instance:
    """A module of no class of the checked code."""
    node = ast.ClassDef(name, [], [], [ast.Pass()], [])
    cls = Class(name, node, [Library("torch.nn.Module")], at.frame or Frame(at.m.globals), at.span)
    made = Instance(cls, at.span)
    made.attributes["__super_done__"] = True
    return made


def block(at: At, found: Known, channels: Any, name: str) -> LayerObject:
    """All but the classifier: an image to its features."""
    place = Elsewhere._make((f"timm.models.{name}", 1, 1, 1, 1, None))
    place.entry, place.above = at.m.entry, at.m.here
    cin = channels if isinstance(channels, int) else None
    count = found.numbers if channels == 3 else None
    made = At(at.m, "timm.models.features", place).layer(Features(cin, found.features, count))
    made.owned = True
    made.layer.label = name
    if count is None:
        made.layer.parameters.append(Parameter("weights", (at.m.names.fresh("p"),)))
    return made


def put_head(at: At, root: Instance, found: Known, classes: Any) -> None:
    """The classifier where timm has it, an identity for no classes."""
    if found.head == "-":
        return
    kind, args = ("Identity", []) if classes == 0 else ("Linear", [found.features, classes])
    inner = At(at.m, f"torch.nn.{kind}", at.span)
    made = call_handler(inner, REGISTRY[inner.name], args, {})
    made.owned = True
    *above, last = found.head.split(".")
    holder = root
    for part in above:
        if not isinstance(holder.attributes.get(part), Instance):
            holder.attributes[part] = plain(at, "ClassifierHead")
            holder.attributes[part].owned = True
        holder = holder.attributes[part]
    at.m.journal.write(holder.attributes, last, made)
    at.m.changes += 1


def head_of(root: Instance, found: Known) -> Any:
    """The classifier that stands there now."""
    holder: Any = root
    for part in found.head.split("."):
        if not isinstance(holder, Instance):
            return holder
        holder = holder.attributes.get(part, Unknown("a classifier"))
    return holder


def classified(at: At, root: Instance, found: Known, args: list[Any]) -> Any:
    """Features of an image through the classifier that stands there now."""
    if not args or found.head == "-":
        return Unknown("what a model of timm gives")
    x = call_module(at.m, root.attributes["body"], [args[0]], {}, at.span)
    head = root.attributes.get(found.head.split(".")[0])
    if isinstance(head, Instance) and head.cls.name == "ClassifierHead":
        head = head_of(root, found)
    return call_module(at.m, head, [x], {}, at.span) if is_module(head) else Unknown("a classifier")


def unpooled(at: At, root: Instance, found: Known, args: list[Any]) -> Any:
    """What `forward_features` gives."""
    x = at.m.tensor(args[0]) if args else None
    if x is None or x.shape is None or len(x.shape) != 4 or found.kind == "other":
        return Value(None, "float32", span=at.span)
    kind, _, count = found.kind.partition(":")
    if kind == "tokens":
        return Value((x.shape[0], int(count), found.features), x.dtype, span=at.span)
    step = found.maps[-1][1] if found.maps else 32
    space = [reduced(at, size, step) for size in x.shape[2:]]
    shape = (x.shape[0], *space, found.features) if kind == "last" else (x.shape[0], found.features, *space)
    return Value(shape, x.dtype, span=at.span)


def reduced(at: At, size: Size, step: int) -> Size:
    """A side that the network divides by `step`; how it rounds is not known of others."""
    return size // step if isinstance(size, int) and size % step == 0 else at.m.names.fresh("s")


def pyramid(at: At, root: Instance, found: Known, channels: Any, places: Any) -> Any:
    """`features_only=True`: a list of maps."""
    chosen: Any = range(len(found.maps)) if places is None else places
    if not found.maps or not isinstance(chosen, (tuple, List, range)):
        return Unknown("the features of a model of timm")
    if not all(isinstance(i, int) and -len(found.maps) <= i < len(found.maps) for i in chosen):
        return Unknown("the features of a model of timm")
    maps = [found.maps[i] for i in chosen]
    info = Thing("timm.FeatureInfo", "timm.FeatureInfo", at.span, maps=maps)
    root.attributes.update({"feature_info": info, "body": block(at, found, channels, at.label)})

    def run(inner: At, args: list[Any], kwargs: dict[str, Any]) -> Any:
        x = inner.m.tensor(args[0]) if args else Value(None)
        made = call_module(inner.m, root.attributes["body"], [x], {}, inner.span)
        shapes = [map_shape(inner, x, made, c, r) for c, r in maps]
        return List([Value(shape, x.dtype, span=inner.span) for shape in shapes])

    root.cls.attributes["forward"] = Native("forward", run)
    return root


def map_shape(at: At, x: Value, made: Any, channels: int, reduction: int) -> Any:
    """The shape of one map."""
    if x.shape is None or len(x.shape) != 4:
        return (at.m.names.fresh("n"), channels, at.m.names.fresh("h"), at.m.names.fresh("w"))
    return (x.shape[0], channels, *(reduced(at, size, reduction) for size in x.shape[2:]))


@bind("timm.FeatureInfo.channels", "timm.FeatureInfo.reduction")
def of_maps(at: At, self: Any, idx: Any = None) -> Any:
    found = [pair[at.label == "reduction"] for pair in self.facts["maps"]]
    return List(found) if idx is None else Unknown("some of the maps")
