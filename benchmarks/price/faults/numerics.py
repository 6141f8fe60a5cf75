"""Numbers that overflow, and slopes that are infinite."""

from __future__ import annotations

from benchmarks.price.programs import Edits, Fault

_LOSS = "        loss = criterion(model(x), y)\n"
_NLL: Edits = (
    ("criterion(model(x), y)", "criterion(nn.functional.log_softmax(model(x), dim=1), y)"),
    ("nn.CrossEntropyLoss()", "nn.NLLLoss()"),
)
_BINARY: Edits = (
    ("criterion = nn.BCEWithLogitsLoss()\n", ""),
    (
        _LOSS,
        "        z = model(x)\n        no = nn.functional.logsigmoid(-z)\n        loss = -(y * nn.functional.logsigmoid(z) + (1 - y) * no).mean()\n",
    ),
)
_APART: Edits = (
    (
        _LOSS,
        "        z = model(x)\n        squares = ((z[:, None] - z[None]) ** 2).sum(dim=-1)\n        far = torch.sqrt(squares + 1e-12)\n        loss = criterion(z, y) - 0.001 * far.mean()\n",
    ),
)

FAULTS = (
    Fault("NUM001", "digits_mlp", (("nn.functional.log_softmax(model(x), dim=1)", "torch.log(torch.softmax(model(x), dim=1))"),), "of a softmax", setting=_NLL),
    Fault("NUM001", "cancer_mlp", (("nn.functional.logsigmoid(-z)", "torch.log(1 - torch.sigmoid(z))"),), "of 1 less a sigmoid", setting=_BINARY),
    Fault("NUM001", "cancer_mlp", (("nn.functional.logsigmoid(-z)", "torch.log(1 - torch.sigmoid(z))"),), "of 1 less a sigmoid, 30 epochs", setting=(*_BINARY, ("EPOCHS = 10", "EPOCHS = 30"))),
    Fault("NUM002", "digits_attention", (("weights = torch.softmax(scores, dim=-1)", "powers = torch.exp(scores)\n        weights = powers / powers.sum(dim=-1, keepdim=True)"),), "a softmax by hand"),
    Fault("NUM002", "digits_mlp", ((" + 1e-12", ""),), "the root of squared distances", setting=_APART),
)  # fmt: skip
REMARKS = {
    "NUM001": "Nothing at first, and then everything: the one example that the network is very sure of makes every weight NaN. Here that "
    "is between the 10th and the 30th epoch; a softmax needs logits further apart than these digits give.",
    "NUM002": "A softmax by hand is exact until a score passes 88. The root is lost at once: each point is as far as 0 from itself.",
}
