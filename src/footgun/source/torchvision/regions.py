"""torchvision.ops: boxes on images, regions of maps, and the losses of detectors."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Unary
from footgun.ops.loss import BinaryCrossEntropy, OtherLoss
from footgun.ops.reduction import Reduce
from footgun.ops.regions import BoxPairs, Regions
from footgun.source.bindings import bind
from footgun.source.torch.losses import reduction_of, use
from footgun.source.values import Dict, LayerObject, List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

PLACE = "torchvision.ops"


# --- boxes ---


@bind(f"{PLACE}.box_area")
def box_area(at: At, boxes: Any, fmt: Any = "xyxy") -> Any:
    return at.apply(Reduce("prod", (-1,), False), boxes)


@bind(f"{PLACE}.box_convert")
def box_convert(at: At, boxes: Any, in_fmt: Any, out_fmt: Any) -> Any:
    return at.apply(Unary("box_convert"), boxes)


@bind(f"{PLACE}.clip_boxes_to_image")
def clip_boxes(at: At, boxes: Any, size: Any) -> Any:
    return at.apply(Unary("clamp"), boxes)


@bind(f"{PLACE}.box_iou")
def box_iou(at: At, boxes1: Any, boxes2: Any, fmt: Any = "xyxy") -> Any:
    return at.apply(BoxPairs(), boxes1, boxes2)


@bind(f"{PLACE}.generalized_box_iou")
def generalized_box_iou(at: At, boxes1: Any, boxes2: Any) -> Any:
    return at.apply(BoxPairs(), boxes1, boxes2)


@bind(f"{PLACE}.complete_box_iou", f"{PLACE}.distance_box_iou")
def box_distance(at: At, boxes1: Any, boxes2: Any, eps: Any = 1e-07) -> Any:
    return at.apply(BoxPairs(), boxes1, boxes2)


@bind(f"{PLACE}.nms")
def nms(at: At, boxes: Any, scores: Any, iou_threshold: Any) -> Any:
    return some(at)


@bind(f"{PLACE}.batched_nms")
def batched_nms(at: At, boxes: Any, scores: Any, idxs: Any, iou_threshold: Any) -> Any:
    return some(at)


@bind(f"{PLACE}.remove_small_boxes")
def remove_small_boxes(at: At, boxes: Any, min_size: Any) -> Any:
    return some(at)


def some(at: At) -> Value:
    """The places of those that are kept: how many, only the numbers tell."""
    return at.value((at.m.names.fresh("k", 0),), "int64")


@bind(f"{PLACE}.masks_to_boxes")
def masks_to_boxes(at: At, masks: Any) -> Any:
    shape = at.m.tensor(masks).shape
    return at.value((shape[0] if shape else at.m.names.fresh("k", 0), 4), "float32")


# --- regions of maps ---


def pooled(at: At, maps: Any, boxes: Any, output_size: Any, label: str, apart: bool = False) -> Any:
    """Each box of the maps in one size."""
    height, width = at.sizes(output_size, 2)
    if isinstance(boxes, (List, tuple)):
        boxes = listed(at, boxes)
    return at.apply(Regions(height, width, apart), maps, boxes, label=label)


def listed(at: At, boxes: Any) -> Any:
    """Boxes given apart for each image, as one tensor of all."""
    parts = [at.m.tensor(part).shape for part in boxes]
    if getattr(boxes, "open", False) or not all(parts):
        return at.value(None)
    return at.value((sum(shape[0] for shape in parts if shape), 5))


@bind(f"{PLACE}.roi_align")
def roi_align(
    at: At,
    input: Any,
    boxes: Any,
    output_size: Any,
    spatial_scale: Any = 1.0,
    sampling_ratio: Any = -1,
    aligned: Any = False,
) -> Any:
    return pooled(at, input, boxes, output_size, at.label)


@bind(f"{PLACE}.roi_pool", f"{PLACE}.ps_roi_pool")
def roi_pool(at: At, input: Any, boxes: Any, output_size: Any, spatial_scale: Any = 1.0) -> Any:
    return pooled(at, input, boxes, output_size, at.label, at.label.startswith("ps"))


@bind(f"{PLACE}.ps_roi_align")
def ps_roi_align(
    at: At, input: Any, boxes: Any, output_size: Any, spatial_scale: Any = 1.0, sampling_ratio: Any = -1
) -> Any:
    return pooled(at, input, boxes, output_size, at.label, apart=True)


@bind(f"{PLACE}.RoIAlign")
def roi_align_layer(
    at: At, output_size: Any, spatial_scale: Any, sampling_ratio: Any, aligned: Any = False
) -> Any:
    return region_layer(at, output_size)


@bind(f"{PLACE}.PSRoIAlign")
def ps_roi_align_layer(at: At, output_size: Any, spatial_scale: Any, sampling_ratio: Any) -> Any:
    return region_layer(at, output_size)


@bind(f"{PLACE}.RoIPool", f"{PLACE}.PSRoIPool")
def roi_pool_layer(at: At, output_size: Any, spatial_scale: Any) -> Any:
    return region_layer(at, output_size)


def region_layer(at: At, output_size: Any) -> Any:
    height, width = at.sizes(output_size, 2)
    settings = {"output_size": output_size}
    return at.layer(Regions(height, width, at.label.startswith("PS")), settings, call_regions)


def call_regions(at: At, holder: LayerObject, input: Any, rois: Any) -> Any:
    """Boxes come as one tensor or as a list of them."""
    boxes = listed(at, rois) if isinstance(rois, (List, tuple)) else rois
    return at.apply(holder.layer.op, input, boxes, label=holder.layer.label, layer=holder.layer)


@bind(f"{PLACE}.MultiScaleRoIAlign")
def multi_scale(
    at: At,
    featmap_names: Any,
    output_size: Any,
    sampling_ratio: Any,
    *,
    canonical_scale: Any = 224,
    canonical_level: Any = 4,
) -> Any:
    height, width = at.sizes(output_size, 2)
    settings = {"featmap_names": featmap_names, "output_size": (height, width)}
    return at.layer(Regions(height, width), settings, call_multi_scale)


def call_multi_scale(at: At, holder: LayerObject, x: Any, boxes: Any, image_shapes: Any = None) -> Any:
    """All maps have the same channels; each box is taken from the one that fits its size."""
    maps = next(iter(x.values()), None) if isinstance(x, Dict) else None
    if not isinstance(maps, Value):
        return Unknown("regions of several maps")
    rows = listed(at, boxes) if isinstance(boxes, (List, tuple)) else at.value(None)
    return at.apply(holder.layer.op, maps, rows, label=holder.layer.label, layer=holder.layer)


# --- losses ---


@bind(f"{PLACE}.sigmoid_focal_loss")
def focal_loss(
    at: At, inputs: Any, targets: Any, alpha: Any = 0.25, gamma: Any = 2, reduction: Any = "none"
) -> Any:
    op = BinaryCrossEntropy("logits", reduction_of(reduction))
    return use(at, op, at.label, at.span, inputs, targets)


@bind(*(f"{PLACE}.{kind}_box_iou_loss" for kind in ("complete", "distance", "generalized")))
def box_loss(at: At, boxes1: Any, boxes2: Any, reduction: Any = "none", eps: Any = 1e-07) -> Any:
    op = OtherLoss(at.label, reduction_of(reduction))
    made, shape = use(at, op, at.label, at.span, boxes1, boxes2), at.m.tensor(boxes1).shape
    if op.reduction == "none" and shape:
        made.shape = shape[:-1]
    return made
