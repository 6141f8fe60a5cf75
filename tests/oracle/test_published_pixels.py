"""The form in which published networks take pixels is the one that the libraries prepare them in."""

from __future__ import annotations

import os

import numpy as np
import pytest

from footgun.network.pixels import in_form
from footgun.source.keras.applications import MODULES, form_of
from footgun.source.read import read

os.environ.setdefault("KERAS_BACKEND", "torch")


@pytest.mark.parametrize("module", [module for module in MODULES if module != "imagenet_utils"])
def test_a_module_of_keras_prepares_pixels_for_its_networks(module):
    keras = pytest.importorskip("keras")
    prepare = getattr(keras.applications, module).preprocess_input
    pixels = np.stack([np.zeros((2, 2, 3)), np.full((2, 2, 3), 255.0)]).astype("float32")
    made = np.asarray(prepare(pixels))
    assert (made.min(), made.max()) == pytest.approx(in_form(form_of(module)), abs=1e-3)


def test_weights_of_torchvision_say_how_they_want_their_images():
    models = pytest.importorskip("torchvision.models")
    from footgun.source import Settings, analyse

    wrong = []
    for name in models.list_models(models):
        for weights in models.get_model_weights(name):
            wanted = weights.transforms()
            text = f"from torchvision import models\nnet = models.{name}(weights={weights.name!r})\n"
            program = analyse(read("net.py", text.encode()), Settings())
            found = [layer.trained for layer in program.layers if layer.trained is not None]
            ends = -max(m / s for m, s in pairs(wanted)), max((1 - m) / s for m, s in pairs(wanted))
            if found and in_form(found[0].form) != pytest.approx(ends, abs=0.01):
                wrong.append((name, weights.name))
            if not found and "FEATURES" not in weights.name:
                wrong.append((name, "not known"))
    assert wrong == []


def pairs(transforms):
    """Mean and deviation of each channel."""
    return list(zip(transforms.mean, transforms.std, strict=True))
