"""Dropout and normalisation."""

from __future__ import annotations

from benchmarks.price.programs import Fault

_DROPOUT = "self.dropout = nn.Dropout(0.25)"
_HALF = ((_DROPOUT, "self.dropout = nn.Dropout(0.5)"),)
_OUTPUT = "return self.output(x)"

FAULTS = (
    Fault("REG001", "digits_cnn", ((_OUTPUT, "return self.dropout(self.output(x))"), ("self.dropout(F.relu(self.hidden(x.flatten(1))))", "F.relu(self.hidden(x.flatten(1)))")), "on logits"),
    Fault("REG001", "keras_digits", (('layers.Dense(10, activation="softmax"),', 'layers.Dense(10, activation="softmax"),\n    layers.Dropout(0.25),'),), "on probabilities"),
    Fault("REG002", "digits_cnn", ((_DROPOUT, "self.dropout = nn.Dropout(0.9)"),), "a rate of 0.9"),
    Fault("REG002", "digits_cnn", ((_DROPOUT, "self.dropout = nn.Dropout(1.0)"),), "a rate of 1"),
    Fault("REG002", "digits_cnn", ((_DROPOUT, "self.dropout = nn.Dropout(0.0)"),), "a rate of 0"),
    Fault("REG003", "digits_cnn", (("self.dropout(F.relu", "F.dropout(F.relu"), ("(x.flatten(1))))", "(x.flatten(1))), 0.5)"), ("        self.dropout = nn.Dropout(0.5)\n", "")), "a rate of 0.5", setting=_HALF),
    Fault("REG004", "digits_cnn", ((", bias=False", ""),), label="1 epoch", setting=(("EPOCHS = 8", "EPOCHS = 1"),), measures=("seconds",)),
    Fault("REG005", "digits_cnn", (("self.norm2(self.conv2(x))", "self.norm2(self.dropout(self.conv2(x)))"), ("self.dropout(F.relu(self.hidden(x.flatten(1))))", "F.relu(self.hidden(x.flatten(1)))")), "a rate of 0.5", setting=_HALF),
    Fault("REG006", "digits_cnn", ((_OUTPUT, "return self.last(self.output(x))"), ("        self.output = ", "        self.last = nn.BatchNorm1d(10)\n        self.output = ")), "batch norm"),
    Fault("REG007", "digits_cnn", (("batch_size=32", "batch_size=1"), ("        self.dropout =", "        self.last = nn.BatchNorm1d(64)\n        self.dropout ="), ("self.dropout(F.relu(self.hidden(x.flatten(1))))", "self.last(F.relu(self.hidden(x.flatten(1))))")), stops=True),
    Fault("REG008", "digits_cnn", ((_DROPOUT, "self.dropout = nn.Dropout2d(0.25)"),), "of 2-D channels on features"),
    Fault("REG009", "digits_transfer", (("    backbone.eval()\n", ""),)),
    Fault("REG009", "digits_transfer", (("    backbone.eval()\n", ""),), "batches of 2", setting=(("batch_size=8", "batch_size=2"),)),
)  # fmt: skip
REMARKS = {
    "REG008": "On features of an image, (n, c), the numbers are those of `nn.Dropout`; PyTorch warns that this will become an error. On "
    "sequences whole steps are dropped in place of features.",
    "REG004": "A hint for that reason: these are 48 numbers beside a whole network, and training is the same.",
    "REG005": "One such place in a small network is made up for by the next layer. The shift grows with the rate and with depth.",
    "REG006": "Batches of 32 from evenly mixed classes are all alike. Where they are small or one-sided, each answer depends on its "
    "neighbours in training, and on their average in use.",
    "REG009": "The new digits are drawn like the old, so that their statistics are nearly the same. It stays a warning for other data: then the "
    "features that were to stay fixed are others after training, for whatever else uses them, too.",
    "REG001": "Training averages the noise out on easy data. The loss that is shown meanwhile is that of answers with holes, and where "
    "it takes a logarithm of the zeros it jumps.",
}
