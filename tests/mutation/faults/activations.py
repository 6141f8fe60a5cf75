"""Activations that are missing, doubled, or of the wrong kind for their place."""

from __future__ import annotations

from tests.mutation.edits import Fault, after, drop, either, swap

FAULTS = (
    Fault("ACT001", "no activation between two layers",
        torch=either(
            swap(r"F\.relu\(self\.fc1\(x\)\)", "self.fc1(x)", at=r"self\.fc2\("),
            swap(r"torch\.relu\(self\.hidden\(x\)\)", "self.hidden(x)", at=r"self\.out\("),
            swap(r"self\.relu\(self\.bn1\(self\.conv1\(x\)\)\)", "self.bn1(self.conv1(x))", at=r"self\.conv2\("),
            swap(r"(nn\.Linear\([^()]*\)), nn\.GELU\(\)", r"\1"),
            drop(r"nn\.(?:Leaky)?ReLU\(\),(?=\n[ ]+(?:nn\.(?:Linear|AvgPool|Dropout)))", at=r"nn\.(?:Linear|Conv\dd)\(|self\.hidden\("),
        ),
        keras=either(
            swap(r"(?<!code = layers\.)(Dense\([^()]+), activation=\"relu\"\)", r"\1)", at=r"(?:Dense|Conv2DTranspose)\(|self\.(?:back|out)\(", where="^(?!code)"),
            swap(r"(x = layers\.Conv2D\([^()]+), activation=\"relu\"\)(?=.*\n.*(?:return )?.*(?:Conv2D|Flatten))", r"\1)", at=r"(?:Conv2D|Conv2DTranspose|Dense)\("),
        ),
    ),
    Fault("ACT002", "a softmax between layers",
        torch=either(
            swap(r"F\.relu\((self\.fc1\(x\))\)", r"F.softmax(\1, dim=1)"),
            swap(r"torch\.relu\((self\.hidden\(x\))\)", r"torch.softmax(\1, dim=1)"),
            swap(r"(nn\.Linear\([^()]*\),\s+)nn\.ReLU\(\)", r"\1nn.Softmax(dim=1)", at=r"nn\.Softmax"),
        ),
        keras=swap(r"(Dense\([^()]+), activation=\"relu\"\)", r'\1, activation="softmax")', at=r"softmax\"\)|self\.hidden\("),
    ),
    Fault("ACT003", "an activation on an activation",
        torch=either(
            after(r"nn\.(?:Leaky)?ReLU\((?:inplace=True)?\),", "nn.Sigmoid(),"),
            swap(r"F\.relu\((self\.\w+\(x\))\)", r"torch.tanh(F.relu(\1))"),
        ),
        keras=either(
            after(r"layers\.(?:Dense|Conv2D)\(.*activation=\"relu\"\),", 'layers.Activation("relu"),'),
            after(r"model\.add\(Activation\(\"relu\"\)\)", 'model.add(Activation("sigmoid"))'),
        ),
    ),
    Fault("ACT004", "sigmoids through all hidden layers",
        torch=swap(r"nn\.(?:Leaky)?ReLU\(\)", "nn.Sigmoid()", everywhere=True, where="class Encoder", at=r"nn\.(?:Sigmoid|Linear)\("),
        keras=swap(r'activation="relu"', 'activation="sigmoid"', everywhere=True, where="augmentation = ", at='activation="sigmoid"'),
    ),
    Fault("ACT005", "an activation on the logits",
        torch=either(
            swap(r"return (self\.(?:fc|out|classifier|head)\((?:x|d1|self\.dropout\(last\))\))", r"return torch.relu(\1)"),
            swap(r"x = self\.fc2\(x\)", "x = F.relu(self.fc2(x))"),
        ),
        keras=either(
            swap(r"Dense\(CLASSES\)", 'Dense(CLASSES, activation="relu")'),
            swap(r"^([ ]+)layers\.Dense\(10, activation=\"softmax\"\),", r'\1layers.Dense(10, activation="relu"),\n\1layers.Softmax(),', at=r"layers\.Dense\(10"),
        ),
    ),
    Fault("ACT006", "a change in place of what a gradient needs", torch=either(
        after(r"x = F\.relu\(self\.fc1\(x\)\)", "x += 0.01 * torch.randn_like(x)"),
        after(r"code = torch\.relu\(self\.encoder\(x\)\)", "code += 0.01 * torch.randn_like(code)"),
        after(r"out = self\.relu\(self\.bn1\(self\.conv1\(x\)\)\)", "out[:, 0] = 0"),
    )),
)  # fmt: skip
