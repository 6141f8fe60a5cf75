"""Published networks, taken as one block, give maps of the size that Keras' own give."""

from __future__ import annotations

import pytest
from tests.oracle.agreement import ours

from footgun.ops.backbone import Backbone

keras = pytest.importorskip("keras")

from footgun.source.keras._networks import NETWORKS  # noqa: E402

# One of each way to halve a map, and the smallest of those that share it; building takes most of the time.
BUILT = (
    "VGG16",
    "ResNet50",
    "DenseNet121",
    "MobileNet",
    "MobileNetV2",
    "InceptionV3",
    "Xception",
    "ConvNeXtTiny",
)


@pytest.mark.parametrize("name", BUILT)
def test_maps(name):
    model = getattr(keras.applications, name)(include_top=False, weights=None, input_shape=(97, 150, 3))
    channels, rounding = NETWORKS[name].channels, NETWORKS[name].rounding
    answer = ours(Backbone(name, channels, rounding), (5, 97, 150, 3))
    assert answer.shapes == (5, *model.output_shape[1:])
    pooled = ours(Backbone(name, channels, rounding, pooling="avg"), (5, 97, 150, 3))
    assert pooled.shapes == (5, channels)
