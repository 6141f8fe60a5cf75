"""torchvision.models: published networks as outlines of their parts, torchvision installed or not.

`published.txt` beside this file says the parts; what their forward does in between is said here by family.
"""

from __future__ import annotations

import ast
import os
from functools import cache

from footgun.findings import Elsewhere, Span
from footgun.network import Parameter, Value
from footgun.network.pixels import Trained
from footgun.ops.block import Block
from footgun.ops.indexing import Index
from footgun.ops.join import Concat
from footgun.ops.reduction import Reduce
from footgun.ops.reshape import Expand, Flatten, Permute
from footgun.source.bindings import bind, call_handler
from footgun.source.callsite import At
from footgun.source.interpret.calls import call_module, call_value
from footgun.source.interpret.frame import Frame
from footgun.source.modules import children
from footgun.source.registry import REGISTRY
from footgun.source.values import (
    EVAL,
    TRAIN,
    Class,
    Container,
    Dict,
    Instance,
    LayerObject,
    Library,
    Native,
    Unknown,
    is_module,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILE = os.path.join(os.path.dirname(__file__), "published.txt")
# A plain module that is opened holds parts that run one after the other, or that only its own forward runs.
HOLDERS = {"Sequential": "sequential", "Module": "sequential", "ModuleList": "list", "ModuleDict": "dict"}
# What runs one after the other: a part by its name, or one of STEPS.
FORWARD = {
    "ResNet": "conv1 bn1 relu maxpool layer1 layer2 layer3 layer4 avgpool flatten fc",
    "AlexNet": "features avgpool flatten classifier",
    "VGG": "features avgpool flatten classifier",
    "SqueezeNet": "features classifier flatten",
    "DenseNet": "features relu globally flatten classifier",
    "MobileNetV2": "features globally flatten classifier",
    "MobileNetV3": "features avgpool flatten classifier",
    "EfficientNet": "features avgpool flatten classifier",
    "ConvNeXt": "features avgpool classifier",
    "MNASNet": "layers mean classifier",
    "ShuffleNetV2": "conv1 maxpool stage2 stage3 stage4 conv5 mean fc",
    "RegNet": "stem trunk_output avgpool flatten fc",
    "SwinTransformer": "features norm permute avgpool flatten head",
    "MaxVit": "stem blocks classifier",
    "VisionTransformer": "conv_proj tokens encoder first heads",
    "GoogLeNet": "conv1 maxpool1 conv2 conv3 maxpool2 inception3a inception3b maxpool3 inception4a "
    "inception4b inception4c inception4d inception4e maxpool4 inception5a inception5b avgpool flatten "
    "dropout fc",
    "Inception3": "Conv2d_1a_3x3 Conv2d_2a_3x3 Conv2d_2b_3x3 maxpool1 Conv2d_3b_1x1 Conv2d_4a_3x3 maxpool2 "
    "Mixed_5b Mixed_5c Mixed_5d Mixed_6a Mixed_6b Mixed_6c Mixed_6d Mixed_6e Mixed_7a Mixed_7b Mixed_7c "
    "avgpool dropout flatten fc",
}
# Networks with a second output while they train, and the parts that make it.
SIDE = {"GoogLeNet": ("aux1", "aux2"), "Inception3": ("AuxLogits",)}
# Arguments that change no shape, or are followed.
HARMLESS = frozenset(
    ("weights", "pretrained", "progress", "num_classes", "dropout", "transform_input", "init_weights",
     "weights_backbone", "pretrained_backbone", "trainable_backbone_layers", "aux_logits", "aux_loss")
)  # fmt: skip


@cache
def outlines() -> dict[str, str]:
    """The text of each outline by the model's name."""
    with open(FILE, encoding="utf-8") as file:
        parts = file.read().split("\n= ")
    texts = [part.removeprefix("= ") for part in parts]
    return {text.split(" ", 1)[0]: text for text in texts}


@cache
def rows(name: str, classes: int) -> tuple[str, list[tuple[str, str, list[Any], dict[str, Any]]]]:
    """The family of a model, and its parts: path, kind, arguments."""
    head, *body = outlines()[name].strip().split("\n")
    places, calls = zip(*(row.split(" = ", 1) for row in body), strict=True)
    text = "[" + ",\n".join(calls).replace("classes", str(classes)) + "]"
    found = []
    parsed = ast.parse(text, mode="eval").body.elts  # type: ignore[attr-defined]
    for path, call in zip(places, parsed, strict=True):
        args = [literal(a) for a in call.args]
        found.append((path, call.func.id, args, {k.arg: literal(k.value) for k in call.keywords}))
    return head.split(" ")[2], found


def literal(node: ast.expr) -> Any:
    """A constant, or what follows from the number of classes: `819 + 4 * 10`."""
    if isinstance(node, ast.BinOp):
        left, right = literal(node.left), literal(node.right)
        return left + right if isinstance(node.op, ast.Add) else left * right
    return ast.literal_eval(node)


def published(at: At, name: str, classes: Any = None) -> Instance:
    """The network of a name with as many classes."""
    count = classes if isinstance(classes, int) and classes > 0 else default_classes(name)
    family, parts = rows(name, count)
    m = at.m
    node = ast.ClassDef(family, [], [], [ast.Pass()], [])
    cls = Class(family, node, [Library("torch.nn.Module")], at.frame or Frame(m.globals), at.span)
    root = Instance(cls, at.span)
    root.turn = m.pass_name
    root.attributes["__super_done__"] = True
    root.attributes["__published__"] = name
    place = inside(at, name)
    for path, kind, args, kwargs in parts:
        holder: Any = root
        *above, last = path.split(".")
        for part in above:
            holder = (holder.items if isinstance(holder, Container) else holder.attributes)[part]
        made = part_of(at, kind, args, kwargs, place)
        made.owned = True
        (holder.items if isinstance(holder, Container) else holder.attributes)[last] = made
    if family == "VisionTransformer":
        token = Value((1, 1, parts[0][2][1]), "float32", span=place)
        token.facts["parameter"] = Parameter("class_token", (1, 1, parts[0][2][1]))
        root.attributes["class_token"] = token
    if not isinstance(classes, (int, type(None))):
        forget_classes(at, root, count)
    m.modules.append(root)
    m.made_order.append(root)

    def run_forward(at: At, args: list[Any], kwargs: dict[str, Any]) -> Any:
        if not at.m.active:  # `model.forward(x)`
            at.m.event("direct", root, span=at.span)
            return call_module(at.m, root, args, kwargs, at.span)
        here = inside(at, name)
        with at.m.at(here):
            return forward(At(at.m, at.name, here), root, family, args)

    cls.attributes["forward"] = Native("forward", run_forward)
    return root


def inside(at: At, name: str) -> Span:
    """A place in a published network, reached from the line that runs."""
    made = Elsewhere._make((f"torchvision.models.{name}", 1, 1, 1, 1, None))
    made.entry, made.above = at.m.entry, at.m.here
    return made


def part_of(at: At, kind: str, args: list[Any], kwargs: dict[str, Any], place: Span) -> Any:
    """One part: a layer of torch, a holder of others, a block."""
    if kind in HOLDERS:
        return Container(HOLDERS[kind], f"torch.nn.{kind}", place)
    inner = At(at.m, f"torch.nn.{kind}", place)
    handler = REGISTRY.get(inner.name)
    if handler is not None:
        return call_handler(inner, handler, args, kwargs)
    op = Permute(*args) if kind == "Permute" else Block(*args)
    return At(at.m, f"torchvision.models.{kind}", place).layer(op)


def default_classes(name: str) -> int:
    """How many classes the published weights tell apart."""
    module = outlines()[name].split(" ", 2)[1]
    if "keypoint" in name:
        return 2  # a person or not
    return 1000 if module.count(".") == 2 else 21 if "segmentation" in module else 91


def forget_classes(at: At, root: Instance, count: int) -> None:
    """The number of classes is not known: neither is the width of what counts them."""
    for holder in layers_in(root):
        op = holder.layer.op
        for setting in ("cout", "fout", "out_features"):
            if getattr(op, setting, None) == count:
                holder.layer.op = op.replace(**{setting: at.m.names.fresh("classes")})


def layers_in(holder: Any) -> list[LayerObject]:
    """Every layer inside."""
    if isinstance(holder, LayerObject):
        return [holder]
    return [layer for _, child in children(holder) for layer in layers_in(child)]


def forward(at: At, root: Instance, family: str, args: list[Any]) -> Any:
    """Run a network by the steps of its family."""
    if not args:
        return Unknown("a network without an input")
    x = args[0]
    if "backbone" in root.attributes:
        return segmented(at, root, x) if "classifier" in root.attributes else Unknown("what a detector gives")
    if family not in FORWARD:
        return Unknown(f"`{family}`")
    for step in FORWARD[family].split():
        x = STEPS[step](at, root, x) if step in STEPS else run(at, root.attributes.get(step), x)
    if isinstance(x, Value) and isinstance(args[0], Value) and x.shape and args[0].shape:
        x.shape = (args[0].shape[0], *x.shape[1:])  # a block may not tell the batch
    side = [part for name in SIDE.get(family, ()) if (part := root.attributes.get(name)) is not None]
    mode = root.attributes.get("training")
    if not side or mode is EVAL:
        return x
    if mode is not TRAIN:
        return Unknown("the outputs of a network that trains or not")
    sides = tuple(Value(x.shape, x.dtype, span=at.span) for _ in side) if isinstance(x, Value) else ()
    return (x, *reversed(sides))


def run(at: At, part: Any, x: Any) -> Any:
    """Apply a part; a list of parts one after the other."""
    if isinstance(part, Container) and part.kind == "list":
        for item in part.items.values():
            x = run(at, item, x)
        return x
    if is_module(part):
        return call_module(at.m, part, [x], {}, at.span)
    return x if part is None else call_value(at.m, part, [x], {}, at.span)


def tokens(at: At, root: Instance, x: Any) -> Any:
    """A map as a row of patches, the class token before them."""
    x = at.apply(Permute((0, 2, 1)), at.apply(Flatten(2, -1), x))
    if x.shape is None:
        return x
    token = at.apply(Expand((x.shape[0], -1, -1)), root.attributes["class_token"])
    return at.apply(Concat(1), token, x)


def encoded(at: At, root: Instance, x: Any) -> Any:
    """Transformers keep the shape of their tokens."""
    layer = root.attributes["encoder"]
    made = call_module(at.m, layer, [x], {}, at.span) if is_module(layer) else x
    if isinstance(made, Value) and made.shape is None and isinstance(x, Value):
        made.shape = x.shape
    return made


STEPS: dict[str, Any] = {
    "globally": lambda at, root, x: at.apply(Reduce("mean", (2, 3), True), x),
    "flatten": lambda at, root, x: at.apply(Flatten(1, -1), x),
    "mean": lambda at, root, x: at.apply(Reduce("mean", (2, 3), False), x),
    "first": lambda at, root, x: at.apply(Index((("slice", None, None, 1), ("int", 0))), x),
    "tokens": tokens,
    "encoder": encoded,
}


def segmented(at: At, root: Instance, x: Any) -> Any:
    """A map of classes of the image's size for each head, by name."""
    value = at.m.tensor(x)
    found = Dict()
    features = run(at, root.attributes["backbone"], x)
    for key, name in (("out", "classifier"), ("aux", "aux_classifier")):
        head = root.attributes.get(name)
        if head is None:
            continue
        if isinstance(head, Container) and "high_classifier" in head.items:
            head = head.items["high_classifier"]  # what stands before it takes several maps
            features = Value(None, span=at.span)
        made = run(at, head, features if key == "out" else Value(None, span=at.span))
        shape, sides = made.shape if isinstance(made, Value) else None, value.shape
        if shape is None or sides is None or not len(shape) == len(sides) == 4:
            out = Value(None, value.dtype, span=at.span)
        else:
            out = Value((sides[0], shape[1], *sides[2:]), value.dtype, span=at.span)
        out.made_by = made.made_by if isinstance(made, Value) else None
        found[key] = out
    return found


def handler_of(name: str) -> Any:
    """The binding of one model."""

    def build(at: At, *args: Any, **kwargs: Any) -> Any:
        weights = args[0] if args else kwargs.get("weights", kwargs.get("pretrained"))
        if set(kwargs) - HARMLESS or len(args) > 2:
            return Unknown(f"`{at.label}` with arguments of its own")
        made = published(at, name, kwargs.get("num_classes"))
        settle(made, name, weights, kwargs)
        if trained(weights) and made.cls.name in FORWARD and default_classes(name) == 1000:
            first = next((x.layer for x in layers_in(made) if x.layer.op.mixes), None)
            if first is not None:
                form = "tf" if name == "efficientnet_v2_l" else "torch"
                first.trained = Trained(name, form, at.span)
        return made

    return build


def trained(weights: Any) -> bool:
    """Whether these are weights for images that are normalised as usual."""
    name = weights if isinstance(weights, str) else getattr(weights, "name", "") or ""
    known = name.startswith(("IMAGENET1K", "DEFAULT")) or "_Weights." in name
    return weights is True or (known and "FEATURES" not in name)


def settle(made: Instance, name: str, weights: Any, kwargs: dict[str, Any]) -> None:
    """Side outputs that the arguments leave out."""
    family = made.cls.name
    if family in SIDE:
        default = family == "Inception3" or weights is None or weights is False
        wanted = kwargs.get("aux_logits", default)
        for part in SIDE[family]:
            if wanted is not True:
                made.attributes[part] = None if wanted is False else Unknown("whether there is a side output")
    if (
        "aux_classifier" in made.attributes
        and kwargs.get("aux_loss", weights not in (None, False)) is not True
    ):
        made.attributes["aux_classifier"] = None


def bind_published() -> None:
    """Every name under the module that defines it and, for classifiers, under `torchvision.models` too."""
    for name, text in outlines().items():
        module = text.split(" ", 2)[1]
        short = module.rsplit(".", 1)[0]
        bind(f"{module}.{name}", f"{short}.{name}")(handler_of(name))


bind_published()


@bind("torchvision.models.get_model")
def get_model(at: At, name: Any, **config: Any) -> Any:
    if not isinstance(name, str) or name not in outlines():
        return Unknown("a model of an unknown name")
    return call_handler(At(at.m, f"torchvision.models.{name}", at.span), handler_of(name), [], config)


@bind("torch.hub.load")
def load(at: At, repo_or_dir: Any, model: Any, *args: Any, **kwargs: Any) -> Any:
    vision = isinstance(repo_or_dir, str) and repo_or_dir.split(":")[0] == "pytorch/vision"
    if not vision or not isinstance(model, str) or model not in outlines():
        return Unknown(
            f"a model of `{repo_or_dir}`" if isinstance(repo_or_dir, str) else "a model of the hub"
        )
    for key in ("source", "trust_repo", "force_reload", "verbose", "skip_validation"):
        kwargs.pop(key, None)
    return call_handler(
        At(at.m, f"torchvision.models.{model}", at.span), handler_of(model), list(args), kwargs
    )


@bind("torchvision.models.detection.faster_rcnn.FastRCNNPredictor")
def box_predictor(at: At, in_channels: Any, num_classes: Any) -> Any:
    made = part_of(at, "Module", [], {}, at.span)
    boxes = num_classes * 4 if isinstance(num_classes, int) else at.m.names.fresh("boxes")
    for name, width in (("cls_score", num_classes), ("bbox_pred", boxes)):
        made.items[name] = part_of(at, "Linear", [in_channels, width], {}, at.span)
    return made
