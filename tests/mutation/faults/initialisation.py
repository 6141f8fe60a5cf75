"""First weights."""

from __future__ import annotations

from tests.mutation.edits import Fault, either, swap

HIDDEN = r"(Dense\([^()]+activation=\"relu\")\)"

FAULTS = (
    Fault("INI001", "hidden weights that are all the same",
        torch=either(
            swap(r"kaiming_normal_\((self\.hidden\.weight)\)", r"zeros_(\1)"),
            swap(r"kaiming_normal_\((self\.hidden\.weight)\)", r"constant_(\1, 0.1)"),
            swap(r"^( +)(self\.fc1 = .*)$", r"\1\2\n\1nn.init.ones_(self.fc1.weight)", at="ones_"),
        ),
        keras=swap(HIDDEN, r'\1, kernel_initializer="zeros")', at=r"zeros|self\.hidden\("),
    ),
    Fault("INI002", "an initialiser for another activation",
        torch=swap(r"kaiming_normal_\(", "xavier_normal_("),
        keras=swap(HIDDEN, r'\1, kernel_initializer="glorot_normal")', at=r"glorot|self\.hidden\("),
    ),
    Fault("INI003", "weights of standard deviation 1",
        torch=either(
            swap(r"kaiming_normal_\(", "normal_("),
            swap(r"^( +)(self\.fc1 = .*)$", r"\1\2\n\1nn.init.normal_(self.fc1.weight)", at="normal_"),
        ),
        keras=swap(HIDDEN, r'\1, kernel_initializer=keras.initializers.RandomNormal(stddev=1.0))', where=r"^x_train = np\.expand_dims", at=r"RandomNormal|self\.hidden\("),
    ),
    Fault("INI004", "an initialisation that nothing calls", torch=swap(r"^(class \w*Net\(nn\.Module\):)", r"def init_weights(module):\n    if isinstance(module, nn.Linear):\n        nn.init.kaiming_uniform_(module.weight)\n\n\n\1", at="def init_weights")),
    Fault("INI005", "a parameter made of memory", torch=swap(r"nn\.Parameter\(torch\.zeros\(", "nn.Parameter(torch.empty(")),
)  # fmt: skip
