"""What is known of published networks without building them; the tables beside it list their layers.

`tests/oracle/network_tables.py` makes the tables, and a test holds them against Keras.
"""

from __future__ import annotations

import os

from footgun.records import NamedTuple


class Known(NamedTuple):
    """`rounding`: how each halving of a map rounds; `first`: weights that each channel of the images adds."""

    size: int
    channels: int
    rounding: str
    weights: int | None
    first: int
    least: int = 32
    top: tuple[int, ...] = ()  # dense layers before the classes


# fmt: off
NETWORKS = {
    "VGG16": Known(224, 512, "down", 14714688, 576, 32, (4096, 4096)),
    "VGG19": Known(224, 512, "down", 20024384, 576, 32, (4096, 4096)),
    "ResNet50": Known(224, 2048, "up", 23534592, 3136),
    "ResNet101": Known(224, 2048, "up", 42552832, 3136),
    "ResNet152": Known(224, 2048, "up", 58219520, 3136),
    "ResNet50V2": Known(224, 2048, "up", 23519360, 3136),
    "ResNet101V2": Known(224, 2048, "up", 42528896, 3136),
    "ResNet152V2": Known(224, 2048, "up", 58187904, 3136),
    "DenseNet121": Known(224, 1024, "dense", 6953856, 3136),
    "DenseNet169": Known(224, 1664, "dense", 12484480, 3136),
    "DenseNet201": Known(224, 1920, "dense", 18092928, 3136),
    "MobileNet": Known(224, 1024, "mobile", 3206976, 288),
    "MobileNetV2": Known(224, 1280, "up", 2223872, 288),
    "InceptionV3": Known(299, 2048, "inception", 21768352, 288, 75),
    "InceptionResNetV2": Known(299, 1536, "inception", 54276192, 288, 75),
    "Xception": Known(299, 2048, "xception", 20806952, 288, 71),
    "EfficientNetB0": Known(224, 1280, "up", 4007548, 288),
    "EfficientNetB1": Known(240, 1280, "up", 6513184, 288),
    "EfficientNetB2": Known(260, 1408, "up", 7700994, 288),
    "EfficientNetB3": Known(300, 1536, "up", 10696232, 360),
    "EfficientNetB4": Known(380, 1792, "up", 17548616, 432),
    "EfficientNetB5": Known(456, 2048, "up", 28340784, 432),
    "EfficientNetB6": Known(528, 2304, "up", 40735704, 504),
    "EfficientNetB7": Known(600, 2560, "up", 63786960, 576),
    "EfficientNetV2B0": Known(224, 1280, "up", 5858704, 288),
    "EfficientNetV2B1": Known(240, 1280, "up", 6860052, 288),
    "EfficientNetV2B2": Known(260, 1408, "up", 8687086, 288),
    "EfficientNetV2B3": Known(300, 1536, "up", 12821406, 360),
    "EfficientNetV2S": Known(384, 1280, "up", 20177488, 216),
    "EfficientNetV2M": Known(480, 1280, "up", 52858356, 216),
    "EfficientNetV2L": Known(480, 1280, "up", 117234272, 288),
    "ConvNeXtTiny": Known(224, 768, "patch", 27820128, 1536),
    "ConvNeXtSmall": Known(224, 768, "patch", 49454688, 1536),
    "ConvNeXtBase": Known(224, 1024, "patch", 87566464, 2048),
    "ConvNeXtLarge": Known(224, 1536, "patch", 196230336, 3072),
    "ConvNeXtXLarge": Known(224, 2048, "patch", 348147968, 4096),
    "MobileNetV3Small": Known(224, 576, "up", 927008, 144, 32, (1024,)),
    "MobileNetV3Large": Known(224, 960, "up", 2971952, 144, 32, (1280,)),
    "NASNetMobile": Known(224, 1056, "nas", 4232978, 288),
    "NASNetLarge": Known(331, 4032, "nas", 84720150, 864),
}
# fmt: on
KINDS = {
    "I": "InputLayer",
    "Z": "ZeroPadding2D",
    "C": "Conv2D",
    "B": "BatchNormalization",
    "A": "Activation",
    "M": "MaxPooling2D",
    "G": "AveragePooling2D",
    "P": "GlobalAveragePooling2D",
    "D": "DepthwiseConv2D",
    "S": "SeparableConv2D",
    "+": "Add",
    "*": "Multiply",
    "K": "Concatenate",
    "R": "Rescaling",
    "N": "Normalization",
    "d": "Dropout",
    "r": "Reshape",
    "L": "LayerNormalization",
    "Q": "Sequential",
    "E": "Dense",
    "F": "Flatten",
    "U": "ReLU",
    "c": "Cropping2D",
    "X": "Layer",
}  # fmt: skip


class Part(NamedTuple):
    """One layer: its class, name and weights, how often its map is halved, and its channels."""

    kind: str
    name: str
    weights: int
    stage: int | str
    channels: int


def parts(network: str, top: bool) -> list[Part]:
    """The layers of a network in order, with or without its classifier; none if there is no table."""
    path = os.path.join(os.path.dirname(__file__), "networks", f"{network}.txt")
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except OSError:
        return []
    found: list[Part] = []
    skipped = "bare" if top else "top"
    for line in text.replace("\n  ", " ").splitlines():
        part, stage, channels, *layers = line.split()
        if part != skipped:
            place = int(stage) if stage.isdigit() else stage
            width = int(channels) if channels.isdigit() else 0
            for layer in layers:
                name, _, weights = layer[1:].partition("=")
                found.append(Part(KINDS[layer[0]], name, int(weights or 0), place, width))
    return found
