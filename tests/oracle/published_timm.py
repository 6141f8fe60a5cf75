"""Writes what the package ships of timm's most used models and their names: run it with timm installed.

One line a model: name, side of its images, numbers without the classifier, features, the classifier's place,
what `forward_features` gives (maps, maps with channels last, tokens), channels and reductions of `features_only`.
And one for each name that is of another release, or whose weights are for other classes or images than those of
the plain name: name, model, classes, side.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[2] / "src" / "footgun" / "source" / "timm" / "published.txt"
WRITTEN = TARGET.with_name("names.txt")
CLASSES = 1000
NAMES = [
    "resnet10t",
    "resnet14t",
    "resnet18",
    "resnet18d",
    "resnet26",
    "resnet26d",
    "resnet34",
    "resnet34d",
    "resnet50",
    "resnet50d",
    "resnet50t",
    "resnet101",
    "resnet101d",
    "resnet152",
    "resnet152d",
    "resnet200d",
    "resnetv2_50",
    "resnetv2_101",
    "resnext50_32x4d",
    "resnext101_32x8d",
    "resnext101_64x4d",
    "wide_resnet50_2",
    "wide_resnet101_2",
    "seresnet50",
    "seresnext50_32x4d",
    "seresnext101_32x4d",
    "legacy_seresnet50",
    "ecaresnet50d",
    "gluon_resnet50_v1b",
    "resnest14d",
    "resnest26d",
    "resnest50d",
    "resnest101e",
    "skresnet18",
    "skresnet34",
    "res2net50_26w_4s",
    "cspresnet50",
    "cspdarknet53",
    "dla34",
    "dpn68",
    "dpn92",
    "densenet121",
    "densenet161",
    "densenet169",
    "densenet201",
    "vgg11",
    "vgg11_bn",
    "vgg13",
    "vgg16",
    "vgg16_bn",
    "vgg19",
    "vgg19_bn",
    "inception_v3",
    "inception_v4",
    "inception_resnet_v2",
    "xception",
    "xception41",
    "xception65",
    "xception71",
    "nasnetalarge",
    "pnasnet5large",
    "mobilenetv2_050",
    "mobilenetv2_100",
    "mobilenetv2_140",
    "mobilenetv3_small_050",
    "mobilenetv3_small_075",
    "mobilenetv3_small_100",
    "mobilenetv3_large_075",
    "mobilenetv3_large_100",
    "mobilenetv3_rw",
    "mobilenetv4_conv_small",
    "mobilenetv4_conv_medium",
    "mobilenetv4_conv_large",
    "mnasnet_100",
    "mnasnet_small",
    "semnasnet_100",
    "fbnetc_100",
    "fbnetv3_b",
    "spnasnet_100",
    "ghostnet_100",
    "lcnet_050",
    "lcnet_100",
    "tinynet_a",
    "tinynet_e",
    "hardcorenas_a",
    "efficientnet_b0",
    "efficientnet_b1",
    "efficientnet_b2",
    "efficientnet_b3",
    "efficientnet_b4",
    "efficientnet_b5",
    "efficientnet_lite0",
    "efficientnet_es",
    "efficientnet_el",
    "tf_efficientnet_b0",
    "tf_efficientnet_b1",
    "tf_efficientnet_b2",
    "tf_efficientnet_b3",
    "tf_efficientnet_b4",
    "tf_efficientnet_b5",
    "tf_efficientnet_b6",
    "tf_efficientnet_b7",
    "tf_efficientnet_lite0",
    "tf_efficientnetv2_b0",
    "tf_efficientnetv2_b1",
    "tf_efficientnetv2_b2",
    "tf_efficientnetv2_b3",
    "tf_efficientnetv2_s",
    "tf_efficientnetv2_m",
    "tf_efficientnetv2_l",
    "efficientnetv2_rw_s",
    "efficientnetv2_rw_t",
    "efficientnetv2_s",
    "mixnet_s",
    "mixnet_m",
    "mixnet_l",
    "regnetx_002",
    "regnetx_004",
    "regnetx_008",
    "regnetx_016",
    "regnetx_032",
    "regnety_002",
    "regnety_004",
    "regnety_008",
    "regnety_016",
    "regnety_032",
    "regnety_040",
    "regnety_080",
    "regnety_160",
    "repvgg_a2",
    "repvgg_b0",
    "hrnet_w18",
    "hrnet_w18_small",
    "hrnet_w32",
    "hrnet_w48",
    "selecsls42b",
    "nf_resnet50",
    "dm_nfnet_f0",
    "eca_nfnet_l0",
    "convnext_atto",
    "convnext_femto",
    "convnext_pico",
    "convnext_nano",
    "convnext_tiny",
    "convnext_small",
    "convnext_base",
    "convnext_large",
    "convnext_xlarge",
    "convnextv2_atto",
    "convnextv2_nano",
    "convnextv2_tiny",
    "convnextv2_base",
    "convnextv2_large",
    "convmixer_768_32",
    "edgenext_small",
    "coatnet_0_rw_224",
    "maxvit_tiny_tf_224",
    "maxvit_small_tf_224",
    "maxvit_base_tf_224",
    "vit_tiny_patch16_224",
    "vit_small_patch16_224",
    "vit_small_patch32_224",
    "vit_base_patch8_224",
    "vit_base_patch16_224",
    "vit_base_patch32_224",
    "vit_base_patch16_384",
    "vit_large_patch16_224",
    "vit_large_patch32_224",
    "vit_huge_patch14_224",
    "vit_small_patch16_384",
    "vit_small_patch14_dinov2",
    "vit_base_patch14_dinov2",
    "vit_large_patch14_dinov2",
    "vit_base_patch16_clip_224",
    "vit_large_patch14_clip_224",
    "deit_tiny_patch16_224",
    "deit_small_patch16_224",
    "deit_base_patch16_224",
    "deit3_small_patch16_224",
    "deit3_base_patch16_224",
    "beit_base_patch16_224",
    "beit_large_patch16_224",
    "beitv2_base_patch16_224",
    "eva02_tiny_patch14_224",
    "eva02_small_patch14_224",
    "eva02_base_patch14_224",
    "cait_xxs24_224",
    "cait_s24_224",
    "crossvit_small_240",
    "mixer_b16_224",
    "gmlp_s16_224",
    "resmlp_12_224",
    "swin_tiny_patch4_window7_224",
    "swin_small_patch4_window7_224",
    "swin_base_patch4_window7_224",
    "swin_large_patch4_window7_224",
    "swin_base_patch4_window12_384",
    "swinv2_tiny_window8_256",
    "swinv2_small_window8_256",
    "swinv2_base_window8_256",
    "swinv2_cr_tiny_224",
    "pvt_v2_b0",
    "pvt_v2_b1",
    "pvt_v2_b2",
    "pvt_v2_b3",
    "pvt_v2_b5",
    "twins_svt_small",
    "coat_tiny",
    "mobilevit_xxs",
    "mobilevit_xs",
    "mobilevit_s",
    "mobilevitv2_050",
    "mobilevitv2_100",
    "levit_128",
    "levit_256",
    "poolformer_s12",
    "efficientformer_l1",
    "efficientvit_b0",
    "efficientvit_b1",
    "fastvit_t8",
    "fastvit_sa12",
    "ghostnetv2_100",
    "tiny_vit_5m_224",
    "xcit_tiny_12_p16_224",
    "volo_d1_224",
]


def line(name: str) -> str:
    """All that is written of one model."""
    import timm
    import torch

    def build(**kwargs: Any) -> Any:
        with torch.device("meta"):
            return timm.create_model(name, **kwargs).eval()

    model = build(num_classes=0)
    side = model.default_cfg["input_size"][-1]
    numbers = sum(p.numel() for p in model.parameters())
    with torch.no_grad():
        given = model.forward_features(torch.zeros(1, 3, side, side, device="meta"))
        width = model(torch.zeros(1, 3, side, side, device="meta")).shape[-1]
    kind = "other"
    if isinstance(given, torch.Tensor) and given.dim() == 4:
        kind = "maps" if given.shape[1] == model.num_features else "last"
    elif isinstance(given, torch.Tensor) and given.dim() == 3:
        kind = f"tokens:{given.shape[1]}"
    head = model.default_cfg.get("classifier", "fc")
    whole = build(num_classes=10)
    extra = sum(p.numel() for p in whole.parameters()) - numbers
    plain = isinstance(head, str) and extra == (width + 1) * 10 and is_linear(whole, head)
    try:
        features = build(features_only=True)
        info = features.feature_info
        found = ",".join(f"{c}/{r}" for c, r in zip(info.channels(), info.reduction(), strict=True))
    except Exception:
        found = "-"
    return f"{name} {side} {numbers} {width} {head if plain else '-'} {kind} {found}"


def names(sides: dict[str, int]) -> list[str]:
    """Former names, and tags of weights, with what differs."""
    import timm
    from timm.models import _registry

    found = []
    for model, side in sides.items():
        found += [(n, model, side) for n in timm.list_pretrained(f"{model}.*")]
    former = {old: new for old, new in _registry._deprecated_models.items() if new.partition(".")[0] in sides}
    rows = []
    for name, model, side in found:
        cfg = _registry.get_pretrained_cfg(name)
        if cfg is not None and (cfg.num_classes, cfg.input_size[-1]) != (CLASSES, side):
            rows.append(f"{name} {model} {cfg.num_classes} {cfg.input_size[-1]}")
    for old, new in former.items():
        if new in sides:
            rows.append(f"{old} {new} {CLASSES} {sides[new]}")
            continue
        try:
            cfg = _registry.get_pretrained_cfg(new)
        except RuntimeError:
            continue  # weights that this release no longer has
        rows.append(f"{old} {new.partition('.')[0]} {cfg.num_classes} {cfg.input_size[-1]}")
    return rows


def is_linear(model: Any, path: str) -> bool:
    """Whether one dense layer stands there."""
    for part in path.split("."):
        model = getattr(model, part, None)
    return type(model).__name__ == "Linear"


def main() -> None:
    """Write all of them; what this release does not have, or cannot build without numbers, is left out."""
    import torch

    usual = torch.linspace
    torch.linspace = lambda *args, **more: usual(*args, **{**more, "device": "cpu"})
    rows = []
    for name in NAMES:
        try:
            rows.append(line(name))
            sys.stderr.write(rows[-1] + "\n")
        except Exception as error:
            sys.stderr.write(f"{name}: {error}\n")
    TARGET.write_text("\n".join(rows) + "\n", encoding="utf-8")
    write_names()


def write_names() -> None:
    """The names, for the models that are written."""
    lines = (line.split() for line in TARGET.read_text(encoding="utf-8").splitlines())
    WRITTEN.write_text("\n".join(names({n: int(side) for n, side, *_ in lines})) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
