"""Training and evaluation loops."""

from __future__ import annotations

from benchmarks.price.programs import Edits, Fault

_EVALUATION = """    model.eval()
    right = 0
    with torch.no_grad():
        for x, y in test_loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
"""
_WITHOUT = """    model.eval()
    right = 0
    for x, y in test_loader:
        right += (model(x).argmax(dim=1) == y).sum().item()
"""
_SORTED: Edits = (
    (
        "train_loader = ",
        "order = train_labels.argsort()\ntrain_set = TensorDataset(train_images[order], train_labels[order])\ntrain_loader = ",
    ),
)

FAULTS = (
    Fault("LOP001", "digits_cnn", (("        optimizer.zero_grad()\n", ""),)),
    Fault("LOP002", "digits_cnn", (("        loss.backward()\n", ""),), "no backward"),
    Fault("LOP002", "digits_cnn", (("        optimizer.step()\n", ""),), "no step"),
    Fault("LOP003", "digits_cnn", (("        optimizer.zero_grad()\n", ""), ("        loss.backward()\n", "        loss.backward()\n        optimizer.zero_grad()\n"))),
    Fault("LOP004", "digits_cnn", (("    model.eval()\n", ""),)),
    Fault("LOP004", "digits_cnn", (("    model.eval()\n", ""),), "images one at a time", setting=(("batch_size=64", "batch_size=1"),)),
    Fault("LOP005", "digits_cnn", (("    model.train()\n", ""),)),
    Fault("LOP006", "digits_large", ((_EVALUATION, _WITHOUT),), "batches of 540", setting=(("batch_size=64", "batch_size=540"),), measures=("accuracy", "megabytes")),
    Fault("LOP007", "digits_cnn", (("total += loss.item() * len(x)", "total += loss * len(x)"),), "the loss", measures=("megabytes",)),
    Fault("LOP008", "digits_cnn", (("loss = criterion(model(x), y)", "loss = torch.tensor(criterion(model(x), y).item(), requires_grad=True)"),), "a new tensor"),
    Fault("LOP008", "digits_cnn", (("criterion(model(x), y)", "criterion(model(x).detach(), y)"),), "detached", stops=True),
    Fault("LOP009", "digits_cnn", (("for x, y in test_loader:", "for x, y in train_loader:"), ("right / len(test_set)", "right / len(train_set)"))),
    Fault("LOP010", "digits_cnn", (("total += loss.item() * len(x)", "total += loss.item()"),), measures=("train_loss",)),
    Fault("LOP011", "digits_cnn", (("model(x)", "model.forward(x)"),), "no hooks"),
    Fault("LOP011", "digits_cnn", (("model(x).argmax", "model.forward(x).argmax"),), "a hook that centres the input", setting=(("criterion = ", "model.register_forward_pre_hook(lambda module, inputs: (inputs[0] * 2 - 1,))\ncriterion = "),)),
    Fault("LOP012", "digits_cnn", ((", shuffle=True", ""),), "in class order", setting=_SORTED),
    Fault("LOP012", "digits_cnn", ((", shuffle=True", ""),), "mixed beforehand"),
    Fault("LOP015", "digits_cnn", (("        loss.backward()\n", "        loss.backward()\n        loss.backward()\n"),), stops=True),
    Fault("LOP016", "keras_digits", (("model.compile(\n    optimizer=keras.optimizers.Adam(0.004),\n    loss=\"sparse_categorical_crossentropy\",\n    metrics=[\"accuracy\"],\n)\n", ""),), stops=True),
)  # fmt: skip
REMARKS = {
    "LOP005": "Eight epochs on easy images do not need dropout, and the batch norms have seen what they need in the first. Longer "
    "training over-fits without dropout, and frozen statistics no longer fit weights that go on changing.",
    "LOP007": "A step that ends in `backward()` leaves some kilobytes behind, for it frees what it saved. In evaluation without "
    "`no_grad` nothing does, and every batch keeps all of its activations: 20 MB each where LOP006 measures it.",
    "LOP009": "The model is the same: what is more is only what it seems to know.",
    "LOP013": "Memory alone, and not measured: the megabytes that the message names, and several times as many for the first "
    "layer's output. The answers are the same.",
    "LOP014": "None in the weights: training is the same. What is lost is knowing when to stop; OPT010 measures what that costs.",
    "LOP017": "Not measured: it takes an accelerator to compare with.",
    "LOP018": "None where workers are forked. Where they are spawned (Windows, macOS) or come from a server process (the default on "
    "Linux from Python 3.14 on) the program stops, with `RuntimeError`.",
    "LOP019": "Not measured: it takes an accelerator to copy to.",
    "LOP020": "None in the weights: training is the same. What is lost is the sight of it; OPT010 measures what stopping too late costs.",
    "LOP021": "Not measured: how long the network waits depends on the machine's free cores more than on the program.",
    "LOP022": "None in the weights: what is lost is the record. Two runs go into one, the second raises, or its last events are never written.",
}
