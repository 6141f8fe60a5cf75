"""torchvision.ops: the modules and functions give what the installed torchvision gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import cases
from tests.oracle.tensors import POSITIVE, agrees, hidden, shapes, sound
from tests.oracle.vision import difference, from_text, live

from footgun.ops.regions import BoxPairs, Regions
from footgun.sizes import names_in

ops = pytest.importorskip("torchvision").ops
import torch  # noqa: E402

MODULES = {
    "Conv2dNormActivation(3, 8)": (2, 3, 9, 9),
    "Conv2dNormActivation(3, 8, (3, 5), stride=2, dilation=2, norm_layer=None)": (2, 3, 19, 19),
    "Conv2dNormActivation(3, 8, padding=0, activation_layer=None, bias=True)": (2, 3, 9, 9),
    "Conv2dNormActivation(4, 8, groups=4, norm_layer=lambda c: nn.GroupNorm(2, c), inplace=None)": (
        2,
        4,
        9,
        9,
    ),
    "Conv2dNormActivation(3, 8, activation_layer=nn.Hardswish)": (2, 3, 9, 9),
    "Conv3dNormActivation(3, 8, 3, stride=2)": (2, 3, 5, 9, 9),
    "SqueezeExcitation(8, 2, scale_activation=nn.Hardsigmoid)": (2, 8, 5, 5),
    "MLP(8, [16, 4], norm_layer=nn.LayerNorm, dropout=0.1)": (2, 5, 8),
    "MLP(8, [16], activation_layer=nn.GELU, bias=False)": (2, 8),
    "FrozenBatchNorm2d(3)": (2, 3, 4, 4),
    "Permute([0, 2, 3, 1])": (2, 3, 4, 5),
    "StochasticDepth(0.2, 'row')": (2, 3, 4, 5),
    "DropBlock2d(0.2, 3)": (2, 3, 8, 8),
    "DropBlock3d(0.2, 3)": (2, 3, 8, 8, 8),
}


@pytest.mark.parametrize(("made", "shape"), MODULES.items(), ids=MODULES)
def test_a_module(made, shape):
    real = live(lambda: eval(f"ops.{made}", {"ops": ops, "nn": torch.nn}), shape)
    text = (
        f"import torch\nfrom torch import nn\nfrom torchvision import ops\nmodel = ops.{made}\nmodel.eval()\n"
    )
    assert difference(real, *from_text(f"{text}y = model(torch.zeros({shape}))\n", "page.py")) == ""


CALLS = [
    "ops.box_area(torch.rand(2, 3, 4))", "ops.box_convert(torch.rand(3, 4), 'xyxy', 'cxcywh')",
    "ops.clip_boxes_to_image(torch.rand(3, 4), (5, 5))", "ops.box_iou(torch.rand(3, 4), torch.rand(5, 4))",
    "ops.generalized_box_iou(torch.rand(3, 4), torch.rand(5, 4))", "ops.masks_to_boxes(torch.ones(3, 5, 5))",
    "ops.complete_box_iou(torch.rand(3, 4), torch.rand(5, 4))",
    "ops.roi_align(torch.rand(2, 8, 9, 9), torch.zeros(3, 5), 4)",
    "ops.roi_align(torch.rand(2, 8, 9, 9), [torch.rand(3, 4), torch.rand(2, 4)], (4, 5), aligned=True)",
    "ops.roi_pool(torch.rand(2, 8, 9, 9), torch.zeros(3, 5), (2, 3))",
    "ops.ps_roi_align(torch.rand(2, 8, 9, 9), torch.zeros(3, 5), 2)",
    "ops.ps_roi_pool(torch.rand(2, 8, 9, 9), torch.zeros(3, 5), 2)",
    "ops.RoIAlign(7, 0.5, 2)(torch.rand(2, 8, 9, 9), torch.zeros(3, 5))",
    "ops.PSRoIPool(2, 0.5)(torch.rand(2, 8, 9, 9), torch.zeros(3, 5))",
    "ops.MultiScaleRoIAlign(['a'], 7, 2)({'a': torch.rand(1, 8, 9, 9)}, [torch.rand(3, 4)], [(32, 32)])",
    "ops.sigmoid_focal_loss(torch.rand(3, 5), torch.rand(3, 5))",
    "ops.sigmoid_focal_loss(torch.rand(3, 5), torch.rand(3, 5), reduction='sum')",
    "ops.generalized_box_iou_loss(torch.rand(3, 4), torch.rand(3, 4))",
    "ops.distance_box_iou_loss(torch.rand(3, 4), torch.rand(3, 4), reduction='mean')",
    "ops.stochastic_depth(torch.rand(3, 4), 0.5, 'batch')", "ops.drop_block2d(torch.rand(2, 3, 9, 9), 0.1, 3)",
    "ops.deform_conv2d(torch.rand(1, 4, 9, 9), torch.rand(1, 18, 7, 7), torch.rand(8, 2, 3, 3))",
    "ops.DeformConv2d(3, 8, 3, stride=2)(torch.rand(1, 3, 9, 9), torch.rand(1, 18, 4, 4))",
]  # fmt: skip


@pytest.mark.parametrize("call", CALLS)
def test_a_call(call):
    _, m = from_text(f"import torch\nfrom torchvision import ops\ny = {call}\n", "page.py")
    assert not m.program.arguments
    assert [node.faults for node in m.program.nodes if node.faults] == []
    assert m.globals["y"].shape == tuple(eval(call, {"ops": ops, "torch": torch}).shape)


@pytest.mark.parametrize("call", ["ops.nms(boxes, scores, 0.5)", "ops.remove_small_boxes(boxes, 0.1)"])
def test_how_many_are_kept_is_not_known(call):
    text = "import torch\nfrom torchvision import ops\nboxes, scores = torch.rand(9, 4), torch.rand(9)\n"
    _, m = from_text(f"{text}y = boxes[{call}]\n", "page.py")
    count, four = m.globals["y"].shape
    assert names_in(count)
    assert four == 4


def test_a_pyramid_of_maps():
    text = (
        "import torch\nfrom torchvision import ops\nmodel = ops.FeaturePyramidNetwork([8, 16], 4)\n"
        "y = model({'a': torch.rand(1, 8, 16, 16), 'b': torch.rand(1, 16, 8, 8)})\n"
    )
    ours, _ = from_text(text, "page.py")
    space = {"torch": torch}
    exec(text, space)
    assert ours.outputs == [tuple(value.shape) for value in space["y"].values()]
    assert ours.parameters == sum(p.numel() for p in space["model"].parameters())


@cases(150)
@given(st.data())
def test_regions(data):
    draw = data.draw
    height, width = draw(POSITIVE), draw(POSITIVE)
    apart = draw(st.booleans())
    maps = draw(shapes(4, 4, POSITIVE)) if draw(st.integers(0, 7)) else draw(shapes(3, 5, POSITIVE))
    if apart and len(maps) > 1 and draw(st.booleans()):
        maps = (maps[0], height * width * 2, *maps[2:])
    boxes = (draw(st.integers(0, 3)), 5 if draw(st.integers(0, 7)) else 4)
    op = Regions(height, width, apart)

    def run():
        pool = ops.ps_roi_pool if apart else ops.roi_pool
        if len(maps) != 4:
            raise ValueError("not four axes")  # its message is a page long
        return pool(torch.zeros(maps), torch.zeros(boxes), (height, width))

    agrees(op, (maps, boxes), run)
    values = {}
    sound(op, hidden(draw, (maps, boxes), values, keep={5}), values, op, (maps, boxes))


@cases(100)
@given(st.data())
def test_pairs_of_boxes(data):
    draw = data.draw
    lead = draw(shapes(0, 2, POSITIVE))
    pair = tuple((*(draw(st.sampled_from([n, n, 1])) for n in lead), draw(POSITIVE), 4) for _ in range(2))
    agrees(BoxPairs(), pair, lambda: ops.box_iou(*map(torch.rand, pair)))
    values = {}
    sound(BoxPairs(), hidden(draw, pair, values, keep={4}), values, BoxPairs(), pair)
