"""Writes the outlines of torchvision's models that the package ships: run it with torchvision installed.

An outline says the parts that users replace, freeze or ask: torch's own layers with their settings, and blocks as
one line each: channels in and out, what becomes of height and width, how many numbers.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[2] / "src" / "footgun" / "source" / "torchvision" / "published.txt"
PROBES = (32, 37, 48, 55)
WINDOWS = [((k, s),) for s in (2, 4, 8, 16, 32) for k in range(1, s + 1)]
HOLDERS = ("Sequential", "ModuleList", "ModuleDict")
# Their parts are asked for by name.
OPEN = ("RoIHeads", "FastRCNNPredictor", "MaskRCNNPredictor", "KeypointRCNNPredictor", "MaskRCNNHeads",
        "DeepLabHead", "FCNHead", "InceptionAux", "LRASPPHead", "RetinaNetHead", "RetinaNetClassificationHead",
        "TwoMLPHead", "RegionProposalNetwork", "RPNHead", "BasicConv2d")  # fmt: skip


def settings(layer: Any) -> str:
    """What torch prints of a layer, without what is usual."""
    text = layer.extra_repr()
    if type(layer).__name__.startswith("BatchNorm"):
        return str(layer.num_features)
    usual = ("inplace=True", "inplace=False", "dilation=1", "ceil_mode=False", "bias=True", "eps=1e-05",
             "elementwise_affine=True", "approximate='none'")  # fmt: skip
    parts = split(text)
    return ", ".join(p for p in parts if p not in usual)


def split(text: str) -> list[str]:
    """The arguments in a text."""
    found, depth = [""], 0
    for sign in text:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return [part.strip() for part in found if part.strip()]


def lines(module: Any, name: str = "") -> Iterator[str]:
    """One line for each part, those inside after those that hold them."""
    from torch import nn

    for key, child in module.named_children():
        path = f"{name}.{key}".strip(".")
        kind = type(child)
        if kind.__module__.startswith("torch.nn.") and kind.__name__ not in HOLDERS:
            yield f"{path} = {kind.__name__}({settings(child)})"
        elif kind.__name__ in HOLDERS or opened(child):
            holder = kind.__name__ if kind.__name__ in HOLDERS else "Module"
            if isinstance(child, nn.Sequential):
                holder = "Sequential"
            yield f"{path} = {holder}()"
            yield from lines(child, path)
        elif kind.__name__ == "Permute":
            yield f"{path} = Permute({tuple(child.dims)})"
        else:
            yield f"{path} = {kind.__name__}{block(child)}"


def opened(module: Any) -> bool:
    """Whether users go into a class of torchvision: a plain chain of torch's layers, or one named above."""
    from torch import nn

    if type(module).__name__ in OPEN:
        return True
    if not isinstance(module, nn.Sequential) or type(module).forward is not nn.Sequential.forward:
        return False
    return all(type(c).__module__.startswith("torch.nn.") or opened(c) for c in module.children())


KNOWN: dict[str, str] = {}


def block(module: Any) -> str:
    """The text of a block, found once for all that look alike."""
    key = f"{sum(p.numel() for p in module.parameters())} {module!r}"
    if key not in KNOWN:
        KNOWN[key] = described(module)
    return KNOWN[key]


def described(module: Any) -> str:
    """`(in, out, windows, numbers, last)`; None stands for what its input alone does not tell."""
    numbers = sum(p.numel() for p in module.parameters())
    for last in (False, True):
        found = probed(module, last)
        if found is not None:
            return f"({found[0]}, {found[1]}, {found[2]}, {numbers}, {last})"
    return f"(None, None, None, {numbers}, False)"


def probed(module: Any, last: bool) -> tuple[int, int, Any] | None:
    """What a block makes of maps, tried with the number of channels it takes."""
    import torch

    sizes_of = [s for p in module.parameters() for s in p.shape[1::-1]]
    quarters = [s // 4 for s in sizes_of[:4]]  # four neighbours side by side
    for cin in dict.fromkeys(sizes_of[:12] + quarters):
        rows = []
        for size in PROBES:
            x = torch.zeros((2, size, size, cin) if last else (2, cin, size, size), device="meta")
            try:
                with torch.no_grad():
                    y = module(x)
            except Exception:
                break
            if not isinstance(y, torch.Tensor) or y.dim() != 4:
                break
            rows.append((size, tuple(y.shape)))
        if len(rows) == len(PROBES):
            sizes = [shape[1] if last else shape[2] for _, shape in rows]
            cout = rows[0][1][3] if last else rows[0][1][1]
            for windows in ((), *WINDOWS):
                if sizes == [through(size, windows) for size, _ in rows]:
                    return cin, cout, windows
    return None


def through(size: int, windows: Any) -> int:
    """A size behind windows without padding."""
    for kernel, stride in windows:
        size = (size - kernel) // stride + 1
    return size


def outline(name: str) -> str:
    """The outline of one model; numbers that follow from the number of classes are written as `classes`."""
    import torch
    from torchvision.models import get_model_builder
    from torchvision.models.regnet import BlockParams

    usual = BlockParams.from_init_params.__func__

    def on_cpu(cls: Any, *args: Any, **kwargs: Any) -> Any:
        with torch.device("cpu"):
            return usual(cls, *args, **kwargs)

    BlockParams.from_init_params = classmethod(on_cpu)
    builder = get_model_builder(name)
    more = {"weights_backbone": None} if ".models.detection" in builder.__module__ else {}
    if ".models.segmentation" in builder.__module__:
        more = (
            {"weights_backbone": None, "aux_loss": True}
            if "lraspp" not in name
            else {"weights_backbone": None}
        )
    texts = []
    for classes in (7, 11):
        with torch.device("meta"):
            model = builder(weights=None, num_classes=classes, **more).eval()
        texts.append(list(lines(model)))
    rows = [with_classes(a, b) for a, b in zip(*texts, strict=True)]
    size = 299 if "inception" in name else 224
    return "\n".join((f"= {name} {builder.__module__} {type(model).__name__} {size}", *rows))


def with_classes(one: str, other: str) -> str:
    """A line for 7 classes and one for 11: where two numbers differ, what they are of `classes`."""
    numbers = iter(zip(re.findall(r"\d+", one), re.findall(r"\d+", other), strict=True))

    def written(match: re.Match[str]) -> str:
        first, second = (int(text) for text in next(numbers))
        if first == second:
            return match[0]
        each, rest = divmod(second - first, 4)
        assert not rest
        base = first - 7 * each
        word = "classes" if each == 1 else f"{each} * classes"
        return f"{base} + {word}" if base else word

    return re.sub(r"\d+", written, one)


def main() -> None:
    """Write all of them."""
    from torchvision.models import get_model_builder, list_models

    texts = []
    for name in list_models():
        module = get_model_builder(name).__module__
        if any(part in module for part in ("quantization", "video", "optical_flow")):
            continue
        texts.append(outline(name))
        sys.stderr.write(f"{name}\n")
    TARGET.write_text("\n".join(texts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
