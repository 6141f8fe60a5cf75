"""How weights start."""

from __future__ import annotations

from benchmarks.price.programs import Edits, Fault

_CRITERION = "criterion = "
_WIDE = "for layer in (model[0], model[2], model[4]):\n    nn.init.normal_(layer.weight)\ncriterion = "
_HIDDEN = "    nn.Linear(64, 64),\n    nn.ReLU(),\n"
_DEEP: Edits = ((_HIDDEN + "    nn.Linear(64, 64),", _HIDDEN * 14 + "    nn.Linear(64, 64),"),)
_SGD: Edits = (
    (
        "torch.optim.Adam(model.parameters(), lr=0.002)",
        "torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9)",
    ),
)
_APPLIED = "model.apply(init_weights)\n"
_KAIMING: Edits = (
    (
        "model = ",
        'def init_weights(layer):\n    if isinstance(layer, nn.Linear):\n        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")\n        nn.init.zeros_(layer.bias)\n\n\nmodel = ',
    ),
    (_CRITERION, _APPLIED + _CRITERION),
)
_FILLED = "        nn.init.kaiming_uniform_(self.weight)\n"
_DENSE: Edits = (
    (
        "model = nn.Sequential(\n    nn.Linear(64, 64),",
        "class Dense(nn.Module):\n    def __init__(self, inputs, outputs):\n        super().__init__()\n        self.weight = nn.Parameter(torch.empty(inputs, outputs))\n        self.bias = nn.Parameter(torch.zeros(outputs))\n"
        + _FILLED
        + "\n    def forward(self, x):\n        return x @ self.weight + self.bias\n\n\nmodel = nn.Sequential(\n    Dense(64, 64),",
    ),
)

FAULTS = (
    Fault("INI001", "digits_mlp", (("criterion = ", "nn.init.zeros_(model[0].weight)\nnn.init.zeros_(model[2].weight)\ncriterion = "),), "zeros"),
    Fault("INI001", "digits_mlp", (("criterion = ", "for layer in (model[0], model[2]):\n    nn.init.zeros_(layer.weight)\n    nn.init.zeros_(layer.bias)\ncriterion = "),), "zeros, biases too"),
    Fault("INI001", "digits_mlp", (("criterion = ", "nn.init.constant_(model[0].weight, 0.1)\nnn.init.constant_(model[2].weight, 0.1)\ncriterion = "),), "all 0.1"),
    Fault(
        "INI002",
        "keras_digits",
        (('activation="relu"', 'activation="relu", kernel_initializer="glorot_uniform"'),),
    ),
    Fault("INI003", "digits_mlp", ((_CRITERION, _WIDE),), "a deviation of 1"),
    Fault("INI003", "digits_mlp", ((_CRITERION, _WIDE),), "a deviation of 1, SGD at 0.02", setting=_SGD),
    Fault("INI004", "digits_mlp", ((_APPLIED, ""),), "3 layers", setting=_KAIMING),
    Fault("INI004", "digits_mlp", ((_APPLIED, ""),), "17 layers", setting=(*_DEEP, *_KAIMING)),
    Fault("INI005", "digits_mlp", ((_FILLED, ""),), "the first of 3 layers", setting=_DENSE),
)  # fmt: skip
REMARKS = {
    "INI004": "Three layers learn from any start; in seventeen the default of `nn.Linear` lets the signal fade.",
    "INI005": "What the memory holds is chance: another run, or another machine, begins with other numbers.",
}
