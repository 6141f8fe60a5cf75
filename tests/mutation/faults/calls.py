"""Names and arguments that the libraries or the program do not have."""

from __future__ import annotations

from tests.mutation.edits import Fault, drop, either, swap

FAULTS = (
    Fault("API001", "no call of the parent's `__init__`", torch=drop(r"super\(\)\.__init__\(\)", where="nn.Module", at=r"^        self\.\w+ = |^        layers, channels")),
    Fault("API002", "a name that is gone",
        torch=either(
            swap(r"transforms\.RandomResizedCrop\(224\)", "transforms.RandomSizedCrop(224)"),
            swap(r"transforms\.Resize\(256\)", "transforms.Scale(256)"),
        ),
        keras=swap(r"^from keras\.callbacks import", "from keras.layers.core import Dense\nfrom keras.callbacks import", also=((r"import LSTM, Dense,", "import LSTM,"),), at=r"layers\.core"),
    ),
    Fault("API002", "an argument that is gone", keras=either(
        swap(r"(Adam|RMSprop|SGD)\(learning_rate=", r"\1(lr="),
        swap(r"(?<=[ (])epochs=(?=\d)", "nb_epoch="),
    )),
    Fault("API003", "a deprecated argument", torch=swap(r"weights=models\.ResNet18_Weights\.DEFAULT", "pretrained=True")),
    Fault("API004", "a misspelt layer or optimizer",
        torch=either(
            swap(r"nn\.Conv2d\(", "nn.Conv2D("),
            swap(r"nn\.ReLU\(", "nn.Relu("),
            swap(r"nn\.BatchNorm2d\(", "nn.Batchnorm2d("),
            swap(r"optim\.AdamW?\(", "optim.ADAM("),
        ),
        keras=either(
            swap(r"layers\.MaxPooling2D\(", "layers.Maxpooling2D("),
            swap(r"layers\.Conv2D\(", "layers.Conv2d("),
            swap(r"layers\.Dense\(", "layers.Linear("),
        ),
    ),
    Fault("API005", "a name that is never defined",
        torch=either(
            swap(r"(?<=loss = )criterion\(", "loss_fn("),
            drop(r"import torch\.nn\.functional as F", at=r"F\."),
            swap(r"(?<=range\()EPOCHS", "epochs"),
        ),
        keras=either(
            swap(r"(\.fit\(\s*)(x_train|X_train|train_ds|train_generator|scans)\b", r"\1train_data", at="train_data"),
            drop(r"import numpy as np", at=r"np\."),
        ),
    ),
)  # fmt: skip
