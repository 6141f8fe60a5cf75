"""torchvision.ops in user code: blocks made of torch's layers, boxes and regions, whether it is installed or not."""

from __future__ import annotations

from typing import Any

import pytest
from tests.source.interpret.running import machine

import footgun

HEAD = "import torch\nfrom torch import nn\nfrom torchvision import ops\n"


def findings(text: str) -> list[tuple[str, str]]:
    report = footgun.check_source(HEAD + text, "page.py")
    return [(f.code, f.message) for file in report.files for f in file.findings if f.severity.name == "ERROR"]


def shape(text: str) -> Any:
    return machine(HEAD + text).globals["y"].shape


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ops.Conv2dNormActivation(3, 8, 5, stride=2)(torch.ones(2, 3, 16, 16))", (2, 8, 8, 8)),
        ("ops.Conv2dNormActivation(3, 8, norm_layer=unknown)[0](torch.ones(2, 3, 16, 16))", (2, 8, 16, 16)),
        ("ops.MLP(8, [16, 4])(torch.ones(2, 8))", (2, 4)),
        ("ops.box_iou(torch.ones(3, 4), torch.ones(5, 4))", (3, 5)),
        ("ops.roi_align(torch.ones(2, 8, 9, 9), torch.ones(3, 5), (7, 6))", (3, 8, 7, 6)),
        ("ops.FeaturePyramidNetwork([4, 8], 6)({'a': torch.ones(1, 4, 8, 8)})['a']", (1, 6, 8, 8)),
    ],
)
def test_shapes(text: str, expected: tuple[int, ...]) -> None:
    assert shape(f"from somewhere import unknown\ny = {text}\n") == expected


def test_a_block_refuses_what_its_convolution_refuses() -> None:
    code = "net = nn.Sequential(ops.Conv2dNormActivation(3, 8), ops.SqueezeExcitation(16, 4))\nnet(torch.ones(2, 3, 9, 9))\n"
    assert [code for code, _ in findings(code)] == ["SHP001"]


def test_focal_loss_takes_logits() -> None:
    """What it is at least, its weights decide: no number is told."""
    code = "net = nn.Sequential(nn.Linear(4, 1), nn.Sigmoid())\ny = torch.ones(8, 1)\n"
    ((found, message),) = findings(
        f"{code}loss = ops.sigmoid_focal_loss(net(torch.ones(8, 4)), y, reduction='mean')\n"
    )
    assert (found, message.rpartition(": ")[2]) == ("OUT003", "sigmoid twice")


def test_weights_of_attention_that_nobody_wants_are_none() -> None:
    code = "attend = nn.MultiheadAttention(8, 2)\nx = torch.ones(5, 2, 8)\ny, w = attend(x, x, x, need_weights={})\n"
    assert machine(HEAD + code.format(False)).globals["w"] is None
    assert machine(HEAD + code.format(True)).globals["w"].shape == (2, 5, 5)
