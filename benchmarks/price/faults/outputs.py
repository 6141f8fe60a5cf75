"""Outputs, losses and targets that do not go together."""

from __future__ import annotations

from benchmarks.price.programs import Edits, Fault

_LAST = "nn.Linear(64, 10),"
_KERAS_LAST = 'layers.Dense(10, activation="softmax")'
_KERAS_LOSS = '"sparse_categorical_crossentropy"'
_ONE_HOT: Edits = (
    ("split = ", "labels = keras.utils.to_categorical(labels, 10)\nsplit = "),
    ("== test_labels)", "== test_labels.argmax(axis=1))"),
    (_KERAS_LOSS, '"categorical_crossentropy"'),
)
_SIGMOID: Edits = (
    ("nn.Linear(32, 1),", "nn.Linear(32, 1),\n    nn.Sigmoid(),"),
    ("model(x) > 0", "model(x) > 0.5"),
)
# What is shown in place of what is so.
_SHOWN: Edits = (
    *_ONE_HOT,
    ("answers = model.predict(test_images, verbose=0)\n", ""),
    (
        "(answers.argmax(axis=1) == test_labels.argmax(axis=1)).mean()",
        "model.evaluate(test_images, test_labels, verbose=0)[1]",
    ),
)
_LOSS = "        loss = criterion(model(x), y)\n"
_BY_HAND = "        log_p = nn.functional.log_softmax(model(x), dim=1)\n        loss = {}\n"
_NO_MINUS: Edits = ((_LOSS, _BY_HAND.format("log_p[torch.arange(len(y)), y].mean()")),)
_SUM: Edits = ((_LOSS, _BY_HAND.format("-log_p[torch.arange(len(y)), y].sum()")),)
_SGD: Edits = (
    (
        "torch.optim.Adam(model.parameters(), lr=0.002)",
        "torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)",
    ),
)

# Easy data ends well in spite of much: what a fault takes then is time.
_EARLY: Edits = (("EPOCHS = 15", "EPOCHS = 2"),)

FAULTS = (
    Fault("OUT001", "digits_mlp", ((_LAST, _LAST + "\n    nn.Softmax(dim=1),"),)),
    Fault("OUT001", "digits_mlp", ((_LAST, _LAST + "\n    nn.Softmax(dim=1),"),), "after 2 epochs", setting=_EARLY),
    Fault("OUT001", "keras_digits", ((_KERAS_LOSS, "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"),)),
    Fault("OUT002", "digits_mlp", (("nn.CrossEntropyLoss()", "nn.NLLLoss()"),), "on logits"),
    Fault("OUT002", "digits_mlp", (("nn.CrossEntropyLoss()", "nn.NLLLoss()"), (_LAST, _LAST + "\n    nn.Softmax(dim=1),")), "on probabilities"),
    Fault("OUT003", "cancer_mlp", _SIGMOID, "two sigmoids"),
    Fault("OUT003", "cancer_mlp", _SIGMOID[:1], "two sigmoids, and answers still compared with 0"),
    Fault("OUT003", "cancer_mlp", (("nn.BCEWithLogitsLoss()", "nn.BCELoss()"),), "no sigmoid", stops=True),
    Fault("OUT003", "keras_cancer", (('layers.Dense(1, activation="sigmoid")', "layers.Dense(1)"),), "no sigmoid"),
    Fault("OUT004", "keras_digits", (('"categorical_crossentropy"', '"mse"'),), setting=_ONE_HOT),
    Fault("OUT005", "keras_cancer", (('"sigmoid"', '"softmax"'),)),
    Fault("OUT006", "keras_digits", (("(10, activation=\"softmax\")", "(10, activation=\"sigmoid\")"),), "sigmoids"),
    Fault("OUT006", "digits_mlp", ((_LAST, _LAST + "\n    nn.Sigmoid(),"),), "sigmoids before the loss's softmax"),
    Fault("OUT007", "keras_digits", ((_KERAS_LAST, "layers.Dense(10)"),)),
    Fault("OUT008", "digits_files", ((_LAST, "nn.Linear(64, 100),"),), "100 outputs"),
    Fault("OUT009", "diabetes_mlp", (("nn.Linear(32, 1),", "nn.Linear(32, 1),\n    nn.Sigmoid(),"),), measures=("r2",)),
    Fault("OUT010", "keras_digits", ((_KERAS_LOSS, '"categorical_crossentropy"'),), stops=True),
    Fault("OUT011", "keras_digits", ((_KERAS_LOSS, '"sparse_categorical_accuracy"'),), stops=True),
    Fault("OUT012", "keras_digits", (('metrics=["accuracy"]', 'metrics=["binary_accuracy"]'),), "binary_accuracy of 10 classes", setting=_SHOWN),
    Fault("OUT012", "cancer_mlp", (("yes = model(x) > 0", "yes = model(x).argmax(dim=1, keepdim=True)"),), "argmax of one output"),
    Fault("OUT013", "keras_digits", (('"categorical_crossentropy"', '"binary_crossentropy"'),), "binary loss for 10 classes", setting=_ONE_HOT),
    Fault("OUT014", "digits_mlp", (("criterion(model(x), y)", "criterion(y, model(x))"),), stops=True),
    Fault("OUT015", "digits_mlp", _NO_MINUS, "without its minus"),
    Fault("OUT015", "digits_mlp", _SUM, "a sum over the batch, Adam"),
    Fault("OUT015", "digits_mlp", _SUM, "a sum over the batch, SGD at 0.05", setting=_SGD),
)  # fmt: skip
REMARKS = {
    "OUT004": "Trained with care, the squared error can do as well as cross-entropy on large data, too "
    "([Hui and Belkin, 2021](https://arxiv.org/abs/2006.07322)); after a softmax it has next to no gradient where the network is sure "
    "and wrong.",
    "OUT008": "The outputs that are never right soon learn to stay low: what they cost is their weights, and that the error they stand "
    "for, a wrong count of the classes, goes on into the metric and the confusion matrix.",
    "OUT012": "The networks are the same: what differs is only the number that is shown.",
    "OUT013": "What misleads is the loss that is shown: the mean of a yes or no for each class, 0.33 for ten classes before any "
    "training, where cross-entropy says 2.30.",
    "OUT015": "Adam divides the size of the gradient out again. SGD does not, and a batch of 32 makes its steps 32 times as long.",
    "OUT016": "No price in accuracy: what is trained is the same. Only nobody can tell how good it is.",
}
