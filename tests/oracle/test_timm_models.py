"""One network of each family of timm, read from its own source text, is the one that timm builds.

By default a few small ones are compared; FOOTGUN_LONG=1 compares one of every file of timm.models.
"""

from __future__ import annotations

import os
from functools import partial

import pytest
from tests.oracle.agreement import LONG
from tests.oracle.vision import difference, from_text, live

timm = pytest.importorskip("timm")

FEW = {
    "byobnet": "test_byobnet", "convnext": "test_convnext", "cspnet": "cs3darknet_focus_s", "dla": "dla34",
    "efficientnet": "test_efficientnet", "gcvit": "gcvit_xxtiny", "hrnet": "hrnet_w18_small",
    "maxxvit": "test_coatnet", "metaformer": "caformer_s18", "nest": "nest_tiny", "resnet": "test_resnet",
    "mobilevit": "mobilevit_xxs", "vision_transformer": "test_vit",
    "swin_transformer": "swin_tiny_patch4_window7_224", "pvt_v2": "pvt_v2_b0", "xcit": "xcit_nano_12_p8_224",
}  # fmt: skip
SMALL = ("test_", "atto", "femto", "pico", "nano", "tiny", "xxs", "xs", "small", "_s", "18", "050", "b0", "")
# These ask the environment which of two implementations to take, unless it is said.
ASKING = ("eva", "vision_transformer")


def families() -> dict[str, str]:
    """A small model of each file."""
    if not LONG:
        return FEW
    found = {}
    for module in sorted(timm.list_modules()):
        names = timm.list_models(module=module)
        size = {name: next(i for i, part in enumerate(SMALL) if part in name) for name in names}
        if names:
            found[module] = FEW.get(module) or min(names, key=lambda name: (size[name], len(name), name))
    return found


@pytest.mark.parametrize(("module", "name"), families().items())
def test_the_text_says_the_same_as_the_model(module: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("footgun.source.interpret.imported.MOST_BYTES", 10**8)
    side = timm.get_pretrained_cfg(name).input_size[-1] if timm.get_pretrained_cfg(name) else 224
    shape = (2, 3, side, side)
    more = {"use_naflex": False} if module in ASKING else {}
    real = live(partial(timm.create_model, name, **more), shape)
    given = ", ".join(f"{key}={value}" for key, value in more.items())
    text = (
        f"import torch\nfrom timm.models.{module} import {name}\nmodel = {name}({given})\nmodel.eval()\n"
        f"y = model(torch.zeros({shape}))\n"
    )
    page = os.path.join(os.path.dirname(timm.models.__file__), "page_.py")  # beside its files: they are ours
    assert difference(real, *from_text(text, page)) == ""
