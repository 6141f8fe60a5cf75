"""How weights start."""

from __future__ import annotations

from benchmarks.price.programs import Fault

FAULTS = (
    Fault("INI001", "digits_mlp", (("criterion = ", "nn.init.zeros_(model[0].weight)\nnn.init.zeros_(model[2].weight)\ncriterion = "),), "zeros"),
    Fault("INI001", "digits_mlp", (("criterion = ", "for layer in (model[0], model[2]):\n    nn.init.zeros_(layer.weight)\n    nn.init.zeros_(layer.bias)\ncriterion = "),), "zeros, biases too"),
    Fault("INI001", "digits_mlp", (("criterion = ", "nn.init.constant_(model[0].weight, 0.1)\nnn.init.constant_(model[2].weight, 0.1)\ncriterion = "),), "all 0.1"),
    Fault(
        "INI002",
        "keras_digits",
        (('activation="relu"', 'activation="relu", kernel_initializer="glorot_uniform"'),),
    ),
)  # fmt: skip
REMARKS: dict[str, str] = {}
