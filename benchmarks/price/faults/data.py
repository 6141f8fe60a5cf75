"""Data: transforms, scales, splits."""

from __future__ import annotations

from benchmarks.price.programs import Fault

_TRAIN = "train_transform = transforms.Compose(["
_TEST = "test_transform = transforms.Compose(["
_NORMALIZE = "transforms.Normalize((0.25,), (0.33,))"
_CROP = "transforms.RandomResizedCrop(28, scale=(0.9, 1.0)), "
_JITTER = "transforms.ColorJitter(0.5, 0.5), "

FAULTS = (
    Fault("DAT001", "digits_files", (("transforms.ToTensor(), " + _NORMALIZE, _NORMALIZE + ", transforms.ToTensor()"),), stops=True),
    Fault("DAT002", "digits_files", (("transforms.ToTensor(), " + _NORMALIZE, "transforms.PILToTensor()"),), setting=(("model(x)", "model(x.float())"),)),
    Fault("DAT003", "digits_files", (("train=False, transform=test_transform", "train=False, transform=train_transform"),), setting=((_TRAIN, _TRAIN + "transforms.RandomAffine(30, translate=(0.2, 0.2)), "),)),
    Fault("DAT004", "digits_files", ((_TEST + "transforms.ToTensor(), " + _NORMALIZE, _TEST + "transforms.ToTensor()"),), "evaluation not normalised"),
    Fault("DAT008", "digits_files", ((_TRAIN, _TRAIN + "transforms.RandomHorizontalFlip(), transforms.RandomVerticalFlip(), "),), "flips"),
    Fault("DAT008", "digits_files", ((_TRAIN, _TRAIN + "transforms.RandomRotation(180), "),), "any rotation"),
    Fault("DAT012", "digits_files", ((_TRAIN + _CROP + _JITTER, _TRAIN + _JITTER + _CROP),), label="1 epoch", setting=((_TRAIN, _TRAIN + _CROP + _JITTER), ("EPOCHS = 6", "EPOCHS = 1")), measures=("seconds",)),
    Fault("DAT013", "digits_files", (("model = ", "spare_loader = DataLoader(test_set, batch_size=64)\nmodel = "),), label="1 epoch", setting=(("EPOCHS = 6", "EPOCHS = 1"),), measures=("seconds",)),
    Fault("DAT014", "cancer_mlp", (("scaler.fit_transform(train_table)", "train_table"), ("scaler.transform(test_table)", "test_table"))),
    Fault("DAT014", "diabetes_mlp", (("scaler.fit_transform(train_table)", "train_table"), ("scaler.transform(test_table)", "test_table")), measures=("r2",)),
)  # fmt: skip
REMARKS = {
    "DAT014": "A hint all the same: the network alone does not prove that nobody has scaled its features before.",
}
