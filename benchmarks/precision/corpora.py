"""The code that is read: packages as their authors publish them, and whole programs that are right.

A corpus is some folders of an installed or unpacked package; a file belongs to the first that names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from footgun.discover import discover
from footgun.records import NamedTuple

# Convolutional networks and encoders, by their folders in transformers.
CONVOLUTIONAL = (
    "bit", "convnext", "convnextv2", "cvt", "dinov3_convnext", "efficientnet", "focalnet", "hgnet_v2",
    "levit", "mobilenet_v1", "mobilenet_v2", "mobilevit", "mobilevitv2", "poolformer", "pp_lcnet", "pvt",
    "pvt_v2", "regnet", "resnet", "swiftformer", "swin", "swin2sr", "swinv2", "textnet", "upernet",
)  # fmt: skip
VISION = (
    "audio_spectrogram_transformer", "beit", "data2vec", "deit", "dinat", "dinov2", "dinov2_with_registers",
    "dinov3_vit", "dpt", "glpn", "hiera", "ijepa", "segformer", "timesformer", "videomae", "vit", "vit_mae",
    "vit_msn", "vitdet", "vitpose_backbone", "vivit", "yolos",
)  # fmt: skip
TEXT = (
    "albert", "bert", "bert_generation", "big_bird", "camembert", "canine", "convbert", "deberta",
    "deberta_v2", "distilbert", "electra", "ernie", "esm", "eurobert", "flaubert", "fnet", "funnel", "ibert",
    "layoutlm", "layoutlmv2", "layoutlmv3", "lilt", "longformer", "luke", "markuplm", "megatron_bert",
    "mobilebert", "modernbert", "mpnet", "mra", "nystromformer", "rembert", "roberta",
    "roberta_prelayernorm", "roc_bert", "roformer", "splinter", "squeezebert", "tapas", "xlm", "xlm_roberta",
    "xlm_roberta_xl", "xmod", "yoso",
)  # fmt: skip
NETWORKS = tuple(f"transformers/models/{name}" for name in (*CONVOLUTIONAL, *VISION, *TEXT))


class Corpus(NamedTuple):
    """Some folders of a package; a `strict` one may have no false error, and few warnings."""

    name: str
    package: str  # as it is installed
    folders: tuple[str, ...]
    strict: bool = False


class Member(NamedTuple):
    """A file of a corpus, and how the record calls it."""

    path: str
    name: str


PACKAGES = (
    Corpus("torchvision", "torchvision", ("torchvision",), strict=True),
    Corpus("timm", "timm", ("timm",), strict=True),
    Corpus("keras.applications", "keras", ("keras/src/applications",), strict=True),
    Corpus("keras, the rest", "keras", ("keras",)),
    Corpus("lightning", "lightning", ("lightning",), strict=True),
    Corpus(
        "transformers, networks",
        "transformers",
        NETWORKS,
        strict=True,
    ),
    Corpus("transformers, the rest", "transformers", ("transformers",)),
    Corpus("torchmetrics", "torchmetrics", ("torchmetrics",)),
    Corpus("monai", "monai", ("monai",)),
    Corpus("segmentation models", "segmentation_models_pytorch", ("segmentation_models_pytorch",)),
    Corpus("pytorchcv", "pytorchcv", ("pytorchcv",)),
    Corpus("vit-pytorch", "vit_pytorch", ("vit_pytorch",)),
)
# Rows of a table of programs, by the repository that they come from.
PROGRAMS = {"ropas/pytea": "training scripts"}
CORRECTED = "corrected programs"


def packages(sites: Sequence[str]) -> Iterator[tuple[Corpus, str, list[Member]]]:
    """(corpus, version, files) of each package that one of the folders holds."""
    taken: set[str] = set()
    for corpus in PACKAGES:
        site = next((s for s in sites if (Path(s) / corpus.folders[-1]).is_dir()), None)
        if site is None:
            continue
        paths = [found.path for found in discover([str(Path(site) / folder) for folder in corpus.folders])]
        members = [Member(p, Path(p).relative_to(site).as_posix()) for p in paths if p not in taken]
        taken.update(paths)
        yield corpus, version(site, corpus.package), members


def version(site: str, package: str) -> str:
    """As the folder of its metadata says; empty where there is none."""
    for folder in sorted(Path(site).glob(f"{package}-*.dist-info")):
        return folder.name.removesuffix(".dist-info").rsplit("-", 1)[1]
    return ""


def programs(table: str, folder: str) -> Iterator[tuple[Corpus, str, list[Member]]]:
    """The right programs of a table, by corpus: each stands somewhere in the folder under its name."""
    head, *rows = (line.split("\t") for line in Path(table).read_text(encoding="utf-8").splitlines())
    files = {path.stem: path for path in sorted(Path(folder).rglob("*")) if path.is_file()}
    found: dict[str, list[Member]] = {}
    for row in (dict(zip(head, row, strict=False)) for row in rows):
        if row["buggy_or_fixed"] == "fixed" and row["id"] in files:
            name = PROGRAMS.get(row["repo"].partition("@")[0], CORRECTED)
            path = files[row["id"]]
            found.setdefault(name, []).append(Member(str(path), path.name))
    for name, members in sorted(found.items()):
        yield Corpus(name, "", (), strict=name != CORRECTED), "", sorted(members)
