"""The end of the network, its loss and its metrics."""

from __future__ import annotations

from tests.mutation.edits import Fault, drop, either, swap

# Where no callback watches the metric: that it is gone would be a second mistake.
UNWATCHED = r"\A(?![\s\S]*val_accuracy)"
RETURNS = r"return (self\.(?:fc|out|head)\((?:x|d1|self\.dropout\(last\)|self\.norm\(x\)\.mean\(dim=1\))\))$"

FAULTS = (
    Fault("OUT001", "a softmax before a cross-entropy that applies it",
        torch=either(
            swap(RETURNS, r"return torch.softmax(\1, dim=1)", where=r"CrossEntropyLoss|cross_entropy"),
            swap(r"^([ ]+)(nn\.Linear\(128, CLASSES\),)", r"\1\2\n\1nn.Softmax(dim=1),", at=r"nn\.Softmax"),
        ),
        keras=swap(r"layers\.Dense\(CLASSES\)", 'layers.Dense(CLASSES, activation="softmax")'),
    ),
    Fault("OUT002", "logits for a loss of log-probabilities", torch=swap(r"return F\.log_softmax\(x, dim=1\)", "return x", at=r"self\.fc2\(|F\.nll_loss\(")),
    Fault("OUT002", "probabilities for a loss of log-probabilities", torch=swap(r"F\.log_softmax\(x, dim=1\)", "F.softmax(x, dim=1)")),
    Fault("OUT003", "a sigmoid before a loss that applies it", torch=either(
        swap(RETURNS, r"return torch.sigmoid(\1)", where="BCEWithLogits"),
        swap(r"return (self\.classifier\(x\))\.", r"return torch.sigmoid(\1).", where="BCEWithLogits"),
    )),
    Fault("OUT003", "no sigmoid before a loss of probabilities",
        torch=swap(r"nn\.BCEWithLogitsLoss\(\)", "nn.BCELoss()", at=r"criterion\(|BCELoss"),
        keras=swap(r"(Dense|Conv2D)\((1(?:, 1)?), activation=\"sigmoid\"\)", r"\1(\2)", where=r"(?i)binary_?crossentropy", at=r"Dense\(1\)|Conv2D\(1, 1\)|(?i:binary_?crossentropy)"),
    ),
    Fault("OUT004", "a squared error on classes",
        torch=swap(r"F\.cross_entropy\(logits, y\)", "F.mse_loss(torch.softmax(logits, dim=1), F.one_hot(y, 6).float())"),
        keras=swap(r'"categorical_crossentropy"', '"mse"', at=r'"mse"|model\.compile'),
    ),
    Fault("OUT005", "a softmax on one unit",
        torch=swap(r"self\.classifier\(x\)\.squeeze\(1\)", "torch.softmax(self.classifier(x), dim=1).squeeze(1)"),
        keras=swap(r"Dense\(1, activation=\"sigmoid\"\)", 'Dense(1, activation="softmax")'),
    ),
    Fault("OUT006", "sigmoids for exclusive classes",
        torch=swap(RETURNS, r"return torch.sigmoid(\1)", where=r"CrossEntropyLoss|cross_entropy"),
        keras=swap(r"(Dense\(.*)\"softmax\"\)", r'\1"sigmoid")', at=r'Dense\(.*"sigmoid"|self\.out\('),
    ),
    Fault("OUT007", "logits for a loss of probabilities", keras=either(
        swap(r"(Dense\([^()]*), activation=\"softmax\"\)", r"\1)", at=r"Dense\((?:10|4|classes|TOPICS)\)|self\.out\("),
        swap(r"\(from_logits=True\)", "()", at=r"Dense\(CLASSES\)"),
    )),
    Fault("OUT008", "ten times the outputs",
        torch=either(
            swap(r"nn\.Linear\(64, 10\)", "nn.Linear(64, 100)", at=r"self\.fc2\("),
            swap(r"num_classes=10\)", "num_classes=100)", at=r"self\.fc\("),
        ),
        keras=swap(r"Dense\(10, ", "Dense(100, "),
    ),
    Fault("OUT009", "a bounded output for any target",
        torch=swap(r"^( +)(nn\.Linear\(32, 1\),)", r"\1\2\n\1nn.Sigmoid(),", at=r"nn\.Sigmoid"),
        keras=swap(r"layers\.Dense\(1\)", 'layers.Dense(1, activation="sigmoid")'),
    ),
    Fault("OUT010", "labels in the other form",
        torch=swap(r"F\.nll_loss\(output, target\)", "F.nll_loss(output, F.one_hot(target, 10))"),
        keras=either(
            swap(r"\"sparse_categorical_crossentropy\"", '"categorical_crossentropy"', at=r"compile|loss=|model\.fit"),
            swap(r"y_train, y_test = to_categorical.*\n", "", also=((r", to_categorical", ""),), at=r"compile|loss=|model\.fit"),
            swap(r"\"categorical_crossentropy\"", '"sparse_categorical_crossentropy"', at=r"compile|loss=|model\.fit"),
        ),
    ),
    Fault("OUT011", "a loss that does not exist", keras=either(
        swap(r'"(\w*)_crossentropy"', r'"\1_cross_entropy"'),
        swap(r'loss="mse"', 'loss="rmse"'),
    )),
    Fault("OUT011", "an activation or optimizer that does not exist", keras=either(
        swap(r'activation="relu"', 'activation="rellu"'),
        swap(r'optimizer="adam"', 'optimizer="addam"'),
    )),
    Fault("OUT012", "a metric of another task",
        torch=swap(
            r"torch\.sigmoid\(model\(signal\)\)",
            "model(signal).argmax(dim=1)",
            given=((r"self\.classifier\(x\)\.squeeze\(1\)", "self.classifier(x)"), (r"torch\.tensor\(self\.labels\[index\]\)", "torch.tensor([self.labels[index]])")),
        ),
        keras=either(
            swap(r'metrics=\["mae"\]', 'metrics=["accuracy"]', where="california"),
            swap(r'metrics=\["accuracy"\]', 'metrics=["binary_accuracy"]', where=UNWATCHED + r"[\s\S]*categorical_crossentropy"),
            swap(r'metrics=\["accuracy"\]', 'metrics=["categorical_accuracy"]', where=UNWATCHED + r"[\s\S]*Dense\(1, "),
        ),
    ),
    Fault("OUT013", "a loss for another number of classes",
        torch=swap(r"nn\.BCEWithLogitsLoss\(\)", "nn.CrossEntropyLoss()", where="class UNet", at=r"criterion\(|CrossEntropyLoss"),
        keras=either(
            swap(r'"binary_crossentropy"', '"categorical_crossentropy"', where=r"Dense\(1,", at=r"compile|loss="),
            swap(r'(?<=loss=)"categorical_crossentropy"', '"binary_crossentropy"', at=r"compile|loss="),
        ),
    ),
    Fault("OUT014", "a loss with its arguments swapped", torch=either(
        swap(r"criterion\((logits|logit|scores|outputs), (\w+)\)", r"criterion(\2, \1)", where="CrossEntropyLoss"),
        swap(r"criterion\(model\(images\), labels\)", "criterion(labels, model(images))"),
        swap(r"F\.(nll_loss|cross_entropy)\((\w+), (\w+)", r"F.\1(\3, \2"),
    )),
    Fault("OUT015", "a cross-entropy by hand without its minus", torch=either(
        swap(r"F\.cross_entropy\(logits, y\)", "F.log_softmax(logits, dim=1)[torch.arange(len(y)), y].mean()", at="log_softmax"),
        swap(r"(loss = )F\.nll_loss\(output, target\)", r"\1output.gather(1, target.unsqueeze(1)).mean()", at=r"gather"),
    ), keras=swap(
        r"loss=\"categorical_crossentropy\"",
        "loss=log_likelihood",
        also=((r"^(def conv_block)", "def log_likelihood(y_true, y_pred):\n    return ops.mean(ops.sum(y_true * ops.log(y_pred + 1e-7), axis=-1))\n\n\n\\1"), (r"^from keras import Input, Model, layers,", "from keras import Input, Model, layers, ops,")),
        at=r"ops\.log",
    )),
    Fault("OUT016", "no metric beside the loss",
        torch=swap(r"^ +correct \+= .*\n", "", also=((r" accuracy \{correct / count:\.4f\}", ""), (r"total, correct = 0\.0, 0", "total = 0.0")), at=r"model\(data\)"),
        keras=either(drop(r'metrics=\["accuracy"\],', at="compile", where=UNWATCHED), swap(r', metrics=\["accuracy"\]', "", where=UNWATCHED)),
    ),
)  # fmt: skip
