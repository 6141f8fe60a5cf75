"""Dropout and normalisation in the wrong place, or with the wrong settings."""

from __future__ import annotations

from tests.mutation.edits import Fault, after, before, either, swap

FAULTS = (
    Fault("REG001", "dropout on the outputs",
        torch=either(
            swap(r"self\.fc\(self\.dropout\(last\)\)", "self.dropout(self.fc(last))"),
            swap(r"return self\.out\(x\)", "return self.drop(self.out(x))"),
            swap(r"x = self\.fc2\(x\)", "x = self.dropout(self.fc2(x))"),
            after(r"nn\.Linear\(128, CLASSES\),", "nn.Dropout(0.5),"),
        ),
        keras=either(
            after(r"layers\.Dense\((?:10|CLASSES).*,", "layers.Dropout(0.2),"),
            after(r"model\.add\(Dense\((?:1|4),.*", "model.add(Dropout(0.2))"),
            swap(r"outputs = (layers\.Dense\(.*)$", r"outputs = layers.Dropout(0.2)(\1)"),
        ),
    ),
    Fault("REG002", "a rate that drops nearly all",
        torch=swap(r"nn\.Dropout\((p=)?0\.\d\)", r"nn.Dropout(\g<1>0.95)", at=r"Dropout\(|self\.drop(?:out)?\("),
        keras=swap(r"Dropout\(0\.\d\)", "Dropout(0.95)", at=r"Dropout\(|self\.dropout\("),
    ),
    Fault("REG003", "dropout that eval cannot switch off", torch=either(
        swap(r"= self\.dropout\(x\)", "= F.dropout(x, 0.3)", also=((r"^        self\.dropout = .*\n", ""),)),
        swap(r"self\.dropout\(last\)", "nn.functional.dropout(last, 0.4)", also=((r"^        self\.dropout = .*\n", ""),)),
        swap(r"self\.drop\(torch", "nn.Dropout(0.4)(torch", also=((r"^        self\.drop = .*\n", ""),)),
    )),
    Fault("REG004", "a bias right before a batch norm",
        torch=swap(r", bias=False", "", at=r"nn\.(?:Conv\dd)\(|self\.conv\d\("),
        keras=swap(r", use_bias=False", "", at=r"Conv2D\("),
    ),
    Fault("REG005", "dropout right before a batch norm",
        torch=either(
            before(r"nn\.BatchNorm\dd\(", "nn.Dropout(0.2),"),
            swap(r"self\.bn2\(self\.conv2\(out\)\)", "self.bn2(nn.functional.dropout(self.conv2(out), 0.2, self.training))"),
        ),
        keras=either(
            before(r"model\.add\(BatchNormalization", "model.add(Dropout(0.2))"),
            before(r"(x|shortcut) = layers\.BatchNormalization\(\)", r"\2 = layers.Dropout(0.2)(\2)"),
        ),
    ),
    Fault("REG006", "a norm on the outputs",
        torch=either(
            after(r"nn\.Linear\(128, CLASSES\),", "nn.BatchNorm1d(CLASSES),"),
            swap(r"return self\.fc\(x\)$", "return self.norm(self.fc(x))", also=((r"^(        )(self\.fc = .*)$", r"\1\2\n\1self.norm = nn.BatchNorm1d(num_classes)"),), where="num_classes"),
            swap(r"return self\.out\(x\)$", "return self.norm(self.out(x))", also=((r"^(        )(self\.out = .*)$", r"\1\2\n\1self.norm = nn.BatchNorm1d(tags)"),), where="tags"),
        ),
        keras=either(
            swap(r"^([ ]+)layers\.Dense\(10, activation=\"softmax\"\),", r"\1layers.Dense(10),\n\1layers.BatchNormalization(),\n\1layers.Softmax(),", at="BatchNormalization"),
            after(r"layers\.Dense\(CLASSES\),", "layers.BatchNormalization(),"),
            swap(r"^model\.add\(Dense\(4, activation=\"softmax\"\)\)", 'model.add(Dense(4))\nmodel.add(BatchNormalization())\nmodel.add(Activation("softmax"))', at=r"^model\.add\(BatchNormalization\(\)\)"),
        ),
    ),
    Fault("REG007", "batch norm of a single example", torch=swap(
        r"^criterion = ", "model(torch.randn(1, 10))\ncriterion = ", given=((r"^    nn\.Linear\(10, 64\),$", "    nn.Linear(10, 64, bias=False),\n    nn.BatchNorm1d(64),"), (r"(?s)^    model\.eval\(\)\n.*", '    print(f"epoch {epoch}: {total:.1f}")\n')), at=r"nn\.BatchNorm1d|randn"
    )),
    Fault("REG008", "dropout of channels on features", torch=swap(r"nn\.Dropout\(", "nn.Dropout2d(", at=r"Dropout2d\(|self\.drop(?:out)?\(")),
    Fault("REG008", "dropout of single values on a map",
        torch=after(r"nn\.(?:Leaky)?ReLU\((?:0\.1)?\),(?=\n[ ]+nn\.(?:Max|Avg)Pool2d)", "nn.Dropout(0.1),"),
        keras=either(
            after(r"layers\.MaxPooling2D\(2?\),(?=\n.*Conv2D)", "layers.Dropout(0.1),"),
            after(r"model\.add\(MaxPooling2D\(pool_size=\(2, 2\)\)\)(?=\n.*Conv2D)", "model.add(Dropout(0.1))"),
        ),
    ),
    Fault("REG009", "frozen batch norms in train mode", torch=swap(r"model\.eval\(\)\n +model\.fc\.train\(\)", "model.train()")),
)  # fmt: skip
