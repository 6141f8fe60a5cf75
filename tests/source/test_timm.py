"""timm.create_model in user code: the most used names are known, with their classifier and their maps."""

from __future__ import annotations

from typing import Any

import pytest
from tests.source.interpret.running import machine

import footgun

HEAD = "import timm, torch\nimport torch.nn as nn\nx = torch.zeros(2, 3, 64, 64)\n"


def names(text: str) -> dict[str, Any]:
    return machine(HEAD + text).globals


@pytest.mark.parametrize(
    ("settings", "shape"),
    [
        ("'resnet18'", (2, 1000)),
        ("'resnet18', num_classes=7", (2, 7)),
        ("'resnet50.a1_in1k', pretrained=True, num_classes=0", (2, 2048)),
        ("model_name='efficientnet_b0', num_classes=3, drop_rate=0.3", (2, 3)),
        ("'convnext_tiny', num_classes=4", (2, 4)),
        ("'vit_base_patch16_224', num_classes=4", (2, 4)),
    ],
)
def test_what_a_model_gives(settings: str, shape: tuple[int, ...]) -> None:
    assert names(f"y = timm.create_model({settings})(x)\n")["y"].shape == shape


@pytest.mark.parametrize(
    ("name", "classes", "side"),
    [
        ("efficientnet_b3a", 1000, 288),  # a name of releases before 0.9
        ("vit_tiny_patch16_224_in21k", 21843, 224),
        ("timm/vit_tiny_patch16_224.augreg_in21k", 21843, 224),
        ("convnext_tiny.fb_in22k_ft_in1k_384", 1000, 384),
        ("resnet18.a1_in1k", 1000, 224),
    ],
)
def test_names_of_weights_and_of_former_releases(name: str, classes: int, side: int) -> None:
    found = names(f"model = timm.create_model('{name}')\ny = model(torch.zeros(2, 3, {side}, {side}))\n")
    assert found["y"].shape == (2, classes)
    assert found["model"].attributes["default_cfg"]["input_size"] == (3, side, side)


def test_maps_of_several_sizes() -> None:
    text = "model = timm.create_model('resnet34', features_only=True, out_indices=(1, 3))\ny = model(x)\n"
    found = names(f"{text}widths = model.feature_info.channels()\n")
    assert [value.shape for value in found["y"]] == [(2, 64, 16, 16), (2, 256, 4, 4)]
    assert found["widths"] == [64, 256]


def test_maps_before_the_classifier() -> None:
    text = "y = timm.create_model('resnet18').forward_features(x)\n"
    assert names(text)["y"].shape == (2, 512, 2, 2)
    text = "y = timm.create_model('vit_tiny_patch16_224').forward_features(torch.zeros(2, 3, 224, 224))\n"
    assert names(text)["y"].shape == (2, 197, 192)


@pytest.mark.parametrize(
    "change", ["model.reset_classifier(5)", "model.fc = nn.Linear(model.num_features, 5)",
               "model.fc = nn.Linear(model.get_classifier().in_features, 5)"]
)  # fmt: skip
def test_another_classifier(change: str) -> None:
    found = machine(f"{HEAD}model = timm.create_model('resnet18')\n{change}\ny = model(x)\n")
    assert found.globals["y"].shape == (2, 5)
    assert found.program.networks[0].parameter_count() == 11_689_512 - 513 * 1000 + 513 * 5


def test_images_of_other_channels_are_found() -> None:
    def codes(settings: str) -> list[str]:
        text = f"{HEAD}y = timm.create_model('resnet18'{settings})(torch.zeros(2, 1, 64, 64))\n"
        return [f.code for file in footgun.check_source(text, "page.py").files for f in file.findings]

    assert len(codes("")) == 1
    assert codes(", in_chans=1") == []


@pytest.mark.parametrize(
    ("image", "found"),
    [
        ("torch.zeros(2, 64, 64, 3)", [("SHP010", "resnet18")]),
        ("torch.zeros(2, 3, 64, 64, dtype=torch.uint8)", [("SHP016", "resnet18")]),
        ("torch.zeros(2, 3, 64, 64)", []),
    ],
)
def test_pictures_as_they_are_read_are_found(image: str, found: list[tuple[str, str]]) -> None:
    text = f"{HEAD}y = timm.create_model('resnet18')({image})\n"
    told = [f for file in footgun.check_source(text, "page.py").files for f in file.findings]
    assert [(f.code, f.message.split("`")[1]) for f in told] == found


@pytest.mark.parametrize("settings", ["'a_model_of_tomorrow'", "name", "'resnet18', output_stride=8"])
def test_other_models_are_unknown(settings: str) -> None:
    found = machine(f"{HEAD}name = input()\ny = timm.create_model({settings})(x)\n")
    assert getattr(found.globals["y"], "shape", None) is None
    assert found.program.arguments == []
