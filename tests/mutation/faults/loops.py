"""Loops of training and evaluation."""

from __future__ import annotations

from tests.mutation.edits import Fault, after, drop, either, swap


def _without_block(match):
    body = match["body"].split("\n")
    return "\n".join(line[4:] for line in body)


FAULTS = (
    Fault("LOP001", "gradients never cleared", torch=swap(r"^ +optimizer\.zero_grad\(.*\)\n", "", everywhere=True, at=r"optimizer\)?\.step\(|scaler\.step\(")),
    Fault("LOP002", "no backward", torch=drop(r"(?:loss|\(loss / ACCUMULATE\)|scaler\.scale\(loss\))\.backward\(\)", at=r"optimizer\.step\(|scaler\.step\(")),
    Fault("LOP002", "no step", torch=drop(r"optimizer\.step\(\)", at=r"backward\(\)|for .* in .*loader"), keras=swap(r"^ +optimizer\.apply_gradients\(.*\n", "", at=r"tape\.gradient\(")),
    Fault("LOP003", "gradients cleared between backward and step", torch=swap(r"^( +)loss\.backward\(\)$", r"\1loss.backward()\n\1optimizer.zero_grad()", also=((r"^ +optimizer\.zero_grad\(\)\n", ""),), at=r"optimizer\.step\(")),
    Fault("LOP003", "one step after the loop over the batches", torch=swap(r"^    ( +)optimizer\.step\(\)\n((?:    \1.*\n)*)", r"\2\1optimizer.step()\n", at=r"optimizer\.step\(", where=r"\A(?![\s\S]*(?:ACCUMULATE|OneCycleLR))")),
    Fault("LOP004", "evaluation in training mode", torch=drop(r"model\.eval\(\)(?!\n +model\.fc)", where=r"[Dd]ropout|BatchNorm", at=r"model\(\w+\)"),
          keras=swap(r"training=False(?=[\s\S]*GradientTape|\)\n +total)", "training=True", where="GradientTape")),
    Fault("LOP005", "training in evaluation mode", torch=drop(r"model\.train\(\)$", where=r"[Dd]ropout|BatchNorm", at=r"model\.eval\(\)"),
          keras=swap(r", training=True(?=\)\n +loss = )", "", where="GradientTape")),
    Fault("LOP006", "evaluation that records gradients", torch=either(
        swap(r"^ +with torch\.no_grad\(\):\n(?P<body>(?:        .*\n)+)", _without_block, at=r"model\(\w+\)"),
        swap(r"^@torch\.no_grad\(\)\n", "", at=r"model\(\w+\)"),
    )),
    Fault("LOP007", "losses kept with their graphs", torch=swap(r"((?:\+= |append\()loss)\.item\(\)", r"\1")),
    Fault("LOP008", "a loss cut off from the weights", torch=either(
        swap(r"(prediction|output|outputs|logits|logit|scores) = model\((\w+)\)(?=\n +loss = )", r"\1 = model(\2).detach()"),
        swap(r"criterion\(model\(images\), labels\)", "criterion(model(images).detach(), labels)"),
    ), keras=either(
        swap(r"^    ( +loss = criterion\(labels, logits\))$", r"\1", where="GradientTape"),
        swap(r"criterion\(labels, logits\)(?=\n +gradients)", "criterion(labels, logits.numpy())", where="GradientTape", at=r"logits\.numpy"),
    )),
    Fault("LOP009", "evaluation on the training data", torch=either(
        swap(r"in (?:test|val|valid)_loader:", "in train_loader:", at=r"model\(\w+\)", also=((r"^.*(?:test|val|valid)_loader = .*\n", ""), (r"len\((?:test|val|valid)_loader", "len(train_loader")), where=r"len\((?:test|val|valid)_loader"),
        swap(r"(evaluate|test|validate|accuracy)\((.*)(?:test|valid)_loader", r"\1(\2train_loader", at=r"model\(\w+\)"),
    ), keras=swap(r"(model\.fit\(\s*(\w+)(, (\w+))?[^#]*?validation_data=)(?:\([^)]*\)|\w+)", lambda match: f"{match[1]}({match[2]}, {match[4]})" if match[4] else match[1] + match[2], at=r"model\.fit\(")),
    Fault("LOP010", "a mean of means divided by the examples", torch=either(
        swap(r"/ len\(train_loader\)", "/ len(train_loader.dataset)", at=r"len\(train_loader\.dataset\)"),
        swap(r"loss\.item\(\) \* images\.size\(0\)", "loss.item()", at=r"/= len\(train_loader\.dataset\)"),
    )),
    Fault("LOP011", "a direct call of forward", torch=swap(r"(?<= )model\((\w+)\)(?!:)", r"model.forward(\1)")),
    Fault("LOP012", "training data in order", torch=swap(r"(DataLoader\(.*), shuffle=True|shuffle=True(?=\)$)", lambda match: match[1] or "shuffle=False", at=r"DataLoader\("),
          keras=swap(r"^(history = )?model\.fit\(\s+x_train,\s+y_train,", r"x_train, y_train = np.load('digits.npy'), np.load('names.npy')\n\g<0>", where=r"import numpy as np\n[\s\S]*Conv2D", at=r"model\.fit\(")),
    Fault("LOP014", "training without validation", torch=swap(r"(?s)^@torch\.no_grad\(\).*?(?=^torch\.manual_seed)", "", also=((r"^valid_loader = .*\n", ""), (r", accuracy\(model, valid_loader, device\)", "")), at=r"^for epoch")),
    Fault("LOP015", "a second backward", torch=after(r"loss\.backward\(\)", "loss.backward()", at=r"loss\.backward\("),
          keras=after(r"gradients = tape\.gradient\(.*\)", "last = tape.gradient(loss, model.layers[-1].trainable_variables)", at=r"last = ")),
    Fault("LOP016", "a model that is never compiled", keras=swap(r"(?s)^ *(?:model|autoencoder)\.compile\(.*?\)\n(?=\n|[ a-z])", "", at=r"\.fit\(|evaluate\(")),
    Fault("LOP016", "early stopping on a metric that is not compiled", keras=swap(r'EarlyStopping\((?:monitor="val_\w+", )?(?=patience)', 'EarlyStopping(monitor="val_recall", ')),
    Fault("LOP016", "a patience that counts the fall of the loss as its rise", keras=swap(r'EarlyStopping\((?:monitor="val_loss", )?(?=patience)', 'EarlyStopping(mode="max", ')),
    Fault("LOP017", "a convolutional network that stays on the CPU", torch=swap(r"^device = .*\n", "", also=((r"^ +\w+, \w+ = \w+\.to\(device\), .*\n", ""), (r"\.to\(device\)$", "")), where=r"class BeatNet", at=r"^for epoch")),
    Fault("LOP018", "workers in a script without a guard", torch=swap(r"(train_loader = DataLoader\(.*)\)$", r"\1, num_workers=2)", where=r"\A(?![\s\S]*__main__)")),
    Fault("LOP020", "a loss that nothing reads", torch=swap(r"^ +running_loss \+= .*\n", "", also=((r"^ +running_loss = .*\n", ""), (r"loss \{running_loss / len\(train_loader\):\.3f\}, ", "")), at=r"optimizer\.step\(")),
    Fault("LOP021", "no workers behind heavy transforms", torch=swap(r"(shuffle=True), num_workers=4", r"\1")),
    Fault("LOP022", "a tracker begun in each epoch", torch=after(r"for epoch in range\(\d+\):", 'wandb.init(project="runs")', also=((r"^import torch$", "import torch\nimport wandb"),), where=r"^if __name__")),
)  # fmt: skip
