"""What the package ships of published networks is what the installed libraries build.

By default a few of each are compared; FOOTGUN_LONG=1 compares all that is shipped.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.oracle.agreement import LONG
from tests.oracle.test_torchvision_models import build, place
from tests.oracle.vision import from_text, live

torchvision = pytest.importorskip("torchvision")

FEW = ("alexnet", "convnext_tiny", "densenet121", "googlenet", "maxvit_t", "regnet_y_400mf", "resnet50",
       "swin_t", "vgg11_bn", "vit_b_32", "deeplabv3_resnet50", "lraspp_mobilenet_v3_large")  # fmt: skip
KINDS = ("quantization", "video", "optical_flow")


def shipped() -> list[str]:
    """The models that have an outline."""
    every = [n for n in torchvision.models.list_models() if not any(k in place(n) for k in KINDS)]
    return every if LONG else [name for name in every if name in FEW]


@pytest.mark.parametrize("name", shipped())
def test_outlines_of_torchvision(name: str) -> None:
    module = place(name)
    settings: dict[str, Any] = {"weights": None, "num_classes": 5}
    if module.count(".") > 2:
        settings["weights_backbone"] = None
    part = "backbone" if "detection" in module else ""
    side = 299 if "inception" in name else 320 if part else 224
    real = live(lambda: build(name, settings), (2, 3, side, side), part)
    where = f"models.{module.split('.')[2]}" if module.count(".") > 2 else "models"
    given = ", ".join(f"{key}={value!r}" for key, value in settings.items())
    text = (
        f"import torch\nfrom torchvision import models\nmodel = {where}.{name}({given})\nmodel.eval()\n"
        f"y = model(torch.zeros(2, 3, {side}, {side}))\n"
    )
    ours, machine = from_text(text, "page.py")
    assert ours is not None
    assert [node.faults for node in machine.program.nodes if node.faults] == []
    assert ours.parameters == real.parameters
    if not part:
        assert ours.outputs == real.outputs
    for path, given_shapes in ours.calls.items():
        if path in real.calls and not part:
            for mine, theirs in zip(given_shapes, real.calls[path], strict=True):
                assert agree(mine, theirs), f"{path}: {mine}, really {theirs}"


def agree(ours: list[Any], theirs: list[Any]) -> bool:
    """Whether all that is known of some shapes is so; a block may not tell all."""
    return all(
        a is None
        or (len(a) == len(b) and all(not isinstance(x, int) or x == y for x, y in zip(a, b, strict=True)))
        for a, b in zip(ours, theirs, strict=True)
    )


def test_every_classifier_of_torchvision_has_an_outline() -> None:
    from footgun.source.torchvision.models import outlines

    every = {n for n in torchvision.models.list_models() if not any(k in place(n) for k in KINDS)}
    assert every <= set(outlines())


def lines_of_timm() -> list[str]:
    from footgun.source.timm.models import table

    few = (
        "resnet18",
        "efficientnet_b0",
        "vit_tiny_patch16_224",
        "swin_tiny_patch4_window7_224",
        "convnext_atto",
    )
    return list(table()) if LONG else list(few)


@pytest.mark.parametrize("name", lines_of_timm())
def test_the_table_of_timm(name: str) -> None:
    timm = pytest.importorskip("timm")
    from footgun.source.timm.models import table

    side = table()[name].side
    real = live(lambda: timm.create_model(name, num_classes=5), (2, 3, side, side))
    text = f"import timm, torch\nmodel = timm.create_model({name!r}, num_classes=5)\n"
    ours, _ = from_text(f"{text}y = model(torch.zeros(2, 3, {side}, {side}))\n", "page.py")
    assert ours is not None
    if table()[name].head != "-":
        assert (ours.parameters, ours.outputs) == (real.parameters, real.outputs)
