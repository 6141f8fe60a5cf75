"""Sizes, ranks, number types, devices and arguments that do not go together."""

from __future__ import annotations

from tests.mutation.edits import Fault, after, before, drop, either, layer, swap


def _twice(match):
    return match["layer"].replace(f"({match['n']}", f"({2 * int(match['n'])}", 1)


FAULTS = (
    Fault("SHP001", "another number of input channels", torch=either(
        layer(r"nn\.Conv\dd\((?P<n>\d+),", _twice),
        layer(r"nn\.ConvTranspose2d\((?P<n>\d+),", _twice),
        layer(r"nn\.Conv2d\(width, width,", "nn.Conv2d(channels, width,"),
    )),
    Fault("SHP001", "a norm for another number of channels", torch=either(
        layer(r"nn\.BatchNorm\dd\((?P<n>\d+)\)", _twice),
        layer(r"nn\.BatchNorm2d\(outputs\)", "nn.BatchNorm2d(inputs)"),
    )),
    Fault("SHP002", "another number of input features", torch=either(
        layer(r"nn\.Linear\((?P<n>\d+),", _twice),
        layer(r"nn\.Linear\(64 \* 7 \* 7,", "nn.Linear(64 * 5 * 5,"),
        layer(r"nn\.Linear\(64 \* 8 \* 12,", "nn.Linear(64 * 8 * 8,"),
        layer(r"nn\.Linear\(28 \* 28,", "nn.Linear(28 * 14,"),
        layer(r"nn\.Linear\(2 \* hidden,", "nn.Linear(hidden,"),
        layer(r"nn\.Linear\(4 \* width, width\)", "nn.Linear(2 * width, width)"),
    )),
    Fault("SHP002", "a recurrent layer or norm of another width", torch=either(
        layer(r"nn\.LSTM\(embed_dim, hidden", "nn.LSTM(hidden, hidden"),
        layer(r"nn\.LayerNorm\(width\)", "nn.LayerNorm(2 * width)"),
    )),
    Fault("SHP003", "a pool larger than its map",
        torch=either(
            layer(r"nn\.MaxPool1d\(2\)", "nn.MaxPool1d(200)"),
            swap(r"(conv\d\(x\)\)), 2\)", r"\1, 64)"),
        ),
        keras=swap(r"MaxPooling2D\((?:2|pool_size=\(2, 2\))?\)", "MaxPooling2D(200)"),
    ),
    Fault("SHP003", "a kernel spread beyond its map",
        torch=swap(r"nn\.Conv2d\(channels, width, 3, padding=1", "nn.Conv2d(channels, width, 3, padding=1, dilation=60"),
        keras=swap(r"(Conv2D\(64, (?:3|\(3, 3\)))(, activation=\"relu\"\))", r"\1, dilation_rate=60\2"),
    ),
    Fault("SHP004", "a flatten before a convolution",
        torch=after(r"def forward\(self, x\):", "x = torch.flatten(x, 1)", where="self.(?:conv1|stem|enc1|body)", at=r"self\.(?:conv1|stem|enc1|body|features)\(|nn\.Conv[12]d\((?:1|3|inputs|channels),"),
        keras=either(
            before(r"layers\.Conv2D\(", "layers.Flatten(),", at=r"layers\.Conv2D\("),
            before(r"model\.add\(Conv2D\(64", "model.add(Flatten())", at=r"Conv2D\("),
        ),
    ),
    Fault("SHP004", "a norm for tensors of another rank", torch=either(
        layer(r"nn\.BatchNorm2d\(", "nn.BatchNorm1d("),
        layer(r"nn\.BatchNorm1d\(", "nn.BatchNorm2d("),
    )),
    Fault("SHP006", "no flatten before the head", keras=either(
        drop(r"layers\.Flatten\(\),", at=r"model\.fit"),
        drop(r"model\.add\(Flatten", at=r"model\.fit"),
        drop(r"layers\.GlobalAveragePooling2D\(\),", at=r"model\.fit"),
    )),
    Fault("SHP004", "no flatten before the head, in a network alone", keras=drop(
        r"(?:layers\.Flatten\(\),|model\.add\(Flatten|layers\.GlobalAveragePooling2D\(\),)", given=((r"(?s)^(?:history = )?model\.fit\(.*", ""),), at=r"Dense\("
    )),
    Fault("SHP004", "the last step only, for a second recurrent layer", keras=swap(r", return_sequences=True", "", at=r"LSTM\(32")),
    Fault("SHP004", "an image without its axis of channels", keras=swap(r"Input\((shape=)?\((28, 28), 1\)\)", r"Input(\1(\2))", at=r"Conv2D\((?:32|16), 3", where="Conv2D")),
    Fault("SHP005", "a reshape to another number of elements",
        torch=either(
            swap(r"self\.heads, d // self\.heads\)", "self.heads, d)"),
            swap(r"reshape\(b, t, d\)", "reshape(b, t, 2 * d)"),
        ),
        keras=swap(r"layers\.Reshape\(\(7, 7, 32\)\)", "layers.Reshape((7, 7, 64))"),
    ),
    Fault("SHP006", "a shortcut of another size",
        torch=swap(r"kernel_size=1, stride=stride", "kernel_size=1", at=r"out = out \+ self\.shortcut"),
        keras=swap(r"layers\.Conv2D\(filters, 1, strides=2, ", "layers.Conv2D(filters, 1, ", at=r"layers\.Add\(\)"),
    ),
    Fault("SHP006", "positions for another length",
        torch=swap(r"torch\.zeros\(1, length, width\)", "torch.zeros(1, 2 * length, width)", at=r"\+ self\.positions"),
        keras=swap(r"ops\.arange\(LENGTH\)", "ops.arange(2 * LENGTH)", also=((r"Embedding\(LENGTH,", "Embedding(2 * LENGTH,"),), at=r"ops\.arange"),
    ),
    Fault("SHP006", "targets of another shape",
        torch=either(
            swap(r"\(examples, 12\)", "(examples, 10)", at=r"criterion\("),
            swap(r"\.squeeze\(1\)$", "", where="BCEWithLogits", at=r"criterion\("),
        ),
        keras=swap(r"random\(\(120, HEIGHT, WIDTH, 1\)\)\.astype\(\"float32\"\)\nmasks = \(scans", r'random((120, HEIGHT, WIDTH, 1)).astype("float32")\nmasks = (scans[:, ::2, ::2]', at=r"^model\.fit|^model\.compile"),
    ),
    Fault("SHP007", "a level that is not halved",
        torch=swap(r"self\.enc2\(self\.pool\(e1\)\)", "self.enc2(e1)", at=r"torch\.cat\(.*e1\]"),
        keras=swap(r"double_conv\(p1, 32\)", "double_conv(c1, 32)", also=((r"^    p1 = .*\n", ""),), at=r"Concatenate\(\)\(\[u1, c1\]"),
    ),
    Fault("SHP008", "keys that are not transposed",
        torch=swap(r"k\.transpose\(-2, -1\)", "k"),
        keras=swap(r"ops\.transpose\(key, \(0, 2, 1\)\)", "key"),
    ),
    Fault("SHP009", "a row held against a column",
        torch=swap(r"(y_\w+ = .*)\.unsqueeze\(1\)$", r"\1", everywhere=True, at=r"criterion\("),
        keras=swap(r"layers\.Dense\(1\)", "layers.Dense(4)", where='loss="mse"', at=r"model\.fit|loss=|compile"),
    ),
    Fault("SHP010", "channels on the wrong axis",
        torch=either(
            swap(r"torch\.rand\(200, 1, 96, 96\)", "torch.rand(200, 96, 96, 1)", at=r"self\.enc1\(|Conv2d\(inputs|model\(images\)"),
            swap(r"torch\.randn\(examples, 1, 64, 96\)", "torch.randn(examples, 64, 96, 1)", at=r"self\.body\(|Conv2d\(channels|model\(spectrogram\)"),
        ),
        keras=swap(r"keras\.Input\(\(28, 28, 1\)\)", "keras.Input((1, 28, 28))", also=((r"expand_dims\((\w+), -1\)", r"expand_dims(\1, 1)"),), at=r"layers\.(Conv2D|MaxPooling2D)\("),
    ),
    Fault("SHP011", "axes swapped by a reshape",
        torch=swap(r"\.view\(b, t, self\.heads, d // self\.heads\)\.transpose\(1, 2\)", ".view(b, self.heads, t, d // self.heads)"),
        keras=after(r"model\.add\(Embedding\(", "model.add(Reshape((64, maxlen)))", also=((r"Embedding, Input$", "Embedding, Input, Reshape"),)),
    ),
    Fault("SHP012", "a map larger than its flatten is for", torch=swap(
        r"F\.max_pool2d\((F\.relu\(self\.conv2\(x\)\)), 2\)", r"\1", also=((r"torch\.flatten\(x, 1\)", "x.view(-1, 64 * 7 * 7)"),), at=r"x\.view\("
    )),
    Fault("SHP013", "the classes compete over the batch", torch=either(
        swap(r"log_softmax\(x, dim=1\)", "log_softmax(x, dim=0)"),
        swap(r"argmax\(dim=1\)", "argmax(dim=0)"),
        swap(r"argmax\(1\)", "argmax(0)"),
    )),
    Fault("SHP013", "a softmax without its axis", torch=swap(r"log_softmax\(x, dim=1\)", "log_softmax(x)")),
    Fault("SHP014", "time first for batches that come first", torch=swap(r", batch_first=True", "", at=r"self\.lstm\(")),
    Fault("SHP015", "a batch of one size in a reshape", torch=either(
        swap(r"torch\.flatten\(x, 1\)", "x.view(64, -1)"),
        swap(r"self\.pool\(x\)\.flatten\(1\)", "self.pool(x).view(128, 128)"),
    )),
    Fault("SHP016", "targets of another number type", torch=either(
        swap(r"(masks = .*)\.float\(\)$", r"\1", at=r"criterion\("),
        swap(r"(tags = torch\.randint.*)\.float\(\)$", r"\1", at=r"criterion\("),
        swap(r"(labels = torch\.randint.*)$", r"\1.float()", where="CrossEntropyLoss", at=r"criterion\("),
    )),
    Fault("SHP016", "doubles into a network of floats", torch=either(
        swap(r"torch\.tensor\((X_\w+), dtype=torch\.float32\)", r"torch.tensor(\1)", at=r"model\(features\)|nn\.Linear\(10"),
        swap(r"(self\.signals = .*)\.astype\(np\.float32\)", r"\1", at=r"model\(signal\)|nn\.Conv1d\(1"),
    )),
    Fault("SHP017", "more words than rows of the embedding", torch=either(
        swap(r"ReviewClassifier\(VOCAB\)", "ReviewClassifier(VOCAB // 2)", at=r"self\.embedding\("),
        swap(r"torch\.randint\(0, 5000,", "torch.randint(0, 50000,", at=r"self\.tokens\("),
    ), keras=swap(r"layers\.Embedding\(LENGTH,", "layers.Embedding(LENGTH // 2,", at=r"self\.positions\(|\.fit\(")),
    Fault("SHP017", "fewer outputs than classes", torch=either(
        swap(r"nn\.Linear\(64, 10\)", "nn.Linear(64, 9)", at=r"F\.nll_loss\(|self\.fc2\("),
        swap(r"classes=CLASSES\)", "classes=CLASSES - 1)", at=r"criterion\("),
        swap(r"topics=6\)", "topics=5)", at=r"F\.cross_entropy\("),
        swap(r"num_classes=10\)", "num_classes=5)", at=r"criterion\("),
    )),
    Fault("SHP018", "a random split without a seed", keras=swap(r'"flowers/train",', '"flowers/train",\n    validation_split=0.2,\n    subset="training",', at=r"validation_split")),
    Fault("SHP018", "an argument that is missing",
        torch=either(swap(r"(nn\.Conv2d\(3, 32), kernel_size=3", r"\1"), swap(r"(nn\.Conv1d\(\d+, \d+), kernel_size=\d", r"\1")),
        keras=swap(r"(Conv2D\((?:\d+|filters)), (?:\d|\(3, 3\))(, (?:activation|padding))", r"\1\2"),
    ),
    Fault("SHP018", "an argument that does not exist",
        torch=swap(r"nn\.Linear\(([^()]+)\)", r'nn.Linear(\1, activation="relu")'),
        keras=swap(r"(Dense\([^()]+), activation=", r"\1, nonlinearity="),
    ),
    Fault("SHP018", "a rate in percent",
        torch=swap(r"nn\.Dropout\((p=)?0\.(\d)\)", r"nn.Dropout(\g<1>\g<2>0)"),
        keras=swap(r"Dropout\(0\.(\d)\)", r"Dropout(\g<1>0)"),
    ),
    Fault("SHP019", "labels that stay on the CPU", torch=either(
        swap(r"(\w+), (\w+) = \1\.to\(device\), \2\.to\(device\)", r"\1 = \1.to(device)", at=r"criterion\(|nll_loss\(|cross_entropy\(|==|\* masks"),
        swap(r"(\w+), (\w+) = \1\.cuda\(\), \2\.cuda\(\)", r"\1 = \1.cuda()", at=r"criterion\("),
    )),
    Fault("SHP019", "a model that stays on the CPU", torch=swap(r"^(\s*model = .*)\.(?:to\(device\)|cuda\(\))$", r"\1", at=r"self\.\w+\(|nn\.\w+\(|model\(\w+\)|criterion\(|==")),
    Fault("SHP020", "a comment with another shape", torch=swap(r"(x = torch\.flatten\(x, 1\))$", r"\1  # (64, 1600)")),
    Fault("SHP021", "images of a size that does not halve evenly",
        torch=swap(r"200, 1, 96, 96", "200, 1, 90, 90", everywhere=True, at=r"^images, masks =|train_loader =|images\.to\("),
        keras=swap(r"HEIGHT, WIDTH = 128, 128", "HEIGHT, WIDTH = 90, 90", also=((r"layers\.Input\(\(HEIGHT, WIDTH, 1\)\)", "layers.Input((None, None, 1))"),), at=r"^model\.fit"),
    ),
    Fault("SHP022", "a bracket that is never closed",
        torch=swap(r"optimizer\.zero_grad\(\)$", "optimizer.zero_grad("),
        keras=swap(r"^model\.summary\(\)$|^    model = keras\.Sequential\(\)$|(?<=^model = Sequential\()\)$", lambda match: match.group()[:-1]),
    ),
)  # fmt: skip
