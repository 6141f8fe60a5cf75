"""Every network of torchvision.models, read from its own source text, is the one that torchvision builds.

By default one of each family is compared; FOOTGUN_LONG=1 compares all.
"""

from __future__ import annotations

import os
from functools import partial
from typing import Any

import pytest
from tests.oracle.agreement import LONG
from tests.oracle.vision import Shape, difference, from_text, live

torchvision = pytest.importorskip("torchvision")

SMALL = [
    "alexnet",
    "convnext_tiny",
    "deeplabv3_mobilenet_v3_large",
    "densenet121",
    "efficientnet_b0",
    "fasterrcnn_resnet50_fpn",
    "googlenet",
    "inception_v3",
    "lraspp_mobilenet_v3_large",
    "maxvit_t",
    "mnasnet0_5",
    "mobilenet_v2",
    "mobilenet_v3_small",
    "raft_small",
    "regnet_y_400mf",
    "resnet18",
    "retinanet_resnet50_fpn",
    "shufflenet_v2_x0_5",
    "squeezenet1_1",
    "ssdlite320_mobilenet_v3_large",
    "swin_t",
    "swin3d_t",
    "vgg11_bn",
    "vit_b_32",
    "r3d_18",
    "mvit_v1_b",
    "s3d",
]
SIZES: dict[str, Shape] = {
    "video": (2, 3, 16, 112, 112), "s3d": (2, 3, 16, 224, 224), "mvit": (2, 3, 16, 224, 224),
    "swin3d": (2, 3, 16, 224, 224), "inception": (2, 3, 299, 299), "detection": (2, 3, 320, 320),
}  # fmt: skip


def names() -> list[str]:
    """The models to compare; flow between two images has an input of its own, and is compared apart."""
    every = [n for n in torchvision.models.list_models() if ".quantization" not in place(n)]
    every = [n for n in every if "optical_flow" not in place(n)]
    return every if LONG else [name for name in every if name in SMALL]


def place(name: str) -> str:
    """The module that defines a model."""
    return str(torchvision.models.get_model_builder(name).__module__)


def build(name: str, settings: dict[str, Any]) -> Any:
    """Build a model; what some compute from tensors is computed for real."""
    import torch
    from torchvision.models.regnet import BlockParams

    usual = BlockParams.from_init_params

    def on_cpu(*args: Any, **kwargs: Any) -> Any:
        with torch.device("cpu"):
            return usual(*args, **kwargs)

    BlockParams.from_init_params = on_cpu
    try:
        return torchvision.models.get_model_builder(name)(**settings)
    finally:
        BlockParams.from_init_params = usual


@pytest.mark.parametrize("name", names())
def test_the_text_says_the_same_as_the_model(name: str) -> None:
    module = place(name)
    kind = module.split(".")[2]
    settings: dict[str, Any] = {"weights": None}
    if kind in ("detection", "segmentation"):
        settings["weights_backbone"] = None
    part = "backbone" if kind == "detection" else ""
    key = next((k for k in ("s3d", "mvit", "swin3d", "inception") if name.startswith(k)), kind)
    shape = SIZES.get(key, (2, 3, 224, 224))
    real = live(partial(build, name, settings), shape, part)
    given = ", ".join(f"{key}={value!r}" for key, value in settings.items())
    text = (
        f"import torch\nfrom {module} import {name}\nmodel = {name}({given})\nmodel.eval()\n"
        f"y = model{'.' if part else ''}{part}(torch.zeros({shape}))\n"
    )
    page = os.path.join(
        os.path.dirname(torchvision.models.__file__), "page_.py"
    )  # beside its files: they are ours
    assert difference(real, *from_text(text, page)) == ""
