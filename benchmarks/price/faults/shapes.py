"""Shapes, dtypes and arguments: nearly all stop the program."""

from __future__ import annotations

from benchmarks.price.programs import Edits, Fault

# A way down and up again beside the image, which fits only where both halvings are even.
_SKIP: Edits = (
    (
        "model = nn.Sequential(\n",
        "class Around(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.down = nn.Sequential(nn.Conv2d(1, 1, 3, padding=1), nn.MaxPool2d(4))\n        self.up = nn.Upsample(scale_factor=4)\n\n    def forward(self, x):\n        return x + self.up(self.down(x))\n\n\nmodel = nn.Sequential(\n    Around(),\n",
    ),
    ("nn.MaxPool2d(2)", "nn.AdaptiveMaxPool2d(3)"),
)

FAULTS = (
    Fault("SHP001", "digits_cnn", (("nn.Conv2d(16, 32,", "nn.Conv2d(8, 32,"),), stops=True),
    Fault("SHP002", "digits_cnn", (("nn.Linear(32 * 2 * 2, 64)", "nn.Linear(32 * 4 * 4, 64)"),), stops=True),
    Fault("SHP003", "digits_cnn", (("nn.Conv2d(16, 32, 3, padding=1", "nn.Conv2d(16, 32, 5, padding=0"),), stops=True),
    Fault("SHP004", "digits_cnn", (("reshape(-1, 1, 8, 8)", "reshape(-1, 64)"),), stops=True),
    Fault("SHP005", "digits_cnn", (("F.relu(self.pool(self.norm1(self.conv1(x))))", "F.relu(self.norm1(self.conv1(x)))"),), stops=True, setting=(("x.flatten(1)", "x.view(x.size(0), 32 * 2 * 2)"),)),
    Fault("SHP006", "digits_attention", (("x + self.attention(x)", "x + self.attention(x)[:, :5]"),), stops=True),
    Fault("SHP007", "digits_cnn", (("torch.cat([x, x]", "torch.cat([x, self.pool(x)]"),), stops=True, setting=(("self.norm2(self.conv2(x))", "self.norm2(self.conv2(torch.cat([x, x], dim=1)))"), ("Conv2d(16, 32", "Conv2d(32, 32"))),
    Fault("SHP008", "digits_attention", ((".transpose(1, 2)", ""),), stops=True),
    Fault("SHP009", "diabetes_mlp", (("train_progress / 100, dtype=torch.float32).unsqueeze(1)", "train_progress / 100, dtype=torch.float32)"),), measures=("r2",)),
    Fault("SHP010", "digits_cnn", (("reshape(-1, 1, 8, 8)", "reshape(-1, 8, 8, 1)"),), stops=True),
    Fault("SHP011", "digits_rows", (("x.permute(0, 2, 1)", "x.view(x.size(0), 16, 4)"),), "columns of 4", setting=(("reshape(-1, 8, 8)", "reshape(-1, 4, 16)"), ("self.lstm(x)", "self.lstm(x.permute(0, 2, 1))"), ("nn.LSTM(8,", "nn.LSTM(4,"))),
    Fault("SHP012", "digits_cnn", (("x.flatten(1)", "x.view(-1, 256)"), ("nn.Linear(32 * 2 * 2, 64)", "nn.Linear(256, 64)")), stops=True),
    Fault("SHP013", "digits_mlp", (("nn.LogSoftmax(dim=1)", "nn.LogSoftmax(dim=0)"),), setting=(("nn.Linear(64, 10),", "nn.Linear(64, 10),\n    nn.LogSoftmax(dim=1),"), ("nn.CrossEntropyLoss()", "nn.NLLLoss()"))),
    Fault("SHP013", "digits_mlp", (("nn.LogSoftmax(dim=1)", "nn.LogSoftmax(dim=0)"),), "images one at a time", setting=(("batch_size=64", "batch_size=1"), ("nn.Linear(64, 10),", "nn.Linear(64, 10),\n    nn.LogSoftmax(dim=1),"), ("nn.CrossEntropyLoss()", "nn.NLLLoss()"))),
    Fault("SHP014", "digits_rows", ((", batch_first=True", ""),)),
    Fault("SHP015", "digits_cnn", (("x.flatten(1)", "x.view(32, 128)"),), stops=True),
    Fault("SHP016", "digits_cnn", (("torch.tensor(labels), test_size", "torch.tensor(labels).float(), test_size"),), stops=True),
    Fault("SHP017", "digits_files", (("nn.Linear(64, 10)", "nn.Linear(64, 9)"),), stops=True),
    Fault("SHP018", "digits_cnn", (("nn.Conv2d(16, 32, 3, padding=1,", "nn.Conv2d(16, 32, 3, padding=1, groups=3,"),), stops=True),
    Fault("SHP021", "digits_files", (("transforms.ToTensor(),", "transforms.Resize((30, 30)), transforms.ToTensor(),"),), stops=True, setting=_SKIP, beside=("LOP021",)),
    Fault("SHP022", "digits_cnn", (("for epoch in range(EPOCHS):", "for epoch in range(EPOCHS)"),), stops=True),
)  # fmt: skip
REMARKS = {
    "SHP013": "In large shuffled batches the examples can be compared in place of the classes; one image alone is then always class 0.",
    "SHP011": "The scrambled columns are pieces of rows here, from which a digit can be read as well. Nothing is lost that a network can "
    "learn anew; weights from elsewhere, convolutions and padding masks need the true order.",
    "SHP019": "The program stops there, with `RuntimeError`; on a machine without an accelerator it cannot be run.",
    "SHP020": "None while it runs: the comment is what is wrong, and the next change is made by it.",
}
