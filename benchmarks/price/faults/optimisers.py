"""Optimisers that hold the wrong weights, or run at the wrong rate."""

from __future__ import annotations

from benchmarks.price.programs import Edits, Fault

_HIDDEN = "    nn.Linear(64, 64),\n    nn.ReLU(),\n"
_DEEP = ((_HIDDEN + "    nn.Linear(64, 64),", _HIDDEN * 3 + "    nn.Linear(64, 64),"),)
_SGD = (
    (
        "torch.optim.Adam(model.parameters(), lr=0.002)",
        "torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9)",
    ),
)
_FREEZE = "for parameter in {}.parameters():\n    parameter.requires_grad = False\noptimizer = "
_ADAMW = "torch.optim.AdamW(model.parameters(), lr=0.002, weight_decay={})"
_STEP = "        optimizer.step()\n"
_EPOCH_ENDS = "    model.eval()\n"
_SCHEDULED = "    schedule.step()\n"
_ONCE_A_BATCH: Edits = ((_SCHEDULED, ""), (_STEP, _STEP + "        schedule.step()\n"))
_LOSS = "        loss = criterion(model(x), y)\n"
_CLIP = "        nn.utils.clip_grad_norm_(model.parameters(), 1.0)\n"
_MISPLACED: Edits = ((_CLIP, ""), (_LOSS, _LOSS + _CLIP))
_CLIPPED: Edits = ((_STEP, _CLIP + _STEP),)
_STEEP: Edits = (
    *_CLIPPED,
    ("progress / 100", "progress"),
    (
        "torch.optim.Adam(model.parameters(), lr=0.003)",
        "torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)",
    ),
)


def _plan(schedule: str) -> Edits:
    """SGD with a schedule, a step an epoch."""
    made = ("accuracy = 0.0\n", f"schedule = torch.optim.lr_scheduler.{schedule}\naccuracy = 0.0\n")
    return (*_SGD, made, (_EPOCH_ENDS, _SCHEDULED + _EPOCH_ENDS))


def _decay(amount: float) -> Edits:
    """AdamW with so much decay."""
    return (("torch.optim.Adam(model.parameters(), lr=0.002)", _ADAMW.format(amount)),)


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
    Fault("OPT007", "digits_mlp", _ONCE_A_BATCH, "a tenth every 5 epochs, stepped once a batch", setting=_plan("StepLR(optimizer, 5)")),
    Fault("OPT007", "digits_mlp", _ONCE_A_BATCH, "a cosine of 15 epochs, stepped once a batch", setting=_plan("CosineAnnealingLR(optimizer, EPOCHS)")),
    Fault("OPT007", "digits_mlp", ((_SCHEDULED, ""),), "a cosine of 15 epochs, never stepped", setting=_plan("CosineAnnealingLR(optimizer, EPOCHS)")),
    Fault("OPT008", "digits_rows", _MISPLACED, "before backward", setting=_CLIPPED),
    Fault("OPT008", "diabetes_mlp", _MISPLACED, "before backward, targets in the hundreds, SGD at 0.01", setting=_STEEP, measures=("r2",)),
    Fault("OPT009", "digits_mlp", (("AdamW(", "Adam("),), "0.01 in both", setting=_decay(0.01)),
    Fault("OPT009", "digits_mlp", (("AdamW(", "Adam("),), "0.0001 in both", setting=_decay(0.0001)),
)  # fmt: skip
REMARKS = {
    "OPT006": "Whether the default happens to be better is chance: the rate that is written and logged is not the one that trained.",
    "OPT007": "A cosine that is stepped once a batch swings, and where it stops is chance: here at its top, at no loss on easy digits. "
    "A rate that only falls is gone after the first epoch, and with it all learning.",
    "OPT008": "Where no gradient is huge, a limit of 1 only slows training down, and nothing is lost with it. Where they are, the run that it "
    "was to save diverges.",
    "OPT009": "A hint for that reason: these networks hardly need any decay.",
    "OPT010": "A hint all the same: the number of epochs proves nothing by itself. A large network on much data may need them.",
}
