"""Activations that are missing, doubled, squashing, or in the wrong place."""

from __future__ import annotations

from benchmarks.price.programs import Fault

_HIDDEN = "    nn.Linear(64, 64),\n    nn.ReLU(),\n"
_DEEP = ((_HIDDEN + "    nn.Linear(64, 64),", _HIDDEN * 4 + "    nn.Linear(64, 64),"),)
_PARITY = (
    (
        "labels = load_digits(return_X_y=True)\n",
        "labels = load_digits(return_X_y=True)\nlabels = labels % 2\n",
    ),
    ("nn.Linear(64, 10)", "nn.Linear(64, 2)"),
)
_SUM = (
    (
        "x = torch.relu(self.hidden(x)).mean(dim=1)\n",
        "y = torch.relu(self.hidden(x))\n        y = y + x\n        x = y.mean(dim=1)\n",
    ),
)
_SIGMOIDS = (("nn.ReLU()", "nn.Sigmoid()"),)

FAULTS = (
    Fault("ACT001", "digits_mlp", (("    nn.ReLU(),\n", ""),), "no activation at all"),
    Fault("ACT001", "diabetes_mlp", (("    nn.ReLU(),\n", ""),), "no activation at all", measures=("r2",)),
    Fault(
        "ACT001",
        "digits_cnn",
        (("F.relu(self.hidden(x.flatten(1)))", "self.hidden(x.flatten(1))"),),
        "one missing",
    ),
    Fault(
        "ACT001",
        "digits_mlp",
        (("    nn.ReLU(),\n", ""),),
        "even or odd, no activation at all",
        setting=_PARITY,
    ),
    Fault("ACT002", "digits_mlp", (("nn.ReLU()", "nn.Softmax(dim=1)"),)),
    Fault("ACT003", "digits_mlp", (("nn.ReLU(),", "nn.ReLU(),\n    nn.Sigmoid(),"),), "ReLU, then sigmoid"),
    Fault("ACT003", "digits_mlp", (("nn.ReLU(),", "nn.ReLU(),\n    nn.ReLU(),"),), "ReLU twice"),
    Fault(
        "ACT003",
        "keras_digits",
        (('activation="softmax"),', 'activation="softmax"),\n    layers.Softmax(),'),),
        "softmax twice",
    ),
    Fault("ACT004", "digits_mlp", _SIGMOIDS, "6 hidden layers", setting=_DEEP),
    Fault("ACT005", "digits_mlp", (("nn.Linear(64, 10),", "nn.Linear(64, 10),\n    nn.ReLU(),"),)),
    Fault("ACT006", "digits_attention", (("y = y + x", "y += x"),), stops=True, setting=_SUM),
)
REMARKS = {
    "ACT001": "Which digit it is, and how an illness goes on, nearly follow from a linear model, so that little is lost there; whether "
    "a digit is even does not.",
    "ACT004": "From five sigmoids on, as here, it is a warning; three or four are a hint.",
}
