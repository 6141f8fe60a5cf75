"""Data: transforms, scales, splits."""

from __future__ import annotations

from benchmarks.price.programs import Edits, Fault

_TRAIN = "train_transform = transforms.Compose(["
_TEST = "test_transform = transforms.Compose(["
_NORMALIZE = "transforms.Normalize((0.25,), (0.33,))"
_CROP = "transforms.RandomResizedCrop(28, scale=(0.9, 1.0)), "
_JITTER = "transforms.ColorJitter(0.5, 0.5), "
_SCALE = "scaler = StandardScaler()\n"
_SCALED = "train_table = scaler.fit_transform(train_table)\ntest_table = scaler.transform(test_table)\n"
_CHOSEN = (
    "chosen = SelectKBest(k=20).fit(train_table, train_labels)\n"
    "train_table = chosen.transform(train_table)\ntest_table = chosen.transform(test_table)\n"
)
# The labels are real, and nothing in the table has to do with them.
_NOISE: Edits = (
    ("import torch\n", "import numpy as np\nimport torch\n"),
    ("from sklearn.model", "from sklearn.feature_selection import SelectKBest\nfrom sklearn.model"),
    ("split = ", "table = np.random.default_rng(SEED).normal(size=(len(labels), 2000))\nsplit = "),
    (_SCALE, _CHOSEN + _SCALE),
    ("nn.Linear(30, 32)", "nn.Linear(20, 32)"),
)
_WRAPPED: Edits = (
    ("EPOCHS = 6", "EPOCHS = 1"),
    ("import DataLoader", "import DataLoader, Dataset"),
    (
        "train_loader = ",
        "class Moved(Dataset):\n    def __init__(self, base):\n        self.base = base\n\n    def __len__(self):\n        return len(self.base)\n\n    def __getitem__(self, i):\n        image, label = self.base[i]\n        return image.roll(1, -1), label\n\n\ntrain_loader = ",
    ),
    ("DataLoader(train_set", "DataLoader(Moved(train_set)"),
    ("DataLoader(test_set", "DataLoader(Moved(test_set)"),
)

FAULTS = (
    Fault("DAT001", "digits_files", (("transforms.ToTensor(), " + _NORMALIZE, _NORMALIZE + ", transforms.ToTensor()"),), stops=True),
    Fault("DAT002", "digits_files", (("transforms.ToTensor(), " + _NORMALIZE, "transforms.PILToTensor()"),), setting=(("model(x)", "model(x.float())"),)),
    Fault("DAT003", "digits_files", (("train=False, transform=test_transform", "train=False, transform=train_transform"),), setting=((_TRAIN, _TRAIN + "transforms.RandomAffine(30, translate=(0.2, 0.2)), "),)),
    Fault("DAT004", "digits_files", ((_TEST + "transforms.ToTensor(), " + _NORMALIZE, _TEST + "transforms.ToTensor()"),), "evaluation not normalised"),
    Fault("DAT005", "digits_transfer", (("images[new], ", "images[new] * 0.38 + 0.31, "),), "convolutions learned on normalised pixels get 0 to 1", setting=(("/ 16\n", "/ 16\nimages = (images - 0.31) / 0.38\n"),), seen=False),
    Fault("DAT006", "digits_files", ((_NORMALIZE, _NORMALIZE + ", " + _NORMALIZE),), "normalised twice"),
    Fault("DAT006", "digits_files", (("model(x)", "model(x / 255)"),), "divided by 255 twice", setting=((", " + _NORMALIZE, ""),)),
    Fault("DAT007", "cancer_mlp", ((_SCALE + _SCALED, ""), ("split = ", "scaler = StandardScaler()\ntable = scaler.fit_transform(table)\nsplit = ")), "a scaler"),
    Fault("DAT007", "cancer_mlp", ((_CHOSEN, ""), ("split = ", "table = SelectKBest(k=20).fit_transform(table, labels)\nsplit = ")), "the best 20 of 2,000 columns of noise", setting=_NOISE),
    Fault("DAT008", "digits_files", ((_TRAIN, _TRAIN + "transforms.RandomHorizontalFlip(), transforms.RandomVerticalFlip(), "),), "flips"),
    Fault("DAT008", "digits_files", ((_TRAIN, _TRAIN + "transforms.RandomRotation(180), "),), "any rotation"),
    Fault("DAT009", "digits_mlp", (("split = ", "features = features[torch.randperm(len(features))]\nsplit = "),)),
    Fault("DAT010", "keras_digits", (("test_labels = split\n", "test_labels = split\ntrain_labels = train_labels / 9\n"),), "divided by 9"),
    Fault("DAT011", "digits_files", (("image, label = self.base[i]\n", "image, label = self.base[i][0], self.base[i][1]\n"),), "each fetched twice, 1 epoch", setting=_WRAPPED, measures=("seconds",)),
    Fault("DAT012", "digits_files", ((_TRAIN + _CROP + _JITTER, _TRAIN + _JITTER + _CROP),), label="1 epoch", setting=((_TRAIN, _TRAIN + _CROP + _JITTER), ("EPOCHS = 6", "EPOCHS = 1")), measures=("seconds",)),
    Fault("DAT012", "digits_files", ((_TRAIN + _CROP, _TRAIN + "transforms.Resize(224), " + _CROP),), label="enlarged to 224x224 first, 1 epoch", setting=((_TRAIN, _TRAIN + _CROP), ("EPOCHS = 6", "EPOCHS = 1")), measures=("seconds",)),
    Fault("DAT013", "digits_files", (("model = ", "spare_loader = DataLoader(test_set, batch_size=64)\nmodel = "),), label="1 epoch", setting=(("EPOCHS = 6", "EPOCHS = 1"),), measures=("seconds",)),
    Fault("DAT014", "cancer_mlp", (("scaler.fit_transform(train_table)", "train_table"), ("scaler.transform(test_table)", "test_table"))),
    Fault("DAT014", "diabetes_mlp", (("scaler.fit_transform(train_table)", "train_table"), ("scaler.transform(test_table)", "test_table")), measures=("r2",)),
)  # fmt: skip
REMARKS = {
    "DAT005": "A stand-in, as published weights would have to be downloaded: small convolutions that have learned from other digits.",
    "DAT006": "Normalised twice, the pixels are still of a size that Adam learns from; divided twice, nothing is left to learn from.",
    "DAT007": "A scaler leaks next to nothing here. The columns of noise have nothing to do with the labels, so that all above guessing "
    "(63 % have one label) is only what the network seems to know: it is in the figure, and gone on new examples.",
    "DAT011": "In a list all examples are in memory at once: 614 MB for CIFAR-10 as floats.",
    "DAT012": "Images of 28x28 cost little to recolour; the price grows with what is thrown away, and photographs have hundreds of times "
    "as many pixels.",
    "DAT013": "None in the weights: what is lost is the evaluation that the split was made for.",
    "DAT014": "A hint all the same: the network alone does not prove that nobody has scaled its features before.",
}
