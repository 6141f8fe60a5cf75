"""Optimisers that hold the wrong weights, or run at the wrong rate."""

from __future__ import annotations

from benchmarks.price.programs import Fault

_HIDDEN = "    nn.Linear(64, 64),\n    nn.ReLU(),\n"
_DEEP = ((_HIDDEN + "    nn.Linear(64, 64),", _HIDDEN * 3 + "    nn.Linear(64, 64),"),)
_SGD = (
    (
        "torch.optim.Adam(model.parameters(), lr=0.002)",
        "torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9)",
    ),
)
_FREEZE = "for parameter in {}.parameters():\n    parameter.requires_grad = False\noptimizer = "

FAULTS = (
    Fault("OPT001", "digits_mlp", (("lr=0.002", "lr=0.03"),), "5 layers, Adam at 0.03", setting=_DEEP),
    Fault("OPT001", "digits_mlp", (("lr=0.002", "lr=0.5"),), "5 layers, Adam at 0.5", setting=_DEEP),
    Fault("OPT002", "digits_cnn", (("(model.parameters(), lr", "(Net().parameters(), lr"),)),
    Fault("OPT003", "digits_mlp", (("optimizer = ", _FREEZE.format("model")),), stops=True),
    Fault("OPT004", "digits_transfer", (("model[1].parameters()", "model.parameters()"),), measures=("seconds",)),
    Fault("OPT005", "digits_mlp", ((", momentum=0.9", ""),), "SGD at 0.02", setting=_SGD),
    Fault("OPT010", "diabetes_mlp", (("EPOCHS = 300", "EPOCHS = 10000"),), "300 epochs and 10,000", setting=(("EPOCHS = 30", "EPOCHS = 300"), ("batch_size=32", "batch_size=512"), ("batch_size=64", "batch_size=512")), measures=("r2", "seconds")),
    Fault("OPT006", "digits_cnn", ((", lr=LEARNING_RATE", ""),), "0.003 meant, 0.001 used"),
    Fault("OPT006", "digits_cnn", ((", lr=LEARNING_RATE", ""),), "0.0001 meant, 0.001 used", setting=(("LEARNING_RATE = 0.003", "LEARNING_RATE = 0.0001"),)),
)  # fmt: skip
REMARKS = {
    "OPT006": "Whether the default happens to be better is chance: the rate that is written and logged is not the one that trained.",
    "OPT010": "A hint all the same: the number of epochs proves nothing by itself. A large network on much data may need them.",
}
