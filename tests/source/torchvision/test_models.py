"""Published networks of torchvision in user code: parts replaced, asked and frozen; their outputs."""

from __future__ import annotations

from typing import Any

import pytest
from tests.source.interpret.running import machine as run_machine

import footgun
from footgun.findings import Severity

HEAD = "import torch\nimport torch.nn as nn\nfrom torchvision import models\n"


def names(text: str) -> dict[str, Any]:
    return run_machine(HEAD + text).globals


def shape(text: str) -> Any:
    return names(text)["y"].shape


def findings(text: str) -> list[tuple[str, int]]:
    report = footgun.check_source(HEAD + text, "page.py")
    found = [f for file in report.files for f in file.findings]
    return [(f.code, f.span.line - 3) for f in found if f.severity is not Severity.INFO]


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("resnet18", "fc"),
        ("wide_resnet50_2", "fc"),
        ("vgg16", "classifier[6]"),
        ("alexnet", "classifier[-1]"),
        ("densenet121", "classifier"),
        ("mobilenet_v2", "classifier[1]"),
        ("mobilenet_v3_large", "classifier[3]"),
        ("efficientnet_b3", "classifier[1]"),
        ("convnext_tiny", "classifier[2]"),
        ("vit_b_16", "heads.head"),
        ("swin_t", "head"),
        ("shufflenet_v2_x1_0", "fc"),
        ("regnet_y_400mf", "fc"),
        ("mnasnet1_0", "classifier[1]"),
    ],
)
def test_a_new_classifier_in_place_of_the_last_layer(name: str, last: str) -> None:
    text = (
        f"model = models.{name}(weights='DEFAULT')\nmodel.{last} = nn.Linear(model.{last}.in_features, 7)\n"
        "y = model(torch.zeros(2, 3, 224, 224))\n"
    )
    assert shape(text) == (2, 7)
    assert findings(text) == []


def test_a_classifier_for_other_features_is_found() -> None:
    text = (
        "model = models.resnet18()\nmodel.fc = nn.Linear(2048, 7)\ny = model(torch.zeros(2, 3, 224, 224))\n"
    )
    assert findings(text) == [("SHP002", 3)]


def test_images_with_one_channel_are_found() -> None:
    text = "model = models.resnet18()\ny = model(torch.zeros(2, 1, 224, 224))\n"
    assert [line for _, line in findings(text)] == [2]
    text = (
        "model = models.resnet18()\nmodel.conv1 = nn.Conv2d(1, 64, 7, 2, 3)\n"
        "y = model(torch.zeros(2, 1, 224, 224))\n"
    )
    assert findings(text) == []


def test_all_but_the_last_parts_in_a_new_network() -> None:
    text = "body = nn.Sequential(*list(models.resnet50().children())[:-2])\ny = body(torch.zeros(2, 3, 65, 64))\n"
    assert shape(text) == (2, 2048, 3, 2)


def test_a_part_of_the_features() -> None:
    assert shape("y = models.vgg16().features[:5](torch.zeros(1, 3, 64, 64))\n") == (1, 64, 32, 32)
    assert shape("y = models.densenet121().features(torch.zeros(1, 3, 100, 64))\n") == (1, 1024, 3, 2)


def test_the_number_of_classes_is_an_argument() -> None:
    assert shape("y = models.efficientnet_b0(num_classes=3)(torch.zeros(2, 3, 64, 64))\n") == (2, 3)
    assert shape("y = models.get_model('resnet34', num_classes=4)(torch.zeros(2, 3, 64, 64))\n") == (2, 4)


def test_the_hub_gives_the_same_networks() -> None:
    text = "y = torch.hub.load('pytorch/vision:v0.10.0', 'resnet18', pretrained=True)(torch.zeros(2, 3, 64, 64))\n"
    assert shape(text) == (2, 1000)


def test_every_number_of_a_network_is_counted() -> None:
    machine = run_machine(HEAD + "model = models.resnet50()\ny = model(torch.zeros(2, 3, 224, 224))\n")
    assert machine.program.networks[0].parameter_count() == 25_557_032


def test_frozen_parts_stay_frozen() -> None:
    text = (
        "model = models.resnet18()\nfor p in model.parameters():\n    p.requires_grad = False\n"
        "model.fc = nn.Linear(512, 2)\ny = model(torch.zeros(2, 3, 64, 64))\n"
    )
    network = run_machine(HEAD + text).program.networks[0]
    assert sum(p.size for p in network.parameters() if p.requires_grad) == 512 * 2 + 2


def test_segmentation_gives_maps_of_the_image_by_name() -> None:
    text = (
        "model = models.segmentation.deeplabv3_resnet50(weights='DEFAULT')\n"
        "model.classifier[4] = nn.Conv2d(256, 3, 1)\ny = model(torch.zeros(2, 3, 90, 80))['out']\n"
    )
    assert shape(text) == (2, 3, 90, 80)


def test_the_heads_of_a_detector_are_replaced() -> None:
    text = (
        "from torchvision.models.detection.faster_rcnn import FastRCNNPredictor\n"
        "model = models.detection.fasterrcnn_resnet50_fpn(weights='DEFAULT')\n"
        "width = model.roi_heads.box_predictor.cls_score.in_features\n"
        "model.roi_heads.box_predictor = FastRCNNPredictor(width, 3)\n"
        "last = model.roi_heads.box_predictor.bbox_pred.out_features\n"
    )
    found = names(text)
    assert (found["width"], found["last"]) == (1024, 12)


def test_side_outputs_come_while_training_only() -> None:
    text = "model = models.inception_v3()\nmodel.{}()\ny = model(torch.zeros(2, 3, 299, 299))\n"
    assert shape(text.format("eval")) == (2, 1000)
    first, second = names(text.format("train"))["y"]
    assert first.shape == second.shape == (2, 1000)


def test_how_a_published_network_is_built_is_no_advice_for_its_user() -> None:
    text = "model = models.vgg11_bn()\ny = model(torch.zeros(2, 3, 224, 224))\n"
    report = footgun.check_source(HEAD + text, "page.py")
    assert [f.message for file in report.files for f in file.findings] == []


def test_settings_that_change_a_network_make_it_unknown() -> None:
    text = "model = models.resnet18(width_per_group=128)\ny = model(torch.zeros(2, 3, 64, 64))\n"
    assert findings(text) == []
    assert getattr(names(text)["y"], "shape", None) is None


def test_a_network_that_only_gives_its_parts_away_is_none_of_the_file() -> None:
    text = (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.features = models.vgg11().features\n    def forward(self, x):\n"
        "        return self.features(x)\ny = Net()(torch.zeros(1, 3, 64, 64))\n"
    )
    machine = run_machine(HEAD + text)
    assert machine.globals["y"].shape == (1, 512, 2, 2)
    assert [network.name for network in machine.program.networks] == ["Net"]


def test_its_forward_called_directly_runs_it_and_is_told() -> None:
    text = "net = models.resnet18()\nscores = net.forward(torch.zeros(2, 3, 224, 224))\nscores + torch.zeros(2, 7)\n"
    assert findings(text) == [("LOP011", 2), ("SHP006", 3)]
