"""Layers of the wrong size, in the wrong order, unused or not registered."""

from __future__ import annotations

from benchmarks.price.programs import Edits, Fault

TIME = ("seconds",)
_ONE: Edits = (("EPOCHS = 6", "EPOCHS = 1"),)
_CONV1 = "nn.Conv2d(1, 8, 3, padding=1)"
_CONV2 = "nn.Conv2d(8, 32, 3, padding=1)"
_CONV3 = "nn.Conv2d(32, 32, 3, padding=1)"
_POOL = "    nn.MaxPool2d(2),\n"
_HEAD = "nn.Linear(32 * 3 * 3, 64)"
_UNPOOLED: Edits = (
    (_POOL, ""),
    (_CONV1, "nn.Conv2d(1, 8, 3, padding=1),\n    nn.ReLU(),\n    nn.Conv2d(8, 8, 3, padding=1)"),
)
_LIST: Edits = (
    ("self.conv1 = nn.Conv2d(1, 16, 3, padding=1, bias=False)", "self.convs = [nn.Conv2d(1, 16, 3, padding=1, bias=False)]"),
    ("self.conv2 = nn.Conv2d(16, 32, 3, padding=1, bias=False)", "self.convs.append(nn.Conv2d(16, 32, 3, padding=1, bias=False))"),
    ("self.conv1(", "self.convs[0]("),
    ("self.conv2(", "self.convs[1]("),
)  # fmt: skip

FAULTS = (
    Fault("ARC001", "digits_large", ((_CONV1, "nn.Conv2d(1, 256, 3, padding=1)"), (_CONV2, "nn.Conv2d(256, 32, 3, padding=1)")), label="1 epoch", setting=_ONE, measures=TIME),
    Fault("ARC002", "digits_large", ((_CONV1, "nn.Conv2d(1, 32, 3, padding=1)"), (_CONV2, "nn.Conv2d(32, 8, 3, padding=1)"), (_CONV3, "nn.Conv2d(8, 4, 3, padding=1)"), (_HEAD, "nn.Linear(4 * 3 * 3, 64)"))),
    Fault("ARC003", "digits_large", ((_CONV2, "nn.Conv2d(8, 32, 9, padding=4)"),), label="1 epoch", setting=_ONE, measures=TIME),
    Fault("ARC004", "digits_large", ((_CONV1 + ",\n    nn.MaxPool2d(2)", _CONV1 + ",\n    nn.MaxPool2d(5)"), (_CONV3 + ",\n" + _POOL, _CONV3 + ",\n"), (_HEAD, "nn.Linear(32 * 2 * 2, 64)"))),
    Fault("ARC005", "digits_large", ((_CONV3, "nn.Conv2d(32, 32, 3, padding=4)"), (_HEAD, "nn.Linear(32 * 6 * 6, 64)"))),
    Fault("ARC006", "digits_mlp", (("nn.Linear(64, 64),\n    nn.ReLU(),\n    nn.Linear(64, 10)", "nn.Linear(64, 1),\n    nn.ReLU(),\n    nn.Linear(1, 32),\n    nn.ReLU(),\n    nn.Linear(32, 10)"),)),
    Fault("ARC007", "digits_large", (
        (_CONV1 + ",\n    nn.MaxPool2d(2)", _CONV1 + ",\n    nn.MaxPool2d(4)"),
        (_CONV2 + ",\n    nn.MaxPool2d(2)", _CONV2 + ",\n    nn.MaxPool2d(6)"),
        (_CONV3 + ",\n" + _POOL, _CONV3 + ",\n    nn.ReLU(),\n    nn.Conv2d(32, 32, 3, padding=1),\n"),
        (_HEAD, "nn.Linear(32, 64)"),
    )),
    Fault("ARC008", "digits_large", (
        (_CONV2 + ",\n" + _POOL, _CONV2 + ",\n"),
        (_CONV3 + ",\n" + _POOL + "    nn.ReLU(),\n", ""),
        (_HEAD, "nn.Linear(32 * 12 * 12, 1024)"),
        ("nn.Linear(64, 10)", "nn.Linear(1024, 10)"),
    ), label="1 epoch", setting=_ONE, measures=("seconds", "megabytes")),
    Fault("ARC009", "digits_cnn", (("nn.Linear(32 * 2 * 2, 64)", "nn.Linear(32 * 2 * 2, 512)"), ("nn.Linear(64, 10)", "nn.Linear(512, 10)"))),
    Fault("ARC010", "digits_large", (*_UNPOOLED, ("nn.Linear(8 * 3 * 3, 64)", "nn.Linear(8 * 24 * 24, 64)")), label="1 epoch", measures=TIME, setting=(*_ONE, (_CONV3, "nn.Conv2d(32, 8, 3, padding=1)"), (_HEAD, "nn.Linear(8 * 3 * 3, 64)"))),
    Fault("ARC011", "digits_cnn", (("self.dropout(F.relu(self.hidden(x.flatten(1))))", "self.dropout(x.flatten(1))"), ("nn.Linear(64, 10)", "nn.Linear(32 * 2 * 2, 10)"))),
    Fault("ARC012", "digits_cnn", (("        self.norm2 = nn.BatchNorm2d(16)\n", ""), ("self.norm2(", "self.norm1(")), setting=(("nn.Conv2d(16, 32,", "nn.Conv2d(16, 16,"), ("nn.BatchNorm2d(32)", "nn.BatchNorm2d(16)"), ("32 * 2 * 2", "16 * 2 * 2"))),
    Fault("ARC013", "digits_cnn", _LIST),
    Fault("ARC014", "digits_cnn", (("        x = F.relu(self.pool(self.norm2(self.conv2(x))))\n", "        x = self.pool(self.norm2(self.conv2(x)))\n        F.relu(x)\n"),), "one ReLU's"),
    Fault("ARC014", "digits_attention", (("        x = self.norm(x + self.attention(x))\n", "        self.norm(x + self.attention(x))\n"),), "the attention's"),
    Fault("ARC015", "digits_cnn", (("        self.hidden = nn.Linear(32 * 2 * 2, 64)\n", ""), ("self.hidden(x.flatten(1))", "nn.Linear(32 * 2 * 2, 64)(x.flatten(1))"))),
    Fault("ARC016", "keras_digits", (("layers.Dense(64, ", "layers.Dense(2560, "),), beside=("ARC008", "ARC009"), seen=False),
    Fault("ARC017", "digits_pixels", (
        ("nn.Conv2d(1, 16, 4, stride=4)", "nn.Conv2d(1, 16, 3, padding=1)"),
        ("nn.Conv2d(16, 32, 3, stride=2, padding=1)", "nn.Conv2d(16, 32, 3, padding=1)"),
        ("    nn.Conv2d(32, 32, 3, padding=1),\n    nn.BatchNorm2d(32),\n    nn.ReLU(),\n", ""),
        ("nn.Conv2d(32, 11, 3, padding=1),\n    nn.Upsample(scale_factor=8, mode=\"bilinear\"),", "nn.Conv2d(32, 11, 1),"),
    )),
    Fault("ARC018", "digits_large", (("    nn.MaxPool2d(2),\n    nn.ReLU(),\n", "    nn.ReLU(),\n    nn.MaxPool2d(2),\n"),), label="1 epoch", setting=_ONE, measures=TIME),
    Fault("ARC019", "digits_large", ((_CONV1 + ",\n" + _POOL, "nn.Conv2d(1, 8, 3, stride=4),\n"), (_CONV3 + ",\n" + _POOL, _CONV3 + ",\n"))),
    Fault("ARC020", "digits_attention", (("/ self.width**0.5", ""),), "scores not scaled"),
    Fault("ARC020", "digits_attention", (("dim=-1", "dim=1"),), "softmax over the queries"),
    Fault("ARC020", "digits_shades", (("        self.place = nn.Embedding(64, width)\n", ""), (" + self.place(torch.arange(64))", "")), "no positions"),
    Fault("ARC021", "digits_files", (("from torchvision import datasets, transforms", "from torchvision import datasets, models, transforms"), ("criterion = ", "backbone = models.resnet50()\ncriterion = ")), label="1 epoch", setting=_ONE, measures=("seconds", "megabytes")),
)  # fmt: skip
REMARKS = {
    "ARC017": "A hint all the same: where texture alone says what a pixel is, a small patch is enough.",
    "ARC006": "A bottleneck, as here, is a warning; only the steep last step is a hint.",
    "ARC019": "In images enlarged three times the next pixel says the same. In others what lies between is lost: thin lines, small "
    "things.",
    "ARC014": "The line does nothing, so the price is what it was for: these digits need neither this ReLU nor this attention.",
    "ARC005": "What is gained comes with a dense layer of four times the weights behind the larger map. The share of constants in it is "
    "computed and stored all the same.",
    "ARC016": "None on easy images: this network, too, does as well on new ones. What it says is that the training loss is no evidence.",
    "ARC018": "Convolutions take nearly all of the time of such a network, and its activations next to none.",
    "ARC020": "One head on 8 rows trains without the root as well, and along either axis each row gets some of all. Where a thing stands is "
    "what pixels, words and steps mean, and without positions that is lost. That the root and the axis are warnings, too, rests on what "
    "attention is meant to compute: one layer is too little to show it.",
    "ARC021": "The weights of `resnet50` take 102 MB, some of it in room that was free already. Published ones are a download besides.",
    "ARC011": "The network is one without the layer: what that costs is what the layer was for. Its weights stay as they began, and are "
    "counted, saved and loaded with the others.",
}
