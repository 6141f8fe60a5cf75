"""keras.applications: known networks, taken as one block whose output shape follows from the image size."""

from __future__ import annotations

from footgun.network import Layer, Parameter, Value
from footgun.network.pixels import FORMS, Trained, in_form
from footgun.ops.backbone import Backbone
from footgun.ops.elementwise import Unary
from footgun.ops.linear import Identity, Linear
from footgun.sizes import Size
from footgun.source.bindings import SIGNATURES, Handler, bind, bind_texts
from footgun.source.keras._activation import activation_of, apply_activation
from footgun.source.keras._common import last_axis
from footgun.source.keras._images import image_shape
from footgun.source.keras._input import shape_from
from footgun.source.keras._networks import NETWORKS, Known, parts
from footgun.source.keras.models import built, symbolic
from footgun.source.values import Container, LayerObject, List, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

END = "pooling= classes= classifier_activation="
PLAIN = f"include_top= weights= input_tensor= input_shape= {END} name="
TEXTS = {
    "MobileNet": "input_shape= alpha= depth_multiplier= dropout= include_top= weights= input_tensor= "
    f"{END} name=",
    "MobileNetV2": f"input_shape= alpha= include_top= weights= input_tensor= {END} name=",
    "MobileNetV3": "input_shape= alpha= minimalistic= include_top= weights= input_tensor= classes= pooling= "
    "dropout_rate= classifier_activation= include_preprocessing= name=",
    "NASNet": f"input_shape= include_top= weights= input_tensor= {END} name=",
    "EfficientNetV2": f"include_top= weights= input_tensor= input_shape= {END} include_preprocessing= name=",
    "ConvNeXt": f"include_top= include_preprocessing= weights= input_tensor= input_shape= {END} name=",
}
MODULES = (
    "vgg16", "vgg19", "resnet", "resnet50", "resnet_v2", "densenet", "mobilenet", "mobilenet_v2",
    "mobilenet_v3", "inception_v3", "inception_resnet_v2", "xception", "efficientnet", "efficientnet_v2",
    "convnext", "nasnet", "imagenet_utils",
)  # fmt: skip


def maker(name: str) -> Handler:
    """The handler of one network."""

    def handler(at: At, *args: Any, **kwargs: Any) -> Any:
        given = {**dict(zip(SIGNATURES[handler].positional, args, strict=False)), **kwargs}
        return published(at, NETWORKS[name], given)

    return handler


def text_of(name: str) -> str:
    """The parameters of a network: those of the family with the longest name that fits."""
    return next((TEXTS[f] for f in sorted(TEXTS, key=len, reverse=True) if name.startswith(f)), PLAIN)


bind_texts({name: text_of(name) for name in NETWORKS}, maker, "keras.applications")


def published(at: At, known: Known, given: dict[str, Any]) -> Container:
    """The network as a model of one block, with the classifier on top if it is asked for."""
    top = given.get("include_top", True)
    whole = top is not False
    channels = depth_of(at, known, given)
    usual = channels == known.channels and given.get("minimalistic", False) is False
    value = entrance(at, known, given, whole)
    pooling = (
        given.get("pooling") if not whole else None if known.top and at.label.startswith("VGG") else "avg"
    )
    op = Backbone(
        at.label,
        channels,
        known.rounding,
        last_axis(at, None),
        pooling if isinstance(pooling, str) else None,
        None,
        known.weights if usual else None,
        known.first,
        known.top if whole else (),
    )
    layer = block_of(at, op)
    if given.get("weights", "imagenet") == "imagenet" and given.get("include_preprocessing", True) is True:
        layer.trained = Trained(at.label, form_of(at.label), at.span)
    made = at.apply(op, value, label=at.label, layer=layer)
    if isinstance(pooling, Unknown) or isinstance(top, Unknown):
        made.shape = None
    result, final = head(at, made, given) if whole and made.shape is not None else (made, None)
    model = built(at, "keras-functional", "keras.Model")
    model.label = at.label
    model.state["inputs"], model.state["outputs"] = [value], result
    if usual and given.get("include_preprocessing", True) is True and isinstance(top, bool):
        block = LayerObject(layer, at.name)
        model.state["parts"] = lambda: layers_of(at, block, value, final)
    return model


def block_of(at: At, op: Backbone) -> Layer:
    """The network as one layer; weights that are not counted are of an unknown number."""
    layer = Layer(op, op.name, at.span)
    if op.count is None:
        layer.parameters.append(Parameter("weights", (at.m.names.fresh("p"),)))
    return layer


def depth_of(at: At, known: Known, given: dict[str, Any]) -> Size:
    """The channels of the last map; `alpha` makes the MobileNets wider or thinner."""
    alpha = given.get("alpha", 1.0)
    if alpha == 1.0 or not at.label.startswith("MobileNet"):
        return known.channels
    if not isinstance(alpha, (int, float)) or at.label.startswith("MobileNetV3"):
        return at.m.names.fresh("c")
    if at.label == "MobileNet":
        return int(known.channels * alpha)
    eighths = max(8, int(known.channels * alpha + 4) // 8 * 8)
    return eighths if alpha > 1 else known.channels


def entrance(at: At, known: Known, given: dict[str, Any], top: bool) -> Value:
    """The images that the network takes."""
    tensor = given.get("input_tensor")
    if isinstance(tensor, Value):
        return tensor
    last, weights = last_axis(at, None), given.get("weights", "imagenet")
    fixed = top and not at.label.startswith("MobileNetV3")
    size = image_shape(at, given.get("input_shape"), known.size, known.least, last, fixed, weights)
    if isinstance(size, Unknown):
        size = (None, None, 3) if last else (3, None, None)
    return symbolic(at, shape_from(at, size), "float32")


def head(at: At, features: Value, given: dict[str, Any]) -> tuple[Value, LayerObject]:
    """The classes on top, and the layer that makes them."""
    classes = given.get("classes", 1000)
    if given.get("weights", "imagenet") == "imagenet" and is_size(classes) and classes != 1000:
        text = f"the trained weights with `include_top=True` are for 1000 classes, not {classes}"
        at.fault(f"`{at.label}`: {text}", "classes", "say `include_top=False` and put a `Dense` on top")
    op = Linear(None, classes if is_size(classes) else at.m.names.fresh("classes"), True, "kernel", 2)
    layer = LayerObject(Layer(op, "Dense", at.span), "keras.layers.Dense")
    layer.layer.path = "predictions"
    made = at.apply(op, features, label="predictions", layer=layer.layer)
    following = activation_of(at, given.get("classifier_activation", "softmax"))
    result = apply_activation(at, following, made) if following is not None else made
    layer.attributes["__output__"] = result if isinstance(result, Value) else made
    return layer.attributes["__output__"], layer


def layers_of(at: At, block: LayerObject, value: Value, final: LayerObject | None) -> list[LayerObject]:
    """The layers inside, whose outputs are made when they are asked for; the weights are the block's."""
    found: list[LayerObject] = []
    state = {"kept": 0, "all": 0}
    weighed, depth = False, value.shape[-1 if last_axis(at, None) else 1] if value.shape else 3
    for part in parts(block.layer.label, final is not None):
        layer = Layer(Identity(), part.kind, at.span)
        layer.path = part.name
        holder = LayerObject(layer, f"keras.layers.{part.kind}")
        weighed = weighed or part.weights > 0
        channels = part.channels if weighed else depth  # what comes first only pads or scales the images
        if final is not None and part.name == "predictions":
            holder = final
        elif part.kind == "InputLayer":
            holder.attributes["__output__"] = value
        else:
            holder.attributes["__tap__"] = tap(at, block.layer, value, part.stage, channels)
        if part.weights and holder is not final:
            state["all"] += 1
            holder.attributes["__whole__"], holder.attributes["__state__"] = block.layer, state
        found.append(holder)
    return found


def tap(at: At, block: Layer, value: Value, stage: int | str, channels: Size) -> Any:
    """What a layer inside gives, as a block that ends there; its weights are not known."""

    def output() -> Value:
        changed = {
            "channels": channels or at.m.names.fresh("c"),
            "pooling": None,
            "stage": stage,
            "widths": (),
            "count": None,
        }
        op = Backbone(**{**block.op.settings(), **changed})
        made = at.apply(op, value, label=block.label, layer=block_of(at, op))
        return made if isinstance(made, Value) else Value(None, span=at.span)

    return output


@bind(*(f"keras.applications.{module}.preprocess_input" for module in MODULES))
def preprocess_input(at: At, x: Any, data_format: Any = None, mode: Any = "caffe", **kwargs: Any) -> Any:
    module = at.name.split(".")[2]
    form = mode if module == "imagenet_utils" else form_of(module)
    if not isinstance(x, Value) or form == "raw":
        return x
    made = at.apply(Unary("preprocess"), x, dtype="float32")
    if isinstance(form, str) and form in FORMS:
        made.facts["form"] = form
        if "range" in x.facts:
            made.facts["range"] = in_form(form, *x.facts["range"])
    return made


# How the pixels come that a family was trained on; the later ones scale them inside.
SCALED_INSIDE = ("efficientnet", "convnext", "mobilenetv3")
CAFFE = ("vgg", "resnet")


def form_of(name: str) -> str:
    """The form of the pixels that a network or a module takes, by its name."""
    plain = name.lower().replace("_", "")
    if plain.startswith(SCALED_INSIDE):
        return "raw"
    if plain.startswith(CAFFE) and not plain.endswith("v2"):
        return "caffe"
    return "torch" if plain.startswith("densenet") else "tf"


UTILITIES = "keras.applications.imagenet_utils"


@bind(f"{UTILITIES}.obtain_input_shape", f"{UTILITIES}._obtain_input_shape")
def obtain_input_shape(
    at: At,
    input_shape: Any,
    default_size: Any,
    min_size: Any,
    data_format: Any,
    require_flatten: Any,
    weights: Any = None,
) -> Any:
    """What Keras' own networks ask, and the many that are written after them."""
    if input_shape is not None and not isinstance(input_shape, (tuple, List)):
        return Unknown("the shape of the images")
    last = last_axis(at, data_format)
    return image_shape(at, input_shape, default_size, min_size, last, require_flatten is True, weights)


@bind(f"{UTILITIES}.validate_activation")
def validate_activation(at: At, classifier_activation: Any = None, weights: Any = None) -> None:
    return None


@bind(f"{UTILITIES}.correct_pad")
def correct_pad(at: At, inputs: Any, kernel_size: Any) -> Any:
    """Borders that put a window of stride 2 where the first trained networks had it."""
    shape = at.m.tensor(inputs).shape
    kernels = at.sizes(kernel_size, 2)
    if shape is None or len(shape) != 4 or not all(isinstance(k, int) for k in kernels):
        return Unknown("the padding of a map")
    sides = shape[1:3] if last_axis(at, None) else shape[2:]
    odd = [s % 2 if isinstance(s, int) else 0 for s in sides]  # a side that is not known counts as even
    return tuple((k // 2 - (1 - o), k // 2) for k, o in zip(kernels, odd, strict=True))
