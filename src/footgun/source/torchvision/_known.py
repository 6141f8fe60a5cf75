"""The data sets of torchvision: parameters, numbers of examples, sizes, channels, classes.

The numbers are those of the data sets' own pages; a height of None stands for images of many sizes.
"""

from __future__ import annotations

from collections.abc import Mapping

from footgun.records import NamedTuple


class Known(NamedTuple):
    """The facts of one data set."""

    parameters: str
    train: int | None
    test: int | None
    height: int | None = None
    width: int | None = None
    channels: int | None = 3
    classes: int | None = None
    stored: str = ""  # how all images are kept: "tensor", "last" or "first" (where an array has its channels)
    splits: Mapping[str, int | None] = {}


END = "transform=None target_transform=None download=False"
TRAIN = f"root train=True {END}"
SPLIT = f"root split=train {END}"
LOADER = f"{SPLIT} loader=None"
WHOLE = f"root {END}"
JOINT = "transform=None target_transform=None transforms=None"
LETTERS = {"byclass": 62, "bymerge": 47, "balanced": 47, "letters": 27, "digits": 10, "mnist": 10}
EXTRA = {"train": 73_257, "extra": 531_131}
UNLABELLED = {"train": 5_000, "unlabeled": 100_000, "train+unlabeled": 105_000}

KNOWN = {
    "MNIST": Known(TRAIN, 60_000, 10_000, 28, 28, 1, 10, "tensor"),
    "FashionMNIST": Known(TRAIN, 60_000, 10_000, 28, 28, 1, 10, "tensor"),
    "KMNIST": Known(TRAIN, 60_000, 10_000, 28, 28, 1, 10, "tensor"),
    "QMNIST": Known(
        f"root what=None compat=True train=True {END}", 60_000, 60_000, 28, 28, 1, 10, "tensor"
    ),
    "EMNIST": Known(f"root split train=True {END}", None, None, 28, 28, 1),
    "USPS": Known(TRAIN, 7_291, 2_007, 16, 16, 1, 10, "last"),
    "SEMEION": Known(WHOLE, 1_593, None, 16, 16, 1, 10),
    "Omniglot": Known(f"root background=True {END} loader=None", None, None, 105, 105, 1),
    "CIFAR10": Known(TRAIN, 50_000, 10_000, 32, 32, 3, 10, "last"),
    "CIFAR100": Known(TRAIN, 50_000, 10_000, 32, 32, 3, 100, "last"),
    "SVHN": Known(SPLIT, 73_257, 26_032, 32, 32, 3, 10, "first", EXTRA),
    "STL10": Known(f"root split=train folds=None {END}", 5_000, 8_000, 96, 96, 3, 10, "first", UNLABELLED),
    "EuroSAT": Known(f"{WHOLE} loader=None", 27_000, None, 64, 64, 3, 10),
    "PCAM": Known(SPLIT, 262_144, 32_768, 96, 96, 3, 2),
    "FER2013": Known("root split=train transform=None target_transform=None", 28_709, 7_178, 48, 48, 1, 7),
    "RenderedSST2": Known(LOADER, 6_920, None, 448, 448, 3, 2),
    "CLEVRClassification": Known(LOADER, 70_000, 15_000, 320, 480, 3),
    "LFWPeople": Known(f"root split=10fold image_set=funneled {END} loader=None", None, None, 250, 250, 3),
    "CelebA": Known(f"root split=train target_type=attr {END}", 162_770, 19_962, 218, 178, 3),
    "GTSRB": Known(SPLIT, 26_640, 12_630, classes=43),
    "Flowers102": Known(LOADER, 1_020, 6_149, classes=102, splits={"train": 1_020, "val": 1_020}),
    "Food101": Known(LOADER, 75_750, 25_250, classes=101),
    "OxfordIIITPet": Known(
        f"root split=trainval target_types=category transforms=None {END}", 3_680, 3_669, classes=37
    ),
    "StanfordCars": Known(LOADER, 8_144, 8_041, classes=196),
    "DTD": Known(f"root split=train partition=1 {END} loader=None", 1_880, 1_880, classes=47),
    "Country211": Known(LOADER, None, 21_100, classes=211, splits={"train": 31_650, "valid": 10_550}),
    "FGVCAircraft": Known(
        f"root split=trainval annotation_level=variant {END} loader=None", None, 3_333, classes=None
    ),
    "SUN397": Known(f"{WHOLE} loader=None", 108_754, None, classes=397),
    "Places365": Known(
        "root split=train-standard small=False download=False transform=None target_transform=None"
        " loader=None",
        None, None, classes=365,
    ),
    "INaturalist": Known(f"root version=2021_train target_type=full {END} loader=None", None, None),
    "Imagenette": Known(
        "root split=train size=full download=False transform=None target_transform=None loader=None",
        9_469, 3_925, classes=10,
    ),
    "Caltech101": Known(f"root target_type=category {END}", None, None, channels=None, classes=101),
    "Caltech256": Known(WHOLE, None, None, channels=None, classes=257),
    "ImageNet": Known(
        "root split=train transform=None target_transform=None loader=None", 1_281_167, 50_000, classes=1000
    ),
    "VOCSegmentation": Known(f"root year=2012 image_set=train download=False {JOINT}", None, None),
    "VOCDetection": Known(f"root year=2012 image_set=train download=False {JOINT}", None, None),
    "SBDataset": Known("root image_set=train mode=boundaries download=False transforms=None", None, None),
    "Cityscapes": Known(
        f"root split=train mode=fine target_type=instance {JOINT}", 2_975, 500, 1024, 2048
    ),
    "CocoDetection": Known(f"root annFile {JOINT}", None, None),
    "CocoCaptions": Known(f"root annFile {JOINT}", None, None),
    "WIDERFace": Known(SPLIT, 12_880, None),
    "Kitti": Known(f"root train=True {JOINT} download=False", 7_481, 7_518),
    "SBU": Known(f"{WHOLE} loader=None", None, None),
    "Flickr8k": Known("root ann_file transform=None target_transform=None loader=None", None, None),
    "Flickr30k": Known("root ann_file transform=None target_transform=None loader=None", None, None),
    "LSUN": Known("root classes=train transform=None target_transform=None", None, None),
}  # fmt: skip
