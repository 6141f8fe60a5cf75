"""keras.applications: known networks, taken as one block whose output shape follows from the image size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.network import Layer, Value
from footgun.ops.backbone import Backbone
from footgun.source.bindings import bind
from footgun.source.keras._activation import activation_of, apply_activation
from footgun.source.keras._common import last_axis
from footgun.source.keras._input import shape_from
from footgun.source.keras.models import built, symbolic
from footgun.source.values import List, is_size

if TYPE_CHECKING:
    from footgun.source.callsite import At

# Name: image size that the weights were trained on, channels of the last map, how each halving rounds.
# fmt: off
NETWORKS = {
    "VGG16": (224, 512, "down"), "VGG19": (224, 512, "down"), "ResNet50": (224, 2048, "up"),
    "ResNet101": (224, 2048, "up"), "ResNet152": (224, 2048, "up"), "ResNet50V2": (224, 2048, "up"),
    "ResNet101V2": (224, 2048, "up"), "ResNet152V2": (224, 2048, "up"), "DenseNet121": (224, 1024, "dense"),
    "DenseNet169": (224, 1664, "dense"), "DenseNet201": (224, 1920, "dense"),
    "MobileNet": (224, 1024, "down"), "MobileNetV2": (224, 1280, "up"),
    "InceptionV3": (299, 2048, "inception"), "InceptionResNetV2": (299, 1536, "inception"),
    "Xception": (299, 2048, "xception"), "EfficientNetB0": (224, 1280, "up"),
    "EfficientNetB1": (240, 1280, "up"), "EfficientNetB2": (260, 1408, "up"),
    "EfficientNetB3": (300, 1536, "up"), "EfficientNetB4": (380, 1792, "up"),
    "EfficientNetB5": (456, 2048, "up"), "EfficientNetB6": (528, 2304, "up"),
    "EfficientNetB7": (600, 2560, "up"), "EfficientNetV2B0": (224, 1280, "up"),
    "EfficientNetV2B1": (240, 1280, "up"), "EfficientNetV2B2": (260, 1408, "up"),
    "EfficientNetV2B3": (300, 1536, "up"), "EfficientNetV2S": (384, 1280, "up"),
    "EfficientNetV2M": (480, 1280, "up"), "EfficientNetV2L": (480, 1280, "up"),
    "ConvNeXtTiny": (224, 768, "patch"), "ConvNeXtSmall": (224, 768, "patch"),
    "ConvNeXtBase": (224, 1024, "patch"), "ConvNeXtLarge": (224, 1536, "patch"),
    "ConvNeXtXLarge": (224, 2048, "patch"), "MobileNetV3Small": (224, 576, "up"),
    "MobileNetV3Large": (224, 960, "up"), "NASNetMobile": (224, 1056, "up"),
    "NASNetLarge": (331, 4032, "up"),
}
# fmt: on
FIRST = ("MobileNet", "NASNet", "MobileNetV2", "MobileNetV3")  # take the input shape as their first argument
ORDER = ("include_top", "weights", "input_tensor", "input_shape", "pooling", "classes")
MODULES = (
    "vgg16", "vgg19", "resnet", "resnet50", "resnet_v2", "densenet", "mobilenet", "mobilenet_v2",
    "mobilenet_v3", "inception_v3", "inception_resnet_v2", "xception", "efficientnet", "efficientnet_v2",
    "convnext", "nasnet", "imagenet_utils",
)  # fmt: skip


@bind(*(f"keras.applications.{name}" for name in NETWORKS))
def known(at: At, *args: Any, **kwargs: Any) -> Any:
    order = ("input_shape",) if at.label.startswith(FIRST) else ORDER
    given = {**dict(zip(order, args, strict=False)), **kwargs}
    size, channels, rounding = NETWORKS[at.label]
    if at.label in ("MobileNet", "MobileNetV2", "MobileNetV3Small", "MobileNetV3Large"):
        alpha = given.get("alpha", 1.0)
        if alpha != 1.0:
            channels = 0
    top = given.get("include_top", True) is not False
    value = entrance(at, given, size if top else None)
    depth = channels or at.m.names.fresh("c")
    op = Backbone(at.label, depth, rounding, last_axis(at, None), given.get("pooling") if not top else "avg")
    layer = Layer(op, at.label, at.span)
    made = at.apply(op, value, label=at.label, layer=layer)
    if top:
        made = head(at, made, given)
    model = built(at, "keras-functional", "keras.Model")
    model.label = at.label
    model.state["inputs"], model.state["outputs"] = [value], made
    return model


def entrance(at: At, given: dict[str, Any], size: int | None) -> Value:
    """The images that the network takes."""
    tensor, shape = given.get("input_tensor"), given.get("input_shape")
    if isinstance(tensor, Value):
        return tensor
    if isinstance(shape, (tuple, List)) and len(shape) == 3:
        return symbolic(at, shape_from(at, shape), "float32")
    names = at.m.names
    sides = (size, size) if size is not None else (names.fresh("h"), names.fresh("w"))
    images = (*sides, 3) if last_axis(at, None) else (3, *sides)
    return symbolic(at, (names.fresh("n"), *images), "float32")


def head(at: At, features: Value, given: dict[str, Any]) -> Value:
    """The classifier on top."""
    from footgun.ops.linear import Linear

    classes = given.get("classes", 1000)
    op = Linear(None, classes if is_size(classes) else at.m.names.fresh("classes"), True, "kernel", 2)
    layer = Layer(op, "Dense", at.span)
    made = at.apply(op, features, label="predictions", layer=layer)
    following = activation_of(at, given.get("classifier_activation", "softmax"))
    result = apply_activation(at, following, made) if following is not None else made
    return result if isinstance(result, Value) else made


@bind(*(f"keras.applications.{module}.preprocess_input" for module in MODULES))
def preprocess_input(at: At, x: Any, data_format: Any = None, **kwargs: Any) -> Any:
    return x
